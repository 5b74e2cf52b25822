"""Finds words in sentences whatever the width and case they were written in."""

import unicodedata
from collections.abc import Iterable

MOST_WORDS = 4
MOST_CHARACTERS = 100
_WIDE = {code - 0xFEE0: code for code in range(0xFF01, 0xFF5F)}
_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF65, 0xFF9E)}
_MARKS = {"\u3099": "\uff9e", "\u309a": "\uff9f"}


def fold(text: str) -> str:
    """Return a text in NFKC and small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def split_words(query: str) -> tuple[str, ...]:
    """Return the folded words of a query, at most four.

    Examples
    --------
    >>> split_words("ﾛｸﾞｲﾝ　ＡＰＰ")
    ('ログイン', 'app')
    """
    return tuple(dict.fromkeys(fold(query[:MOST_CHARACTERS]).split()))[:MOST_WORDS]


def full_width(word: str) -> str:
    """Return a word with its letters, digits and signs in full width: ｑｒコード of qrコード."""
    return word.translate(_WIDE)


def half_width(word: str) -> str:
    """Return a word with its katakana as half-width ones, as old systems deliver them."""
    pieces = unicodedata.normalize("NFD", word)
    return "".join(_HALF.get(each, _MARKS.get(each, each)) for each in pieces)


def mark_words(sentence: str, words: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Cut a sentence into pieces, those that hold a word marked True."""
    folded, places = "", []
    for position, character in enumerate(sentence):
        plain = fold(character)
        folded += plain
        places += [position] * len(plain)
    hit = [False] * len(sentence)
    for word in words:
        shown = _part_in(word, folded)
        start = folded.find(shown) if shown else -1
        while start >= 0:
            for place in places[start : start + len(shown)]:
                hit[place] = True
            start = folded.find(shown, start + len(shown))
    return _join(sentence, hit)


def _part_in(word: str, text: str) -> str:
    """Return the word, or its beginning where the text has another form of it: つなが of つながらない."""
    least = max(2, (len(word) + 1) // 2)
    return next((word[:end] for end in range(len(word), least - 1, -1) if word[:end] in text), "")


def _join(sentence: str, hit: list[bool]) -> tuple[tuple[str, bool], ...]:
    pieces: list[tuple[str, bool]] = []
    for character, is_hit in zip(sentence, hit, strict=True):
        if pieces and pieces[-1][1] == is_hit:
            pieces[-1] = (pieces[-1][0] + character, is_hit)
        else:
            pieces.append((character, is_hit))
    return tuple(pieces)
