"""Checks a match has to pass before a rule masks it; rules name them (``check: luhn``)."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from nlp.masking.digits import to_digits
from nlp.masking.names import is_full_name
from nlp.masking.not_names import is_stop_word
from nlp.masking.readings import is_kana_name
from nlp.masking.words import is_mostly_surname, is_surname, lexicon, tokenise

_CARD: Final = re.compile(
    r"3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35[2-8]\d{13}|[456]\d{15}|2[2-7]\d{14}|62\d{14,17}"
)
# One digit too many for an area code, as people mistype them; the hyphens leave no doubt.
_HYPHENATED: Final = re.compile(r"0[1-9][0-9]-[0-9]{4}-[0-9]{4}")
_MY_NUMBER_WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_DATE: Final = re.compile(r"(?:19|20)\d\d\D?(?:0?[1-9]|1[0-2])\D?(?:0?[1-9]|[12]\d|3[01])")


def is_luhn(value: str) -> bool:
    """Return whether the digits are a card number: a known prefix, length and Luhn's check digit."""
    digits = re.sub(r"\D", "", value)
    if not _CARD.fullmatch(digits):
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def is_my_number(value: str) -> bool:
    """Return whether 12 digits carry the check digit of 個人番号 (総務省令第85号, 2014)."""
    digits = to_digits(value)
    if len(digits) != 12:
        return False
    rest = sum(int(d) * w for d, w in zip(digits, _MY_NUMBER_WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def is_phone(value: str) -> bool:
    """Return whether the digits, said or written, have the length of a phone number with area code."""
    digits = to_digits(value)
    if digits.startswith("81"):
        digits = "0" + digits[2:].lstrip("0")
    if not digits.startswith("0") or digits.startswith("00"):
        return False
    if len(digits) == 11:
        return bool(re.match(r"0[5-9]0|0800|020", digits) or _HYPHENATED.fullmatch(value))
    return len(digits) == 10


def is_local_phone(value: str) -> bool:
    """Return whether digits after a phone cue can be a number (6–11 digits), and no date."""
    return 6 <= len(to_digits(value)) <= 11 and not _DATE.fullmatch(value.strip())


def is_ip(value: str) -> bool:
    """Return whether the value is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def has_three_digits(value: str) -> bool:
    """Return whether there are at least three digits, said or written, and no date."""
    return len(to_digits(value)) >= 3 and not _DATE.fullmatch(value.strip())


def begins_with_surname(value: str) -> bool:
    """Return whether the first word is a surname UniDic lists (「アルファード」 is not)."""
    tokens = tokenise(value)
    return bool(tokens) and is_surname(tokens[0].surface)


def is_name(value: str) -> bool:
    """Return whether the value begins with a surname in kanji or is a name in kana."""
    return begins_with_surname(value) or is_kana_name(value, certain=False)


def is_surname_or_place(value: str) -> bool:
    """Return whether the value is a surname more than an ordinary word; it may be a place (千葉)."""
    return is_mostly_surname(value) and not is_stop_word(value)


def is_unlisted_kana(value: str) -> bool:
    """Return whether a word in kana before 様 is no word at all (おおいた), nor a thing with お."""
    polite = value[0] in "おご" and not value.startswith("おお")
    return not polite and "common" not in lexicon(value) and not is_stop_word(value)


def is_surname_alone(value: str) -> bool:
    """Return whether the value is a surname, also one that is a word or a place (森, 千葉)."""
    if is_kana_name(value, certain=False):
        return True
    return is_surname(value) and not is_stop_word(value)


def is_closing_name(value: str) -> bool:
    """Return whether a line that closes a mail is a name: a surname, or a full name in any script."""
    return is_surname_alone(value) or is_full_name(value)


def is_last_line_name(value: str) -> bool:
    """Return whether the last line of a text is a name, whatever stands above it: 「水野」, not 「緑」."""
    return is_surname_or_place(value) or is_full_name(value) or is_kana_name(value, certain=True)


def has_six_digits(value: str) -> bool:
    """Return whether there are at least six digits: fewer are a model or an error code."""
    return len(to_digits(value)) >= 6 and not _DATE.fullmatch(value.strip())


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "luhn": is_luhn,
        "my_number": is_my_number,
        "phone": is_phone,
        "local_phone": is_local_phone,
        "ip": is_ip,
        "three_digits": has_three_digits,
        "surname": begins_with_surname,
        "name": is_name,
        "surname_alone": is_surname_alone,
        "closing_name": is_closing_name,
        "last_line_name": is_last_line_name,
        "six_digits": has_six_digits,
        "unlisted_kana": is_unlisted_kana,
        "surname_or_place": is_surname_or_place,
    }
)
