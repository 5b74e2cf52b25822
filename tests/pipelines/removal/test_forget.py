"""The right to be forgotten, on a real small night."""

import json
import shutil
import signal
import stat
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from pipelines import quiet
from pipelines.backfill import run_days
from pipelines.errors import PipelineError
from pipelines.hashing import stored_hashes
from pipelines.manifest import read_manifest
from pipelines.pseudonyms import Pseudonymizer, load_keys
from pipelines.removal import forget as forgetting
from pipelines.removal.forget import Asked, forget, plan_forget, resume_forget
from pipelines.removal.plan import read_plan
from pipelines.removal.rotation import rotate_key
from pipelines.resources import pseudonymizer
from pipelines.site import build_reports
from tests.pipelines.homes import NOW
from tests.pipelines.removal.removal_homes import (
    DAYS,
    contacts_of,
    copy_home,
    killed_at,
    own_sentences,
    places_holding,
    talkative_customer,
)
from warehouse.contract import core
from warehouse.database import open_database
from warehouse.published import newest, open_published

pytestmark = pytest.mark.system

ASKED = Asked("sato", "開示等請求 2026-014", NOW)


def everything_of(settings, key):
    """Return what must be gone: the key, contact ids (as JSON strings, so that none is part of another), sentences."""
    ids = {row["contact_id"] for row in contacts_of(settings, key)}
    return {
        key,
        *(f'"{name}"' for name in ids),
        *(f'"{name}/' for name in ids),
        *own_sentences(settings, key),
    }


def lines(settings, days=DAYS):
    return [item.line() for item in stored_hashes(days, settings)]


@pytest.fixture(scope="module")
def forgotten(night, tmp_path_factory):
    settings = copy_home(night, tmp_path_factory.mktemp("forgotten"))
    key = talkative_customer(settings)
    needles = everything_of(settings, key)
    done = forget(settings, [key], ASKED)
    return settings, key, needles, done


def test_what_must_go_was_everywhere_before(night):
    key = talkative_customer(night)
    places = places_holding(night.home, everything_of(night, key))
    for room in (
        "lake/received",
        "lake/contacts",
        "lake/voices",
        "warehouse/koe",
        "warehouse/published",
        "site/",
    ):
        assert any(place.startswith(room) for place in places), room


def test_nothing_of_the_person_is_left_anywhere(forgotten):
    settings, _, needles, done = forgotten
    assert places_holding(settings.home, needles) == []
    assert done.searched.hits == ()
    assert sum(done.searched.files.values()) > 50
    assert not (settings.home / "removal").exists()


def test_one_fresh_copy_and_one_build_stay(forgotten):
    settings = forgotten[0]
    assert len(list(settings.warehouse_dir.glob("published-*.duckdb"))) == 1
    assert len([path for path in settings.site_dir.iterdir() if path.is_dir() and not path.is_symlink()]) == 1
    assert (settings.site_dir / "current" / "index.html").exists()
    with open_published(newest(settings.warehouse_dir)) as reader:
        assert reader.query("SELECT count(*) AS n FROM published.days").column("n")[0].as_py() == len(DAYS)


def test_the_rows_of_all_others_stay_as_they_were(night, forgotten):
    settings, key, _, _ = forgotten
    before = [row for row in contacts_of(night) if row["customer_key"] != key]
    after = [row for row in contacts_of(settings) if row["excluded_reason"] != "forgotten"]
    assert after == before
    for table in (core.UTTERANCES, core.VOICES, core.ASSIGNMENTS):
        for day in DAYS:
            name = "voice_id" if table is core.ASSIGNMENTS else "contact_id"
            gone = {row["contact_id"] for row in contacts_of(night, key)}
            kept = [
                row
                for row in night.lake.read_day(table, day).to_pylist()
                if row[name].partition("/")[0] not in gone
            ]
            assert settings.lake.read_day(table, day).to_pylist() == kept


def test_rows_still_add_up_and_a_tombstone_says_nothing(forgotten):
    settings, _, _, done = forgotten
    left = [row for row in contacts_of(settings) if row["excluded_reason"] == "forgotten"]
    assert len(left) == len(done.plan.contact_ids)
    said = {
        "contact_id",
        "source",
        "channel",
        "started_at",
        "excluded_reason",
        "source_file",
        "source_row",
        "version",
    }
    for row in left:
        assert {name for name, value in row.items() if value not in (None, [])} <= said
        assert row["source_row"] == 0
        assert (row["started_at"].hour, row["started_at"].minute) == (15, 0)  # midnight in Japan
    with open_database(settings.warehouse_dir) as database:
        rows = database.query(
            "FROM core.receipts WHERE row_count <> contact_rows + superseded_rows + quarantined_rows"
        )
        assert rows.num_rows == 0
        verdicts = database.query("SELECT DISTINCT verdict FROM core.days").column(0).to_pylist()
        assert "fail" not in verdicts


def test_a_backfill_from_the_raw_files_gives_the_same_and_does_not_bring_the_person_back(forgotten, tmp_path):
    settings, _, needles, _ = forgotten
    fresh = copy_home(settings, tmp_path)
    before = lines(fresh)
    for path in (fresh.home / "lake" / "received").glob("file=*/file.json"):
        facts = json.loads(path.read_text())
        path.write_text(json.dumps(facts | {"reading": "older"}))  # as after an update of the masking rules
    run_days(DAYS, fresh, now=NOW, workers=1)
    build_reports(fresh, now=NOW)
    assert lines(fresh) == before
    assert places_holding(fresh.home, needles) == []


def test_the_journal_tells_who_and_why_but_not_whom(forgotten):
    settings, key, _, _ = forgotten
    entries = [entry for entry in settings.journal.entries() if entry.action == "forget"]
    assert [entry.values["state"] for entry in entries] == ["begun", "done"]
    assert {(entry.by, entry.why) for entry in entries} == {("sato", ASKED.why)}
    assert all(key not in path.read_text() for path in (settings.home / "journal").iterdir())


def test_the_manifest_shows_that_the_list_is_why_the_hash_changed(night, forgotten):
    settings, _, _, done = forgotten
    for day in done.plan.days:
        assert (
            read_manifest(settings, day)["inputs"]["suppressed"]
            != read_manifest(night, day)["inputs"]["suppressed"]
        )


def test_topics_keep_no_sentence_of_the_person(night, forgotten):
    settings, key, _, _ = forgotten
    own = own_sentences(night, key)
    for folder in (settings.home / "topics").iterdir():
        samples = pq.ParquetFile(folder / "samples.parquet").read().column("sentence").to_pylist()
        assert not own & set(samples)
        settings.registry.read(int(folder.name[1:]))  # whole, and as registry.json says


def test_a_dry_run_touches_nothing(settings):
    before = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*")}
    plan = plan_forget(settings, [talkative_customer(settings)])
    assert plan.contact_ids
    after = {path: path.stat().st_mtime_ns for path in settings.home.rglob("*")}
    assert after == before


@pytest.mark.system
def test_a_row_of_labels_that_was_copied_is_named_and_left(settings):
    key = talkative_customer(settings)
    sentence = max(own_sentences(settings, key), key=len)
    labels = settings.config_dir / "labels.csv"
    labels.write_text(f"text,kind,sentiment,note\nまったく別の文です,other,,\n{sentence},complaint,neg,\n")
    done = forget(settings, [key], ASKED)
    assert [place for place in done.own_files if "labels.csv" in place] == [f"{labels} line 3"]
    assert sentence in labels.read_text()


@pytest.mark.parametrize(
    "point",
    [
        "received files",
        pytest.param(f"day {DAYS[0]}", marks=pytest.mark.long),
        "warehouse",
        pytest.param("published copy and reports", marks=pytest.mark.long),
        "search",
    ],
)
def test_a_removal_that_was_killed_anywhere_is_ended_by_the_next(night, forgotten, tmp_path, point):
    key = talkative_customer(night)
    needles = everything_of(night, key)
    settings = copy_home(night, tmp_path)
    assert killed_at(settings, "forget", key, point) == signal.SIGKILL
    assert read_plan(settings) is not None
    done = resume_forget(settings, ASKED)
    assert done.searched.hits == ()
    assert places_holding(settings.home, needles) == []
    assert lines(settings) == lines(forgotten[0])


@pytest.mark.system
def test_two_removals_do_not_mix(settings):
    keys = sorted({row["customer_key"] for row in contacts_of(settings) if row["customer_key"]})[:2]
    assert killed_at(settings, "forget", keys[0], "topics") == signal.SIGKILL
    with pytest.raises(PipelineError, match=r"broken off.*--resume"):
        forget(settings, [keys[1]], ASKED)


@pytest.mark.system
def test_a_proof_that_fails_is_not_a_proof(settings, monkeypatch):
    key = talkative_customer(settings)
    monkeypatch.setattr(forgetting, "clean_registry", lambda *_: [])
    monkeypatch.setattr(forgetting, "forget_received", lambda *_: None)
    with pytest.raises(PipelineError, match="places still hold something"):
        forget(settings, [key], ASKED)
    assert read_plan(settings) is not None


@pytest.mark.system
def test_the_list_outlives_a_change_of_keys(forgotten, night, tmp_path):
    settings, _, needles, _ = forgotten
    fresh = copy_home(settings, tmp_path)
    key_file = tmp_path / "own-key"
    key_file.write_bytes(night.key_file.read_bytes())
    key_file.chmod(0o600)
    fresh = replace(fresh, key_file=key_file)
    was = {row["contact_id"]: row["customer_key"] for row in contacts_of(fresh)}
    assert rotate_key(fresh) == DAYS
    assert len(load_keys(key_file)) == 2
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    run_days(DAYS, fresh, now=NOW, workers=1)
    left = [row for row in contacts_of(fresh) if row["excluded_reason"] == "forgotten"]
    assert len(left) == len([name for name in was if "forgotten-" in name])
    assert all(
        row["customer_key"] != was.get(row["contact_id"]) for row in contacts_of(fresh) if row["customer_key"]
    )
    plain = {needle for needle in needles if needle.startswith('"')}
    assert places_holding(fresh.home / "lake", plain) == []


def test_a_rotation_that_was_killed_makes_no_second_key(settings, tmp_path, monkeypatch):
    key_file = tmp_path / "own-key"
    key_file.write_bytes(settings.key_file.read_bytes())
    key_file.chmod(0o600)
    own = replace(settings, key_file=key_file)
    with monkeypatch.context() as broken:
        broken.setattr("pipelines.removal.rotation.mark_key", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            rotate_key(own)
    with pytest.raises(PipelineError, match="key rotate"):
        pseudonymizer(own)
    rotate_key(own)
    assert len(load_keys(key_file)) == 2
    assert pseudonymizer(own).fingerprint == Pseudonymizer(load_keys(key_file)[0]).fingerprint


def test_a_damaged_list_stops_the_night(forgotten, tmp_path):
    settings = copy_home(forgotten[0], tmp_path)
    for path in (settings.home / "suppressed").iterdir():
        path.write_text("{")
    with pytest.raises(PipelineError, match="would come back"):
        run_days(DAYS[:1], settings, now=NOW, workers=1)


def test_a_lost_list_stops_the_night(forgotten, tmp_path):
    settings = copy_home(forgotten[0], tmp_path)
    shutil.rmtree(settings.home / "suppressed")
    with pytest.raises(PipelineError, match=r"is gone.*would come back"):
        run_days(DAYS[:1], settings, now=NOW, workers=1)


def test_a_removal_waits_for_a_step_at_work(settings, monkeypatch):
    monkeypatch.setattr(quiet, "WAIT_SECONDS", -1.0)
    with quiet.working(settings.home), pytest.raises(PipelineError, match="still held"):
        forget(settings, [talkative_customer(settings)], ASKED)


def _interrupt(*_):
    raise KeyboardInterrupt
