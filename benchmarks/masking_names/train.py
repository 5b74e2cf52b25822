"""Trains the name model on generated contacts and on real texts with and without names."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.masking_names.development import SETS, development_samples
from benchmarks.masking_names.generate import Sample, frames, generate, negative_frames
from benchmarks.masking_names.real_texts import hard_texts, plain_texts
from benchmarks.masking_names.transplants import transplanted
from nlp.masking.fold import fold
from nlp.masking.people.candidates import candidates
from nlp.masking.people.features import features
from nlp.masking.people.model import SCALE, NameModel, quick_features

_SHORT: Final = 40  # characters of real sentences that stand beside generated ones
_LEAST: Final = 3
_LIGHTEST: Final = 25
_LOST: Final = 0.001  # of the names, by the small model


@dataclass
class _Columns:
    """Rows of features as numbers, and what they stand for."""

    ids: dict[str, int] = field(default_factory=dict)
    rows: list[npt.NDArray[np.int32]] = field(default_factory=list)

    def add(self, found: Sequence[str]) -> None:
        ids = self.ids
        self.rows.append(np.fromiter((ids.setdefault(f, len(ids)) for f in found), np.int32, len(found)))

    def fit(self, truths: npt.NDArray[np.bool_], strength: float) -> tuple[dict[str, int], int]:
        """Return integer weights and bias of the features met often enough."""
        counts = np.bincount(np.concatenate(self.rows), minlength=len(self.ids))
        kept = counts >= _LEAST
        column = np.where(kept, np.cumsum(kept) - 1, -1)
        data = [np.unique(column[row][column[row] >= 0]) for row in self.rows]
        starts = np.concatenate([[0], np.cumsum([len(row) for row in data])])
        matrix = scipy.sparse.csr_matrix(
            (np.ones(starts[-1]), np.concatenate(data), starts), shape=(len(data), int(kept.sum()))
        )
        model = LogisticRegression(C=strength, solver="liblinear", max_iter=60, tol=0.01, random_state=0)
        model.fit(matrix, truths)
        names = [name for name, number in self.ids.items() if kept[number]]
        weights = np.rint(model.coef_[0] * SCALE).astype(int)
        chosen = {n: int(w) for n, w in zip(names, weights, strict=True) if abs(w) >= _LIGHTEST}
        return chosen, round(float(model.intercept_[0]) * SCALE)


@dataclass(frozen=True)
class Trained:
    """Weights and bias of the model, weights and threshold of the small one that goes first."""

    weights: dict[str, int]
    bias: int
    quick: dict[str, int]
    least: int


class _Lessons:
    """Candidates in samples, as features of both models, and which of them are names."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._full, self._quick, self._truths = _Columns(), _Columns(), list[bool]()
        self.add(samples)

    def add(self, samples: Iterable[Sample]) -> None:
        for sample in samples:
            text = fold(sample.text).text
            if len(text) != len(sample.text):
                continue
            spans = set(sample.spans)
            for candidate in candidates(text):
                self._full.add(features(text, candidate))
                self._quick.add(quick_features(text, candidate))
                self._truths.append(candidate[:2] in spans)

    def learnt(self, strength: float) -> Trained:
        """Train both models; the small one lets all but a few of a thousand names pass."""
        truth = np.array(self._truths)
        small, _ = self._quick.fit(truth, strength)
        words = np.array([small.get(word, 0) for word in self._quick.ids])
        scores = np.array([words[row].sum() for row in self._quick.rows])
        least = int(np.quantile(scores[truth], _LOST))
        return Trained(*self._full.fit(truth, strength), small, least)


def train(samples: Sequence[Sample], corpora: Path | None, strength: float) -> Trained:
    """Train, and train again with real texts by which the first model is nearly fooled."""
    lessons = _Lessons(samples)
    first = lessons.learnt(strength)
    if not corpora:
        return first
    model = NameModel(first.weights, first.bias, first.quick, first.least, "")
    lessons.add(hard_texts(corpora, model, 99, {sample.text for sample in samples}))
    return lessons.learnt(strength)


def save(trained: Trained, folder: Path, notes: dict[str, Any]) -> None:
    """Write the weights as npz, everything else as JSON."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, weights in (("full", trained.weights), ("quick", trained.quick)):
        words = sorted(weights)
        arrays[f"{name}_features"] = np.frombuffer("\0".join(words).encode(), np.uint8)
        arrays[f"{name}_weights"] = np.array([np.clip(weights[w], -32767, 32767) for w in words], np.int16)
    np.savez_compressed(folder / "names.npz", **arrays)
    head = {"bias": trained.bias, "least": trained.least, **notes}
    text = json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "names.json").write_text(text + "\n", "utf-8")


def training_samples(corpora: Path | None, each: int, sets: Sequence[str] = SETS) -> list[Sample]:
    """Return what the model learns from: all frames, the development sets, real texts where there are any."""
    plain = list(plain_texts(corpora, 13)) if corpora else []
    around = [sample.text for sample in plain if len(sample.text) <= _SHORT]
    named = generate(11, each, frames(), around=around)
    nameless = generate(12, each * 2, negative_frames(), negative=True, around=around)
    real = transplanted(corpora, 31) if corpora else ()
    return [*named, *nameless, *plain, *development_samples(5, sets), *real]
