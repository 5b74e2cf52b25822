"""Hashed character n-grams of many sentences at once; a batch gives what single sentences give."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.normalise import PLACEHOLDER
from nlp.tokens import COMPOUND, Token

BITS = 18
LONGEST = 5
VERSION = 2
_START, _END, _HIDDEN = "\x02", "\x03", "〓"
_PLACEHOLDER = re.compile(PLACEHOLDER)
_DIGITS = re.compile(r"\d+")
_TRAILING = re.compile(r"[。.\s]+$")
_MULTIPLIER = np.uint32(0x9E3779B1)
_STEP = np.uint32(1_000_003)


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of a batch.

    Attributes
    ----------
    buckets
        One array per n-gram length, shape (characters,): bucket of the n-gram that begins there, 0 = none.
    starts
        Shape (sentences,), where each sentence begins.
    counts
        Shape (sentences,), number of n-grams of each sentence.
    """

    buckets: tuple[npt.NDArray[np.int64], ...]
    starts: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]


_WORD_TAGS = frozenset("NUEXJVAYGFBaICLSTZ")


def lemmas_of(parts: Sequence[Token], joined: Sequence[Token]) -> list[str]:
    """Lemmas that the model looks up: of the dictionary's own tokens, then of the compounds made of them."""
    lemmas = [token.lemma for token in parts if token.tag in _WORD_TAGS]
    if len(parts) != len(joined):
        lemmas += [token.lemma for token in joined if token.form == COMPOUND]
    return lemmas


def simplify(sentence: str) -> str:
    """Give what the model sees: placeholders and numbers hidden, no full stop at the end, small letters."""
    text = _PLACEHOLDER.sub(_HIDDEN, sentence) if "［" in sentence else sentence
    return _TRAILING.sub("", _DIGITS.sub("0", text)).lower()


def grams(sentences: Sequence[str]) -> Grams:
    """Hash the n-grams of 1 to `LONGEST` characters of each sentence, its edges included.

    Parameters
    ----------
    sentences
        Normalised sentences, at least one.
    """
    framed = [f"{_START}{simplify(s)}{_END}" for s in sentences]
    codes = np.frombuffer("".join(framed).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, framed), dtype=np.int64, count=len(framed))
    ends = np.cumsum(lengths)
    starts = ends - lengths
    left = np.repeat(ends, lengths) - np.arange(len(codes))  # characters from here to the sentence's end
    buckets = []
    value = np.zeros(len(codes), dtype=np.uint32)
    for n in range(1, LONGEST + 1):
        shifted = np.zeros_like(codes)
        width = max(len(codes) - n + 1, 0)
        shifted[:width] = codes[len(codes) - width :]
        value = value * _STEP + shifted
        mixed = (value + np.uint32(n)) * _MULTIPLIER
        mixed ^= mixed >> np.uint32(15)
        mixed *= np.uint32(0x85EBCA6B)
        bucket = (mixed >> np.uint32(32 - BITS)).astype(np.int64)
        bucket[left < n] = 0
        buckets.append(bucket)
    spans = np.arange(LONGEST)
    counts = np.maximum(lengths[:, None] - spans[None, :], 0).sum(axis=1)
    return Grams(tuple(buckets), starts, counts)
