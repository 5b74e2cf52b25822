"""Names where only position and cues tell: roles, kin, spelling out, fields, signatures, repetition."""

import pytest

from nlp.masking.names_romaji import is_romaji_name, is_romaji_word
from nlp.masking.names_strong import is_given_alone, is_rare_name
from nlp.masking.recurring import name_places, recurring_names
from tests.nlp.masking.shipped import MASKER

ALL = MASKER


def masked(*turns: str) -> list[str]:
    return [result.text for result in ALL.mask_contact(turns)]


@pytest.mark.parametrize(
    ("turns", "leaks"),
    [
        (("ﾌﾘｶﾞﾅ：ﾊﾀｹﾔﾏ ｼﾞｭﾝ", "お名前(ｶﾅ)：ﾊﾀｹﾔﾏ ｼﾞｭﾝ"), ("ﾊﾀｹﾔﾏ", "ｼﾞｭﾝ")),
        (("沼尻しょうへいさんですね", "沼尻しょうへいです"), ("沼尻", "しょうへい")),
        (("はい、樋口です樋口リョウ",), ("樋口", "リョウ")),
        (("くろさわと申します", "くろさわはいま席を外しています"), ("くろさわ",)),
        (("髙󠄁橋様",), ("橋",)),
        (("お名前を頂戴できますか", "五百蔵です"), ("五百蔵",)),
        (("下のお名前もお願いします", "えっと、つばさ"), ("つばさ",)),
        (("どなたが対応しましたか", "たしかおのって人"), ("おの",)),
        (("フルネームだと たけのうち けんじ です",), ("たけのうち", "けんじ")),
        (("もしもしほりですけど",), ("ほり",)),
        (("ここから梶が代わって承ります",), ("梶",)),
        (("氏名：表　翔太\n住所：",), ("表", "翔太")),
        (("KOBAYASHI YUKOで登録しています",), ("KOBAYASHI", "YUKO")),
        (("父・康夫、母・典子の二名",), ("康夫", "典子")),
        (("田んぼの田に島で田島です",), ("田島",)),
        (
            ("ミズノ様とクボタ様からお電話", "ローズさんとアイリスさんも"),
            ("ミズノ", "クボタ", "ローズ", "アイリス"),
        ),
    ],
)
def test_no_part_of_a_name_outlives_the_masking(turns: tuple[str, ...], leaks: tuple[str, ...]) -> None:
    text = "\n".join(masked(*turns))
    assert [leak for leak in leaks if leak in text] == []


@pytest.mark.parametrize(
    "text",
    [
        "要は表の神棚が壊れた",
        "うちの光回線が遅い",
        "妻の希望で母の日に届けて",
        "担当の者から本社へ引継ぎました",
        "渋谷店の店長より連絡",
        "ハンド クリームとアイス コーヒー",
        "東口から西へ歩く",
        "夫婦（二人）と娘（大学生）",
        "処理は店が実施、東京へ転送",
        "田中という地名の停留所",
        "さくらと申し込み画面に出る",
        "かわいいですね、かわいそうですが",
        "From: support\nName: 必須",
        "リンナイとノーリツのどちらが早く直せますか",
        "マイナポイントの申し込み",
        "花王さんのほうから乗り換えました",
        "床はオークとウォールナットから選べます",
    ],
)
def test_what_only_looks_like_a_name_stays(text: str) -> None:
    assert masked(text) == [text]


def test_surname_and_given_name_are_taken_along_where_either_recurs() -> None:
    assert list(name_places("樋口", "樋口です樋口リョウ")) == [(0, 2), (4, 9)]
    assert list(name_places("恭平", "沼尻恭平の件、恭平")) == [(0, 4), (7, 9)]
    assert list(name_places("くろさわ", "くろさわいと言う")) == []


def test_places_and_words_do_not_recur_as_names() -> None:
    written = [name for name in recurring_names(["千葉", "森", "おの", "佐々木花子"]) if name[0] >= "一"]
    assert written == ["佐々木花子", "佐々木", "花子"]


def test_names_recur_as_they_are_read_where_that_is_no_word() -> None:
    assert {"かもしだ", "カモシダ"} <= set(recurring_names(["鴨志田"]))
    for reading in ("あずま", "とう", "もり"):  # アズマ also means a place, 塔 and 盛り are words
        assert reading not in recurring_names(["東", "森"])


@pytest.mark.parametrize("value", ["Ono Yuki", "SHIMPEI OOTA", "kyoko hattori", "Junichi Abe"])
def test_latin_letters_are_read_in_either_order_and_spelling(value: str) -> None:
    assert is_romaji_name(value)
    assert is_romaji_name(" ".join(reversed(value.split())))


@pytest.mark.parametrize(
    "value", ["hand cream", "Note PC", "", "Ono", "x" * 10_000, "no " * 3_000, "ka" * 5_000]
)
def test_other_latin_letters_are_no_name(value: str) -> None:
    assert not is_romaji_name(value)
    assert not is_romaji_word(value.replace("Ono", ""))


def test_strong_cues_carry_rare_names_but_no_roles() -> None:
    assert [w for w in ("百目鬼", "一尺屋", "表", "桃", "高梁ユリ", "Tanaka") if not is_rare_name(w)] == []
    assert [
        w for w in ("担当", "本人", "何", "店長", "在庫確認", "必須", "配達員", "") if is_rare_name(w)
    ] == []
    assert [w for w in ("希望", "無理", "光", "テレビ") if is_given_alone(w)] == []
