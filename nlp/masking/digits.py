"""Digits as people write and say them: 090, ０９０, 〇九〇, ゼロキュウゼロ."""

import re
from typing import Final

_WORDS: Final = {
    "0": ("〇", "○", "◯", "零", "ゼロ", "ぜろ", "れい", "レイ", "まる", "マル", "オー"),
    "1": ("一", "壱", "いち", "イチ"),
    "2": ("二", "弐", "にい", "にぃ", "にー", "に", "ニイ", "ニー", "ニ"),
    "3": ("三", "参", "さん", "サン"),
    "4": ("四", "よん", "ヨン", "しい", "しー", "し", "シイ", "シー", "シ"),
    "5": ("五", "ごう", "ごー", "ごお", "ごぉ", "ご", "ゴウ", "ゴー", "ゴオ", "ゴ"),
    "6": ("六", "ろく", "ロク"),
    "7": ("七", "なな", "ナナ", "しち", "シチ"),
    "8": ("八", "はち", "ハチ"),
    "9": ("九", "きゅう", "きゅー", "キュウ", "キュー", "きゅ", "キュ", "く", "ク"),
}
VALUES: Final = {word: digit for digit, words in _WORDS.items() for word in words}
_KANA: Final = sorted((w for w in VALUES if re.match("[ぁ-ヺ]", w)), key=lambda word: (-len(word), word))
_SIGNS: Final = "".join(sorted(w for w in VALUES if w not in _KANA))
# Longest first and atomic: no run of kana can be read in two ways, so matching stays linear.
# Kana right behind a figure is grammar (「0012345に」), not a digit.
# 「にいち」 is 2 1, not にい and a stray ち.
_KANA_REGEX: Final = "|".join(w + "(?![ちチ])" * (w[-1] in "いイ" and w[0] in "にニしシ") for w in _KANA)
SPOKEN: Final = f"(?>[0-9{_SIGNS}]|(?<![0-9])(?:{_KANA_REGEX}))"
READ_OUT: Final = f"(?>[{_SIGNS}]|(?<![0-9])(?:{_KANA_REGEX}))"
_TOKEN: Final = re.compile(SPOKEN)


def to_digits(value: str) -> str:
    """Return the ASCII digits a folded value stands for; everything else is left out.

    >>> to_digits("ゼロキュウゼロの1234の五六七八")
    '09012345678'
    """
    return "".join(VALUES.get(token, token) for token in _TOKEN.findall(value))
