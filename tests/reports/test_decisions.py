"""What is put before a department: what changed, in words that claim no more than was found."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.keys import WeekKey
from reports.model import build_weekly, load_site, load_week, wording
from reports.model.decisions import ABOVE, RISING, WITHOUT_RANGE, sort_topics
from reports.model.figures import Change, NormalRange, TopicFigure
from reports.model.signals import load_signals
from tests.reports.copies import MADE_AT

MONDAY, SINCE = date(2026, 11, 9), date(2026, 11, 11)
LAST = MONDAY + timedelta(days=6)


def change(cases: int, *, normal: tuple[int, int] | None = (20, 34), trend: str | None = None) -> Change:
    found = NormalRange(*normal) if normal else None
    return Change(cases, 29, is_comparable=True, normal=found, trend=trend)


def figure(name: str, cases: int, role: str = "owner", **changes: object) -> TopicFigure:
    return TopicFigure("complaint", name, name, role, change(cases, **changes), cases)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (change(48, trend="up"),
         "平常時にはほぼ見られない増え方で、偶然とは考えにくい水準です。原因はこのデータからは分かりません。"),
        (change(9, trend="down"),
         "平常時にはほぼ見られない減り方で、偶然とは考えにくい水準です。原因はこのデータからは分かりません。"),
        (change(35), "平常の幅を上回りましたが、増えたとはまだ言えません。参考としてご覧ください。"),
        (change(19), "平常の幅を下回りましたが、減ったとはまだ言えません。"),
        (change(34), "平常の幅の中です。"),
        (change(20), "平常の幅の中です。"),
        (change(500, normal=None), "増えたか減ったかは、まだ判定できません。"),
    ],
)  # fmt: skip
def test_a_count_is_judged_by_its_range(found, sentence):
    assert wording.say_judgement(found) == sentence


@given(st.integers(0, 10**6), st.integers(0, 500), st.integers(0, 500))
def test_outside_the_range_alone_is_no_rise_and_no_fall(cases, low, width):
    said = wording.say_judgement(change(cases, normal=(low, low + width)))
    assert "増えています" not in said
    assert "減っています" not in said
    assert "偶然とは考えにくい" not in said
    assert wording.say_ending(change(cases, normal=(low, low + width))) == ""


def test_the_name_becomes_a_sentence_where_the_change_is_sure():
    assert wording.say_ending(change(48, trend="up")) == "が増えています"
    assert wording.say_ending(change(9, trend="down")) == "が減っています"
    assert wording.say_since(SINCE) == "11月11日からです。"


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (change(412, normal=(370, 430)), "全体の件数はいつもどおりです。"),
        (change(431, normal=(370, 430)), "全体の件数は平常の幅を上回っています。"),
        (change(369, normal=(370, 430)), "全体の件数は平常の幅を下回っています。"),
        (change(412, normal=None), ""),
    ],
)
def test_the_whole_count_is_placed_in_its_range(found, sentence):
    assert wording.say_level(found) == sentence


def test_what_rises_comes_first_and_what_is_as_ever_is_no_decision():
    topics = [
        figure("いつも多い", 900, normal=(850, 950)),
        figure("上回った", 60, normal=(20, 50)),
        figure("増えている", 48, trend="up"),
        figure("幅なし", 40, normal=None),
        figure("減っている", 9, trend="down"),
        figure("共有で増えている", 80, role="shared", trend="up"),
    ]
    found = sort_topics(topics, {("complaint", "増えている", "owner"): SINCE})
    assert [(topic.label, why) for topic, why in found.put_forward] == [
        ("増えている", RISING),
        ("上回った", ABOVE),
        ("幅なし", WITHOUT_RANGE),
    ]
    assert [topic.label for topic in found.falling] == ["減っている"]
    assert [topic.label for topic in found.rest] == ["いつも多い", "共有で増えている"]
    assert found.rises == 1


def test_more_than_three_rises_are_named_in_a_line():
    topics = [figure(f"話題{number}", 50 - number, trend="up") for number in range(5)]
    found = sort_topics(
        topics, {("complaint", f"話題{number}", "owner"): SINCE for number in (4, 3, 2, 1, 0)}
    )
    assert [topic.label for topic, _ in found.put_forward] == ["話題4", "話題3", "話題2"]
    assert [(line.heading, len(line.topics)) for line in found.further()] == [("ほかに増えている声", 2)]
    assert found.rises == 5


def test_a_rise_that_readers_know_is_not_put_before_them_again():
    found = sort_topics([figure("既知", 48, trend="up")], {})
    assert (found.put_forward, found.rest, found.rises) == ((), (), 0)
    assert [line.heading for line in found.further()] == ["増えている声(ご確認済み)"]


def test_without_any_range_the_most_frequent_are_put_forward():
    topics = [figure(f"話題{number}", 9 - number, normal=None) for number in range(8)]
    found = sort_topics(topics, {})
    assert [topic.label for topic, _ in found.put_forward] == ["話題0", "話題1", "話題2"]
    assert len(found.rest) == 5


def alert(**changes):
    row = {
        "alert_id": "A1", "scope": "week", "day": LAST, "kind": "complaint", "topic_id": "T000001",
        "department": "support", "window_days": 7, "first_day": MONDAY, "seen": 8, "expected": 2.1, "low": 0,
        "high": 4, "adjusted_p": 0.001, "since": SINCE, "dimension": None, "value": None, "value_cases": None,
        "known_cases": None, "candidate": None, "outcome": None,
    }  # fmt: skip
    return row | changes


def expectation(low: int, high: int, **changes):
    row = {"week": MONDAY, "kind": "complaint", "topic_id": "T000001", "department": "support",
           "role": "owner", "expected": (low + high) / 2, "low": low, "high": high, "trend": None}  # fmt: skip
    return row | changes


@pytest.fixture
def judged(open_copy, voice, topic):
    """Return the report of some calls about one topic, with alerts and expectations."""

    def make(alerts, expectations, cases=8):
        calls = [voice(number) for number in range(1, cases + 1)]
        reader = open_copy(voices=calls, topics=[topic()], alerts=alerts, weekly_expectations=expectations)
        site, key = load_site(reader), WeekKey(MONDAY)
        department = next(each for each in site.departments if each.department == "support")
        return build_weekly(
            reader,
            site,
            load_week(reader, site, key),
            department,
            made_at=MADE_AT,
            signals=load_signals(reader, newest_day=site.newest_day),
        )

    return make


def test_a_rise_reads_as_in_the_example(judged):
    whole = expectation(6, 12, kind=None, topic_id=None, role=None)
    made = judged([alert()], [expectation(0, 4, trend="up"), whole])
    (decision,) = made.decisions
    assert (decision.topic.label + decision.ending).endswith("つながらないが増えています")
    assert wording.say_previous(decision.topic.change).endswith("、平常の幅0〜4件")
    assert decision.comparison.startswith("11月11日からです。平常時にはほぼ見られない増え方")
    assert "増えている話題が1つ" in made.lead
    assert made.completeness.concern.endswith("平常の幅6〜12件)。全体の件数はいつもどおりです。")
    (note,) = [note for note in made.reading_notes if "平常の幅" in note]
    assert "10週のうち9週はこの中に収まります" in note


@pytest.mark.parametrize("outcome", ["false", "known"])
def test_an_alert_that_was_answered_is_no_decision(judged, outcome):
    made = judged([alert(outcome=outcome)], [expectation(0, 4, trend="up")])
    assert made.decisions == ()
    assert made.no_decisions == "平常の幅を超えて増えた不満・ご要望はありませんでした。"
    assert [line.heading for line in made.further] == ["増えている声(ご確認済み)"]
    assert made.unchanged.topics == ()


def test_how_many_rises_were_ones_is_told_once_readers_answered(judged):
    before = MONDAY - timedelta(days=20)
    told = [
        alert(alert_id="A2", day=before, since=before, outcome="real"),
        alert(alert_id="A3", day=before, scope="night", since=before, outcome="real"),
        alert(alert_id="A4", day=before, topic_id="T000002", outcome="false"),
    ]
    assert (
        "これまでにお知らせした増加のうち、ご回答のあった2件中1件は実際の増加でした。"
        in judged(told, []).reading_notes
    )
    assert not any("お知らせした増加" in note for note in judged([alert()], []).reading_notes)


def test_a_count_above_its_range_is_for_information_only(judged):
    made = judged([], [expectation(0, 7)])
    (decision,) = made.decisions
    assert decision.ending == ""
    assert "増えたとはまだ言えません" in decision.comparison
    assert "増えている" not in made.lead
    assert decision.request == wording.TO_KNOW
    assert made.lead == "参考にご覧いただきたい話題が1つあります。"


def test_a_few_cases_above_a_narrow_range_are_listed_and_not_put_forward(judged):
    made = judged([], [expectation(0, 1)], cases=4)
    assert made.decisions == ()
    assert made.lead == wording.NOTHING_NEW
    assert [topic.change.cases for topic in made.ranking.topics] == [4]


def test_what_is_below_its_range_is_not_called_unchanged(judged):
    made = judged([], [expectation(10, 20)])
    assert (made.decisions, made.unchanged.topics, made.unchanged.more) == ((), (), 1)


def test_early_weeks_say_that_there_is_no_range_yet(judged):
    made = judged([], [])
    (decision,) = made.decisions
    assert wording.NO_NORMAL_RANGE in wording.say_previous(decision.topic.change)
    assert any(note.startswith("平常の幅がまだ出せない") for note in made.reading_notes)
