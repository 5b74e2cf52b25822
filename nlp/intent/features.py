"""Hashed n-grams of many sentences at once; a batch gives what single sentences give.

Two kinds of n-grams: of characters, and of tokens. Token n-grams are taken of the sentence's *frame*, where
what it is about is left out (``予約をお願いします`` → N を お願い し ます), so that what is learned about one
trade holds for another.
"""

import importlib.resources
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import yaml

from nlp.characters import codes_of
from nlp.normalise import PLACEHOLDER
from nlp.tokens import COMPOUND, Token

BITS, TOKEN_BITS = 18, 17
LONGEST = 4  # characters
LONGEST_FRAME = 4  # tokens
ROWS = 2**BITS + 2**TOKEN_BITS  # buckets of characters, then of tokens
VERSION = 4
_START, _END, _HIDDEN = "\x02", "\x03", "〓"
_PLACEHOLDER = re.compile(PLACEHOLDER)
_DIGITS = re.compile(r"\d+")
_TRAILING = "。." + "".join(filter(str.isspace, map(chr, range(0x3001))))
_STEP = np.uint32(1_000_003)
FIRST, LAST = 1, 2  # codes of a frame's edges
_SOURCE = importlib.resources.files("nlp.intent").joinpath("frame.yaml").read_text(encoding="utf-8")
_KEPT = frozenset(yaml.safe_load(_SOURCE)["kept"].split())
CACHE_LIMIT = 100_000  # tokens; names and numbers would otherwise grow the cache without bound

FRAME_SOURCE = _SOURCE


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of a batch.

    Attributes
    ----------
    buckets
        One array per n-gram length, shape (units,): bucket of the n-gram that begins there, 0 = none.
    starts
        Shape (sentences,), where each sentence begins.
    counts
        Shape (sentences,), number of n-grams of each sentence.
    """

    buckets: tuple[npt.NDArray[np.int64], ...]
    starts: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]


class Clues(NamedTuple):
    """What the model looks at besides the characters: the dictionary's own tokens, and compounds of them."""

    parts: Sequence[Token]
    compounds: Sequence[Token]

    @property
    def lemmas(self) -> list[str]:
        """Lemmas of the words among the tokens."""
        return [token.lemma for token in (*self.parts, *self.compounds) if token.tag in WORD_TAGS]


WORD_TAGS = frozenset("NUEXJVAYGFBaICLSTZ")
_NOUNS, _INFLECTED, _OPEN = frozenset("NUEX"), frozenset("VAYJ"), frozenset("TSs1PHRLFCI0M")


def clues_of(parts: Sequence[Token], joined: Sequence[Token]) -> Clues:
    """Collect the dictionary's own tokens and the compounds made of them."""
    if len(parts) == len(joined):
        return Clues(parts, ())
    return Clues(parts, [token for token in joined if token.form == COMPOUND])


def frame_code(token: Token) -> int:
    """Hash what the frame shows of a token, 32 bits."""
    return zlib.crc32(frame_of(token).encode("utf-8", "surrogatepass"))


def frame_of(token: Token) -> str:
    """Give what the frame shows of a token: a kept word with its form, else the tag, else the surface.

    ``予約`` → N, ``動か`` → V未然形, ``お願い`` → お願い, ``ませ`` → ませ
    """
    tag = token.tag
    if token.lemma in _KEPT:
        return token.lemma + (token.form[:3] if tag in "VAYDGB" else "")
    if tag in _NOUNS:
        return "N"
    if tag in _INFLECTED:
        return tag + token.form[:3]
    return tag if tag in _OPEN else token.surface


def simplify(sentence: str) -> str:
    """Give what the model sees: placeholders and numbers hidden, no full stop at the end, small letters."""
    return _DIGITS.sub("0", _without_ends(sentence)).lower()


def _without_ends(sentence: str) -> str:
    return (_PLACEHOLDER.sub(_HIDDEN, sentence) if "［" in sentence else sentence).rstrip(_TRAILING)


_UNIT = re.compile(rf"{PLACEHOLDER}|\d+|.", re.DOTALL)


def simplified_spans(sentence: str) -> list[tuple[int, int]]:
    """Where each character of the simplified sentence comes from."""
    kept = len(simplify(sentence))
    return [match.span() for match in _UNIT.finditer(sentence)][:kept]


def grams(sentences: Sequence[str]) -> Grams:
    """Hash the n-grams of 1 to `LONGEST` characters of each sentence, its edges included.

    Parameters
    ----------
    sentences
        Normalised sentences, at least one.
    """
    text = _START + (_END + _START).join(map(_without_ends, sentences)) + _END
    if text.count(_START) > len(sentences):  # one was not normalised: no letter may look like an edge
        return grams([sentence.replace(_START, " ") for sentence in sentences])
    # all at once: as `simplify` does, whose rules look at nothing beyond these edges
    text = _DIGITS.sub("0", text).lower()
    codes = codes_of(text)
    lengths = np.diff(np.flatnonzero(codes == ord(_START)), append=len(codes))
    left, starts = _layout(lengths)
    buckets = _rolled(codes, left, LONGEST, BITS)
    return Grams(tuple(buckets), starts, _counted(lengths, LONGEST))


def token_grams(clues: Sequence[Clues]) -> Grams:
    """Hash the n-grams of 1 to `LONGEST_FRAME` tokens of each sentence's frame, edges included.

    Buckets count from 2**BITS on. `clues` holds at least one sentence.
    """
    framed = [(FIRST, *map(frame_code, item.parts), LAST) for item in clues]
    return frame_grams(np.array(list(chain.from_iterable(framed)), dtype=np.uint32), list(map(len, framed)))


def frame_grams(codes: npt.NDArray[np.uint32], lengths: Sequence[int]) -> Grams:
    """Hash n-grams as `token_grams`, of the codes of all frames, edges included, and the frames' lengths."""
    counts = np.array(lengths, dtype=np.int64)
    left, starts = _layout(counts)
    buckets = _rolled(codes, left, LONGEST_FRAME, TOKEN_BITS)
    for bucket in buckets:
        bucket += (bucket > 0) * np.int64(2**BITS)
    return Grams(tuple(buckets), starts, _counted(counts, LONGEST_FRAME))


def _layout(lengths: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Units from each place to its sentence's end, and where sentences begin."""
    ends = np.cumsum(lengths)
    return np.repeat(ends, lengths) - np.arange(int(lengths.sum())), ends - lengths


def _counted(lengths: npt.NDArray[np.int64], longest: int) -> npt.NDArray[np.int64]:
    """Count the n-grams of 1 to `longest` units of each sentence."""
    counts: npt.NDArray[np.int64] = np.maximum(lengths[:, None] - np.arange(longest), 0).sum(axis=1)
    return counts


def _rolled(
    codes: npt.NDArray[np.uint32], left: npt.NDArray[np.int64], longest: int, bits: int
) -> list[npt.NDArray[np.int64]]:
    """Buckets of the n-grams of 1 to `longest` units; 0 where one would cross its sentence's end."""
    buckets = []
    value = np.zeros(len(codes), dtype=np.uint32)
    for n in range(1, longest + 1):
        width = max(len(codes) - n + 1, 0)
        value *= _STEP
        value[:width] += codes[len(codes) - width :]
        mixed = (value + np.uint32(n)) * np.uint32(0x9E3779B1)
        mixed ^= mixed >> np.uint32(15)
        mixed *= np.uint32(0x85EBCA6B)
        mixed >>= np.uint32(32 - bits)
        if n > 1:
            mixed *= left >= n
        buckets.append(mixed.astype(np.int64))
    return buckets
