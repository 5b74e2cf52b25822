from nlp.topics.clauses import clauses_of
from nlp.topics.voices import Stances

_WISHES = [f"{place}の遊具を増やしてほしい" for place in "東西南北上下左右中外"]
_REFUSAL = "遊具を増やさないでほしい"


def clause(text):
    return next(clause for clause in clauses_of(text) if clause.text == text)


def test_refusal_of_one_voice_among_many_stands_alone():
    stances = Stances([*_WISHES, _REFUSAL])
    assert stances.refuse_alone(clause(_REFUSAL))
    assert not stances.refuse_alone(clause("遊具を増やしてほしい"))


def test_refusal_of_two_or_in_a_short_list_is_heard():
    assert not Stances([*_WISHES, _REFUSAL, "もう増やさないでほしい"]).refuse_alone(clause(_REFUSAL))
    assert not Stances([*_WISHES[:3], _REFUSAL]).refuse_alone(clause(_REFUSAL))


def test_what_most_deny_is_contradicted_and_what_nobody_denies_is_not():
    stances = Stances(
        ["売店が開いている", "売店が開いていない", "昼も売店が開いていない", "夜は売店が開いていない"]
    )
    assert stances.contradict(clause("売店が開いている"))
    assert not stances.contradict(clause("売店が開いていない"))
    assert not Stances(["売店が開いていない"] * 5).contradict(clause("売店が狭い"))
