"""Which words or phrases are typical of a topic, against its neighbours."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.topics.graph import IntArray


class Counts:
    """How many voices of each topic contain each term.

    Attributes
    ----------
    terms : the different terms, sorted
    present : shape (topics, terms), voices of the topic with the term
    """

    def __init__(self, terms_of_voice: Sequence[Collection[str]], topic: IntArray, topics: int) -> None:
        self.terms = sorted(set().union(*terms_of_voice))
        place = {term: column for column, term in enumerate(self.terms)}
        columns: list[int] = []
        ends = [0]
        for terms, of in zip(terms_of_voice, topic.tolist(), strict=True):
            if of >= 0:
                columns += [place[term] for term in set(terms)]
            ends.append(len(columns))
        rows = np.repeat(topic, np.diff(ends))
        shape = (topics, len(self.terms))
        self.present = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
        self.present.sum_duplicates()
        self.voices = np.asarray(np.bincount(topic[topic >= 0], minlength=topics), dtype=np.float64)
        self._total = np.asarray(self.present.sum(axis=0)).ravel()

    def log_likelihood(self, topic: int) -> list[tuple[str, float]]:
        """Terms over-represented in a topic by Dunning's G² (1993), highest first."""
        start, end = self.present.indptr[topic], self.present.indptr[topic + 1]
        columns, inside = self.present.indices[start:end], self.present.data[start:end]
        outside = self._total[columns] - inside
        here = float(self.voices[topic])
        elsewhere = max(float(self.voices.sum()) - here, 1.0)
        pooled = (inside + outside) / (here + elsewhere)
        score = 2.0 * (_times_log(inside, here * pooled) + _times_log(outside, elsewhere * pooled))
        rounded = np.round(np.where(inside / here > outside / elsewhere, score, 0.0), 6).tolist()
        ranked = sorted(zip(columns.tolist(), rounded, strict=True), key=lambda pair: (-pair[1], pair[0]))
        return [(self.terms[column], value) for column, value in ranked if value > 0.0]

    def typicality(self, topic: int) -> dict[str, float]:
        """How much each term tells of a topic: its share there times the log of the ratio to elsewhere."""
        start, end = self.present.indptr[topic], self.present.indptr[topic + 1]
        columns, inside = self.present.indices[start:end], self.present.data[start:end]
        here = float(self.voices[topic])
        elsewhere = max(float(self.voices.sum()) - here, 1.0)
        share = inside / here
        other = (self._total[columns] - inside + 0.5) / (elsewhere + 1.0)
        score = np.round(share * np.log(share / other), 9)
        return {self.terms[column]: value for column, value in zip(columns, score.tolist(), strict=True)}


def _times_log(observed: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    ratio = np.where(observed > 0, observed / np.maximum(expected, 1e-12), 1.0)
    return np.asarray(observed * np.log(ratio))
