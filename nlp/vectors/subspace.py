"""Latent spaces of a document–word matrix: over its words, and over the characters of its words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

_SIZES = (2, 3)  # characters in a group
_OVERSAMPLED, _POWER_ITERATIONS = 10, 4  # of the randomised decomposition

_Doubles = NDArray[np.float64]


def subspace(matrix: csr_matrix, counts: _Doubles, *, rank: int, seed: int) -> _Doubles:
    """Right singular vectors over the columns of ≥ 2 documents; zero columns for the others.

    Parameters
    ----------
    matrix
        Shape (documents, columns).
    counts
        Documents of each column.

    Returns
    -------
    shape (≤ rank, columns), 9 decimals; no rows where there is too little to learn from.
    """
    common = np.flatnonzero(counts >= 2.0)
    rank = min(rank, len(common) - 1, matrix.shape[0] - 1)
    if rank < 1:
        return np.zeros((0, matrix.shape[1]))
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # carries no stubs

    with threadpool_limits(1):  # the last bits of a decomposition depend on the number of threads
        found = _right_singular_vectors(matrix[:, common], rank, seed)
    components = np.zeros((rank, matrix.shape[1]))
    components[:, common] = np.round(found, 9)
    return components


def _right_singular_vectors(matrix: csr_matrix, rank: int, seed: int) -> _Doubles:
    """First right singular vectors, the largest coordinate of each positive; shape (rank, columns).

    Randomised range finding with power iterations (Halko, Martinsson and Tropp 2011), step by step as
    scikit-learn's ``TruncatedSVD`` does it, whose import takes longer than the topics of a short list.
    """
    from scipy.linalg import lu, qr, svd  # only a fit needs them

    is_wide = matrix.shape[0] < matrix.shape[1]
    tall = matrix.T if is_wide else matrix
    # the generator that registries were made with
    base = np.random.RandomState(seed).normal(size=(tall.shape[1], rank + _OVERSAMPLED))
    for _ in range(_POWER_ITERATIONS):
        base, _ = lu(tall @ base, permute_l=True, check_finite=False)
        base, _ = lu(tall.T @ base, permute_l=True, check_finite=False)
    base, _ = qr(tall @ base, mode="economic", check_finite=False)
    left, _, right = svd(base.T @ tall, full_matrices=False)
    vectors = (base @ left)[:, :rank].T if is_wide else right[:rank]
    largest = np.argmax(np.abs(vectors), axis=1)
    return np.asarray(vectors * np.sign(vectors[np.arange(len(vectors)), largest])[:, None])


@dataclass(frozen=True, eq=False)
class Spelling:
    """Words as sums of their character groups, seen through an LSA.

    Attributes
    ----------
    groups : pairs and triples of characters, sorted; ^ and $ stand for a word's ends
    weights : float64, shape (groups,), idf
    components : float64, shape (groups, dimensions)
    """

    groups: Sequence[str]
    weights: _Doubles
    components: _Doubles

    @classmethod
    def empty(cls) -> Self:
        """Give the space without dimensions."""
        return cls((), np.zeros(0), np.zeros((0, 0)))

    @classmethod
    def fit(cls, vocabulary: Sequence[str], matrix: csr_matrix, *, rank: int, seed: int) -> Self:
        """Learn from documents over words, shape (documents, words).

        Groups of a single document are dropped: they link it with nothing.
        """
        groups = sorted({group for word in vocabulary for group in _groups(word)})
        spelt = _spell(vocabulary, groups)
        counts = np.diff((matrix.astype(bool).astype(np.float64) @ spelt).tocsc().indptr).astype(np.float64)
        weights = np.log((1.0 + matrix.shape[0]) / (1.0 + counts)) + 1.0
        documents = _unit_sparse((matrix @ _unit_sparse(spelt @ diags(weights))).tocsr())
        components = subspace(documents, counts, rank=rank, seed=seed)
        kept = np.flatnonzero(counts >= 2.0)
        return cls([groups[place] for place in kept], weights[kept], components[:, kept].T)

    @property
    def dimensions(self) -> int:
        """Columns of `project`."""
        return int(self.components.shape[1])

    def project(self, words: Sequence[str]) -> _Doubles:
        """Vectors of words, known or not, shape (words, dimensions)."""
        spelt = _unit_sparse((_spell(words, self.groups) @ diags(self.weights)).tocsr())
        return np.asarray(spelt @ self.components).reshape(len(words), self.dimensions)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Arrays without objects."""
        text = json.dumps(list(self.groups)).encode("ascii")
        return {
            "groups": np.frombuffer(text, dtype=np.uint8).copy(),
            "group_weights": self.weights,
            "group_components": self.components,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Rebuild what `to_arrays` wrote."""
        groups = json.loads(arrays["groups"].tobytes())
        return cls(groups, arrays["group_weights"], arrays["group_components"])


def unit_rows(rows: _Doubles) -> _Doubles:
    """Scale rows to length 1; rows of zeros stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    return np.asarray(rows / np.where(lengths == 0.0, 1.0, lengths)[:, None])


def _unit_sparse(matrix: csr_matrix) -> csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1.0 / np.where(lengths == 0.0, 1.0, lengths)) @ matrix)


def _groups(word: str) -> list[str]:
    ends = f"^{word}$"
    return [ends[start : start + size] for size in _SIZES for start in range(len(ends) - size + 1)]


def _spell(words: Sequence[str], groups: Sequence[str]) -> csr_matrix:
    position = {group: column for column, group in enumerate(groups)}
    columns: list[int] = []
    starts = [0]
    for word in words:
        columns += [position[group] for group in _groups(word) if group in position]
        starts.append(len(columns))
    matrix = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(words), len(groups)))
    matrix.sum_duplicates()
    return matrix
