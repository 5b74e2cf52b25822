"""The default embedder: word vectors, what an encoder knows of words, an LSA of lemmas, one of characters."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.vectors.base import FloatArray, Tokens
from nlp.vectors.distilled import DistilledWords, load_distilled_words
from nlp.vectors.reader import Reader
from nlp.vectors.subspace import Spelling, subspace, unit_rows
from nlp.vectors.words import WordVectors, WordVectorsError, load_word_vectors

_COMPONENTS = 100
_USAGE_SHARE = 0.35  # length of the LSA of lemmas beside a word-vector part of 1, for documents of
_USUAL_WORDS = 6.0  # words; it grows with the root of the mean length, as word means of long texts blur
_LONGEST_USAGE = 3.0
_SPELLING_SHARE = 0.5  # length of the LSA of character pairs and triples
_DISTILLED_SHARE = 0.6  # length of the fourth view beside the other three together,
_MEANING_BESIDE = 0.6  # in which the word vectors, of which it knows much, are shortened by this factor
_SVD_DOCUMENTS = 20_000  # the subspaces hardly move beyond this many different documents
_CENTRING_PRIOR = 20.0  # documents; so that two documents are not made opposites by centring
_BATCH = 20_000  # documents; bounds memory
_DIMENSIONS = 300  # of the word vectors
_THREE_VIEWS, _FOUR_VIEWS = 2, 3  # formats of the arrays; what was fitted with three goes on with three

_Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LsaWordEmbedder:
    """Four views of a document side by side.

    Meaning: weighted mean of word vectors. Usage: which words this corpus uses together (LSA).
    Spelling: the same with the character pairs and triples of the words, so that 駐車場 and 駐車料金
    meet. Distilled: weighted mean of what a sentence encoder says of the words. Words weigh by their
    idf in the corpus times their rarity in the language, which few documents could not tell.

    Attributes
    ----------
    vocabulary : words of the fitted documents, sorted
    idf : float64, shape (words,); a word outside the vocabulary weighs like the rarest inside
    components : float64, shape (lsa dimensions, words)
    centre : float64, shape (300,), subtracted from the mean word vector
    spelling : character groups of the words and their part in the third view
    usage_share : length of the second view
    distilled : table of the fourth view; None where there are three
    distilled_centre : float64, shape (d,), subtracted from its mean
    """

    vocabulary: Sequence[str]
    idf: _Doubles
    components: _Doubles
    centre: _Doubles
    spelling: Spelling
    usage_share: float
    words: WordVectors
    distilled: DistilledWords | None
    distilled_centre: _Doubles

    @classmethod
    def fit(
        cls,
        tokens: Tokens,
        *,
        seed: int,
        words: WordVectors | None = None,
        distilled: DistilledWords | None = None,
    ) -> Self:
        """Learn weights, subspaces and centre from documents.

        The order and the multiplicity of documents do not matter: a form letter sent a thousand
        times must not bend the space, and a re-read in another order must give the same bits.

        Parameters
        ----------
        tokens
            Lemmas of each document, e.g. ``[["電話", "繋がる", "ない"], …]``; may be empty.
        seed
            Of the randomised SVD.
        words
            Default: those of ja_ginza.
        distilled
            Table of the fourth view; without it there are three.
        """
        words = words or load_word_vectors()
        reader = Reader(words)
        documents = sorted({document for document in map(reader.read, tokens) if document})
        frequency = Counter(word for document in documents for word in set(document))
        vocabulary = sorted(frequency)
        counts = np.array([frequency[word] for word in vocabulary], dtype=np.float64)
        idf = np.log((1.0 + len(documents)) / (1.0 + counts)) + 1.0
        nothing = np.zeros((0, len(idf)))
        centre = np.zeros(_DIMENSIONS)
        fresh = cls(vocabulary, idf, nothing, centre, Spelling.empty(), 0.0, words, distilled, np.zeros(0))
        sample = _sample(documents, _SVD_DOCUMENTS)
        weighted, unseen = fresh._weigh(sample)
        inside = weighted[:, : len(vocabulary)]
        mean_length = sum(map(len, sample)) / max(len(sample), 1)
        share = min(_USAGE_SHARE * float(np.sqrt(mean_length / _USUAL_WORDS)), _LONGEST_USAGE)
        return replace(
            fresh,
            components=subspace(inside, counts, rank=_COMPONENTS, seed=seed),
            centre=_centre(weighted @ fresh._table(unseen)),
            spelling=Spelling.fit(vocabulary, inside, rank=_COMPONENTS, seed=seed),
            usage_share=round(share, 6),
            distilled_centre=_centre(weighted @ fresh._distilled_table(unseen)),
        )

    def transform(self, tokens: Tokens) -> FloatArray:
        """See `Embedder.transform`."""
        dimensions = len(self.centre) + len(self.components) + self.spelling.dimensions
        dimensions += len(self.distilled_centre)
        reader = Reader(self.words)
        parts = [
            self._transform_batch([reader.read(document) for document in tokens[start : start + _BATCH]])
            for start in range(0, len(tokens), _BATCH)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, dimensions), dtype=np.float32)

    def _transform_batch(self, tokens: Tokens) -> FloatArray:
        # sparse @ dense adds row by row in a fixed order: no BLAS, so no batch or thread effects
        matrix, unseen = self._weigh(tokens)
        meaning = _centred(matrix @ self._table(unseen), self.centre)
        usage = unit_rows(np.asarray(matrix[:, : len(self.vocabulary)] @ self.components.T))
        spelling = unit_rows(np.asarray(matrix @ self._spelling_table(unseen)))
        joined = unit_rows(np.hstack([meaning, self.usage_share * usage, _SPELLING_SHARE * spelling]))
        if self.distilled is not None:
            foretold = _centred(matrix @ self._distilled_table(unseen), self.distilled_centre)
            joined[:, :_DIMENSIONS] *= _MEANING_BESIDE
            joined = unit_rows(np.hstack([joined, _DISTILLED_SHARE * foretold]))
        return np.asarray(np.round(joined, 6), dtype=np.float32)

    def _weigh(self, tokens: Tokens) -> tuple[csr_matrix, list[str]]:
        """TF-IDF rows of length 1, and the words of the extra columns outside the vocabulary."""
        position = self._positions
        unseen: dict[str, int] = {}
        unseen_idf = float(self.idf.max()) if len(self.idf) else 1.0
        weight_of = self._weights
        columns: list[int] = []
        values: list[float] = []
        starts = [0]
        for document in tokens:
            weights = []
            for word, count in sorted(Counter(document).items()):
                column = position.get(word)
                if column is not None:
                    weight = weight_of[column]
                else:
                    weight = unseen_idf * float(self.words.rarity([word])[0])
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
    def _weights(self) -> list[float]:
        weights: list[float] = (self.idf * self.words.rarity(self.vocabulary)).tolist()
        return weights

    @functools.cached_property
    def _known_table(self) -> _Doubles:
        return self.words.lookup(self.vocabulary)

    def _table(self, unseen: Sequence[str]) -> _Doubles:
        return np.concatenate([self._known_table, self.words.lookup(unseen)])

    @functools.cached_property
    def _known_distilled(self) -> _Doubles:
        return self._distil(self.vocabulary, self._known_table)

    def _distilled_table(self, unseen: Sequence[str]) -> _Doubles:
        return np.concatenate([self._known_distilled, self._distil(unseen, self.words.lookup(unseen))])

    def _distil(self, words: Sequence[str], vectors: _Doubles) -> _Doubles:
        if self.distilled is None:
            return np.zeros((len(words), 0))
        return self.distilled.lookup(words, vectors)

    @functools.cached_property
    def _known_spelling(self) -> _Doubles:
        return self.spelling.project(self.vocabulary)

    def _spelling_table(self, unseen: Sequence[str]) -> _Doubles:
        return np.concatenate([self._known_spelling, self.spelling.project(unseen)])

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """See `Embedder.to_arrays`."""
        text = json.dumps(list(self.vocabulary)).encode("ascii")
        return {
            "vocabulary": np.frombuffer(text, dtype=np.uint8).copy(),
            "idf": self.idf,
            "components": self.components,
            "centre": self.centre,
            "usage_share": np.array([self.usage_share]),
            "distilled_centre": self.distilled_centre,
            **self.spelling.to_arrays(),
        }

    def metadata(self) -> dict[str, Any]:
        """See `Embedder.metadata`."""
        return _card(self.words, self.distilled)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], metadata: Mapping[str, Any]) -> Self:
        """See `Embedder.from_arrays`.

        Raises
        ------
        WordVectorsError
            The arrays belong to another kind of embedder or to other word vectors.
        """
        words = load_word_vectors()
        distilled = None if metadata.get("format") == _THREE_VIEWS else load_distilled_words()
        installed = _card(words, distilled)
        built_with = {name: metadata.get(name) for name in installed}
        if built_with != installed:
            raise WordVectorsError(
                f"registry was built with {built_with}, installed is {installed}: run `koe topics refit` or "
                "install the package version named by the registry"
            )
        vocabulary = json.loads(arrays["vocabulary"].tobytes())
        return cls(
            vocabulary,
            arrays["idf"],
            arrays["components"],
            arrays["centre"],
            Spelling.from_arrays(arrays),
            float(arrays["usage_share"][0]),
            words,
            distilled,
            np.zeros(0) if distilled is None else arrays["distilled_centre"],
        )


def _centre(rows: csr_matrix | _Doubles) -> _Doubles:
    """Give the mean direction of rows, held back where they are few."""
    return np.asarray(
        np.round(unit_rows(np.asarray(rows)).sum(axis=0) / (rows.shape[0] + _CENTRING_PRIOR), 9)
    )


def _centred(rows: csr_matrix | _Doubles, centre: _Doubles) -> _Doubles:
    """Give unit rows as seen from the centre; rows of zeros stay."""
    means = np.asarray(rows)
    known = (np.abs(means).sum(axis=1) > 0.0)[:, None]
    return unit_rows(np.where(known, unit_rows(means) - centre, 0.0))


def _card(words: WordVectors, distilled: DistilledWords | None) -> dict[str, Any]:
    """Say what the arrays of an embedder belong to."""
    card: dict[str, Any] = {"embedder": "lsa-words", "format": _THREE_VIEWS, "word_vectors": words.name}
    return card if distilled is None else card | {"format": _FOUR_VIEWS, "distilled": distilled.name}


def _sample(documents: Sequence[tuple[str, ...]], size: int) -> list[tuple[str, ...]]:
    """Choose documents by the hash of their words: the same ones whatever else is in the list."""
    if len(documents) <= size:
        return list(documents)
    keyed = sorted((_digest(document), document) for document in documents)
    return sorted(document for _, document in keyed[:size])


def _digest(document: Sequence[str]) -> bytes:
    return hashlib.blake2b("\x1f".join(document).encode("utf-8", "surrogatepass"), digest_size=8).digest()
