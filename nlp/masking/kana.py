"""Finds a name written in kana beside a cue: UniDic takes it apart (とく|な|が), its readings do not."""

import re
from typing import Final

from nlp.masking.readings import is_kana_full_name, is_kana_name

Span = tuple[int, int]

_LONGEST: Final = 13
_RUN_LEFT: Final = re.compile(r"(?:(?:[ァ-ヺ]{2,7} )?[ァ-ヺ]{2,12}|(?:[ぁ-ゖ]{1,12} )?[ぁ-ゖ]{2,12})\Z")
_RUN_RIGHT: Final = re.compile("[ァ-ヺ]{2,12}(?: [ァ-ヺ]{2,7})?|[ぁ-ゖ]{2,12}(?: [ぁ-ゖ]{2,12})?")
_BOUND: Final = r"(?:\A|[^ぁ-ゖァ-ヺー一-鿿々A-Za-z0-9]"
_FILLER: Final = (
    "|あのー?|えー?っ?と|ええっ?と|えー|ええ|はい|もしもし|わたくし|わたし"
    "|すみません|すいません|こんにちは|こんばんは|ございます|[しせっ]た|んだ|ております|から|[私僕]"
)
# What stands left of a name where the cue leaves little doubt (様), and where it does not (です).
_LEAD: Final = re.compile(_BOUND + _FILLER + r"|[のはがもでとにへ一-鿿々])\Z")
_CERTAIN_LEAD: Final = re.compile(_BOUND + _FILLER + r"|[一-鿿々ァ-ヺー]の)\Z")
# Spares most searches for a lead: kana with which none ends. The empty text stands for the very start.
_ENDS_NO_LEAD: Final = frozenset(map(chr, range(ord("ぁ"), ord("ゖ")))) - set(
    "のはがもでとにへーえいしただんすりら"
)
_PARTICLES: Final = frozenset("のはがもでとにへ")
_FOLLOWS: Final = re.compile(
    r"\Z|[^ぁ-ゖァ-ヺー]|です|でご|と申|といい|と言|という|さん|さま|だ[がけと]|になり|にな[っり]|[がでにのとはもを]|より|から|って"
)


def kana_name_before(text: str, end: int, *, certain: bool) -> Span | None:
    """Return the span of the name in kana that ends at ``end``, the longest that a fitting word leads to.

    >>> kana_name_before("あのごとうと申します", 5, certain=False)
    (2, 5)
    """
    run = _RUN_LEFT.search(text, max(0, end - _LONGEST), end)
    if not run:
        return None
    lead = _CERTAIN_LEAD if certain else _LEAD
    for start in range(run.start(), end - 1):
        if text[start - 1 : start] in _ENDS_NO_LEAD or not lead.search(text, max(0, start - 8), start):
            continue
        word = text[start:end]
        # ありが|とう: behind a lone particle a short word is too likely the end of another one.
        inside = text[start - 1 : start] in _PARTICLES and "ぁ" <= text[start - 2 : start - 1] <= "ゖ"
        if not (inside and len(word) == 2) and is_kana_name(word, certain=certain):
            return start, end
        if "ァ" <= word[0] <= "ヺ" and " " not in word:
            return None
    return None


def kana_name_after(text: str, start: int, *, certain: bool) -> Span | None:
    """Return the span of the name in kana that starts at ``start``, the longest that grammar can follow.

    >>> kana_name_after("名前はごとうです", 3, certain=True)
    (3, 6)
    """
    run = _RUN_RIGHT.match(text, start, start + _LONGEST + 2)
    if not run:
        return None
    for end in range(run.end(), start + 1, -1):
        if is_kana_name(text[start:end], certain=certain) and _FOLLOWS.match(text, end):
            return start, end
    return None


def goes_on(text: str, end: int) -> bool:
    """Return whether a name may end here: grammar follows, or no kana."""
    return _FOLLOWS.match(text, end) is not None


def is_kana_line(line: str) -> bool:
    """Return whether a line of its own is a full name in kana: 「アオキ コトネ」."""
    return bool(_RUN_RIGHT.fullmatch(line)) and is_kana_full_name(line, certain=True)
