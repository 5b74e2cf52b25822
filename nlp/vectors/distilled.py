"""What a sentence encoder says of single words, as a table: its knowledge without its cost.

The encoder itself (USE-multilingual v3) needs a millisecond a text. The table foretells its vectors as
weighted means of words (static distillation); `benchmarks/distilling` makes it.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from nlp.vectors.words import hash_word

_GRID = 2048.0

_Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DistilledWords:
    """A table of words, and a bridge from word vectors for words that it lacks.

    Attributes
    ----------
    hashes : uint64, shape (words,), sorted; see `nlp.vectors.words.hash_word`
    table : int8, shape (words, d)
    scale : float64, shape (d,), one step of each column
    bridge : int16, shape (300, d), linear map of the word vectors
    bridge_scale : float64, shape (d,)
    name : digest of the arrays, so that a registry knows its own
    """

    hashes: NDArray[np.uint64]
    table: NDArray[np.int8]
    scale: _Doubles
    bridge: NDArray[np.int16]
    bridge_scale: _Doubles
    name: str

    @property
    def dimensions(self) -> int:
        """Columns of `lookup`."""
        return int(self.table.shape[1])

    def lookup(self, words: Sequence[str], vectors: _Doubles) -> _Doubles:
        """Give the rows of words, shape (words, d).

        Parameters
        ----------
        vectors
            Unit word vectors of the same words, shape (words, 300), zeros where there is none.
        """
        keys = np.array([hash_word(word) for word in words], dtype=np.uint64)
        place = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
        known = self.hashes[place] == keys
        rows = self.table[place] * self.scale
        # whole numbers below 2**53: the sum is exact in whatever order it is taken
        bridged = np.rint(vectors[~known] * _GRID) @ self.bridge.astype(np.float64)
        rows[~known] = bridged * (self.bridge_scale / _GRID)
        return rows


@functools.cache
def load_distilled_words() -> DistilledWords:
    """Read the table that comes with the package (once per process)."""
    content = resources.files("nlp.vectors").joinpath("distilled.npz").read_bytes()
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in ("hashes", "table", "scale", "bridge", "bridge_scale")}
    return DistilledWords(**arrays, name=hashlib.blake2b(content, digest_size=8).hexdigest())
