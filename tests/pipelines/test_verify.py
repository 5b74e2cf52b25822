"""``koe verify``: 同一, or which rows differ and which input explains it."""

import json
import os
from contextlib import contextmanager
from datetime import timedelta

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from pipelines.aside import AsideLake
from pipelines.backfill import run_days
from pipelines.errors import PipelineError
from pipelines.inputs import list_changes
from pipelines.night import refit_topics
from pipelines.verify import sample_days, verify_day, verify_days
from pipelines.verify_state import read_states
from tests.pipelines.homes import END, NOW, last_days, make_home
from warehouse.contract import core
from warehouse.database import open_database
from warehouse.differences import compare_rows
from warehouse.lake import Lake

pytestmark = pytest.mark.system

DAYS = last_days(3)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = make_home(tmp_path_factory.mktemp("homes") / "verified", days=3, contacts_per_day=20, canaries=0)
    run_days(DAYS, made, now=NOW, workers=1)
    refit_topics(made, now=NOW)
    return made


@contextmanager
def changed(path, content):
    """Change a file; afterwards it is as it was, its time included."""
    before = path.read_bytes() if path.exists() else None
    times = path.stat() if path.exists() else None
    new = content(before)
    path.unlink(missing_ok=True)
    if new is not None:
        path.write_bytes(new)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        if before is not None:
            path.write_bytes(before)
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def listing(settings):
    root = settings.home / "lake"
    files = (path for path in root.rglob("*") if path.is_file())
    return sorted((str(path.relative_to(root)), path.stat().st_mtime_ns) for path in files)


def test_a_day_that_nothing_changed_is_identical_and_the_lake_is_left_alone(settings):
    before = listing(settings)
    outcome = verify_day(END, settings)
    assert (outcome.verdict, outcome.differences, outcome.changes) == ("identical", (), ())
    assert outcome.rows > 40
    assert outcome.read_again > 3
    assert listing(settings) == before


def test_a_refit_after_the_night_is_part_of_the_manifest(settings):
    assert verify_day(DAYS[0], settings).verdict == "identical"


def test_a_new_word_that_alters_rows_is_named_with_the_tables_it_changed(settings):
    voices = settings.lake.read_day(core.VOICES, END, ["sentence", "tokens"]).to_pylist()
    pairs = ["".join(pair) for row in voices for pair in zip(row["tokens"], row["tokens"][1:], strict=False)]
    word = next(word for word in pairs if any(word in row["sentence"] for row in voices))
    with changed(
        settings.config_dir / "dictionary.csv", lambda _: f"term,reading,kind\n{word},テスト,用語\n".encode()
    ):
        outcome = verify_day(END, settings)
    assert {change.kind for change in outcome.changes} == {"dictionary"}
    assert outcome.verdict == "inputs_changed"
    assert "core.voices" in {item.table for item in outcome.differences}
    assert "core.contacts" not in {item.table for item in outcome.differences}
    assert verify_day(END, settings).verdict == "identical"


def test_a_source_file_that_was_corrected_since_is_named(settings):
    chat = settings.home / "demo" / "files" / "chat" / f"{END}.jsonl"
    row = json.loads(chat.read_text(encoding="utf-8").splitlines()[0])
    more = json.dumps(row | {"chat_id": "LATE1"}, ensure_ascii=False) + "\n"
    with changed(chat, lambda old: old + more.encode()):
        outcome = verify_day(END, settings)
    assert outcome.verdict == "inputs_changed"
    assert [change.kind for change in outcome.explaining()] == ["file"]
    assert f"chat/{END}.jsonl" in outcome.changes[0].name
    contacts = next(item for item in outcome.differences if item.table == "core.contacts")
    assert (contacts.only_made, contacts.only_stored) == (1, 0)
    assert "chat:LATE1" in contacts.keys


def test_files_gone_from_the_source_are_taken_from_the_lake(settings):
    chat = settings.home / "demo" / "files" / "chat" / f"{END}.jsonl"
    with changed(chat, lambda _: None):
        outcome = verify_day(END, settings)
    assert (outcome.verdict, outcome.from_lake) == ("identical", 1)


def test_a_stored_cell_that_was_altered_is_the_serious_case_and_shows_no_words(settings, tmp_path_factory):
    made = make_home(tmp_path_factory.mktemp("homes") / "altered", days=1, contacts_per_day=15, canaries=0)
    run_days([END], made, now=NOW, workers=1)
    with open_database(made.warehouse_dir) as database:
        victim = database.query(
            "SELECT min(voice_id) AS id, any_value(sentence) AS text FROM core.voices"
        ).to_pylist()[0]
        database.run("UPDATE core.voices SET sentence = '別の文' WHERE voice_id = $id", {"id": victim["id"]})
    outcome = verify_days([END], made, now=NOW)[0]
    assert (outcome.verdict, outcome.altered) == ("different", ("core.voices",))
    assert outcome.differences[0].keys == (victim["id"],)
    assert outcome.differences[0].columns == {"sentence": 1}
    state = (made.home / "verify" / f"day={END}.json").read_text(encoding="utf-8")
    assert "別の文" not in state + outcome.differences[0].line()
    assert read_states(made)[0]["verdict"] == "different"


def test_the_command_says_it_and_exits_by_it(settings, monkeypatch):
    from pipelines.cli.app import app

    monkeypatch.setenv("KOE_HOME", str(settings.home))
    monkeypatch.setenv("KOE_KEY_FILE", str(settings.key_file))
    result = CliRunner().invoke(app, ["verify", END.isoformat()])
    assert (result.exit_code, result.output.split()[:2]) == (0, [END.isoformat(), "同一"])
    with open_database(settings.warehouse_dir) as database:
        database.run(
            "UPDATE core.utterances SET sentiment = sentiment + 0.5 WHERE day = $day", {"day": DAYS[1]}
        )
    result = CliRunner().invoke(app, ["verify", DAYS[1].isoformat()])
    assert result.exit_code == 3
    assert "core.utterances" in result.output


def test_a_sample_is_the_same_for_a_seed(settings):
    assert sample_days(settings, 2, 5) == sample_days(settings, 2, 5)
    assert sample_days(settings, 99, 5) == DAYS


def test_a_day_that_never_ran_is_refused(settings):
    with pytest.raises(PipelineError, match="never run"):
        verify_day(END - timedelta(days=400), settings)


def test_a_run_aside_cannot_write_into_the_lake(tmp_path):
    lake = Lake(str(tmp_path))
    lake.write_bytes(lake.path("received", "file=k1", "file.json"), b"{}", attempt="1")
    aside = AsideLake(lake, "x")
    aside.borrowed.add("k1")
    assert aside.exists(aside.path("received", "file=k1", "file.json"))
    with pytest.raises(PipelineError, match="belongs to the lake"):
        aside.write_bytes(aside.path("received", "file=k1", "file.json"), b"", attempt="1")
    aside.write_bytes(aside.path("received", "file=k2", "file.json"), b"", attempt="1")
    aside.remove()
    assert [path.name for path in tmp_path.iterdir()] == ["received"]


def test_changes_are_named_piece_by_piece():
    was = {"files": ["chat/a.jsonl@" + "1" * 64], "config": {"dictionary.csv": "2" * 64}, "analyzer": "a"}
    now = {"files": [], "config": {"dictionary.csv": "3" * 64}, "analyzer": "b"}
    assert [change.line() for change in list_changes(was, now)] == [
        f"file chat/a.jsonl: {'1' * 12}… → -",
        f"dictionary: {'2' * 12}… → {'3' * 12}…",
    ]
    # other bytes of a list that mean the same to the analyzer changed nothing
    assert [change.kind for change in list_changes(was, now | {"analyzer": "a"})] == ["file"]


def test_rows_that_differ_are_counted_and_named_by_key():
    rows = [
        {"day": END, "voice_id": name, "topic_id": None, "similarity": 0.5, "registry_version": 1}
        for name in ("a", "b", "c")
    ]
    schema = core.ASSIGNMENTS.arrow_schema()
    stored = pa.Table.from_pylist(rows, schema=schema)
    made = pa.Table.from_pylist(
        [rows[1] | {"similarity": 0.6}, rows[2], rows[0] | {"voice_id": "d"}], schema=schema
    )
    found = compare_rows(core.ASSIGNMENTS, stored, made)
    assert (found.only_stored, found.only_made, found.changed, found.columns) == (1, 1, 1, {"similarity": 1})
    assert found.keys == ("a", "b", "d")
    assert compare_rows(core.ASSIGNMENTS, stored, stored.take([2, 0, 1])) is None
