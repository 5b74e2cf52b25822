import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.topics.form import is_hollow
from nlp.topics.name import name_topics
from nlp.topics.sides import Sides, both_ways, sided_names, sides_of
from nlp.topics.voices import Voices, pairs_of

_GLAD = [
    "駐車場が広くて停めやすかったです",
    "駐車場がきれいで嬉しい",
    "駐車場が無料で助かりました",
    "駐車場の係員が親切でとても良かった",
    "駐車場が近くて便利で満足です",
]
_SAD = [
    "駐車場が狭くて停めにくい",
    "駐車場が汚くて残念でした",
    "駐車場が高くて困る",
    "駐車場の係員が不親切でがっかりした",
    "駐車場が遠くて不便でした",
]


def name(sentences, kind="voice", keywords=("駐車場",)):
    count = len(sentences)
    topic, alike = np.zeros(count, dtype=np.int64), np.full(count, 0.5)
    return name_topics(
        topic, sentences, [[]] * count, [[0]], similarity=alike, kind=kind, keywords=[keywords]
    )[0]


def voices(sentences):
    return Voices(sentences, [frozenset(pairs_of(sentence)) for sentence in sentences])


def test_topic_of_two_minds_takes_no_side():
    assert name(_GLAD + _SAD) == "駐車場への満足と不満"


@pytest.mark.parametrize(("sentences", "kind"), [(_GLAD, "voice"), (_SAD, "voice"), (_SAD, "complaint")])
def test_topic_of_one_mind_or_of_a_kind_is_named_by_a_clause(sentences, kind):
    found = name(sentences, kind)
    assert "駐車場" in found
    assert "満足と不満" not in found


def test_topic_whose_voices_share_no_noun_is_named_by_a_clause():
    assert "満足と不満" not in name(_GLAD + _SAD, keywords=("売店", "残念"))


@given(st.permutations(_GLAD + _SAD))
@settings(max_examples=20, deadline=None)
def test_sides_do_not_depend_on_the_order_of_voices(sentences):
    assert sides_of(sentences) == sides_of(_GLAD + _SAD)


@given(*[st.integers(0, 60)] * 4, st.floats(-1, 1), st.floats(0, 1))
def test_whoever_is_told_to_prevail_has_the_most_voices(praise, complaint, wish, others, mood, sure):
    sides = Sides(praise, complaint, wish, praise + complaint + wish + others, mood, sure)
    most = {"満足": praise, "不満": complaint, "要望": wish}
    if sides.told in most:
        assert most[sides.told] == max(most.values())
        assert not sides.divided
    if sides.divided:
        assert sides.told == "満足と不満"
        assert praise <= 2 * complaint
        assert 3 * complaint >= praise


def test_no_voices_have_no_side():
    assert not sides_of([]).divided
    assert sides_of([]).told in ("", "声")


def test_bare_wish_of_many_different_ones_is_named_by_its_subject():
    sentences = ["ベッドがいい"] * 3 + ["ベッドは低いですか", "ベッドに柵がほしい", "木のベッドはありますか"]
    assert name(sentences, keywords=("ベッド",)) == "ベッドへの希望"


def test_subject_is_written_as_most_write_it_and_is_no_mere_attribute():
    asked = voices(["お土産を見た", "お土産が並ぶ", "土産がある", "地元の野菜が並ぶ", "地元の米だ"])
    assert list(sided_names(("土産", "地元"), asked, "満足")) == ["お土産への満足"]


@pytest.mark.parametrize(
    ("text", "tone", "hollow"),
    [
        ("お土産が買える", "voice", True),
        ("売店がある", "voice", True),
        ("売店が狭い", "voice", False),
        ("売店がない", "voice", False),
        ("料理が食べたい", "wish", True),
        ("辛くない料理が食べたい", "wish", False),
        ("ベッドだといい", "wish", True),
        ("低いベッドが部屋にあるといい", "wish", False),
    ],
)
def test_hollow_name_adds_nothing_to_its_noun(text, tone, hollow):
    assert is_hollow(text, tone) == hollow


def test_what_grows_and_shrinks_is_named_by_the_change():
    more = ["部品の注文が増えている", "注文が増加している", "今月は注文が増えた", "注文が伸びている"]
    less = ["部品の注文が減っている", "注文が減少している", "注文が落ち込んだ"]
    assert list(both_ways(more + less)) == ["注文の増減"]
    assert list(both_ways(["単価が上がっている", "単価が上がった", "単価は上昇している"])) == []
    levels = ["単価が上がった", "単価が上昇している", "単価が高騰している"]
    levels += ["単価が下がった", "単価が低下している", "単価は下がっている"]
    assert list(both_ways(levels)) == ["単価の変動"]


def test_much_and_little_of_a_thing_is_no_change():
    assert (
        list(both_ways([f"{p}の椅子が多い" for p in "東西南"] + [f"{p}の椅子が少ない" for p in "北上下"]))
        == []
    )
