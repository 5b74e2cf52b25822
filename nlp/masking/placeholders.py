"""Placeholders of masked text: ［氏名1］, ［電話番号2］ …; the number is stable inside one contact."""

import re
import unicodedata
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from nlp.masking.digits import to_digits

LABELS: Final = MappingProxyType(
    {
        "name": "氏名",
        "phone": "電話番号",
        "mail": "メール",
        "card": "カード番号",
        "postal_code": "郵便番号",
        "address": "住所",
        "member_number": "会員番号",
        "order_number": "注文番号",
        "account_number": "口座番号",
        "birth_date": "生年月日",
        "url": "URL",
        "account": "アカウント",
        "ip_address": "IPアドレス",
        "my_number": "マイナンバー",
        "identity_document": "証明書番号",
        "number_plate": "車両番号",
    }
)
PLACEHOLDER: Final = re.compile("［(" + "|".join(LABELS.values()) + ")([1-9][0-9]{0,5})］")

_DIGITS_ONLY: Final = frozenset({"phone", "card", "postal_code", "account_number", "my_number"})
_NOT_WORD: Final = re.compile(r"[\W_ー]+")


def normalise_value(kind: str, value: str) -> str:
    """Return what makes two writings of one value equal: 「０９０-1234-5678」 and 「09012345678」."""
    folded = unicodedata.normalize("NFKC", value)
    if kind in _DIGITS_ONLY:
        digits = to_digits(folded) or folded
        return (
            f"0{digits[2:].lstrip('0')}"
            if kind == "phone" and folded.lstrip("( ").startswith("+81")
            else digits
        )
    if kind in {"mail", "url", "account", "ip_address"}:
        return folded.casefold()
    return _NOT_WORD.sub("", folded).casefold()


class Numbering:
    """Numbers of the values met in one contact, counted per type from 1."""

    def __init__(self, taken: Iterable[str]) -> None:
        """Start after the placeholders that the texts of the contact already hold."""
        self._numbers: dict[tuple[str, str], int] = {}
        self._last: dict[str, int] = {}
        for text in taken:
            for found in PLACEHOLDER.finditer(text) if "［" in text else ():
                label = found.group(1)
                self._last[label] = max(self._last.get(label, 0), int(found.group(2)))

    def placeholder(self, kind: str, value: str) -> str:
        """Return the placeholder of a value, the same for the same value."""
        label = LABELS[kind]
        key = (label, normalise_value(kind, value))
        if key not in self._numbers:
            self._last[label] = self._last.get(label, 0) + 1
            self._numbers[key] = self._last[label]
        return f"［{label}{self._numbers[key]}］"
