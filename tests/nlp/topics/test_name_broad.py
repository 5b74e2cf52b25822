"""Names of topics in which no clause speaks for enough voices: joined predicates and subjects."""

import numpy as np
import pytest

from nlp.topics.joined import joined_names, speaks_for
from nlp.topics.name import name_topics
from nlp.topics.rating import Candidate
from nlp.topics.subjects import Nouns, stance_of, subject_names
from nlp.topics.tone import tone_of
from nlp.topics.voices import Voices, pairs_of

_BUSES = [
    "バスが少ない",
    "朝はバスが少なくて困る",
    "バスが少なすぎる",
    "平日はバスが少ないです",
    "夕方のバスが少なくて不便",
]
_OTHERS_OF_BUSES = [
    "バスが新しくて嬉しかった",
    "バスの車内がきれいで良かったです",
    "バスが広くて快適でした",
    "バスで海まで行けて楽しかったです",
]
_ROOMS = [
    "更衣室が寒くてつらい",
    "更衣室の床が濡れていて不快だった",
    "更衣室のごみ箱があふれていて汚い",
    "更衣室の鍵が壊れていて困る",
    "更衣室の鏡が曇って見えない",
]


def voices(sentences):
    return Voices(sentences, [frozenset(pairs_of(sentence)) for sentence in sentences])


def everything_near(words):
    return [1.0] * len(words)


def name(sentences, *, keywords=(), others=(), broadly=True):
    listed = [*sentences, *others]
    topic = np.array([0] * len(sentences) + [1] * len(others), dtype=np.int64)
    shown = [[0], [len(sentences)]] if others else [[0]]
    words = [keywords] * len(shown)
    alike = np.full(len(listed), 0.5)
    return name_topics(
        topic,
        listed,
        [[]] * len(listed),
        shown,
        similarity=alike,
        kind="voice",
        keywords=words,
        broadly=broadly,
    )[0]


@pytest.mark.parametrize("broadly", [True, False])
def test_what_most_say_names_a_topic_that_some_praise_for_other_things(broadly):
    assert name(_BUSES + _OTHERS_OF_BUSES, keywords=("バス",), broadly=broadly) == "バスが少ない"


def test_subject_names_what_is_complained_of_in_many_ways():
    others = ["受付の電話がつながらない", "受付の電話が話し中だ", "受付の電話に誰も出ない"]
    found = name(_ROOMS, others=others)
    assert found.startswith("更衣室")
    assert found.endswith("不満")


def test_topic_of_a_sorted_list_is_named_by_a_clause():
    assert "への" not in name(_ROOMS, broadly=False)


def test_same_thing_said_of_two_is_joined():
    said = ["床が滑る", "濡れた日は廊下が滑る", "風呂の床が滑る", "廊下が滑って怖い", "手すりがない"]
    assert list(joined_names(voices(said), everything_near, "complaint", 1 / 3)) == ["床や廊下が滑る"]


@pytest.mark.parametrize(
    "said",
    [
        [
            "床が滑る",
            "床が滑る日がある",
            "床が滑ります",
            "床が滑った",
            "廊下が滑る",
        ],  # one thing for the most part
        ["床が滑る", "廊下が暗い", "手すりがない", "鏡が曇る", "窓が開かない"],  # nothing in common
    ],
)
def test_one_thing_or_many_are_not_joined(said):
    assert list(joined_names(voices(said), everything_near, "complaint", 1 / 3)) == []


def test_things_far_from_the_topic_are_not_joined():
    said = ["床が滑る", "床が滑って怖い", "廊下が滑る", "廊下が滑って困る"]

    def near(words):
        return [0.1 if word == "廊下" else 0.9 for word in words]

    assert list(joined_names(voices(said), near, "complaint", 0.2)) == []
    assert list(joined_names(voices(said), near, "praise", 1 / 3)) == []


@pytest.mark.parametrize(
    ("terms", "head", "share"),
    [(("薬",), "", 0.0), (("薬", "足りる"), "足りる", 0.25), (("薬",), "足りる", 0.25), ((), "", 0.0)],
)
def test_who_writes_of_a_thing_does_not_yet_say_what_is_said_of_it(terms, head, share):
    asked = voices(["薬が足りない", "薬の説明がない", "薬を待つ", "会計が遅い"])
    candidate = Candidate("薬が足りない", terms, 0.0, 0.0, 0.0, (head, True))
    assert speaks_for(candidate, asked) == share


def test_half_of_the_words_are_enough_where_all_praise():
    asked = voices(["景色が美しい", "景色が最高", "空気がきれい", "静かで良い"])
    candidate = Candidate("景色が美しい", ("景色", "美しい"), 0.0, 0.0, 0.0, ("美しい", False))
    assert speaks_for(candidate, asked) == 0.25
    assert speaks_for(candidate, asked, praise=True) == 0.5


def test_as_few_subjects_as_cover_two_fifths_are_named():
    speakers = {"鍵": {0, 1, 5}, "鏡": {2, 3}, "床": {4}}
    sentences = [
        "鍵が壊れている",
        "鍵が固くて困る",
        "鏡が汚い",
        "鏡が曇って困る",
        "床が冷たくてつらい",
        "鍵がない",
    ]
    assert next(subject_names(speakers, sentences)) == "鍵への不満"
    more = [*sentences, "壁が薄くてうるさい", "椅子が足りない", "棚が高い", "柱が邪魔だ"]
    assert next(subject_names(speakers, more)) == "鍵や鏡への不満"
    assert list(subject_names({"床": {4}}, more)) == []


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ("鍵が壊れている", "鍵への不満"),  # no trouble by its form
        ("鍵が固すぎる", "鍵が固すぎるなどの不満"),
        ("鍵をつけてほしい", "鍵への不満"),
        ("3番の鍵が固すぎる", "鍵への不満"),
        ("床が固すぎる", "鍵への不満"),
        ("奥から三番目の棚の鍵がどうしても固すぎる", "鍵への不満"),
    ],
)
def test_clause_stands_as_example_where_it_takes_the_stance_of_its_subject(clause, named):
    sentences = ["鍵が壊れていて困る", "鍵が固くて開かない", "鍵が合わない"]
    assert next(subject_names({"鍵": {0, 1, 2}}, sentences, clause)) == named


@pytest.mark.parametrize(
    ("sentences", "stance"),
    [
        (["鍵が壊れていて困る"] * 3, "不満"),
        (
            ["鍵が壊れていて困る", "鍵が固くてつらい", "鍵を替えてほしい", "鍵を増やしてください"],
            "不満と要望",
        ),
        (["鍵を替えてほしい"] * 4 + ["鍵が壊れていて困る"], "要望"),
        (["係の人が親切で嬉しかった"] * 3, "満足"),
        (["係の人が親切で嬉しかった"] * 2 + ["係の人の態度が悪くて困る"] * 2, "満足と不満"),
    ],
)
def test_stance_is_what_most_take_and_a_second_one_of_a_quarter(sentences, stance):
    assert stance_of(sentences) == stance


def test_nouns_of_a_topic_are_things_as_written_and_not_said_everywhere():
    own = ["お土産が30キロある", "お土産の棚が狭い", "客のお土産が多い", "家族で棚を見た"]
    other = ["客が並ぶ", "客の列が長い", "客が少ない"]
    found = Nouns([own, other]).typical(0)
    assert set(found) == {"お土産", "棚"}
    assert found["お土産"] == {0, 1, 2}
    assert found["棚"] == {1, 3}


def test_noun_is_said_within_longer_ones():
    found = Nouns(
        [["走るマシンが古い", "ランニングマシンを増やす", "マシンが狭い"], ["鏡が古い"] * 3]
    ).typical(0)
    assert found["マシン"] == {0, 1, 2}


@pytest.mark.parametrize(
    ("sentences", "tone"),
    [
        (["床が滑って危ない", "鏡が割れて困る", "椅子を増やしてほしい", "棚が届かない"], "complaint"),
        (["係の人が親切で嬉しかった"] * 3 + ["棚が届かない"], "praise"),
    ],
)
def test_tone_of_feedback_is_that_of_the_majority(sentences, tone):
    assert tone_of(sentences, "voice", mixed=True) == tone
