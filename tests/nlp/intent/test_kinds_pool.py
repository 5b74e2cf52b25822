import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.intent.pool import FULL, POOLED, pool

WORDS = st.lists(st.integers(-FULL, FULL), max_size=8)


def pooled(sentences):
    rows = [[0, *words] for words in sentences]
    lengths = np.array([len(row) for row in rows])
    flat = np.array([value for row in rows for value in row], dtype=np.int16)
    return pool(flat, np.cumsum(lengths) - lengths)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_batch_is_pooled_like_its_sentences(sentences):
    together = pooled(sentences)
    assert together.shape == (len(sentences), POOLED)
    for row, words in zip(together.tolist(), sentences, strict=True):
        assert row == pooled([words])[0].tolist()
        polar = [value for value in words if value]
        assert row[0] == max([0, *polar])
        assert row[1] == min([0, *polar])
        assert row[2] == (polar[-1] if polar else 0)


def test_words_without_polarity_leave_everything_at_zero():
    assert not pooled([[], [0, 0], [0]]).any()
    assert not pooled([[90, -90], [], [0]])[1:].any()
