"""The parts of a regular expression, as `re` itself reads them."""

from re import _parser  # type: ignore[attr-defined]  # without a public name since 3.11
from typing import Any, Final

REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
"""Names of the operators that repeat a part: from a least to a most number of times."""


def parse(pattern: str, flags: int = 0) -> Any:
    """Return a sequence of (operator, value); re.error when the pattern is none."""
    return _parser.parse(pattern, flags)
