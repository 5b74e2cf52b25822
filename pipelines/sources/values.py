"""Cells of a source file to plain text, numbers, durations and yes/no."""

import html
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

_YES: Final = frozenset(
    (
        "true",
        "t",
        "yes",
        "y",
        "1",
        "はい",
        "有",
        "済",
        "済み",
        "解決",
        "解決済",
        "解決済み",
        "完了",
        "○",
        "〇",
        "◯",
    )
)
_NO: Final = frozenset(
    ("false", "f", "no", "n", "0", "いいえ", "無", "未", "未済", "未解決", "未完了", "×", "✕")
)
_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)")
# Everything that is no line break or tab and that no reader can see: NUL, escape codes, DEL.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


@lru_cache(maxsize=4096)
def column_name(name: str) -> str:
    """Return a column name as it is matched: NFKC, trimmed (``受付 番号 `` stays two words)."""
    return unicodedata.normalize("NFKC", name).strip()


def cell_text(value: Any) -> str:
    """Return a cell as text; numbers of spreadsheets lose their ``.0`` and times are written ISO."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (float, Decimal)):
        return _number_text(float(value))
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _number_text(value: float) -> str:
    if value != value:  # NaN is how some exporters write "nothing"
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def clean_words(text: str) -> str:
    """Return words without what breaks later steps: NUL and control codes, lone surrogates, CR line ends.

    Emoji that arrive as two surrogates become one character again.
    """
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


def said_words(value: Any) -> str:
    """Return a cell's words as someone wrote them: cleaned, with ``&hellip;`` of web forms as ``…``."""
    text = cell_text(value)
    if "&" in text:
        # Only with its semicolon: "?a=1&copy=2" is an address and no sign.
        text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return clean_words(text)


def clean_field(value: Any) -> str | None:
    """Return a cell as one trimmed line, None when it is empty."""
    text = clean_words(cell_text(value))
    return " ".join(text.split()) if "\n" in text else text or None


def parse_number(text: str) -> float | None:
    """Return the number of ``１，２００`` or ``3.5``; None when it is none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if abs(number) < 1e15 else None


def parse_seconds(text: str) -> float | None:
    """Return seconds of ``312``, ``5:12`` or ``1:05:12``; None when it is neither."""
    clock = _CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if clock is None:
        return parse_number(text)
    hours, minutes, seconds = clock.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)


def parse_flag(text: str) -> bool | None:
    """Return whether a cell says yes (``はい``, ``済``, ``true``, ``1``) or no; None when it says neither."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain in _YES:
        return True
    return False if plain in _NO else None


def lookup(record: Mapping[str, Any], path: str) -> Any:
    """Return the value at a column name, or along a dotted path into nested objects; None when absent."""
    if path in record:
        return record[path]
    here: Any = record
    for key in path.split("."):
        if not isinstance(here, Mapping) or key not in here:
            return None
        here = here[key]
    return here
