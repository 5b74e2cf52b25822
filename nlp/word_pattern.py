"""Regular expressions that people write for words: checked so that none can run for ever."""

import re
import warnings
from functools import reduce
from operator import mul
from typing import Any, Final

from nlp.regex_parts import REPEATS, parse

LONGEST_WORD: Final = 64  # characters; patterns are not tried on longer "words", which are accidents
_LONGEST_PATTERN = 200
_MOST_WAYS = 20_000  # ways to read one word that the matcher may have to try, a millisecond or so
# words that have nothing in common but their script
_UNRELATED = (
    ("電話", "返金", "定期便の解約"),
    ("つながらない", "ありがとう", "すぐ"),
    ("ログイン", "ポイント", "カード"),
    ("iphone", "web", "sms"),
)
_BACK_REFERENCE = re.compile(r"\\[1-9]|\(\?P=|\(\?\(")


def pattern_problem(pattern: str) -> str | None:
    """Say why `pattern` cannot stand for variants of a word, or None when it can.

    Nothing is tried out that could hang: the ways to match are counted from the pattern's structure.

    ``(スマホ+)+`` → "it could run for ever: …"
    """
    if len(pattern) > _LONGEST_PATTERN:
        return f"it is longer than {_LONGEST_PATTERN} characters; split it into several"
    if _BACK_REFERENCE.search(pattern):
        return "it refers back to one of its groups; write out the variants"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # what Python may read otherwise one day
            compiled = re.compile(pattern)
            parsed = parse(pattern)
        ways = _ways(parsed)
    except (re.error, RecursionError, OverflowError, FutureWarning) as error:
        return f"it is no regular expression: {error}"
    if ways > _MOST_WAYS:
        return (
            "it could run for ever: it repeats within a repetition, or leaves too much open; "
            "write out the variants, or keep at most one * or + in a part"
        )
    if compiled.fullmatch(""):
        return "it matches the empty word; make one part of it necessary"
    if any(all(map(compiled.fullmatch, words)) for words in _UNRELATED):
        return "it matches words that have nothing in common; name what must stand in it"
    return None


def _ways(parsed: Any) -> int:
    """Upper bound of the ways in which a parsed pattern can match one word, `_MOST_WAYS` + 1 at most."""
    return reduce(lambda product, item: min(product * _ways_of(*item), _MOST_WAYS + 1), parsed, 1)


def _ways_of(operator: Any, argument: Any) -> int:
    name = str(operator)
    if name in REPEATS:
        least, most, body = argument
        return _repeated(_ways(body), int(least), min(int(most), LONGEST_WORD))
    if name == "BRANCH":
        return sum(map(_ways, argument[1]))
    if name == "SUBPATTERN":
        return _ways(argument[-1])
    if name == "ATOMIC_GROUP":
        return _ways(argument)
    if name in {"ASSERT", "ASSERT_NOT"}:
        return _ways(argument[1])
    # what refers back makes later parts depend on earlier ones, so that counting no longer holds
    return _MOST_WAYS + 1 if name.startswith("GROUPREF") else 1


def _repeated(ways: int, least: int, most: int) -> int:
    """Ways of a body that may come `least` to `most` times."""
    lengths = max(most - least + 1, 1)
    return lengths if ways == 1 else min(lengths * reduce(mul, [ways] * min(most, 20), 1), _MOST_WAYS + 1)
