"""Whether a list of texts speaks of things: words of a sentence belong together, dealt-out words do not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.vectors.base import Tokens
from nlp.vectors.subspace import unit_rows
from nlp.vectors.words import WordVectors, load_word_vectors

_DOCUMENTS = 2_000  # as many as are looked at
_DEALS = 20
_SURE = 3.0  # standard deviations of dealt-out words by which a long list must differ
_DOCUMENTS_A_DEVIATION = 70.0  # a list of 77 has to differ by 1.1, one of 210 by the full 3
_JUDGED_FROM = 50  # documents; fewer say too little


def hangs_together(tokens: Tokens, *, seed: int) -> bool:
    """Tell texts about something from nonsense.

    The mean cosine of two words of a text is compared with that of texts of the same lengths to which
    the words were dealt at random. Neighbouring words are left out: they may be parts of one compound.
    A short list, or one without texts of several words, cannot be judged and passes.

    Parameters
    ----------
    tokens
        Lemmas of each text, e.g. ``[["駅", "近い", "助かる"], …]``.
    seed
        Of the dealing.
    """
    documents = sorted({tuple(document) for document in tokens if len(set(document)) > 1})
    documents = documents[:: max(1, len(documents) // _DOCUMENTS)]
    if len(documents) < _JUDGED_FROM:
        return True
    vocabulary = sorted({word for document in documents for word in document})
    place = {word: number for number, word in enumerate(vocabulary)}
    words = np.array([place[word] for document in documents for word in document])
    lengths = np.array([len(document) for document in documents])
    table = _centred(_meanings(vocabulary, load_word_vectors()), words)
    generator = np.random.default_rng(seed)
    dealt = [_relatedness(table, generator.permutation(words), lengths) for _ in range(_DEALS)]
    needed = min(len(documents) / _DOCUMENTS_A_DEVIATION, _SURE) * float(np.std(dealt, ddof=1))
    found = _relatedness(table, words, lengths) - float(np.mean(dealt))
    return round(found - needed, 9) > 0.0


def _meanings(vocabulary: list[str], words: WordVectors) -> NDArray[np.float64]:
    parts = [words.split_unknown(word) for word in vocabulary]
    owner = np.repeat(np.arange(len(parts)), [len(own) for own in parts])
    vectors = words.lookup(part for own in parts for part in own)
    chooser = csr_matrix(
        (np.ones(len(owner)), (owner, np.arange(len(owner)))), shape=(len(parts), len(owner))
    )
    return unit_rows(np.asarray(chooser @ vectors))


def _centred(table: NDArray[np.float64], words: NDArray[np.int64]) -> NDArray[np.float64]:
    known = np.abs(table).sum(axis=1) > 0.0
    use = np.bincount(words, minlength=len(table)) * known
    centre = (use @ table) / max(use.sum(), 1)
    return unit_rows(np.where(known[:, None], table - centre, 0.0))


def _relatedness(table: NDArray[np.float64], words: NDArray[np.int64], lengths: NDArray[np.int64]) -> float:
    """Mean over texts of the mean cosine of their pairs of words, neighbours and repeats left out."""
    vectors = table[words]
    text = np.repeat(np.arange(len(lengths)), lengths)
    owner = csr_matrix((np.ones(len(words)), (text, np.arange(len(words)))), shape=(len(lengths), len(words)))
    total = np.asarray(owner @ vectors)
    repeats = csr_matrix((np.ones(len(words)), (text, words)), shape=(len(lengths), len(table)))
    squares = repeats.multiply(repeats).tocsr()  # pairs of a word with itself
    known = (np.abs(table).sum(axis=1) > 0.0).astype(np.float64)
    near = (text[1:] == text[:-1]) & (words[1:] != words[:-1])
    beside = np.einsum("ij,ij->i", vectors[:-1][near], vectors[1:][near])
    pairs = np.einsum("ij,ij->i", total, total) - np.asarray(squares @ known)
    pairs -= 2.0 * np.bincount(text[1:][near], weights=beside, minlength=len(lengths))
    counts = lengths.astype(np.float64) ** 2 - np.asarray(squares.sum(axis=1)).ravel()
    counts -= 2.0 * np.bincount(text[1:][near], minlength=len(lengths))
    usable = counts > 0.0
    return float((pairs[usable] / counts[usable]).mean()) if usable.any() else 0.0
