"""The default embedder: idf-weighted word vectors beside an LSA of the lemma TF-IDF."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.vectors.base import FloatArray, Tokens
from nlp.vectors.words import WordVectors, WordVectorsError, load_word_vectors

_COMPONENTS = 100
_LSA_SHARE = 0.5  # length of the LSA part beside a word-vector part of 1
_SVD_DOCUMENTS = 20_000  # the subspace hardly moves beyond this many different documents
_CENTRING_PRIOR = 20.0  # documents; so that two documents are not made opposites by centring
_LEAST_ORDINARY = 0.25  # share of characters in ordinary words below which a document is noise
_BATCH = 20_000  # documents; bounds memory

_Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LsaWordEmbedder:
    """Word vectors (what words mean) beside LSA (which words this corpus uses together).

    Attributes
    ----------
    vocabulary : words of the fitted documents, sorted
    idf : float64, shape (words,); a word outside the vocabulary has `unseen_idf`
    components : float64, shape (lsa dimensions, words)
    centre : float64, shape (300,), subtracted from the mean word vector
    """

    vocabulary: Sequence[str]
    idf: _Doubles
    components: _Doubles
    centre: _Doubles
    words: WordVectors

    @classmethod
    def fit(cls, tokens: Tokens, *, seed: int, words: WordVectors | None = None) -> Self:
        """Learn idf, subspace and centre from documents.

        The order and the multiplicity of documents do not matter: a form letter sent a thousand
        times must not bend the space, and a re-read in another order must give the same bits.

        Parameters
        ----------
        tokens
            Lemmas of each document, e.g. ``[["電話", "繋がる", "ない"], …]``; may be empty.
        seed
            Of the randomised SVD.
        """
        words = words or load_word_vectors()
        reader = _Reader(words)
        documents = sorted({document for document in map(reader.read, tokens) if document})
        frequency = Counter(word for document in documents for word in set(document))
        vocabulary = sorted(frequency)
        counts = np.array([frequency[word] for word in vocabulary], dtype=np.float64)
        idf = np.log((1.0 + len(documents)) / (1.0 + counts)) + 1.0
        fresh = cls(vocabulary, idf, np.zeros((0, len(idf))), np.zeros(words.table.shape[1]), words)
        sample = _sample(documents, _SVD_DOCUMENTS)
        weighted = fresh._weigh(sample)
        means = _unit(_word_means(weighted, fresh._table(weighted[1]))) if sample else np.zeros((0, 300))
        centre = np.round(means.sum(axis=0) / (len(sample) + _CENTRING_PRIOR), 9)
        components = _components(weighted[0][:, : len(vocabulary)], counts, seed)
        return cls(vocabulary, idf, components, centre, words)

    def transform(self, tokens: Tokens) -> FloatArray:
        """See `Embedder.transform`."""
        dimensions = len(self.centre) + len(self.components)
        reader = _Reader(self.words)
        parts = [
            self._transform_batch([reader.read(document) for document in tokens[start : start + _BATCH]])
            for start in range(0, len(tokens), _BATCH)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, dimensions), dtype=np.float32)

    def _transform_batch(self, tokens: Tokens) -> FloatArray:
        matrix, unseen = self._weigh(tokens)
        means = _word_means((matrix, unseen), self._table(unseen))
        known = (np.abs(means).sum(axis=1) > 0.0)[:, None]
        meaning = _unit(np.where(known, _unit(means) - self.centre, 0.0))
        # sparse @ dense adds row by row in a fixed order: no BLAS, so no batch or thread effects
        usage = _unit(np.asarray(matrix[:, : len(self.vocabulary)] @ self.components.T))
        joined = _unit(np.hstack([meaning, _LSA_SHARE * usage]))
        return np.asarray(np.round(joined, 6), dtype=np.float32)

    def _weigh(self, tokens: Tokens) -> tuple[csr_matrix, list[str]]:
        """TF-IDF rows of length 1, and the words of the extra columns outside the vocabulary."""
        position = self._positions
        unseen: dict[str, int] = {}
        unseen_idf = float(self.idf.max()) if len(self.idf) else 1.0
        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        for document in tokens:
            weights = []
            for word, count in sorted(Counter(document).items()):
                column = position.get(word)
                weight = self.idf[column] if column is not None else unseen_idf
                if column is None:
                    column = len(self.vocabulary) + unseen.setdefault(word, len(unseen))
                columns.append(column)
                weights.append((1.0 + np.log(count)) * weight)
            length = float(np.sqrt(sum(weight * weight for weight in weights))) or 1.0
            values.extend(weight / length for weight in weights)
            starts.append(len(columns))
        shape = (len(tokens), len(self.vocabulary) + len(unseen))
        return csr_matrix((values, columns, starts), shape=shape, dtype=np.float64), list(unseen)

    @functools.cached_property
    def _positions(self) -> Mapping[str, int]:
        return {word: column for column, word in enumerate(self.vocabulary)}

    @functools.cached_property
    def _known_table(self) -> _Doubles:
        return self.words.lookup(self.vocabulary)

    def _table(self, unseen: Sequence[str]) -> _Doubles:
        return np.concatenate([self._known_table, self.words.lookup(unseen)])

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """See `Embedder.to_arrays`."""
        text = json.dumps(list(self.vocabulary)).encode("ascii")
        return {
            "vocabulary": np.frombuffer(text, dtype=np.uint8).copy(),
            "idf": self.idf,
            "components": self.components,
            "centre": self.centre,
        }

    def metadata(self) -> dict[str, Any]:
        """See `Embedder.metadata`."""
        return {"embedder": "lsa-words", "format": 1, "word_vectors": self.words.name}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], metadata: Mapping[str, Any]) -> Self:
        """See `Embedder.from_arrays`.

        Raises
        ------
        WordVectorsError
            The arrays belong to another kind of embedder or to other word vectors.
        """
        words = load_word_vectors()
        wanted = (metadata.get("embedder"), metadata.get("format"), metadata.get("word_vectors"))
        if wanted != ("lsa-words", 1, words.name):
            raise WordVectorsError(
                f"registry was built with {wanted}, installed is {words.name}: run `koe topics refit` or "
                "install the package version named by the registry"
            )
        vocabulary = json.loads(arrays["vocabulary"].tobytes())
        return cls(vocabulary, arrays["idf"], arrays["components"], arrays["centre"], words)


class _Reader:
    """Documents as the embedder sees them: compounds with their parts, noise as nothing."""

    def __init__(self, words: WordVectors) -> None:
        self._words = words
        self._known: dict[str, tuple[tuple[str, ...], int]] = {}

    def read(self, document: Sequence[str]) -> tuple[str, ...]:
        found = [self._expand(word) for word in document]
        ordinary = sum(length for _, length in found)
        if ordinary < _LEAST_ORDINARY * sum(map(len, document)) or not ordinary:
            return ()
        return tuple(part for parts, _ in found for part in parts)

    def _expand(self, word: str) -> tuple[tuple[str, ...], int]:
        if word not in self._known:
            parts = self._words.split_unknown(word)
            expanded = parts if len(parts) == 1 else (word, *parts)
            self._known[word] = (expanded, self._words.ordinary_length(word))
        return self._known[word]


def _sample(documents: Sequence[tuple[str, ...]], size: int) -> list[tuple[str, ...]]:
    """Choose documents by the hash of their words: the same ones whatever else is in the list."""
    if len(documents) <= size:
        return list(documents)
    keyed = sorted((_digest(document), document) for document in documents)
    return sorted(document for _, document in keyed[:size])


def _digest(document: Sequence[str]) -> bytes:
    return hashlib.blake2b("\x1f".join(document).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _word_means(weighted: tuple[csr_matrix, list[str]], table: _Doubles) -> _Doubles:
    return np.asarray(weighted[0] @ table)


def _components(matrix: csr_matrix, counts: _Doubles, seed: int) -> _Doubles:
    """Right singular vectors over words of ≥ 2 documents; zero columns for the others."""
    common = np.flatnonzero(counts >= 2.0)
    rank = min(_COMPONENTS, len(common) - 1, matrix.shape[0] - 1)
    if rank < 1:
        return np.zeros((0, matrix.shape[1]))
    from sklearn.decomposition import TruncatedSVD  # seconds to import, and only a fit needs it

    svd = TruncatedSVD(rank, random_state=seed, n_iter=4).fit(matrix[:, common])
    components = np.zeros((rank, matrix.shape[1]))
    components[:, common] = np.round(svd.components_, 9)
    return components


def _unit(rows: _Doubles) -> _Doubles:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(lengths == 0.0, 1.0, lengths)[:, None])
