"""Words whose weighted means foretell the encoder: a bridge from word vectors, then a rest for each word."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from nlp.vectors.reader import Reader
from nlp.vectors.words import WordVectors, hash_word

_DIMENSIONS = 128
_WORD_WEIGHT = 0.3  # of a single word beside a text
_RIDGE = 1.0
_STEPS = 40  # of the conjugate gradients
_TABLE_TOP, _BRIDGE_TOP = 127, 32_767

_Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Distilled:
    """Arrays of the table, and the shares of the encoder's variance that they explain."""

    arrays: dict[str, NDArray[np.generic]]
    kept: float
    by_bridge: float
    by_words: float


def distil(
    documents: Sequence[Sequence[str]],
    taught: _Floats,
    words: Sequence[str],
    words_taught: _Floats,
    vectors: WordVectors,
) -> Distilled:
    """Fit words to what the encoder said of documents (lists of lemmas) and of single words.

    Parameters
    ----------
    taught, words_taught
        The encoder's vectors, shapes (documents, 512) and (words, 512).
    """
    reader = Reader(vectors)
    read = [reader.read(document) for document in documents]
    single = [reader.read([word]) for word in words]
    vocabulary = sorted({word for document in [*read, *single] for word in document})
    centred, words_centred = taught - taught.mean(axis=0), words_taught - words_taught.mean(axis=0)
    axes, kept = _principal_axes(centred, words_centred)
    weight = np.float32(np.sqrt(_WORD_WEIGHT))
    rarity = dict(zip(vocabulary, vectors.rarity(vocabulary).tolist(), strict=True))
    position = {word: column for column, word in enumerate(vocabulary)}
    rows = vstack([_rows(read, position, rarity), _rows(single, position, rarity) * weight]).tocsr()
    wanted = np.vstack([centred @ axes, words_centred @ axes * weight])
    known = vectors.lookup(vocabulary).astype(np.float32)
    bridge, rest = _bridge(rows, known, wanted)
    own, left = _rest_of_words(rows, rest)
    total = float((wanted**2).sum())
    return Distilled(
        _arrays(vocabulary, known @ bridge + own, bridge, {word for document in single for word in document}),
        kept,
        1.0 - float((rest**2).sum()) / total,
        1.0 - float((left**2).sum()) / total,
    )


def _principal_axes(centred: _Floats, words_centred: _Floats) -> tuple[_Floats, float]:
    spread = centred.T @ centred / len(centred) + _WORD_WEIGHT * words_centred.T @ words_centred / len(
        words_centred
    )
    values, axes = np.linalg.eigh(spread)
    kept = float(values[-_DIMENSIONS:].sum() / values.sum())
    return np.asarray(axes[:, ::-1][:, :_DIMENSIONS], dtype=np.float32), kept


def _rows(
    documents: Sequence[Sequence[str]], position: dict[str, int], rarity: dict[str, float]
) -> csr_matrix:
    """Weigh words as the embedder does, but for the idf of a corpus: rows of length 1."""
    columns: list[int] = []
    values: list[float] = []
    starts = [0]
    for document in documents:
        weights = {word: (1.0 + np.log(count)) * rarity[word] for word, count in Counter(document).items()}
        length = float(np.sqrt(sum(weight * weight for weight in weights.values()))) or 1.0
        columns += [position[word] for word in weights]
        values += [weight / length for weight in weights.values()]
        starts.append(len(columns))
    return csr_matrix((values, columns, starts), shape=(len(documents), len(position)), dtype=np.float32)


def _bridge(rows: csr_matrix, known: _Floats, wanted: _Floats) -> tuple[_Floats, _Floats]:
    """Linear map of the word vectors (ridge regression), and what it leaves unexplained."""
    means = np.asarray(rows @ known)
    ridge = np.eye(known.shape[1], dtype=np.float32) * np.float32(_RIDGE)
    bridge = np.linalg.solve(means.T @ means + ridge, means.T @ wanted).astype(np.float32)
    return bridge, wanted - means @ bridge


def _rest_of_words(rows: csr_matrix, rest: _Floats) -> tuple[_Floats, _Floats]:
    """Ridge regression over single words by conjugate gradients, all columns at once."""
    found = np.zeros((rows.shape[1], rest.shape[1]), dtype=np.float32)
    residual = np.asarray(rows.T @ rest)
    direction = residual.copy()
    size = (residual**2).sum(axis=0)
    for _ in range(_STEPS):
        image = np.asarray(rows.T @ (rows @ direction)) + np.float32(_RIDGE) * direction
        step = size / np.maximum((direction * image).sum(axis=0), 1e-12)
        found += step * direction
        residual -= step * image
        before, size = size, (residual**2).sum(axis=0)
        direction = residual + (size / np.maximum(before, 1e-12)) * direction
    return found, rest - np.asarray(rows @ found)


def _arrays(
    vocabulary: Sequence[str], table: _Floats, bridge: _Floats, kept: Collection[str]
) -> dict[str, NDArray[np.generic]]:
    """Words that come once in all texts are not kept: what they mean is told by one text."""
    hashes = np.array([hash_word(word) for word in vocabulary], dtype=np.uint64)
    order = np.argsort(hashes)
    order = order[[vocabulary[place] in kept for place in order]]
    scale = np.abs(table).max(axis=0).astype(np.float64) / _TABLE_TOP
    bridge_scale = np.abs(bridge).max(axis=0).astype(np.float64) / _BRIDGE_TOP
    return {
        "hashes": hashes[order],
        "table": np.rint(table[order] / scale).astype(np.int8),
        "scale": scale,
        "bridge": np.rint(bridge / bridge_scale).astype(np.int16),
        "bridge_scale": bridge_scale,
    }
