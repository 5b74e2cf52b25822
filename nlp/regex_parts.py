"""The parts of a regular expression, as `re` itself reads them."""

from functools import lru_cache
from re import _parser  # type: ignore[attr-defined]  # without a public name since 3.11
from typing import Any, Final

REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
"""Names of the operators that repeat a part: from a least to a most number of times."""


@lru_cache(maxsize=32)  # several readers of one pattern ask one after another
def parse(pattern: str, flags: int = 0) -> Any:
    """Return a sequence of (operator, value), which nobody may change; re.error when the pattern is none."""
    return _parser.parse(pattern, flags)
