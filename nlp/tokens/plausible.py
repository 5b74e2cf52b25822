"""Whether a sentence is language: keyboard noise puts kinds of tokens side by side that nobody says."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Sequence
from functools import lru_cache
from operator import add

from nlp.tokens.kin import letter_of
from nlp.tokens.token import Token

START, END = "^", "$"
_FEWEST = 4  # tokens; 古民家カフェ can be anything
_IMPLAUSIBLE = -50  # tenths of the natural logarithm of how much likelier speech is than noise


def is_plausible(tokens: Sequence[Token]) -> bool:
    """Tell speech from random characters by the pairs of its neighbouring tokens.

    ``ろづけむがそまぐ`` falls into ろ / づけ / む / が / そ / ま / ぐ, as no sentence does. Words at random
    are not noticed: to the kinds of their tokens 犬を雲が払う is a sentence.

    Parameters
    ----------
    tokens
        Of a whole sentence or text; few of them pass unseen.
    """
    if len(tokens) < _FEWEST:
        return True
    line = "".join([START, *[token.kin for token in tokens], END])
    return sum(map(_tenths().__getitem__, map(add, line, line[1:]))) >= _IMPLAUSIBLE


class _Tenths(dict[str, int]):
    """Pair of letters → ten times the logarithm of how much likelier speech is; 0 where it is not known."""

    def __missing__(self, pair: str) -> int:
        return 0


def plausibility_digest() -> str:
    """SHA-256 of the table; changes with any figure."""
    return hashlib.sha256(_source().encode()).hexdigest()


@lru_cache(maxsize=1)
def _tenths() -> _Tenths:
    table = json.loads(_source())
    letters = list(map(letter_of, table["classes"]))
    return _Tenths(
        (left + right, tenths)
        for left, row in zip(letters, table["ratios"], strict=True)
        for right, tenths in zip(letters, row, strict=True)
        if tenths
    )


@lru_cache(maxsize=1)
def _source() -> str:
    return importlib.resources.files("nlp").joinpath("data/token_pairs.json").read_text(encoding="utf-8")
