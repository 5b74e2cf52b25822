"""Trains the name model on generated contacts and on real texts that hold hardly a name."""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import scipy.sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.masking_names.development import development_samples
from benchmarks.masking_names.generate import Sample, frames, generate, negative_frames
from nlp.masking import Masker, load_rules
from nlp.masking.fold import fold
from nlp.masking.people.candidates import candidates
from nlp.masking.people.features import features
from nlp.masking.people.model import SCALE, quick_features

_PLAIN: Final = {
    "visitor_survey_2022_2024": 9000,
    "hotel_requests": 5000,
    "economy_comments_2000_2014": 2500,
    "blog_opinions": 2000,
    "hotel_dialog_acts": 3000,
}
_SHORT: Final = 40  # characters of real sentences that stand beside generated ones
_LEAST: Final = 3
_LIGHTEST: Final = 25
_LOST: Final = 0.001  # of the names, by the small model


def plain_texts(corpora: Path, seed: int) -> Iterator[Sample]:
    """Yield real texts in which the masker's rules alone find no name."""
    masker = Masker(load_rules())
    rng = random.Random(seed)
    for name, many in _PLAIN.items():
        with gzip.open(corpora / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))
        for text in rng.sample(texts, min(many, len(texts))):
            folded = fold(text[:300]).text
            if not any(span.type == "name" for span in masker.mask(folded).spans):
                yield Sample(folded, (), name)


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


def train(samples: Sequence[Sample], strength: float) -> Trained:
    """Train both models; the small one lets all but a few of a thousand names pass."""
    full, quick, truths = _Columns(), _Columns(), []
    for sample in samples:
        text = fold(sample.text).text
        if len(text) != len(sample.text):
            continue
        spans = set(sample.spans)
        for candidate in candidates(text):
            full.add(features(text, candidate))
            quick.add(quick_features(text, candidate))
            truths.append(candidate[:2] in spans)
    truth = np.array(truths)
    small, _ = quick.fit(truth, strength)
    words = np.array([small.get(word, 0) for word in quick.ids])
    scores = np.array([words[row].sum() for row in quick.rows])
    least = int(np.quantile(scores[truth], _LOST))
    return Trained(*full.fit(truth, strength), small, least)


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


def training_samples(corpora: Path | None, each: int) -> list[Sample]:
    """Return what the model learns from: all frames, the development sets, real texts where there are any."""
    plain = list(plain_texts(corpora, 13)) if corpora else []
    around = [sample.text for sample in plain if len(sample.text) <= _SHORT]
    named = generate(11, each, frames(), around=around)
    nameless = generate(12, each * 2, negative_frames(), negative=True, around=around)
    return [*named, *nameless, *plain, *development_samples(5)]
