"""The demo's own actions in the journal, and the notice of urgent cases."""

import json
from datetime import UTC, date, datetime

import pytest

from pipelines.actions import risk_news
from pipelines.actions.demo import write_demo_actions
from pipelines.edits import apply_edits
from pipelines.settings import load_settings
from samples.company.trends import planted_events
from tests.warehouse.builders import make_rows, make_topic
from warehouse.contract import core
from warehouse.journal import Journal

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
DAY = date(2026, 11, 21)


@pytest.fixture
def truth(tmp_path):
    folder = tmp_path / "truth"
    folder.mkdir()

    def write(end):
        events = [dict(event) for event in planted_events(end, 210)]
        (folder / "events.json").write_text(json.dumps({"events": events}), encoding="utf-8")
        return folder

    return write


def actions_of(journal):
    topics = [
        make_topic("T000001", label="香りが強すぎる"),
        make_topic("T000002", label="電話がつながらない"),
    ]
    edited = apply_edits(
        make_rows(core.TOPICS, topics), make_rows(core.ROUTES, []), journal.entries(),
        departments=["product", "sales"], damaged=[],
    )  # fmt: skip
    assert edited.conflicts.num_rows == 0
    return {row["what"]: row for row in edited.actions.to_pylist()}


def test_the_demo_writes_what_its_truth_tells_and_once_only(tmp_path, truth):
    journal = Journal(tmp_path / "journal")
    assert write_demo_actions(journal, truth(DAY), now=NOW) == 3
    assert write_demo_actions(journal, truth(DAY), now=NOW) == 0
    rows = actions_of(journal)
    improved = rows["香料の配合量を見直した"]
    assert (improved["done_on"], improved["topic_ids"]) == (date(2026, 9, 12), ["T000001"])
    assert rows["自動音声の案内を短くした"]["topic_ids"] == ["T000002"]
    assert (rows["処方を変えた経緯の確認"]["status"], rows["処方を変えた経緯の確認"]["due_on"]) == (
        "draft", date(2026, 11, 11),
    )  # fmt: skip


def test_another_demo_takes_the_actions_of_the_one_before_back(tmp_path, truth):
    journal = Journal(tmp_path / "journal")
    write_demo_actions(journal, truth(DAY), now=NOW)
    assert write_demo_actions(journal, truth(date(2026, 11, 22)), now=NOW) == 3
    assert {str(row["done_on"]) for row in actions_of(journal).values()} == {
        "2026-09-13",
        "2026-10-08",
        "None",
    }


def test_urgent_cases_are_told_by_department_and_only_what_is_new(tmp_path, monkeypatch):
    settings = load_settings(
        None, {"KOE_HOME": str(tmp_path / "home"), "KOE_KEY_FILE": str(tmp_path / "key")}
    )
    counts = {"商品開発部": 3, "未割当": 1}
    monkeypatch.setattr(risk_news, "_counts", lambda *_: counts)
    text = risk_news.risk_text(DAY, settings, link="http://koe.example/koe/current/index.html")
    assert text == (
        "11/21分 至急ご確認いただきたいお申し出が新たに4件あります(この日の合計:商品開発部3件、未割当1件)。"
        "内容は週報でご確認ください。 http://koe.example/koe/current/index.html"
    )
    risk_news.note_told(DAY, settings)
    assert risk_news.risk_text(DAY, settings, link="") == ""
    counts["商品開発部"] = 5
    assert "新たに2件" in risk_news.risk_text(DAY, settings, link="")


def test_before_anything_is_published_there_is_nothing_to_tell(tmp_path):
    settings = load_settings(
        None, {"KOE_HOME": str(tmp_path / "home"), "KOE_KEY_FILE": str(tmp_path / "key")}
    )
    assert risk_news.risk_text(DAY, settings, link="") == ""
