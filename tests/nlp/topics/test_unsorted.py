"""Lists of customers' feedback without kinds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.topics import Discovery, assign, fit_topics, fit_unsorted
from nlp.topics.shared import drop_unshared
from nlp.topics.unsorted import UNSORTED, is_mixed_feedback
from nlp.vectors import LsaWordEmbedder
from nlp.vectors.distilled import load_distilled_words
from nlp.vectors.exact import snap_to_grid
from tests.nlp.topics.feedback import PLACES

_GLAD = [
    f"{place}が{word}"
    for place in PLACES
    for word in [
        "きれいで気持ちよかった",
        "広くて快適でした",
        "素敵で感動しました",
        "便利で助かりました",
        "最高でした",
        "良くて満足です",
    ]
]
_SAD = [
    f"{place}が{word}"
    for place in PLACES
    for word in [
        "汚くて不快でした",
        "狭くて困った",
        "遠くて不便だった",
        "暗くて怖い",
        "寒くてつらかった",
        "古くてがっかりした",
    ]
]
_ASKING = [
    f"{place}は{word}"
    for place in PLACES
    for word in ["何時から使えますか", "どこにありますか", "無料ですか"]
]
_TOLD = [
    f"{place}で{word}"
    for place in PLACES
    for word in ["十分ほど待ち合わせをした", "写真を撮った", "新聞を読んだ"]
]


def tokens_of(sentences):
    from pipelines.resources import analyzer

    return [list(voice.tokens) for voice in analyzer().read_many(sentences)]


def fitted(sentences):
    return fit_unsorted(sentences, tokens_of(sentences), [[]] * len(sentences), seed=5)


@pytest.mark.parametrize(
    ("sentences", "mixed"),
    [
        ([], False),
        (["良かった"], False),
        (_GLAD + _SAD, True),
        (_GLAD, False),
        (_SAD, False),
        (_ASKING, False),
        (_ASKING * 3 + _GLAD[:5] + _SAD[:5], False),
        (_TOLD * 2 + _GLAD[:20] + _SAD[:20], False),
    ],
)
def test_feedback_is_a_list_in_which_some_complain_and_some_praise(sentences, mixed):
    assert is_mixed_feedback(sentences) is mixed


def test_praise_and_complaints_of_one_thing_are_two_topics():
    sentences = _GLAD + _SAD
    model = fitted(sentences)
    assert {topic.kind for topic in model.topics} == {"praise", UNSORTED}
    for topic in model.topics:
        glad = [voice < len(_GLAD) for voice in topic.members.tolist()]
        assert sum(glad) in (0, len(glad)) or min(sum(glad), len(glad) - sum(glad)) <= 0.2 * len(glad)


def test_complaints_and_requests_of_one_thing_share_topics():
    wishes = [
        f"{place}を{word}"
        for place in PLACES
        for word in ["広くしてほしい", "直してください", "増やしてほしい"]
    ]
    model = fitted(_SAD + wishes + _GLAD)
    assert {topic.kind for topic in model.topics} == {"praise", UNSORTED}


@pytest.mark.parametrize("sentences", [_ASKING, _SAD])
def test_what_is_no_mixed_feedback_is_one_whole(sentences):
    read = tokens_of(sentences)
    plain = fit_topics(
        sentences,
        read,
        [[]] * len(sentences),
        [UNSORTED] * len(sentences),
        seed=5,
        embedder=LsaWordEmbedder.fit(read, seed=5, distilled=load_distilled_words()),
    )
    found = fitted(sentences)
    assert found.topic.tolist() == plain.topic.tolist()
    assert [topic.label for topic in found.topics] == [topic.label for topic in plain.topics]


def test_few_questions_stay_with_the_rest():
    model = fitted(_GLAD + _SAD + _ASKING[:20])
    assert "question" not in {topic.kind for topic in model.topics}


def test_no_voices_have_no_topics():
    assert fitted([]).topics == ()


@given(st.randoms(use_true_random=False))
@settings(max_examples=3, deadline=None)
def test_topics_do_not_depend_on_the_order(random):
    sentences = _GLAD[::2] + _SAD[::2]
    order = list(range(len(sentences)))
    random.shuffle(order)
    one, other = fitted(sentences), fitted([sentences[place] for place in order])
    groups = {(topic.label, frozenset(sentences[v] for v in topic.members.tolist())) for topic in one.topics}
    assert groups == {
        (topic.label, frozenset(sentences[order[v]] for v in topic.members.tolist()))
        for topic in other.topics
    }


def unit_rows(*rows):
    vectors = np.array(rows, dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_small_topic_of_which_no_two_voices_share_a_word_is_dropped():
    vectors = unit_rows([1, 0, 0], [1, 0.1, 0], [1, 0, 0.1], [0, 1, 0.2], [0, 1, 0.3], [0, 1, 0.4])
    centroids = unit_rows([1, 0, 0], [0, 1, 0.3])
    found = Discovery(
        np.array([0, 0, 0, 1, 1, 1]), np.array([0, 1]), centroids, np.array([0.5, 0.5], dtype=np.float32)
    )
    tokens = [["鍵", "固い"], ["鍵", "壊れる"], ["鍵"], ["床"], ["鏡", "有る"], ["棚", "有る"]]
    kept = drop_unshared(found, tokens, vectors)
    assert kept.topic.tolist() == [0, 0, 0, -1, -1, -1]
    assert kept.theme.tolist() == [0]
    again, _ = assign(vectors, kept.centroids, thresholds=kept.thresholds)
    assert again.tolist() == kept.topic.tolist()
    assert drop_unshared(found, [["鍵"]] * 6, vectors) is found
    assert snap_to_grid(kept.centroids).shape == (1, 3)


def test_which_voices_of_a_long_list_are_asked_does_not_depend_on_the_order():
    alternating = [sentence for pair in zip(_GLAD * 20, _SAD * 20, strict=True) for sentence in pair]
    assert is_mixed_feedback(alternating)
    assert is_mixed_feedback(sorted(alternating))
