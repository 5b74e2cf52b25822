"""Numbers that would pass their own check, and how people write and say them."""

from random import Random
from typing import Final

_KANJI: Final = "〇一二三四五六七八九"
_SPOKEN: Final = ("ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュウ")
_WIDE: Final = str.maketrans("0123456789-", "０１２３４５６７８９－")


def digits(dice: Random, count: int) -> str:
    """Return `count` digits, the first of them not 0."""
    return str(dice.randrange(10 ** (count - 1), 10**count))


def card_number(dice: Random) -> str:
    """Return 16 digits with Luhn's check digit (ISO/IEC 7812-1)."""
    body = dice.choice("45") + str(dice.randint(1, 5)) + digits(dice, 13)
    doubled = (int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(body)))
    total = sum(d - 9 if d > 9 else d for d in doubled)
    return body + str(-total % 10)


def individual_number(dice: Random) -> str:
    """Return 12 digits with the check digit of the My Number (Ministry ordinance 85 of 2014, article 5)."""
    body = digits(dice, 11)
    weighted = (int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(body), start=1))
    rest = sum(weighted) % 11
    return body + str(0 if rest <= 1 else 11 - rest)


def grouped(number: str, *sizes: int, by: str = "-") -> str:
    """Return digits in groups: ``grouped("09012345678", 3, 4, 4)`` is ``090-1234-5678``."""
    groups, start = [], 0
    for size in sizes:
        groups.append(number[start : start + size])
        start += size
    return by.join(groups)


def wide(text: str) -> str:
    """Return digits and hyphens in full width."""
    return text.translate(_WIDE)


def in_kanji(text: str) -> str:
    """Return digits one by one in kanji: ``090`` is ``〇九〇``."""
    return "".join(_KANJI[int(c)] if c.isdecimal() else c for c in text)


def spoken(text: str) -> str:
    """Return digits one by one as they are spoken: ``090`` is ``ゼロキュウゼロ``."""
    return "".join(_SPOKEN[int(c)] if c.isdecimal() else c for c in text)
