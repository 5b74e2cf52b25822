"""Personal data of anyone, by its form alone; shares nothing with the masker, so that both must err."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from pipelines.canary.folding import narrow

_BEFORE: Final = r"(?<![0-9A-Za-z.+\-])"
_AFTER: Final = r"(?![0-9A-Za-z]|-[0-9])"
_CARD: Final = re.compile(
    _BEFORE + r"(?:[2-6]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}|3[0-9]\d{2}[ -]?\d{6}[ -]?\d{4,5})" + _AFTER
)
_ISSUERS: Final = re.compile(
    r"4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|35\d{14}|6(?:011|2\d\d|5\d\d)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
)
_INDIVIDUAL: Final = re.compile(
    r"(?:マイナンバー|マイナ番号|個人番号)[^0-9]{0,12}(?P<number>\d{4}[ -]?\d{4}[ -]?\d{4})" + _AFTER
)
_MAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@(?:[A-Za-z0-9\-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z])"
)
_PHONE: Final = re.compile(
    _BEFORE + r"(?!0120|0800|0570|0990)"
    r"(?:0[5789]0[- .]?\d{4}[- .]?\d{4}|0\d{1,4}-\d{1,4}-\d{4}|\(0\d{1,4}\)[ ]?\d{1,4}-\d{4}"
    r"|\+81[- ]?\(?0?\)?\d{1,4}[- ]?\d{1,4}[- ]?\d{4})" + _AFTER
)
_DIGITS: Final = re.compile(r"[0-9(+][0-9 .()+\-]{7,}[0-9]")
_CUES: Final = ("マイナ", "個人番号")
_PHONE_DIGITS: Final = range(10, 12)


def find_leaks(text: str) -> Iterator[tuple[str, str]]:
    """Yield ``(type, value)`` of what has the form of a card, My Number, mail address or telephone number.

    Checked where a check digit makes that possible; the value is for comparison and must never be shown.
    """
    plain = narrow(text)
    for around in _around_signs(plain):
        yield from (("email", found[0].casefold()) for found in _MAIL.finditer(around))
    for run in _DIGITS.finditer(plain):
        around = plain[max(0, run.start() - 2) : run.end() + 2]
        yield from _checked("card", _CARD, around, _is_card)
        yield from _checked("phone", _PHONE, around, _is_phone)
    if any(cue in plain for cue in _CUES):
        yield from _checked("my_number", _INDIVIDUAL, plain, _is_individual)


def _around_signs(text: str) -> Iterator[str]:
    sign = text.find("@")
    while sign >= 0:
        yield text[max(0, sign - 70) : sign + 260]
        sign = text.find("@", sign + 1)


def _checked(
    kind: str, pattern: re.Pattern[str], text: str, accepts: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        digits = re.sub(r"\D", "", match["number"] if "number" in match.groupdict() else match[0])
        if accepts(digits):
            yield kind, digits


def _is_card(digits: str) -> bool:
    if not _ISSUERS.fullmatch(digits):
        return False
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0 and len(set(digits)) > 1


def _is_individual(digits: str) -> bool:
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def _is_phone(digits: str) -> bool:
    national = digits.removeprefix("81") if digits.startswith("81") else digits.removeprefix("0")
    return len(national.removeprefix("0")) + 1 in _PHONE_DIGITS
