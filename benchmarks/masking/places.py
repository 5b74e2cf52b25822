"""Addresses in the ways people write and say them."""

import random
from typing import Final

from benchmarks.masking.spoken import wide

_PLACES: Final = (
    "東京都文京区本郷", "東京都八王子市南大沢", "神奈川県川崎市中原区小杉町", "大阪府堺市堺区三国ヶ丘御幸通", "兵庫県神戸市灘区六甲台町",
    "北海道旭川市神楽", "宮城県仙台市青葉区一番町", "新潟県長岡市大手通", "静岡県浜松市中央区砂山町", "岡山県倉敷市阿知",
    "福岡県北九州市小倉北区浅野", "鹿児島県鹿児島市天文館", "奈良県生駒郡斑鳩町法隆寺", "三鷹市下連雀", "藤沢市鵠沼海岸", "大津市におの浜",
    "江東区豊洲", "名古屋市中村区名駅", "四日市市諏訪町", "広島市南区段原", "さいたま市浦和区高砂", "うるま市石川", "ひたちなか市東石川",
    "中野区中野", "西宮市甲子園口", "京都市上京区今出川通", "愛知県あま市七宝町桂", "和歌山県東牟婁郡那智勝浦町天満", "熊本県上益城郡益城町惣領",
    "北海道虻田郡ニセコ町ニセコ", "沖縄県中頭郡北谷町美浜", "高知市はりまや町", "青森県八戸市三日町", "長崎市出島町",
)  # fmt: skip
_BUILDINGS: Final = (
    "", "", "", "-301", " コーポ青葉201", " グリーンハイツ１０２号", "ライオンズマンション本郷805", " 第一中村ビル3階", " シャーメゾン205号室",
    " サンシティA棟1104", "、ベルメゾンの203号室", " プラウド南 1201", " 都営アパート5号棟402", " メゾン・ド・ボヌール102", "　エステート小杉　３０３",
    " ザ・パークハウス 2305", " 青葉荘 2号", " UR団地12-305", " リバーサイド本町B-201",
)  # fmt: skip
_KANJI: Final = "一二三四五六七八九"


def address(rng: random.Random) -> str:
    """Return an address with number, often with a building and a room."""
    x, y, z = (rng.randint(1, 28) for _ in range(3))
    kx, ky, kz = (_KANJI[n % 9] for n in (x, y, z))
    number = rng.choice(
        (
            f"{x}-{y}-{z}", f"{x}-{y}", f"{x}丁目{y}番{z}号", f"{x}丁目{y}-{z}", f"{x}丁目{y}番地{z}", f"{x}の{y}の{z}", f"{x + 900}番地",
            f"{x + 900}番地の{y}", wide(f"{x}-{y}-{z}"), f"{kx}丁目{ky}番{kz}号", f"{kx}丁目{ky}の{kz}", f"{kx}の{ky}の{kz}", f"{x}−{y}−{z}", f"{x + 900}-{y}",
            f"{x}ー{y}ー{z}", f"{x}丁目の{y}の{z}", f"字原{x + 100}", f"{x}番{y}号",
        )
    )  # fmt: skip
    gap = rng.choice(("", "", "", " "))
    return rng.choice(_PLACES) + gap + number + rng.choice(_BUILDINGS)
