"""How sentences get their kind, and utterances theirs."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.analysis import Analyzer
from nlp.intent.model import KINDS
from nlp.results import RISKY, VOICES, best_kinds, summarise

ROWS = st.lists(
    st.tuples(
        st.lists(st.floats(0, 1), min_size=len(KINDS), max_size=len(KINDS)),
        st.sampled_from([KINDS, RISKY, VOICES, ("request", "other"), ("praise",)]),
    ),
    min_size=1,
    max_size=5,
)


@given(ROWS)
def test_the_most_probable_of_the_allowed_kinds_is_taken(rows):
    best = best_kinds(np.array([scores for scores, _ in rows]), [allowed for _, allowed in rows])
    for (scores, allowed), (kind, score) in zip(rows, best, strict=True):
        by_kind = dict(zip(KINDS, scores, strict=True))
        assert kind == max(allowed, key=by_kind.__getitem__)
        assert abs(score - by_kind[kind]) <= 0.5e-4 + 1e-12
        assert len(repr(score)) <= 6 or score < 1e-3


def test_an_utterance_has_all_that_its_sentences_have_once():
    text = "電話がつながらない。返金してほしい。電話がつながらない。充電したら煙が出た。ありがとう。"
    found = Analyzer().analyse(text)
    parts = found.sentences
    assert list(found.expressions) == list(dict.fromkeys(e for s in parts for e in s.expressions))
    assert list(found.tokens) == [token for s in parts for token in s.tokens]
    assert found.intent == next(s.kind for s in parts if s.risk)
    assert summarise(parts) == found
    assert summarise(parts[:1]).sentiment == parts[0].sentiment
