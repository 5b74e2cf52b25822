"""What people write about actions, buttons, alerts and urgent cases; bad values are listed, never fatal."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.journal import target_and_values
from pipelines.edits import apply_edits
from tests.warehouse.builders import make_rows, make_topic
from warehouse.contract import core
from warehouse.journal import Entry

AT = datetime(2026, 11, 16, 1, tzinfo=UTC)
TOPICS = [make_topic("T000001", label="香りが強すぎる"), make_topic("T000002", label="電話がつながらない")]


def entry(action, target, number=1, **values):
    return Entry(f"01{number:024d}", AT + timedelta(hours=number), "sato", action, target, values)


def apply(*entries):
    routes = make_rows(core.ROUTES, [])
    return apply_edits(
        make_rows(core.TOPICS, TOPICS), routes, entries, departments=["ec", "product"], damaged=[]
    )


def action(**values):
    return entry("action", {"topic_ids": ["T000001"]}, **({"what": "香料を減らした"} | values))


def reasons(edited):
    return [row["reason"] for row in edited.conflicts.to_pylist()]


def test_an_action_keeps_owner_due_day_and_status():
    row = apply(action(owner=" 処方 開発 ", due_on="2026-11-30", department="product")).actions.to_pylist()[0]
    assert (row["owner"], row["due_on"], row["status"]) == ("処方 開発", date(2026, 11, 30), "draft")
    assert apply(action(done_on="2026-11-10")).actions.to_pylist()[0]["status"] == "done"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"what": "  "}, "打ち手の内容"),
        ({"what": "あ" * 201}, "200文字まで"),
        ({"done_on": "きのう"}, "実施日を読み取れません"),
        ({"due_on": "2026-13-01"}, "期限を読み取れません"),
        ({"status": "open"}, "draft、done、closed"),
        ({"status": ["done"]}, "draft、done、closed"),
        ({"department": "nobody"}, "部署 nobody は設定にありません"),
    ],
)
def test_an_action_with_bad_values_is_listed(values, reason):
    edited = apply(action(**values))
    assert reason in reasons(edited)[0]
    assert edited.actions.num_rows == 0


@pytest.mark.parametrize(
    ("name", "target", "values", "reason"),
    [
        ("answer", {"action_id": "01X"}, {}, "対象の打ち手がありません"),
        ("answer", {}, {"text": "しました"}, "打ち手の番号"),
        ("feedback", {"topic_id": "T000001"}, {"button": "like"}, "wrong_department、known"),
        ("feedback", {"topic_id": "T000001", "week": "W47"}, {"button": "known"}, "週を読み取れません"),
        ("feedback", {"topic_id": "T000001", "day": "47"}, {"button": "known"}, "日付を読み取れません"),
        ("feedback", {"week": "2026-W46"}, {"button": "known"}, "話題の番号"),
        ("feedback", {"topic_id": "T000001"}, {"button": "wrong_department", "to": "x"}, "部署 x は"),
        ("outcome", {"alert_id": "A1"}, {"outcome": False}, "real、false、known"),
        ("outcome", {}, {"outcome": "real"}, "お知らせの番号"),
        ("escalation", {"case_id": "phone:1"}, {}, "連絡先"),
        ("escalation", {"case_id": "phone:1"}, {"to": "品証", "at": "ひるごろ"}, "連絡の日時"),
        ("escalation", {"case_id": "phone:1"}, {"to": "品証", "state": "done"}, "open、answered"),
        ("escalation", {"case_id": " "}, {"to": "品証"}, "案件の番号"),
    ],
)
def test_other_entries_with_bad_values_are_listed(name, target, values, reason):
    edited = apply(entry(name, target, **values))
    assert reason in reasons(edited)[0]
    tables = (edited.actions, edited.feedback, edited.alert_outcomes, edited.escalations)
    assert [table.num_rows for table in tables] == [0, 0, 0, 0]


def test_an_answer_ends_the_waiting_and_a_new_date_begins_it_again():
    asked = action(due_on="2026-11-12")
    target = {"action_id": asked.entry_id}
    answered = entry("answer", target, 2, text="調べています")
    row = apply(asked, answered).actions.to_pylist()[0]
    assert (row["status"], row["answer"], row["answered_on"]) == ("draft", "調べています", date(2026, 11, 16))
    later = apply(asked, answered, entry("answer", target, 3, due_on="2026-12-01")).actions.to_pylist()[0]
    assert (later["due_on"], later["answered_on"]) == (date(2026, 12, 1), None)


def test_an_answer_can_tell_that_it_was_done_or_closed_and_take_it_back():
    asked = action(due_on="2026-11-12")
    target = {"action_id": asked.entry_id}
    done = apply(asked, entry("answer", target, 2, status="done", done_on="2026-11-14")).actions.to_pylist()
    assert (done[0]["status"], done[0]["done_on"]) == ("done", date(2026, 11, 14))
    closed = apply(asked, entry("answer", target, 2, status="closed")).actions.to_pylist()[0]
    assert (closed["status"], closed["closed_on"]) == ("closed", date(2026, 11, 16))
    assert apply(asked, entry("answer", target, 2, status="cancelled")).actions.num_rows == 0


def test_a_topic_that_is_merged_takes_the_buttons_along():
    known = entry("feedback", {"topic_id": "T000001", "department": "ec", "week": "2026-W46"}, button="known")
    merged = entry("merge", {"topic_id": "T000001"}, 2, into="T000002")
    row = apply(known, merged).feedback.to_pylist()[0]
    assert (row["topic_id"], row["week"], row["department"]) == ("T000002", date(2026, 11, 9), "ec")


def test_a_button_without_a_week_belongs_to_the_week_of_its_day():
    shown = entry("feedback", {"topic_id": "T000001", "department": "unassigned", "day": "2026-11-15"},
                  button="original")  # fmt: skip
    row = apply(shown).feedback.to_pylist()[0]
    assert (row["week"], row["shown_on"], row["department"]) == (date(2026, 11, 9), date(2026, 11, 15), None)


def test_the_last_outcome_of_an_alert_counts():
    edited = apply(
        entry("outcome", {"alert_id": "A1"}, outcome="real"),
        entry("outcome", {"alert_id": "A1"}, 2, outcome="known"),
    )
    assert [row["outcome"] for row in edited.alert_outcomes.to_pylist()] == ["known"]


def test_a_time_without_a_zone_is_japans_and_an_answer_need_not_repeat_whom():
    edited = apply(
        entry("escalation", {"case_id": "phone:1"}, to="品質保証部", at="2026-11-13T10:20"),
        entry("escalation", {"case_id": "phone:1"}, 2, state="answered", text="回収します"),
    )
    told, answered = edited.escalations.to_pylist()
    assert told["escalated_at"] == datetime(2026, 11, 13, 1, 20, tzinfo=UTC)
    assert (answered["escalated_to"], answered["note"]) == ("品質保証部", "回収します")


def test_an_action_finds_its_topic_by_words_once_there_is_one():
    named = entry("action", {"topic_words": ["香り", "強"]}, what="香料を減らした")
    assert apply(named).actions.to_pylist()[0]["topic_ids"] == ["T000001"]
    other = entry("action", {"topic_words": ["香り", "弱"]}, what="香料を増やした")
    edited = apply(other)
    assert edited.actions.to_pylist()[0]["topic_ids"] == []
    assert reasons(edited) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
NAMES = st.sampled_from(
    ["topic_id", "topic_ids", "topic_words", "action_id", "case_id", "alert_id", "week", "day"]
)
VALUES = st.sampled_from(
    ["what", "done_on", "due_on", "status", "button", "to", "at", "state", "text", "outcome"]
)


@given(
    st.sampled_from(["action", "answer", "feedback", "outcome", "escalation"]),
    st.dictionaries(NAMES, JSON, max_size=4),
    st.dictionaries(VALUES, JSON, max_size=6),
)
def test_whatever_stands_in_an_entry_it_is_used_or_listed(name, target, values):
    edited = apply(Entry("01A", AT, "sato", name, target, values))
    tables = (edited.actions, edited.feedback, edited.alert_outcomes, edited.escalations)
    assert sum(table.num_rows for table in tables) + edited.conflicts.num_rows >= 1


@pytest.mark.parametrize(
    ("name", "pairs", "target"),
    [
        ("action", ["topic_ids=T000001,T000002", "what=x"], {"topic_ids": ["T000001", "T000002"]}),
        ("action", ["topic_words=香り,強", "department=ec"], {"topic_words": ["香り", "強"]}),
        ("answer", ["action_id=01A", "text=しました"], {"action_id": "01A"}),
        ("feedback", ["topic_id=T1", "department=ec", "week=2026-W46", "button=known"],
         {"topic_id": "T1", "department": "ec", "week": "2026-W46"}),
        ("outcome", ["alert_id=A1", "outcome=false"], {"alert_id": "A1"}),
        ("escalation", ["case_id=phone:1", "to=品証"], {"case_id": "phone:1"}),
        ("route", ["topic_id=T1", "department=ec"], {"topic_id": "T1"}),
    ],
)  # fmt: skip
def test_the_command_line_knows_what_each_entry_is_about(name, pairs, target):
    assert target_and_values(name, pairs)[0] == target
