"""From examples to two linear models over n-grams and word vectors."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import spacy
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from nlp.intent.features import Clues, clues_of
from nlp.intent.gram_matrix import gram_matrix
from nlp.intent.model import KINDS
from nlp.intent.training.example import Example
from nlp.tokens import Tokenizer, join_compounds

KIND_C, SENTIMENT_C = 5.0, 5.0
WORD_SHARE = 0.3  # how much word vectors count beside n-grams
_WORDS = 100_000  # most frequent words of ja_ginza that ship
_STEPS = 150


@dataclass(frozen=True)
class WordVectors:
    """Vectors, shape (rows, dimensions), row 0 zero; and the row of each word that ships."""

    table: npt.NDArray[np.float64]
    rows: Mapping[str, int]

    def dense(self, clues: Sequence[Clues]) -> npt.NDArray[np.float64]:
        """Sum the vectors of each text's words over the root of their number, shape (texts, dimensions)."""
        out = np.zeros((len(clues), self.table.shape[1]))
        for i, item in enumerate(clues):
            found = [r for w in item.lemmas if (r := self.rows.get(w))]
            if found:
                out[i] = self.table[found].sum(axis=0) / np.sqrt(len(found))
        return out


def load_vectors() -> WordVectors:
    """Load the centred unit vectors of ja_ginza and its most frequent words."""
    vocab = spacy.load(
        "ja_ginza", exclude=["tok2vec", "parser", "ner", "compound_splitter", "bunsetu_recognizer"]
    ).vocab
    data = vocab.vectors.data / np.maximum(np.linalg.norm(vocab.vectors.data, axis=1, keepdims=True), 1e-9)
    data -= data[:3000].mean(axis=0)
    rows: dict[str, int] = {}
    for key, row in list(vocab.vectors.key2row.items())[:_WORDS]:
        word = vocab.strings[key]
        if "\n" not in word and len(word) <= 12:
            rows[word] = row + 1
    return WordVectors(np.vstack([np.zeros((1, data.shape[1])), data]), rows)


def read_clues(texts: Sequence[str]) -> list[Clues]:
    """Tokenise normalised texts with the words that ship."""
    tokenizer = Tokenizer()
    parts = [tokenizer.split(text) for text in texts]
    return [clues_of(p, join_compounds(p, text)) for p, text in zip(parts, texts, strict=True)]


def feature_matrix(texts: Sequence[str], vectors: WordVectors) -> csr_matrix:
    """Put n-grams beside word vectors: shape (texts, n-gram buckets + dimensions)."""
    clues = read_clues(texts)
    return hstack([gram_matrix(texts, clues), csr_matrix(vectors.dense(clues) * WORD_SHARE)]).tocsr()


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
