"""Word vectors that training multiplies with what it learns on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import spacy

from nlp.intent.features import Clues
from nlp.intent.pool import FULL, pool

_WORDS = 100_000  # most frequent words of ja_ginza that ship


@dataclass(frozen=True)
class WordVectors:
    """Words by what they are near to, and how good or bad they are.

    Attributes
    ----------
    table
        Shape (rows, dimensions), row 0 zero.
    rows
        Row of each word that ships.
    polarity
        Shape (rows,), −`FULL`…`FULL`, row 0 zero.
    """

    table: npt.NDArray[np.float64]
    rows: Mapping[str, int]
    polarity: npt.NDArray[np.int16]

    def dense(self, clues: Sequence[Clues]) -> npt.NDArray[np.float64]:
        """Sum the vectors of each text's words over the root of their number, shape (texts, dimensions)."""
        out = np.zeros((len(clues), self.table.shape[1]))
        for i, found in enumerate(self._found(clues)):
            if found:
                out[i] = self.table[found].sum(axis=0) / np.sqrt(len(found))
        return out

    def pooled(self, clues: Sequence[Clues]) -> npt.NDArray[np.float64]:
        """Give what the polar words of each text say together, −1…1, shape (texts, `POOLED`)."""
        rows = [[0, *found] for found in self._found(clues)]
        lengths = np.array([len(found) for found in rows])
        flat = np.array([row for found in rows for row in found])
        return pool(self.polarity[flat], np.cumsum(lengths) - lengths) / FULL

    def _found(self, clues: Sequence[Clues]) -> list[list[int]]:
        return [[row for word in item.lemmas if (row := self.rows.get(word))] for item in clues]


def load_vectors() -> WordVectors:
    """Load the centred unit vectors of ja_ginza and its most frequent words, without polarity."""
    vocab = spacy.load(
        "ja_ginza", exclude=["tok2vec", "parser", "ner", "compound_splitter", "bunsetu_recognizer"]
    ).vocab
    data = vocab.vectors.data / np.maximum(np.linalg.norm(vocab.vectors.data, axis=1, keepdims=True), 1e-9)
    data -= data[:3000].mean(axis=0)
    rows: dict[str, int] = {}
    for key, row in list(vocab.vectors.key2row.items())[:_WORDS]:
        word = vocab.strings[key]
        if "\n" not in word and len(word) <= 12:
            rows[word] = row + 1
    table = np.vstack([np.zeros((1, data.shape[1])), data])
    return WordVectors(table, rows, np.zeros(len(table), dtype=np.int16))
