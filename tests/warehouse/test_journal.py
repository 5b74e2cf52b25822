import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from warehouse.errors import WarehouseError
from warehouse.journal import COPIED, NEWER, UNREADABLE, Journal, Unreadable

AT = datetime(2026, 11, 21, 1, 2, 3, tzinfo=UTC)


def _rename(journal, label, at=AT):
    return journal.append(
        "rename", target={"topic_id": "T000001"}, values={"label": label}, by="sato", why="長い", at=at
    )


def test_entries_come_back_as_they_were_written_in_order_of_time(tmp_path):
    journal = Journal(tmp_path / "journal")
    later = _rename(journal, "電話がつながらない", AT.replace(hour=5))
    earlier = _rename(journal, "電話<script>")
    assert journal.entries() == [earlier, later]
    assert journal.position() == later.entry_id


def test_two_people_at_once_lose_nothing(tmp_path):
    journal = Journal(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: _rename(journal, f"名前{n}"), range(200)))
    assert {entry.values["label"] for entry in journal.entries()} == {f"名前{n}" for n in range(200)}


WRONG = '{"format":1,"id":"x","at":"2026-11-21T00:00:00+00:00","by":"a","why":"","action":"rename",'


@pytest.mark.parametrize(
    "content",
    [
        WRONG + '"target":null,"values":{}}',
        WRONG + '"target":"T1","values":{}}',
        WRONG + '"target":{},"values":null}',
        WRONG + '"target":{"topic_id":["a"]},"values":{}}',
        "",
        '{"format": 1',
        '{"format": 1}',
        "[]",
        "\x00\ufffd",
    ],
)
def test_a_half_written_file_is_named_and_the_rest_is_used(tmp_path, content):
    journal = Journal(tmp_path)
    entry = _rename(journal, "残る")
    (tmp_path / "01ARZ3NDEKTSV4RRFFQ69G5FAV.json").write_text(content, encoding="utf-8")
    assert journal.entries() == [entry]
    assert journal.damaged() == [Unreadable("01ARZ3NDEKTSV4RRFFQ69G5FAV.json", UNREADABLE)]


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path):
    (tmp_path / "01ARZ3NDEKTSV4RRFFQ69G5FAV.json").mkdir()
    assert Journal(tmp_path).damaged()[0].reason == UNREADABLE


def test_an_entry_of_a_newer_program_is_not_guessed_at(tmp_path):
    journal = Journal(tmp_path)
    path = tmp_path / f"{_rename(journal, '名前').entry_id}.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 2'), encoding="utf-8")
    assert journal.entries() == []
    assert journal.damaged() == [Unreadable(path.name, NEWER)]


def test_a_copied_file_does_not_count_twice(tmp_path):
    journal = Journal(tmp_path)
    entry = _rename(journal, "名前")
    copy = tmp_path / f"{entry.entry_id} (1).json"
    copy.write_bytes((tmp_path / f"{entry.entry_id}.json").read_bytes())
    assert journal.entries() == [entry]
    assert journal.damaged() == [Unreadable(copy.name, COPIED)]


def _write_names(folder, person):
    journal = Journal(folder)
    for number in range(60):
        _rename(journal, f"{person}{number}")


def test_processes_that_write_at_the_same_moment_lose_nothing(tmp_path):
    context = multiprocessing.get_context("fork")
    people = [context.Process(target=_write_names, args=(tmp_path, person)) for person in "甲乙丙"]
    for process in people:
        process.start()
    for process in people:
        process.join()
    labels = {entry.values["label"] for entry in Journal(tmp_path).entries()}
    assert labels == {f"{person}{number}" for person in "甲乙丙" for number in range(60)}
    assert not list(tmp_path.glob(".*"))


def test_an_unknown_action_is_refused(tmp_path):
    with pytest.raises(WarehouseError, match=r"unknown action 'renmae'; allowed: rename"):
        Journal(tmp_path).append("renmae", target={}, values={}, by="", why="", at=AT)
