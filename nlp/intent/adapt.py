"""Move the shipped weights towards an organisation's labels, as far as these ask for it and no further."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from nlp.intent.adaptation import Adaptation
from nlp.intent.features import Clues
from nlp.intent.gram_matrix import gram_matrix
from nlp.intent.model import COLUMNS, KINDS, Model

_STIFFNESS = 0.2  # what moving a weight costs; that of the shipped training, whose result is the mean here
_STEPS = 200
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says of a normalised sentence; `sentiment` −1, 0, 1, or None where nothing was said."""

    kind: str
    sentiment: int | None = None


def fit_adaptation(
    model: Model, sentences: Sequence[str], clues: Sequence[Clues], labels: Sequence[Label]
) -> Adaptation:
    """Find the most probable weights given the labels, with the shipped ones as the mean before them.

    Parameters
    ----------
    sentences, clues, labels
        Normalised sentences, what `nlp.intent.features.clues_of` says of them, and their labels.

    Raises
    ------
    ValueError
        There is no sentence, or a kind is unknown.
    """
    if not sentences:
        raise ValueError("fit_adaptation: no labelled sentence")
    wanted = np.array([KINDS.index(label.kind) for label in labels])
    start = model.logits(sentences, clues)
    matrix = gram_matrix(sentences, clues)
    rows = np.unique(matrix.indices).astype(np.int32)
    features = matrix[:, rows]
    moves = np.zeros((len(rows), COLUMNS))
    bias = np.zeros(COLUMNS)
    moves[:, :-1], bias[:-1] = _fit_kinds(features, start[:, :-1], np.eye(len(KINDS))[wanted])
    felt = [(i, label.sentiment) for i, label in enumerate(labels) if label.sentiment is not None]
    if felt:
        index = [i for i, _ in felt]
        target = np.array([(value + 1) / 2 for _, value in felt])
        both = np.column_stack([target, 1 - target])
        # two columns that move apart are one that moves: its logit is their difference
        sides = np.column_stack([start[index, -1], np.zeros(len(index))])
        apart, side_bias = _fit_kinds(features[index], sides, both)
        moves[:, -1], bias[-1] = apart[:, 0] - apart[:, 1], side_bias[0] - side_bias[1]
    steps = np.rint(moves / model.scale).astype(np.int32)
    return Adaptation(model.digest, rows, steps, np.round(bias, 6))


def _fit_kinds(features: csr_matrix, start: _Floats, wanted: _Floats) -> tuple[_Floats, _Floats]:
    """Find moves of the weights, shape (features, columns), and of the bias: from given logits to shares."""
    columns = wanted.shape[1]
    size = features.shape[1] * columns

    def cost(values: _Floats) -> tuple[float, _Floats]:
        moves, bias = values[:size].reshape(-1, columns), values[size:]
        logits = start + features @ moves + bias
        top = logits.max(axis=1, keepdims=True)
        logs = logits - top - np.log(np.exp(logits - top).sum(axis=1, keepdims=True))
        error = np.exp(logs) - wanted
        gradient = np.concatenate(
            [(features.T @ error + _STIFFNESS * moves).ravel(), error.sum(axis=0) + bias]
        )
        # the bias is stiffer than the words: labels are never drawn like a real day's sentences
        penalty = _STIFFNESS * (moves**2).sum() / 2 + (bias**2).sum() / 2
        return float(penalty - (wanted * logs).sum()), gradient

    found = minimize(cost, np.zeros(size + columns), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    return found.x[:size].reshape(-1, columns), found.x[size:]
