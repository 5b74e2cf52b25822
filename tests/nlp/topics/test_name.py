import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.topics.name import LONGEST, shorten
from nlp.topics.name import name_topics as name_topics_of


def name_topics(topic, sentences, phrases, representatives, **kind):
    return name_topics_of(
        topic, sentences, phrases, representatives, similarity=np.full(len(topic), 0.5), **kind
    )


def test_typical_phrase_wins_and_polarity_stays():
    topic = np.array([0] * 6 + [1] * 6)
    phrases = [["電話がつながらない"]] * 3 + [["電話が全然つながらない"], ["店で買う"], []]
    phrases += [["注ぎ口から漏れる"]] * 4 + [["店で買う"], ["これが良い"]]
    names = name_topics(topic, ["文"] * 12, phrases, [[0], [6]])
    assert names == ["電話がつながらない", "注ぎ口から漏れる"]


def test_siblings_get_different_names():
    topic = np.array([0, 0, 0, 1, 1, 1])
    sentences = ["返品の送料が高すぎます。"] * 3 + ["返品の送料を負担したくないです。"] * 3
    names = name_topics(topic, sentences, [["返品の送料が高い"]] * 6, [[0], [3]])
    assert len(set(names)) == 2


def test_complaint_is_named_by_what_is_wrong():
    topic = np.zeros(6, dtype=np.int64)
    phrases = [["時間を指定している", "時間どおりに届かない"]] * 6
    assert name_topics(topic, ["文"] * 6, phrases, [[0]], kind="complaint") == ["時間どおりに届かない"]


def test_persons_and_placeholders_never_name_a_topic():
    topic = np.array([0, 0, 0])
    phrases = [["田中さんの対応が良い"], ["［氏名1］の対応が良い"], ["店員の説明が丁寧だ"]]
    assert name_topics(topic, ["文"] * 3, phrases, [[0]]) == ["店員の説明が丁寧だ"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("えーと、注ぎ口から液が漏れるんですけど。", "注ぎ口から液が漏れる"),
        ("ポンプが最後まで吸い上がらないとのこと。", "ポンプが最後まで吸い上がらない"),
        ("", ""),
    ],
)
def test_shorten(sentence, name):
    assert shorten(sentence) == name


@given(st.text(max_size=200))
def test_shortened_names_fit_and_hold_no_control_characters(sentence):
    name = shorten(sentence)
    assert len(name) <= LONGEST
    assert not any(character < " " or "\ud800" <= character <= "\udfff" for character in name)
