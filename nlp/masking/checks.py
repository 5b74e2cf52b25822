"""Checks a match has to pass before a rule masks it; rules name them (``check: luhn``)."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from nlp.masking.digits import to_digits
from nlp.masking.names_checks import NAME_CHECKS

_CARD: Final = re.compile(
    r"3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35[2-8]\d{13}|[456]\d{15}|2[2-7]\d{14}|62\d{14,17}"
)
# One digit too many for an area code, as people mistype them; the hyphens leave no doubt.
_HYPHENATED: Final = re.compile(r"0[1-9][0-9]-[0-9]{4}-[0-9]{4}")
_MY_NUMBER_WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_DATE: Final = re.compile(
    r"(?:19|20)\d\d(?:\D(?:0?[1-9]|1[0-2])\D(?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
)
_PORT: Final = re.compile(r"\.[0-9]+:")
_LETTERS: Final = re.compile("[^A-Za-zぁ-ゖァ-ヺ一-鿿]")
_PRODUCT: Final = re.compile(
    r"(?i)(?:ios|ipados|iphone|ipad|android|windows|win|mac|macos|os|ver|version|v|pixel|galaxy|chrome|type)"
    r"[._-]*[0-9][0-9a-z._-]*"
)
_ANY_DIGIT: Final = re.compile("[0-9]")
_LATIN_WARD: Final = re.compile(r"-(?:ku|shi|gun|cho|machi|ken|fu|to|mura|son)\b")
_LATIN_PLACE: Final = re.compile(_LATIN_WARD.pattern + "|Tokyo|Osaka|Kyoto|Nagoya|Japan|JAPAN")


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
    """Return whether the value is an address of some machine, perhaps with a port, a prefix or an interface.

    The machine itself (127.0.0.1), any machine (0.0.0.0) and masks of networks (255.255.255.0) are nobody's.
    """
    address = re.split("[/%]", value)[0].replace(" ", "")
    try:
        found = ipaddress.ip_address(address.partition(":")[0] if _PORT.search(address) else address)
    except ValueError:
        return False
    return not (found.is_loopback or found.is_unspecified or str(found).startswith("255."))


def has_three_digits(value: str) -> bool:
    """Return whether there are at least three digits, said or written, and no date with signs between."""
    is_date = _DATE.fullmatch(value.strip()) and not value.strip().isdecimal()
    return len(to_digits(value)) >= 3 and not is_date


def has_six_digits(value: str) -> bool:
    """Return whether there are at least six digits: fewer are a model or an error code."""
    return len(to_digits(value)) >= 6 and not _DATE.fullmatch(value.strip())


def has_eight_digits(value: str) -> bool:
    """Return whether there are at least eight digits, and no date: shorter groups are sizes or ranges."""
    return len(to_digits(value)) >= 8 and not _DATE.fullmatch(value.strip())


def is_answered_number(value: str) -> bool:
    """Return whether an answer that is nothing but this is a number of somebody, and no date or syllables."""
    digits = to_digits(value)
    kinds = 2 if _ANY_DIGIT.search(value) else 3
    return len(digits) >= 3 and len(set(digits)) >= kinds and not _DATE.fullmatch(value.strip())


def is_read_out(value: str) -> bool:
    """Return whether digits said one by one are a number: at least seven, and no counting or laughing."""
    digits = to_digits(value)
    return len(digits) >= 7 and len(set(digits)) >= 3 and digits not in "0123456789"


def is_handle(value: str) -> bool:
    """Return whether a token is a user name and no version or model: 「mugi.88」, not 「iOS15」."""
    letters = _LETTERS.sub("", value)
    written_small = any(letter.islower() or letter > "z" for letter in letters)
    return len(letters) >= 2 and written_small and not _PRODUCT.fullmatch(value)


def is_latin_address(value: str) -> bool:
    """Return whether Latin letters are an address: a number, and a city or ward that is called so."""
    commas = value.count(",") + 2 * ("-" in value and bool(_LATIN_WARD.search(value)))
    return bool(_ANY_DIGIT.search(value) and _LATIN_PLACE.search(value) and commas > 1)


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        **NAME_CHECKS,
        "luhn": is_luhn,
        "my_number": is_my_number,
        "phone": is_phone,
        "local_phone": is_local_phone,
        "ip": is_ip,
        "handle": is_handle,
        "latin_address": is_latin_address,
        "eight_digits": has_eight_digits,
        "answered_number": is_answered_number,
        "read_out": is_read_out,
        "three_digits": has_three_digits,
        "six_digits": has_six_digits,
    }
)
