"""What becomes of actions: drawn centres whose truth is known, and everything that forbids a verdict."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.actions.centre import Centre
from pipelines.actions.judge import judge_all
from pipelines.change.calendar import calendar_features

FIRST = date(2026, 3, 2)
DAYS = 230
DONE = FIRST + timedelta(days=170)
NEWEST = FIRST + timedelta(days=DAYS - 1)


def make_centre(factor=1.0, *, a_day=8.0, days=DAYS, start=170, seed=3, **changes):
    """Return two channels, ten topics; T000001 has `factor` times its cases from day `start` on."""
    rng = np.random.default_rng(seed)
    line = tuple(FIRST + timedelta(days=number) for number in range(days))
    volumes = rng.poisson(np.array([120.0, 40.0]), (days, 2)).astype(float)
    cases = {}
    for number in range(1, 11):
        mean = volumes * (a_day / 160)
        if number == 1:
            mean[start:] *= factor
        cases[f"T{number:06d}"] = rng.poisson(mean).astype(float)
    counted = np.ones(days, dtype=bool)
    centre = Centre(line, counted, volumes, cases, calendar_features(line))
    return replace(centre, **changes)


TOPICS = {
    f"T{number:06d}": {"topic_id": f"T{number:06d}", "kind": "complaint", "merged_into": None}
    for number in range(1, 11)
}


def make_action(action_id="A1", done_on=DONE, topics=("T000001",)):
    return {"action_id": action_id, "done_on": done_on, "topic_ids": list(topics)}


def judge(centre, *actions, topics=TOPICS):
    return judge_all(actions or [make_action()], topics, centre)


def test_a_halved_topic_is_a_decrease_whose_range_holds_the_truth():
    row = judge(make_centre(0.5))[0]
    assert (row["verdict"], row["reason"]) == ("decreased", "")
    assert row["change_low"] < -0.5 < row["change_high"] < 0
    assert (row["before_days"], row["after_days"], row["control_count"]) == (56, 56, 9)
    assert row["judged_until"] == NEWEST


def test_the_counts_are_those_of_whole_weeks_around_the_day():
    centre = make_centre(0.5)
    row = judge(centre)[0]
    own = centre.cases["T000001"].sum(axis=1)
    assert (row["before_cases"], row["after_cases"]) == (own[114:170].sum(), own[170:226].sum())


def test_a_topic_that_vanished_is_a_decrease():
    row = judge(make_centre(0.0, a_day=3.0))[0]
    assert row["verdict"] == "decreased"
    assert row["after_cases"] == 0


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        (make_action(done_on=NEWEST + timedelta(days=1)), "future"),
        (make_action(done_on=None), "no_day"),
        (make_action(topics=()), "no_topic"),
        (make_action(topics=("T999999",)), "topic_gone"),
        (make_action(done_on=NEWEST - timedelta(days=8)), "short_after"),
        (make_action(done_on=FIRST + timedelta(days=9)), "short_before"),
        (make_action(done_on=FIRST - timedelta(days=40)), "short_before"),
    ],
)
def test_what_cannot_be_said_is_not_said(action, reason):
    row = judge(make_centre(0.5), action)[0]
    assert (row["verdict"], row["reason"]) == ("undecidable", reason)
    assert row["change_low"] is row["change_high"] is row["smallest_effect"] is None


def test_a_verdict_is_promised_for_the_day_when_there_can_be_one():
    assert judge(make_centre(), make_action(done_on=NEWEST))[0]["judge_from"] == NEWEST + timedelta(days=14)
    ahead = make_action(done_on=NEWEST + timedelta(days=5))
    assert judge(make_centre(), ahead)[0]["judge_from"] == NEWEST + timedelta(days=19)


def test_a_history_of_nine_days_says_nothing():
    row = judge(make_centre(0.5, days=9, start=4), make_action(done_on=FIRST + timedelta(days=4)))[0]
    assert (row["verdict"], row["reason"]) == ("undecidable", "short_before")
    assert (row["before_days"], row["after_days"]) == (4, 4)


def test_nothing_counted_yet_is_the_future():
    assert judge(None)[0]["reason"] == "future"


def test_three_cases_are_too_few():
    assert judge(make_centre(0.5, a_day=0.05))[0]["reason"] == "few_cases"


def test_an_action_on_a_merged_topic_is_judged_where_it_went():
    merged = TOPICS | {"T000099": {"topic_id": "T000099", "kind": "complaint", "merged_into": "T000001"}}
    row = judge(make_centre(0.5), make_action(topics=("T000099", "T999999")), topics=merged)[0]
    assert (row["verdict"], row["counted_topics"]) == ("decreased", ["T000001"])


def test_two_actions_in_a_week_are_judged_together_only():
    first, second = make_action(), make_action("A2", DONE + timedelta(days=4))
    one, other = judge(make_centre(0.5), first, second)
    assert (one["verdict"], one["reason"], one["other_actions"]) == ("undecidable", "other_action", ["A2"])
    assert (other["reason"], other["other_actions"]) == ("other_action", ["A1"])
    assert one["change_high"] == other["change_high"] < 0
    assert one["before_days"] == one["after_days"]


def test_an_action_soon_after_another_has_nothing_to_be_compared_with():
    earlier = make_action("A0", DONE - timedelta(days=20))
    row = judge(make_centre(0.5), make_action(), earlier)[0]
    assert (row["reason"], row["other_actions"]) == ("other_action", ["A0"])


def test_an_action_long_before_ends_the_history_and_no_more():
    earlier = make_action("A0", DONE - timedelta(days=60))
    row = judge(make_centre(0.5), make_action(), earlier)[0]
    assert (row["verdict"], row["other_actions"]) == ("decreased", [])


def test_an_action_on_another_topic_disturbs_nothing():
    alone = judge(make_centre(0.5))[0]
    other = make_action("A2", DONE + timedelta(days=1), ("T000009",))
    beside = judge(make_centre(0.5), make_action(), other)[0]
    assert (beside["verdict"], beside["other_actions"]) == ("decreased", [])
    assert beside["control_count"] == alone["control_count"] - 1


def test_days_counted_with_other_topics_are_no_history():
    counted = np.arange(DAYS) >= 160
    row = judge(make_centre(0.5, is_counted=counted, is_recounting=True))[0]
    assert (row["verdict"], row["reason"]) == ("undecidable", "refit")


def test_a_week_without_data_is_no_decrease():
    centre = make_centre(1.0, a_day=30.0)
    for values in (centre.volumes, *centre.cases.values()):
        values[180:187] = 0
    assert judge(centre)[0]["verdict"] != "decreased"


@settings(max_examples=8, deadline=None)
@given(st.sampled_from([0.5, 2.0, 10.0]), st.sampled_from([0.4, 1.0]))
def test_a_constant_factor_of_the_volume_changes_nothing(factor, effect):
    centre = make_centre(effect)
    plain = judge(centre)[0]
    scaled = judge(replace(centre, volumes=centre.volumes * factor))[0]
    for name in ("change_low", "change_high"):
        assert scaled[name] == pytest.approx(plain[name], abs=0.01)
    assert scaled["verdict"] == plain["verdict"]


def test_the_order_of_actions_and_topics_changes_nothing():
    actions = [make_action(), make_action("A2", DONE - timedelta(days=60), ("T000003",))]
    backwards = dict(reversed(TOPICS.items()))
    centre = make_centre(0.6)
    turned = replace(centre, cases=dict(reversed(centre.cases.items())))
    assert judge(centre, *actions) == judge(turned, *reversed(actions), topics=backwards)[::-1]


def test_placebo_actions_are_seldom_called_an_effect():
    claims = sum(judge(make_centre(1.0, seed=seed))[0]["verdict"] == "decreased" for seed in range(12))
    assert claims <= 1
