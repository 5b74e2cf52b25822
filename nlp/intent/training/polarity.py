"""How good or bad each word is, learned on rated texts: of rare words through the words near them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from nlp.intent.features import Clues
from nlp.intent.pool import FULL, WEAKEST
from nlp.intent.training.example import Example
from nlp.intent.training.vectors import WordVectors

_SHARE = 0.5  # of the vectors, and of each word by itself, beside each other
_FEWEST = 4  # texts that a word must stand in to count by itself
_BEST = 4.0  # log odds that count as fully good
_C, _STEPS = 1.0, 100
# labels of single sentences stay out: kinds fitted to them would trust words that they taught themselves
_SOURCES = frozenset({"rated", "company", "templates", "survey", "small_talk", "acts"})


def with_polarity(vectors: WordVectors, examples: Sequence[Example], clues: Sequence[Clues]) -> WordVectors:
    """Add polarity to the vectors; words that were seen often enough get a row of their own.

    Parameters
    ----------
    examples, clues
        Labelled pos, neg or neu, and their words. Neutral ones count half for both.
    """
    used = [(e, c) for e, c in zip(examples, clues, strict=True) if e.source in _SOURCES]
    used += [(replace(e, label="also"), c) for e, c in used if e.label == "neu"]
    labels = np.array([e.label in {"pos", "neu"} for e, _ in used])
    weights = np.array([e.weight / (2 if e.label in {"neu", "also"} else 1) for e, _ in used])
    weights /= np.where(labels, weights[labels].sum(), weights[~labels].sum())
    found = [c for _, c in used]
    seen = Counter(word for c in found for word in sorted(set(c.lemmas)))
    own = {w: i for i, w in enumerate(sorted(w for w, n in seen.items() if n >= _FEWEST))}
    matrix = hstack([csr_matrix(vectors.dense(found) * _SHARE), _word_matrix(found, own)]).tocsr()
    model = LogisticRegression(C=_C, max_iter=_STEPS, tol=1e-3)
    model.fit(matrix, labels, weights / weights.mean())
    size = vectors.table.shape[1]
    by_row = vectors.table @ model.coef_[0, :size] * _SHARE
    by_word = model.coef_[0, size:] * _SHARE
    words = sorted(own.keys() & vectors.rows.keys())
    old = [vectors.rows[word] for word in words]
    values = np.concatenate([by_row, by_row[old] + by_word[[own[word] for word in words]]])
    steps = np.clip(np.rint(values / _BEST * FULL), -FULL, FULL).astype(np.int16)
    steps[np.abs(steps) < WEAKEST] = 0
    return WordVectors(
        np.vstack([vectors.table, vectors.table[old]]),
        {**vectors.rows, **{word: len(by_row) + i for i, word in enumerate(words)}},
        steps,
    )


def _word_matrix(clues: Sequence[Clues], own: dict[str, int]) -> csr_matrix:
    """Count words over the root of their number, shape (texts, words)."""
    rows, columns, values = [], [], []
    for i, item in enumerate(clues):
        for word in item.lemmas:
            if word in own:
                rows.append(i)
                columns.append(own[word])
                values.append(_SHARE / np.sqrt(len(item.lemmas)))
    return csr_matrix((values, (rows, columns)), shape=(len(clues), len(own)))
