from datetime import UTC, datetime

import pytest

from pipelines.edits import apply_edits
from tests.warehouse.builders import make_rows, make_topic
from warehouse.contract import core
from warehouse.journal import NEWER, Entry, Unreadable

AT = datetime(2026, 11, 21, tzinfo=UTC)


def make_entry(action, topic_id="T000001", number=1, **values):
    return Entry(f"01{number:024d}", AT, "sato", action, {"topic_id": topic_id}, values)


def apply(*entries, damaged=()):
    topics = [make_topic(f"T00000{n}", parent_id="T000009") for n in (1, 2, 3)]
    topics += [make_topic("T000004", kind="praise", parent_id="T000009"), make_topic("T000009", label="容器")]
    routes = [{"topic_id": "T000001", "owner_department": "ec", "shared_with": [], "route_source": "rule"}]
    return apply_edits(
        make_rows(core.TOPICS, topics),
        make_rows(core.ROUTES, routes),
        entries,
        departments=["ec", "product"],
        damaged=damaged,
    )


def topic(edited, topic_id="T000001"):
    return next(row for row in edited.topics.to_pylist() if row["topic_id"] == topic_id)


def test_the_last_rename_wins_and_is_marked_as_human():
    edited = apply(
        make_entry("rename", label="古い名前"), make_entry("rename", number=2, label=" ポンプが固い ")
    )
    assert (topic(edited)["label"], topic(edited)["label_source"]) == ("ポンプが固い", "human")
    assert edited.conflicts.num_rows == 0


@pytest.mark.parametrize("status", ["active", "dormant"])
def test_an_unmuted_topic_is_what_the_machine_says_again(status):
    edits = [make_entry("mute", number=1), make_entry("mute", number=2), make_entry("unmute", number=3)]
    topics = make_rows(core.TOPICS, [make_topic("T000001", status=status)])
    nobody = make_rows(core.ROUTES, [])

    def found(entries):
        return topic(apply_edits(topics, nobody, entries, departments=[], damaged=()))["status"]

    assert [found(edits[:1]), found(edits), found(edits[2:])] == ["muted", status, status]
    assert found([*edits, make_entry("mute", number=4)]) == "muted"


def test_merges_lead_to_the_end_of_the_chain():
    edited = apply(make_entry("merge", into="T000002"), make_entry("merge", "T000002", 2, into="T000003"))
    assert topic(edited)["merged_into"] == "T000003"
    assert topic(edited)["status"] == "merged"


def test_a_route_names_owner_and_sharers():
    edited = apply(make_entry("route", department="product", shared_with=["ec"]))
    assert edited.routes.to_pylist() == [
        {"topic_id": "T000001", "owner_department": "product", "shared_with": ["ec"], "route_source": "human"}
    ]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (make_entry("rename", "T999999", label="ない"), "対象の話題がありません"),
        (make_entry("rename", label="あ" * 300), "60文字"),
        (make_entry("rename", label="  "), "60文字"),
        (make_entry("merge", into="T000001"), "この話題自身に戻ります"),
        (make_entry("merge", into="T000004"), "種類の異なる"),
        (make_entry("merge", into="T000099"), "統合先の話題がありません"),
        (make_entry("route", department="nobody"), "部署 nobody は設定にありません"),
        (make_entry("set_parent", parent_id="T000002"), "主題が見つかりません"),
    ],
)
def test_an_edit_that_does_not_apply_is_listed_and_changes_nothing(entry, reason):
    edited = apply(entry)
    assert reason in edited.conflicts.to_pylist()[0]["reason"]
    assert edited.topics.equals(apply().topics)
    assert edited.routes.equals(apply().routes)


@pytest.mark.parametrize("action", ["rename", "mute", "unmute", "route", "set_parent", "pin", "unpin"])
def test_an_edit_of_a_topic_that_was_merged_names_the_topic_to_edit_instead(action):
    merged = make_entry("merge", into="T000002")
    edited = apply(
        merged, make_entry(action, number=2, label="新しい名前", department="ec", parent_id="T000009")
    )
    assert "T000002「" in edited.conflicts.to_pylist()[0]["reason"]
    assert edited.topics.equals(apply(merged).topics)


@pytest.mark.parametrize("action", ["rename", "merge", "pin", "unpin", "mute", "unmute", "route", "note"])
def test_every_edit_whose_target_is_gone_is_listed_with_what_to_do(action):
    reason = apply(make_entry(action, "T999999", label="ない")).conflicts.to_pylist()[0]["reason"]
    assert "koe topics list" in reason


def test_an_action_for_topics_that_are_gone_is_listed_and_not_forgotten():
    gone = Entry("01A", AT, "sato", "action", {"topic_ids": ["T999999"]}, {"what": "金型を修正"}, "")
    edited = apply(gone)
    assert edited.conflicts.num_rows == 1
    assert edited.actions.num_rows == 1


def test_merging_in_a_circle_is_a_conflict_and_not_an_endless_loop():
    edited = apply(make_entry("merge", into="T000002"), make_entry("merge", "T000002", 2, into="T000001"))
    assert topic(edited)["merged_into"] == "T000002"
    assert edited.conflicts.num_rows == 1


def test_a_damaged_file_is_listed():
    row = apply(damaged=[Unreadable("01X.json", NEWER)]).conflicts.to_pylist()[0]
    assert (row["entry_id"], row["reason"]) == ("01X.json", NEWER)


def test_an_action_becomes_a_row():
    entry = Entry("01A", AT, "sato", "action", {"topic_ids": ["T000001"]}, {"what": "金型を修正"}, "")
    assert apply(entry).actions.to_pylist()[0]["what"] == "金型を修正"


def test_an_action_with_an_unreadable_day_is_a_conflict_and_a_good_one_a_date():
    good = Entry(
        "01A", AT, "sato", "action", {"topic_ids": "T000001"}, {"done_on": "2026-11-20", "what": "x"}, ""
    )
    bad = Entry("01B", AT, "sato", "action", {}, {"done_on": "きのう"}, "")
    edited = apply(good, bad)
    assert str(edited.actions.to_pylist()[0]["done_on"]) == "2026-11-20"
    assert edited.actions.to_pylist()[0]["topic_ids"] == ["T000001"]
    assert "実施日" in edited.conflicts.to_pylist()[0]["reason"]
