"""Fictional customers: number in, person out, so that no list of them is ever held."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import yaml

from samples.company.dice import Dice, stream


@dataclass(frozen=True)
class Person:
    """A customer who does not exist: numbers lie in ranges no one is given (090-0000-…, 〒000-…)."""

    number: int
    surname: str
    given: str
    surname_kana: str
    given_kana: str
    phone: str
    mail: str
    postal_code: str
    address: str
    card: str
    age: str
    gender: str

    @property
    def member_number(self) -> str:
        """Number in the customer base, as in the files' customer columns."""
        return member_number(self.number)

    @property
    def katakana(self) -> str:
        """Full name in katakana, 「タカハシ ミサキ」."""
        return _katakana(f"{self.surname_kana} {self.given_kana}")


@lru_cache(maxsize=1)
def _parts() -> dict[str, Any]:
    """Return people.yaml, with names as (written, reading) pairs."""
    raw: dict[str, Any] = yaml.safe_load(
        (resources.files("samples.company") / "people.yaml").read_text("utf-8")
    )
    for key in ("rare_surnames", "surnames", "given_names"):
        raw[key] = tuple(raw[key].items())
    return raw


def _katakana(text: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def half_width(text: str) -> str:
    """Return katakana as half-width: 「ポンプ」 → 「ﾎﾟﾝﾌﾟ」; other characters stay."""
    return "".join(_HALF.get(c, c) for c in text)


def _half_width_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for code in range(0xFF66, 0xFF9E):
        for mark in ("", "ﾞ", "ﾟ"):
            whole = unicodedata.normalize("NFKC", chr(code) + mark)
            if len(whole) == 1:
                table.setdefault(whole, chr(code) + mark)
    return table


_HALF: Final = _half_width_table()


def _luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 - place % 2)
        total += value - 9 if value > 9 else value
    return digits + str(-total % 10)


def member_number(number: int) -> str:
    """Return the number of a customer in the customer base: 「20004711」."""
    return f"{20_000_000 + number}"


@lru_cache(maxsize=50_000)
def person(seed: int, number: int) -> Person:
    """Return the person behind a customer number, always the same for the same seed."""
    dice, parts = Dice(seed, number, stream("people")), _parts()
    # names with letters that only some systems know are frequent here, for they are what breaks
    surname, surname_kana = dice.pick(parts["rare_surnames" if dice.chance(0.3) else "surnames"])
    given, given_kana = dice.pick(parts["given_names"])
    roman = "".join(parts["roman"].get(c, "") for c in surname_kana)
    tail = f"{number % 10000:04d}"
    prefix = dice.weighted(("090-0000", "080-0000", "070-0000", "03-0000", "06-0000"), (5, 4, 2, 1, 1))
    house = f" {dice.pick(parts['houses'])}{dice.between(101, 512)}" if dice.chance(0.4) else ""
    domain = dice.pick(("example.jp", "example.com", "mail.example.jp"))
    place = "".join(dice.pick(parts[part]) for part in ("prefectures", "cities", "towns"))
    ban = dice.weighted(("{}-{}-{}", "{}丁目{}番{}号", "{}丁目{}-{}"), (6, 2, 2))
    return Person(
        number=number,
        surname=surname,
        given=given,
        surname_kana=surname_kana,
        given_kana=given_kana,
        phone=f"{prefix}-{tail}",
        mail=f"{roman}{dice.pick(('.', '_', ''))}{dice.between(1, 999)}@{domain}",
        postal_code=f"000-{dice.below(10000):04d}",
        address=place + ban.format(dice.between(1, 6), dice.between(1, 30), dice.between(1, 20)) + house,
        card=_luhn(f"4000{dice.below(10**4):04d}0000{dice.below(1000):03d}"),
        age=dice.weighted(("20代", "30代", "40代", "50代", "60代", "70代以上"), (1, 2, 3, 3, 2, 1)),
        gender=dice.weighted(("女性", "男性", "回答しない"), (7, 2, 1)),
    )
