"""Numbers and codes that no rule knows are hidden, too, unless something says what else they are.

The rules look for personal data; this looks at what figures are left and asks why they should stay: a unit
behind them, a price, a date, a version, an error, a part. What nothing explains is hidden.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from nlp.masking.asked import NUMBER, THING, asked_before
from nlp.masking.digits import READ_OUT, to_digits

Hit = tuple[int, int, str]

_SIGNS: Final = "0-9〇○◯零一二三四五六七八九"
_FILLER: Final = "えー?っ?とー?|ええと|えー|あのー?|はい|うーん?と?|そのあと|次が|それから"
_STRONG: Final = (
    f"[-ー_]|[、 ]?[のノ][、 ]?|[、…。. ]{{0,3}}(?:{_FILLER})[、…。 ]{{0,2}}(?:の[、 ]?)?"
    f"|…{{1,2}}の?[、 ]?|[()]"
)
_WEAK: Final = "[、 ・,./~][ ]?"
_RUN: Final = re.compile(
    f"(?<![{_SIGNS}A-Za-z_.:/¥$@#*×十百千万億兆-])(?:[(]?)[{_SIGNS}](?:(?:{_STRONG}|{_WEAK})?[{_SIGNS}])*+"
)
_JOINT: Final = re.compile(f"[^{_SIGNS}]+")
_SPOKEN_RUN: Final = re.compile(
    f"(?:{READ_OUT})(?:(?:[、 ]?[のノ][、 ]?|[、 -]{{1,2}})?(?:{READ_OUT})){{4,}}+"
)
_CLEAR: Final = re.compile("ゼロ|ぜろ|キュ|きゅ|ハチ|はち|ナナ|なな|ロク|ろく|ヨン|よん|イチ|いち|サン")
_CLEAR_WORDS: Final = 3
_CODE: Final = re.compile(
    r"(?<![A-Za-z0-9_.:/@-])(?=[A-Za-z0-9_-]{4,28}(?![A-Za-z0-9_@-]|[./:][A-Za-z0-9/]))[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*"
)
_HANDLE: Final = re.compile(
    r"(?<![A-Za-z0-9_.:/@-])(?=[a-z0-9]*[a-z])[a-z0-9]{2,20}_{1,2}[a-z0-9_]{2,20}(?<=[0-9])(?![A-Za-z0-9_@-]|[./:(][A-Za-z0-9/]|\()"
)

# What may stand behind a number that counts nothing; any other word is its unit.
_NO_UNIT: Final = re.compile(
    "[ぁ-ゖ、。,.!?)」』】\\]\\s\ue000~…\"'/;:&+→⇒←|ｗ笑]|$|番号?(?![目線台])|様|宛|携帯|自宅|入荷|希望|名義|迄|方|登録"
)
_ABOUT: Final = re.compile(
    "くらい|ぐらい|ほど|ずつ|弱|強|以上|以下|以内|未満|前後|程度|から始ま|で始ま|も(?:する|した|かか|使|払|取)|のうち|あたり|あ(?:り|る|った)"
)
_AMOUNT: Final = (
    "税込|税抜|合計|小計|残高|価格|値段|金額|料金|予算|単価|総額|計|請求(?:額|が)|代金|定価|原価|現在|最大|最高|上限|下限|平均|約|およそ|容量|サイズ|寸法|解像度"
    "|全長|重さ|距離|数字|指針|検針|メーター|表示|使用量|人口|頭に|冒頭|数値|件数|点数|スコア|総数|計測|血圧|カロリー|売上|在庫数|数量|暗算|累計|差額|レート|確率|倍率|周波数"
)
_MADE: Final = "エラー|型番|型式|品番|部品|機種|モデル|製造|ロット|LOT|シリアル"
_THING: Final = (
    f"{_MADE}|コード|形式|品目|商品|製品|製番|Lot|lot|バージョン|ver|Ver|規格|ポート|期限|JAN|ISBN|ISO|JIS|iOS|Android|Windows"
    "|創業|西暦|令和|便名|系統|号線|問題|ページ|第|テスト|時刻|年度|フリーダイヤル|内線|色番|弾|注記|条|式|株|例|チャンネル|周年|以前|築"
)
_EXPLAINED: Final = re.compile(f"(?:{_AMOUNT}|{_THING})[^。\\n0-9\ue000]{{0,8}}\\Z")
_YEARS: Final = re.compile("(?:19|20)[0-9]{2}(?:[-~/・、, ](?:(?:19|20)?[0-9]{2}))*")
_DATE: Final = re.compile(
    "(?:19|20)[0-9]{2}[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?|20[123][0-9](?:0[1-9]|1[0-2])[0-3][0-9]"
)
_FIGURE: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.[0-9]+|[0-9]+(?:\.[0-9]+){2,}")
_CALLED: Final = re.compile(
    "(?:(?<!何)(?<!部屋)(?<!暗証)番号|ナンバー|No\\.?|NO\\.?|№|記号|ID|アイディー|アカウント|[Bb]ooking|[Aa]ccount|[Nn]umber)[^。\n]{0,22}\\Z"
)
_NUMBERED_THING: Final = re.compile(
    f"(?:{_THING})[^。\\n]{{0,4}}(?:番号|ナンバー|No\\.?|ID)?[^。\\n]{{0,22}}\\Z"
)
_NOT_PERSONAL: Final = re.compile(
    "(?:ISO|JAN|JIS|ISBN|RFC|KB|0x|HTTP|CVE|H?EX|ver|Ver|v[0-9])|[0-9]+(?:[a-z]{1,2}|[A-Z]{2})[0-9]*\\Z"
)
_THINGS: Final = re.compile(f"{_MADE}|賞味|消費期限|缶|容器|在庫|取り寄せ")
_IS_A_THING: Final = re.compile(
    "(?:という|って|の|が|は|を|と|に|[ 」』)])*(?:商品|製品|部品|型番|型式|機種|モデル"
    "|シリアル|エラー|ロット|品番|正解|表示|出て|出た|ピクセル|円|点滅|在庫|規格|入力して"
    "|の順|カートリッジ|インク|間)"
)
_DAY: Final = re.compile(
    "(?:19|20)?[0-9]{2}[-/.]?(?:0?[1-9]|1[0-2])[-/.]?(?:0[1-9]|[12][0-9]|3[01])(?=に|から|まで|付|現在|頃|ごろ|以)"
)
_DAY_BEFORE: Final = re.compile("日[はがに:]?\\Z")
_LEAST: Final = 4
_LEAST_OF_CALLED: Final = 3
_LEAST_OF_CODE: Final = 7
_LEAST_OF_PHONE: Final = 10
_WINDOW: Final = 30
_ANY: Final = re.compile(f"[{_SIGNS}][^ぁ-ゖ一-鿿]{{0,3}}[のえあ]?[{_SIGNS}]|[a-z]_[a-z0-9]")
GATE: Final = f"{_ANY.pattern}|{_CLEAR.pattern}"
"""What a turn holds in which anything may be found."""


def left_numbers(
    turns: Sequence[str], _hits: object = None, among: Iterable[int] | None = None
) -> Iterator[tuple[int, int, int, str]]:
    """Yield what is to be hidden of the folded turns of a contact as (turn, start, end, kind)."""
    for i in range(len(turns)) if among is None else among:
        turn = turns[i]
        if _ANY.search(turn) or _CLEAR.search(turn):
            asked = asked_before(turns, i)
            for start, end, kind in _in_turn(turn, asked):
                yield i, start, end, kind


def _in_turn(turn: str, asked: str) -> Iterator[Hit]:
    taken = bytearray(len(turn))
    for find, stays in (
        (_RUN, _stays),
        (_SPOKEN_RUN, _is_no_number),
        (_CODE, _is_no_code),
        (_HANDLE, _never),
    ):
        for run in find.finditer(turn):
            start, end = _trimmed(turn, *run.span())
            if any(taken[start:end]) or stays(turn, start, end, asked):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield start, end, _kind(turn[start:end], find is _HANDLE)


def _trimmed(turn: str, start: int, end: int) -> tuple[int, int]:
    start += turn[start] == "(" and ")" not in turn[start:end]
    return start, end


def _kind(value: str, handle: bool) -> str:
    digits = to_digits(value)
    if handle:
        return "account"
    return "phone" if digits.startswith("0") and len(digits) in (10, 11) else "member_number"


def _never(_turn: str, _start: int, _end: int, _asked: str) -> bool:
    return False


def _stays(turn: str, start: int, end: int, asked: str) -> bool:
    """Return whether a run of figures is explained, or too short to be anyone's."""
    run, before = turn[start:end], turn[max(0, start - _WINDOW) : start]
    groups = [len(group) for group in _JOINT.split(run.strip("()")) if group]
    count = sum(groups)
    if asked == THING:
        return count < _LEAST_OF_PHONE
    called = asked == NUMBER or bool(_CALLED.search(before))
    if count < (_LEAST_OF_CALLED if called else _LEAST):
        return True
    if not _NO_UNIT.match(turn, end) or _ABOUT.match(turn, end):
        return True
    if _IS_A_THING.match(turn, end) or _DAY.match(turn, start) or _DAY_BEFORE.search(before):
        return True
    if _FIGURE.fullmatch(run) or _YEARS.fullmatch(run) or _DATE.fullmatch(run):
        return True
    if (_NUMBERED_THING if called and asked != NUMBER else _EXPLAINED).search(before):
        return True
    return not called and _is_a_list(run, groups)


def _is_a_list(run: str, groups: Sequence[int]) -> bool:
    """Return whether groups of figures are several numbers and not one: 「10、20、30」."""
    joints = _JOINT.findall(run)
    if not any(re.fullmatch(_WEAK, joint) for joint in joints):
        return False
    if all(size == 1 for size in groups):
        return len(groups) < _LEAST + 1 or len(set(to_digits(run))) == 1 or to_digits(run).startswith("123")
    return not (run[0] in "0〇" or (len(groups) > 2 and min(groups) > 2))


def _is_no_number(turn: str, start: int, end: int, _asked: str) -> bool:
    return len(_CLEAR.findall(turn, start, end)) < _CLEAR_WORDS or turn.startswith(("円", "えん", "個"), end)


def _is_no_code(turn: str, start: int, end: int, asked: str) -> bool:
    """Return whether letters and figures stay: a model, a part, a lot, or short."""
    code, before = turn[start:end], turn[max(0, start - _WINDOW) : start]
    digits = sum(map(str.isdigit, code))
    if not any(map(str.isalpha, code)) or digits < _LEAST_OF_CALLED or _NOT_PERSONAL.match(code):
        return True
    if asked == THING or _NUMBERED_THING.search(before) or _IS_A_THING.match(turn, end):
        return True
    if asked == NUMBER or _CALLED.search(before):
        return False
    return digits < _LEAST_OF_CODE or bool(_THINGS.search(turn))
