"""Whether a sentence is language: keyboard noise puts kinds of tokens side by side that nobody says."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nlp.characters import codes_of
from nlp.tokens.kin import letter_of
from nlp.tokens.token import Token

START, END = "^", "$"
_FEWEST = 4  # tokens; 古民家カフェ can be anything
_LETTERS = 1_024  # letters of `nlp.tokens.kin` lie below
_IMPLAUSIBLE = -50  # tenths of the natural logarithm of how much likelier speech is than noise


def are_plausible(sentences: Sequence[Sequence[Token]]) -> list[bool]:
    """Tell speech from random characters by the pairs of its neighbouring tokens.

    ``ろづけむがそまぐ`` falls into ろ / づけ / む / が / そ / ま / ぐ, as no sentence does. Words at random
    are not noticed: to the kinds of their tokens 犬を雲が払う is a sentence.

    Parameters
    ----------
    sentences
        Tokens of whole sentences or texts; few of them pass unseen.
    """
    if not sentences:
        return []
    letters = "".join(["".join([START, *[token.kin for token in tokens], END]) for tokens in sentences])
    counts = np.fromiter(map(len, sentences), dtype=np.int64, count=len(sentences))
    ends = np.cumsum(counts + 2)
    numbers, tenths = _tables()
    kinds = numbers[codes_of(letters)]
    pairs = tenths[kinds[:-1], kinds[1:]]
    pairs[ends[:-1] - 1] = 0  # the end of a sentence and the beginning of the next one are no pair
    sums = np.add.reduceat(pairs, ends - counts - 2, dtype=np.int64)
    plausible: list[bool] = ((sums >= _IMPLAUSIBLE) | (counts < _FEWEST)).tolist()
    return plausible


def plausibility_digest() -> str:
    """SHA-256 of the table; changes with any figure."""
    return hashlib.sha256(_source().encode()).hexdigest()


@lru_cache(maxsize=1)
def _tables() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]:
    """Class of each letter (0: not known), and for a class and the one behind it, ten times the logarithm."""
    table = json.loads(_source())
    numbers = np.zeros(_LETTERS, dtype=np.intp)
    tenths = np.zeros((len(table["classes"]) + 1,) * 2, dtype=np.int64)
    tenths[1:, 1:] = table["ratios"]
    numbers[[ord(letter_of(name)) for name in table["classes"]]] = range(1, len(tenths))
    return numbers, tenths


@lru_cache(maxsize=1)
def _source() -> str:
    return importlib.resources.files("nlp").joinpath("data/token_pairs.json").read_text(encoding="utf-8")
