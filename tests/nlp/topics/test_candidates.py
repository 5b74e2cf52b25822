import numpy as np
import pytest

from nlp.topics.candidates import find_candidates
from nlp.topics.model import fit_topics

KNOWN = ["電話が混んでいて回線がつながらない", "電話の回線が混んでいてオペレーターにつながらない"]
NEW = [
    "駐車場がいつも満車で車を停められない",
    "駐車場が狭くて車を停められない",
    "車を停めたいのに駐車場が満車で入れない",
    "駐車場に空きがなく車を停める場所がない",
]
WORDS = {
    "電話": ["電話", "回線", "混む", "繋がる", "オペレーター"],
    "駐車": ["駐車場", "車", "停める", "満車", "狭い"],
}


def make_tokens(sentences, words):
    return [[word for word in words if word[:1] in text] for text in sentences]


@pytest.fixture(scope="module")
def index():
    sentences = [f"{text}{'。' * (n % 3)}" for n, text in enumerate(KNOWN * 8)]
    tokens = make_tokens(sentences, WORDS["電話"])
    return fit_topics(sentences, tokens, [[]] * len(tokens), ["complaint"] * len(tokens), seed=1).index()


def look(index, sentences, *, kind="complaint"):
    tokens = make_tokens(sentences, WORDS["駐車"])
    phrases = [["車を停められない"]] * len(sentences)
    return find_candidates(index, sentences, tokens, phrases, [kind] * len(sentences))


def test_voices_that_say_the_same_are_a_candidate_with_a_name_and_examples(index):
    found = look(index, NEW)
    assert len(found) == 1
    assert len(found[0].members) >= 3
    assert "停め" in found[0].label or "駐車" in found[0].label
    assert set(found[0].examples) <= set(found[0].members.tolist())


def test_a_kind_without_topics_has_candidates_too(index):
    assert [item.kind for item in look(index, NEW, kind="request")] == ["request"]


def test_two_voices_are_none_and_neither_is_nothing(index):
    assert look(index, NEW[:2]) == []
    assert look(index, []) == []


def test_the_order_of_the_voices_does_not_matter(index):
    straight, turned = look(index, NEW), look(index, NEW[::-1])
    assert [item.label for item in straight] == [item.label for item in turned]
    assert np.array_equal(np.sort(straight[0].members), np.sort(len(NEW) - 1 - turned[0].members))
