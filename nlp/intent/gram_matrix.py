"""N-grams of texts as a sparse matrix, for fitting weights to them."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from nlp.intent.features import ROWS, Clues, Grams, grams, token_grams


def gram_matrix(texts: Sequence[str], clues: Sequence[Clues]) -> csr_matrix:
    """Count n-grams over the root of their number, shape (texts, n-gram buckets); at least one text."""
    both: csr_matrix = (_counts(grams(texts)) + _counts(token_grams(clues))).tocsr()
    return both


def _counts(found: Grams) -> csr_matrix:
    texts = len(found.starts)
    rows = np.repeat(np.arange(texts), np.diff([*found.starts, len(found.buckets[0])]))
    total = csr_matrix((texts, ROWS))
    for bucket in found.buckets:
        keep = bucket > 0
        values = 1.0 / np.sqrt(found.counts[rows[keep]])
        total = total + csr_matrix((values, (rows[keep], bucket[keep])), shape=(texts, ROWS))
    return total
