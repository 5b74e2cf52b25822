"""What a rule finds is masked to its ends: 「03 2281」 of 「03 2281 5540 117」, 「谷」 of 「四ツ谷」."""

import re
from collections.abc import Sequence
from typing import Final

from nlp.masking.digits import READ_OUT, SPOKEN

Hit = tuple[int, int, str]

_NUMBERS: Final = frozenset(
    {"member_number", "order_number", "account_number", "identity_document", "my_number", "card", "phone"}
)
_LONGEST: Final = 24
_LEFT: Final = re.compile(r"(?<![0-9A-Za-z_.¥-])(?:#|(?:[0-9]{1,8}|[A-Z]{1,2})[-_])+\Z")
_RIGHT: Final = re.compile(r"[0-9A-Za-z]{0,16}(?:[-_][0-9A-Za-z]{1,12}(?![0-9A-Za-z])){0,4}")
# Groups that spaces part belong together only where what was found is parted so, too.
_SPACED: Final = re.compile("[0-9] [0-9]")
_SPACED_LEFT: Final = re.compile(r"(?<![0-9A-Za-z_.:/¥-])(?:[0-9]{2,6} ){1,3}\Z")
_SPACED_RIGHT: Final = re.compile(r"(?: [0-9]{2,6}){1,3}(?![0-9A-Za-z.,:/年月日円個件時分人名回枚本点%-])")

# 四ツ谷, 三ツ井, 一ノ瀬
_OF_NAME: Final = re.compile("(?<![一-鿿])[一-鿿][ツノ]\\Z")
# バスネット|・ビカス
_JOINED_RIGHT: Final = re.compile("(?:[・=][ァ-ヺー]{1,12})+")
_JOINED_LEFT: Final = re.compile("(?:[ァ-ヺー]{2,12}[・=])+\\Z")
_SAID_RIGHT: Final = re.compile(
    f"(?:(?:[の、 -]{{1,2}}(?:{SPOKEN}){{4,8}}|(?:{READ_OUT}){{3,8}})(?![円件年月]))+"
)


def whole_values(text: str, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits in a folded text, those of numbers and names stretched over what they are joined to.

    >>> whole_values("番号は21-884-1790です", [(3, 9, "member_number")])
    [(3, 14, 'member_number')]
    >>> whole_values("四ツ谷様です", [(2, 3, "name")])
    [(0, 3, 'name')]
    """
    return [_whole(text, *hit) if hit[2] in _NUMBERS else _whole_name(text, hit) for hit in hits]


def _whole_name(text: str, hit: Hit) -> Hit:
    start, end, kind = hit
    if kind == "name" and "ァ" <= text[end - 1] <= "ー":
        right = _JOINED_RIGHT.match(text, end)
        joined = _JOINED_LEFT.search(text, max(0, start - _LONGEST), start) if text[start] >= "ァ" else None
        start, end = joined.start() if joined else start, right.end() if right else end
        return start, end, kind
    left = _OF_NAME.search(text, max(0, start - 4), start) if kind == "name" else None
    return (left.start(), end, kind) if left else hit


def _whole(text: str, start: int, end: int, kind: str) -> Hit:
    spaced = bool(_SPACED.search(text, start, end))
    low, high = max(0, start - _LONGEST), min(len(text), end + _LONGEST)
    if text[end - 1 : end].isascii() and text[end - 1 : end].isalnum():
        right = _RIGHT.match(text, end, high)
        end = right.end() if right else end
        after = _SPACED_RIGHT.match(text, end) if spaced else None
        end = after.end() if after else end
    said = _SAID_RIGHT.match(text, end)
    end = said.end() if said else end
    if text[start].isascii() and text[start].isalnum():
        left = _LEFT.search(text, low, start)
        start = left.start() if left else start
        before = _SPACED_LEFT.search(text, low, start) if spaced else None
        start = before.start() if before else start
    if start and text[start - 1] == "(" and text.find("(", start, end) < 0 <= text.find(")", start, end):
        start -= 1
    return start, end, kind
