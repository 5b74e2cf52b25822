"""From examples to two linear models over n-grams and word vectors."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from nlp.intent.features import Clues, clues_of
from nlp.intent.gram_matrix import gram_matrix
from nlp.intent.model import KINDS
from nlp.intent.training.example import Example
from nlp.intent.training.vectors import WordVectors
from nlp.tokens import Tokenizer, join_compounds

KIND_C, SENTIMENT_C = 5.0, 5.0
WORD_SHARE = 0.3  # how much word vectors count beside n-grams
POOL_SHARE = 1.0  # and polar words
_STEPS = 150


def read_clues(texts: Sequence[str]) -> list[Clues]:
    """Tokenise normalised texts with the words that ship."""
    tokenizer = Tokenizer()
    parts = [tokenizer.split(text) for text in texts]
    return [clues_of(p, join_compounds(p, text)) for p, text in zip(parts, texts, strict=True)]


def feature_matrix(texts: Sequence[str], clues: Sequence[Clues], vectors: WordVectors) -> csr_matrix:
    """Put n-grams, word vectors and polar words side by side: shape (texts, features)."""
    dense = np.hstack([vectors.dense(clues) * WORD_SHARE, vectors.pooled(clues) * POOL_SHARE])
    return hstack([gram_matrix(texts, clues), csr_matrix(dense)]).tocsr()


def fit_kinds(examples: Sequence[Example], matrix: csr_matrix) -> LogisticRegression:
    """Fit the kinds; every kind weighs the same in sum, examples by their own weight."""
    return _fit(matrix, [KINDS.index(e.label) for e in examples], balanced_weights(examples), KIND_C)


def fit_sentiment(examples: Sequence[Example], matrix: csr_matrix) -> LogisticRegression:
    """Fit negative against positive; neutral examples count half for both, so that they come out near 0."""
    labels = np.array([{"neg": 0, "neu": 0, "pos": 1}[e.label] for e in examples])
    neutral = np.array([e.label == "neu" for e in examples])
    weights = balanced_weights(examples)
    weights = np.where(neutral, weights / 2, weights)
    index = np.concatenate([np.arange(len(examples)), np.flatnonzero(neutral)])
    labels = np.concatenate([labels, np.ones(int(neutral.sum()), dtype=int)])
    return _fit(matrix[index], labels, weights[index], SENTIMENT_C)


def _fit(
    matrix: csr_matrix, labels: npt.ArrayLike, weights: npt.NDArray[np.float64], c: float
) -> LogisticRegression:
    """Fit; buckets that no text has keep the weight 0, and looking at the others alone is much faster."""
    used = np.flatnonzero(matrix.getnnz(axis=0))
    model = LogisticRegression(C=c, max_iter=_STEPS, tol=1e-3).fit(matrix[:, used], labels, weights)
    coefficients = np.zeros((len(model.coef_), matrix.shape[1]))
    coefficients[:, used] = model.coef_
    model.coef_, model.n_features_in_ = coefficients, matrix.shape[1]
    return model


def balanced_weights(examples: Sequence[Example]) -> npt.NDArray[np.float64]:
    """Weights of mean 1 that give each label the same sum."""
    weights = np.array([e.weight for e in examples])
    totals: dict[str, float] = defaultdict(float)
    for example in examples:
        totals[example.label] += example.weight
    factor: npt.NDArray[np.float64] = np.array([1.0 / totals[e.label] for e in examples])
    scaled: npt.NDArray[np.float64] = weights * factor
    return np.asarray(scaled / scaled.mean(), dtype=np.float64)
