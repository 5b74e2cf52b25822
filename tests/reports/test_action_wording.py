"""What reports say of actions, answers, urgent cases and buttons, sentence by sentence."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.keys import WeekKey
from reports.model import action_wording as words
from reports.model.action_facts import ActionFact, EffectFact
from reports.model.actions import list_outcomes, say_judged_until
from reports.model.context import SiteContext, Topic
from reports.model.feedback import Button, list_known
from reports.model.labels import JST
from reports.model.overdue import list_overdue, say_none_overdue
from reports.model.risks import NOT_PASSED_ON, say_passed_on
from reports.model.signals import Alert, Signals
from reports.model.weekly import Department

MONDAY, SUNDAY = date(2026, 11, 9), date(2026, 11, 15)
WEEK = WeekKey(MONDAY)
PLAIN_EFFECT = EffectFact(
    verdict="decreased", reason="", low=-0.43, high=-0.12, smallest=0.28, before_cases=216, after_cases=144,
    before_days=42, after_days=42, volume=-0.09, other_actions=(), judged_until=SUNDAY, judge_from=None,
)  # fmt: skip
ACTION = ActionFact(
    action_id="A1", topic_ids=("T000001",), department="product", what="処方変更", done_on=date(2026, 10, 5),
    due_on=None, status="done", answered_on=None, counted_topics=("T000001",), effect=PLAIN_EFFECT,
)  # fmt: skip


def make_site():
    names = {"T000001": "香りが強すぎる", "T000002": "泡立ちが落ちた"}
    topics = {
        topic_id: Topic("complaint", name, date(2026, 6, 1), is_muted=False, first_day=None, owner="product")
        for topic_id, name in names.items()
    }
    departments = (Department("product", "商品開発部", "product"), Department("ec", "EC部", "ec"))
    return SiteContext(
        build="b1", registry_version=1, topics_since=None, newest_day=SUNDAY, departments=departments,
        topics=topics, days={}, weeks=(WEEK,), rows_since=None,
    )  # fmt: skip


def tell(action, *others, department="product"):
    outcomes, _ = list_outcomes(make_site(), (action, *others), MONDAY, SUNDAY, department)
    return outcomes[-1] if outcomes else None


def with_effect(**changes):
    return replace(ACTION, effect=replace(PLAIN_EFFECT, **changes))


def undecided(reason, **changes):
    return with_effect(**({"verdict": "undecidable", "reason": reason, "low": None, "high": None} | changes))


def test_a_decrease_is_told_with_counts_range_and_certainty():
    told = tell(ACTION)
    assert told.topics == ("香りが強すぎる",)
    assert told.sentence == (
        "前6週 平均36件/週 → 後6週 平均24件/週。"
        "お問い合わせ全体の約1割減を差し引くと、1〜4割の減少です。減ったことはほぼ確かです。"
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"verdict": "increased", "low": 0.1, "high": 0.52, "volume": 0.2},
         "お問い合わせ全体の約2割増を差し引くと、1〜5割の増加です。増えたことはほぼ確かです。"),
        ({"verdict": "unchanged", "low": -0.12, "high": 0.08, "volume": 0.01},
         "全体の動きを差し引くと、1割減〜1割増の範囲で、変化は見られません。3割以上の減少があれば分かる件数です。"),
    ],
)  # fmt: skip
def test_an_increase_and_no_change_are_told(changes, sentence):
    assert tell(with_effect(**changes)).sentence.endswith(sentence)


@pytest.mark.parametrize(
    ("reason", "changes", "sentence"),
    [
        ("wide", {"low": -0.5, "high": 0.3, "smallest": 0.62},
         "増えたとも減ったとも、まだ判定できません。この件数では、およそ6割以上減らなければ見分けられません。"),
        ("wide", {"smallest": 0.97},
         "増えたとも減ったとも、まだ判定できません。この件数では、ほとんどなくならないかぎり見分けられません。"),
        ("few_cases", {}, "件数が少なく、まだ判定できません。"),
        ("short_after", {"judge_from": date(2026, 11, 30)},
         "実施から日が浅く、まだ判定できません。早ければ11月30日の集計で判定します。"),
        ("short_before", {}, "実施前の集計が28日分に満たず前後を比べられないため、判定できません。"),
        ("placebo", {"low": -0.6, "high": -0.1},
         "減っていますが、打ち手のなかった時期にも同じくらいの動きがあり、打ち手の前後で変わったとは判定できません。"),
        ("placebo", {"low": 0.1, "high": 0.6},
         "増えていますが、打ち手のなかった時期にも同じくらいの動きがあり、打ち手の前後で変わったとは判定できません。"),
        ("no_day", {}, "実施日の記録がないため、判定できません。"),
        ("no_topic", {}, "対象の話題の記録がないため、判定できません。"),
        ("topic_gone", {}, "対象の話題が今の話題の一覧にないため、判定できません。"),
        ("refit", {}, "話題の分け方を見直している途中のため、まだ判定できません。"),
        ("something_new", {}, "まだ判定できません。"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_is_told_with_its_reason(reason, changes, sentence):
    assert (
        tell(undecided(reason, **changes)).sentence.removeprefix(words.say_counts(216, 42, 144, 42))
        == sentence
    )


def test_two_actions_at_once_name_each_other_and_what_both_did():
    other = replace(ACTION, action_id="A2", what="広告の変更", topic_ids=("T000002",))
    both = undecided("other_action", low=-0.43, high=-0.12, other_actions=("A2",))
    assert tell(both, other).sentence.endswith(
        "近い時期に同じ話題の打ち手「広告の変更」があるため、この打ち手だけの判定はできません。合わせると1〜4割の減少です。"
    )
    wide = undecided("other_action", low=-0.43, high=0.2, other_actions=("A2",))
    assert tell(wide, other).sentence.endswith("この打ち手だけの判定はできません。")


def test_a_planned_action_says_when_it_can_be_judged():
    planned = undecided("future", judge_from=date(2026, 12, 15))
    told = tell(replace(planned, done_on=date(2026, 12, 1)))
    assert (told.verdict, told.sentence) == (
        "planned", "実施はこれからです。早ければ12月15日の集計で判定します。",
    )  # fmt: skip
    assert tell(replace(planned, done_on=date(2027, 3, 1))) is None


def test_what_happened_to_topics_and_hopes_stands_in_notes():
    told = tell(replace(ACTION, topic_ids=("T000002", "T000009"), expected_effect="半減"))
    assert told.notes == (
        "話題「泡立ちが落ちた」は統合されたため、統合先の件数で見ています。",
        "対象のうち1つの話題は今の一覧になく、件数に入っていません。",
        "見込んでいた効果:半減。",
    )


def test_a_report_of_long_ago_points_to_the_recent_ones():
    newest = date(2026, 12, 20)
    seen = Signals(actions=(ACTION,), newest_day=newest).seen_from(WEEK)
    assert tell(seen.actions[0]).sentence == words.LATER
    recent = Signals(actions=(ACTION,), newest_day=newest).seen_from(WeekKey.of(newest)).actions[0]
    assert recent.effect == PLAIN_EFFECT


def test_a_closed_action_stays_until_the_week_it_was_closed_in():
    closed = replace(ACTION, status="closed", closed_on=MONDAY)
    assert tell(closed).notes == ("この打ち手は11月9日に終了としました。",)
    assert tell(replace(closed, closed_on=MONDAY - timedelta(days=1))) is None


def test_owners_of_the_topic_read_of_it_too_and_others_do_not():
    owned = replace(ACTION, topic_owners=("ec",))
    assert tell(owned, department="ec").done_by == "product"
    assert tell(ACTION, department="ec") is None


def test_the_section_says_until_when_it_counts_and_claims_no_cause():
    note = say_judged_until((ACTION,), "product")
    assert note.startswith("11月15日までの件数によります。")
    assert note.endswith("打ち手が原因とまでは言えません。")
    assert say_judged_until((), "product") == ""


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (-0.34, -0.26, "約3割の減少"), (-0.3, -0.02, "1割未満〜3割の減少"), (-0.04, -0.01, "1割未満の減少"),
        (-1.0, -0.7, "7〜10割の減少"), (0.3, 1.4, "1.3〜2.4倍への増加"), (-0.2, 1.3, "2割減〜2.3倍"),
    ],
)  # fmt: skip
def test_ranges_are_told_in_tenths(low, high, told):
    assert words.say_change(low, high) == told


@given(st.floats(-1, 3), st.floats(0, 2))
def test_every_range_can_be_told(low, width):
    told = words.say_change(low, low + width)
    assert "割" in told or "倍" in told
    assert "-" not in told


@given(st.integers(0, 9999), st.integers(0, 200), st.integers(0, 9999), st.integers(0, 200))
def test_counts_are_told_where_both_sides_have_days(before, before_days, after, after_days):
    told = words.say_counts(before, before_days, after, after_days)
    assert (told == "") == (0 in (before_days, after_days))


ASKED = replace(
    ACTION, action_id="A3", topic_ids=("T000002",), counted_topics=(), what="原因の調査", done_on=None, effect=None,
    status="draft", due_on=date(2026, 11, 12), owner="品質保証",
)  # fmt: skip


def late(action, day=SUNDAY):
    return [(item.what, item.state) for item in list_overdue(make_site(), (action,), day, "product")]


def test_an_answer_is_overdue_from_its_day_on_and_by_the_reports_day():
    assert late(ASKED) == [("「泡立ちが落ちた」原因の調査", "担当:品質保証、期限11月12日、未回答")]
    assert late(ASKED, date(2026, 11, 11)) == []
    assert late(replace(ASKED, department="ec")) == []


def test_an_answer_that_came_later_is_told_and_one_in_time_is_not_waited_for():
    answered = replace(ASKED, answered_on=date(2026, 11, 17), answer="金型を直します")
    assert late(answered)[0][1] == "担当:品質保証、期限11月12日、11月17日に回答あり:「金型を直します」"
    assert late(answered, date(2026, 11, 17)) == []
    assert late(replace(ASKED, status="done", done_on=date(2026, 11, 10))) == []
    assert late(replace(ASKED, status="closed", closed_on=date(2026, 11, 10))) == []


def test_where_nothing_is_overdue_it_says_what_is_due_next():
    assert say_none_overdue((), SUNDAY, "product") == "期限を決めてお願いしているものはありません。"
    coming = replace(ASKED, due_on=date(2026, 11, 20))
    assert say_none_overdue((coming,), SUNDAY, "product") == (
        "期限を過ぎたものはありません。期限前が1件あります(次は11月20日)。"
    )
    answered = replace(ASKED, answered_on=date(2026, 11, 10))
    assert say_none_overdue((answered,), SUNDAY, "product") == "期限を過ぎたものはありません。"


def told(to, at, state="open", note=None):
    moment = datetime.fromisoformat(at).replace(tzinfo=JST)
    return {"escalated_to": to, "escalated_at": moment, "escalation_state": state, "note": note}


def test_an_urgent_case_says_who_was_told_and_what_came_back():
    day = date(2026, 11, 13)
    first = told("品質保証部", "2026-11-13T10:20")
    assert say_passed_on([], day) == NOT_PASSED_ON == "連絡の記録はまだありません"
    assert say_passed_on([first], day) == "品質保証部へ13日10:20に連絡済み、回答待ち"
    answer = told("品質保証部", "2026-12-01T09:05", "answered", "回収します")
    assert say_passed_on([answer, first], day) == "品質保証部から12月1日9:05に回答あり(回収します)"
    legal = told("法務部", "2026-11-14T08:00")
    assert say_passed_on([first, legal], day) == (
        "品質保証部へ13日10:20に連絡済み、回答待ち。法務部へ14日8:00に連絡済み、回答待ち"
    )


KNOWN = Button("T000001", "product", "known", None, WEEK, date(2026, 11, 16))


def alert(since, day):
    return Alert("week", day, "complaint", "T000001", "product", since, since, 30, 5, 12)


@pytest.mark.parametrize(("weeks_later", "is_known"), [(-1, False), (0, True), (7, True), (8, False)])
def test_what_a_department_knows_is_not_put_forward_for_eight_weeks(weeks_later, is_known):
    week = WeekKey(MONDAY + timedelta(weeks=weeks_later))
    assert list_known([KNOWN], [], week, "product") == ({"T000001"} if is_known else set())
    assert list_known([KNOWN], [], week, "ec") == set()


def test_what_rises_anew_is_put_forward_again_until_it_is_known_again():
    week = WeekKey(MONDAY + timedelta(weeks=3))
    old = alert(date(2026, 11, 10), week.sunday)
    anew = alert(date(2026, 11, 25), week.sunday)
    assert list_known([KNOWN], [old], week, "product") == {"T000001"}
    assert list_known([KNOWN], [anew], week, "product") == set()
    again = replace(KNOWN, week=WeekKey(MONDAY + timedelta(weeks=2)), given_on=date(2026, 11, 30))
    assert list_known([KNOWN, again], [anew], week, "product") == {"T000001"}


def test_a_topic_that_is_known_makes_no_news():
    signals = Signals(alerts=(alert(MONDAY, SUNDAY),))
    assert signals.without({"T000001"}).alerts == ()
    assert signals.without(set()) == signals
