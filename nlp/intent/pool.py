"""What good and bad words say together, which sums over all words cannot: one ひどい among many others."""

import numpy as np
import numpy.typing as npt

POOLED = 5
FULL = 100  # polarity of a word as good as words get; −100 as bad
WEAKEST = 13  # nearer to 0 counts as neither
_GOOD, _BAD = 45, -40  # clearly so; bad words are named more mildly
_A_WORD = 33


def pool(polarity: npt.NDArray[np.integer], starts: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """Give the best, the worst and the last polarity, then good and bad words, shape (sentences, `POOLED`).

    Parameters
    ----------
    polarity
        Of each word of a batch, shape (words,). Each sentence begins with a 0, so that none is empty.
    starts
        Where each sentence begins.
    """
    places = np.where(polarity != 0, np.arange(len(polarity)), 0)
    last = np.maximum.reduceat(places, starts)
    columns = (
        np.maximum.reduceat(polarity, starts),
        np.minimum.reduceat(polarity, starts),
        # a sentence without a polar word points at place 0, which is always a leading 0
        polarity[last],
        np.add.reduceat(polarity > _GOOD, starts, dtype=np.int64) * _A_WORD,
        np.add.reduceat(polarity < _BAD, starts, dtype=np.int64) * _A_WORD,
    )
    return np.column_stack([column.astype(np.int64) for column in columns])
