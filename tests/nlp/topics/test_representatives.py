import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nlp.topics.summary import pick_representatives

COMPLAINTS = [
    "道路が渋滞していて困りました",
    "駅前の渋滞がひどくて動けません",
    "渋滞で一時間も待たされました",
    "渋滞がひどく予定に遅れました",
]
CONTRARY = "渋滞もなくとても快適で良かったです"


def pick(sentences, similarity=None, wanted=3):
    count = len(sentences)
    vectors = np.eye(count, 16, dtype=np.float32)
    near = np.full(count, 0.5, dtype=np.float32) if similarity is None else similarity
    return pick_representatives(np.zeros(count, dtype=np.int64), sentences, vectors, near, 1, wanted=wanted)[
        0
    ]


def test_sentence_that_feels_otherwise_comes_last():
    sentences = [CONTRARY, *COMPLAINTS]
    near = np.array([0.7, 0.5, 0.5, 0.5, 0.5], dtype=np.float32)
    assert 0 not in pick(sentences, near)
    assert pick(sentences, near, wanted=5)[-1] == 0


def test_halting_speech_gives_way_to_plain_words():
    sentences = ["えーと解約の場所がなんか見つからないんですよ", "解約の場所が見つからないんですよ"]
    assert pick(sentences, wanted=1) == (1,)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12, unique=True))
def test_any_sentences_are_chosen_once_each_whatever_their_order(sentences):
    chosen = [sentences[place] for place in pick(sentences)]
    assert len(set(chosen)) == len(chosen) == min(3, len(sentences))
    turned = sentences[::-1]
    assert [turned[place] for place in pick(turned, wanted=1)] == chosen[:1]
