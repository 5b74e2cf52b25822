"""The whole night on a small demo company: real files in, published rows out."""

import json
from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pytest

from pipelines.backfill import run_days
from pipelines.errors import PipelineError
from pipelines.hashing import stored_hashes
from pipelines.night import refit_topics
from pipelines.publish import publish
from pipelines.pull import receive_source
from pipelines.site import build_reports
from tests.pipelines.homes import END, NOW, last_days, make_home
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.database import open_database
from warehouse.published import newest, open_published

DAYS = last_days(8)


def run(settings, days=DAYS):
    return run_days(days, settings, now=NOW, workers=1)


def lines(settings, days=DAYS):
    return [item.line() for item in stored_hashes(days, settings)]


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = make_home(tmp_path_factory.mktemp("homes") / "straight", days=8, contacts_per_day=25)
    run(made)
    refit_topics(made, now=NOW)
    return made


@pytest.fixture(scope="module")
def reader(settings):
    with open_published(newest(settings.warehouse_dir)) as opened:
        yield opened


def test_every_row_is_accounted_for_and_every_day_is_published(settings, reader):
    assert [
        row["day"] for row in reader.query("SELECT day FROM published.days ORDER BY day").to_pylist()
    ] == DAYS
    lost = reader.query(
        "SELECT * FROM published.receipts WHERE row_count <> contact_rows + superseded_rows + quarantined_rows"
    )
    assert lost.num_rows == 0


def test_planted_trouble_is_shown_and_harms_nothing_else(reader):
    statuses = reader.query("SELECT source, status, day FROM published.receipts WHERE status <> 'received'")
    found = {(row["source"], row["status"], row["day"]) for row in statuses.to_pylist()}
    assert ("mail", "broken", END - timedelta(days=6)) in found
    assert ("survey", "missing", END - timedelta(days=1)) in found


def test_topics_are_found_named_and_owned(reader):
    topics = reader.query(
        "SELECT label, kind, owner_department FROM published.topics WHERE parent_id IS NOT NULL"
    )
    assert {"complaint", "procedure"} <= set(topics.column("kind").to_pylist())
    assert all(topics.column("label").to_pylist())
    assert any(topics.column("owner_department").to_pylist())


def test_cases_are_fewer_than_contacts(reader):
    counts = reader.query("SELECT count(*) AS n, count(DISTINCT case_id) AS cases FROM published.contacts")
    row = counts.to_pylist()[0]
    assert 0 < row["cases"] < row["n"]


def test_no_personal_data_of_the_truth_is_stored(settings):
    """Names are measured elsewhere; whatever has a form (phone, mail, card, address) must be gone everywhere."""
    truth = pa.parquet.read_table(settings.home / "demo" / "truth" / "pii.parquet").to_pylist()
    secrets = {row["text"] for row in truth if row["type"] in {"phone", "mail", "card", "postal_code"}}
    stored = json.dumps(
        [
            settings.lake.read_day(table, day).drop_columns(["day"]).to_pylist()
            for day in DAYS
            for table in (LAKE_CONTACTS, core.UTTERANCES, core.VOICES, core.QUARANTINE)
        ],
        ensure_ascii=False,
        default=str,
    )
    assert len(secrets) > 20
    assert [secret for secret in secrets if secret in stored] == []


def test_running_again_gives_the_same_hashes(settings):
    before = lines(settings)
    run(settings, [DAYS[3]])
    assert lines(settings) == before


@pytest.mark.system
def test_any_order_of_days_gives_the_same_hashes(settings, tmp_path_factory):
    folder = settings.home.parent.parent / "shuffled"
    other = make_home(folder, days=8, contacts_per_day=25)
    for day in (DAYS[5], DAYS[0], DAYS[7], DAYS[2], DAYS[6], DAYS[1], DAYS[4], DAYS[3]):
        run(other, [day])
    refit_topics(other, now=NOW)
    assert lines(other) == lines(settings)


@pytest.mark.system
def test_several_workers_give_the_same_hashes(settings):
    folder = settings.home.parent.parent / "parallel"
    other = make_home(folder, days=8, contacts_per_day=25)
    run_days(DAYS, other, now=NOW, workers=2)
    refit_topics(other, now=NOW)
    assert lines(other) == lines(settings)


def test_altering_one_stored_cell_changes_the_hash_and_fails_the_check(tmp_path):
    settings = make_home(tmp_path / "altered", days=1, contacts_per_day=20)
    run(settings, [END])
    before = lines(settings, [END])
    with open_database(settings.warehouse_dir) as database:
        database.run(
            "UPDATE core.voices SET sentiment = sentiment + 0.5 WHERE voice_id = (SELECT min(voice_id) FROM core.voices)"
        )
    after = lines(settings, [END])
    assert [a for a, b in zip(after, before, strict=True) if a != b] == [after[2]]
    assert after[2].startswith("core.voices ")


def test_a_late_file_re_runs_its_day_by_itself(tmp_path):
    settings = make_home(tmp_path / "late", days=3, contacts_per_day=20)
    chat = settings.home / "demo" / "files" / "chat" / f"{DAYS[-2]}.jsonl"
    late = chat.read_bytes()
    chat.unlink()
    run(settings, DAYS[-2:-1])
    assert settings.lake.read_day(core.RECEIPTS, DAYS[-2]).column("status").to_pylist().count("missing") >= 1
    chat.write_bytes(late)
    result = run(settings, [END])
    assert DAYS[-2] in result.days
    sources = settings.lake.read_day(core.CONTACTS, DAYS[-2], ["source"]).column("source").to_pylist()
    assert "chat" in sources


def test_a_rename_in_the_journal_wins_at_the_next_publication(settings):
    topic = next(row for row in settings.registry.latest().topics.to_pylist() if row["parent_id"])
    settings.journal.append(
        "rename",
        target={"topic_id": topic["topic_id"]},
        values={"label": "ポンプが<b>固い"},
        by="sato",
        why="",
        at=NOW,
    )
    publish(settings, now=NOW)
    with open_published(newest(settings.warehouse_dir)) as reader:
        rows = reader.query(
            "SELECT label, label_source FROM published.topics WHERE topic_id = $id", {"id": topic["topic_id"]}
        ).to_pylist()
    assert rows == [{"label": "ポンプが<b>固い", "label_source": "human"}]


def test_a_refit_on_unchanged_days_keeps_every_id_and_member(settings):
    before, versions = lines(settings), settings.registry.versions()
    refit_topics(settings, now=NOW)
    assert lines(settings) == before
    assert settings.registry.versions() == versions


def test_reports_are_built_from_the_published_copy(settings):
    index = build_reports(settings, now=NOW)
    assert index.exists()
    assert "<script" not in index.read_text(encoding="utf-8")


def test_a_run_killed_between_pull_and_load_is_made_good_by_the_next(tmp_path):
    from pipelines.preparation import pull_days

    settings = make_home(tmp_path / "killed", days=2, contacts_per_day=20)
    run(settings, DAYS[-2:])
    chat = settings.home / "demo" / "files" / "chat" / f"{DAYS[-2]}.jsonl"
    row = json.loads(chat.read_text(encoding="utf-8").splitlines()[0])
    late = json.dumps(row | {"chat_id": "LATE1"}, ensure_ascii=False)
    chat.write_text(chat.read_text(encoding="utf-8") + late + "\n", encoding="utf-8")
    for source in settings.sources.sources:
        receive_source(source, END, settings)
    assert pull_days(END, settings) == [END.isoformat(), DAYS[-2].isoformat()]
    # Here the run was killed: the day was pulled, and nothing of it loaded.
    assert DAYS[-2] in run(settings, [END]).days
    with open_database(settings.warehouse_dir) as database:
        assert database.query("FROM core.contacts WHERE contact_id = 'chat:LATE1'").num_rows == 1


def test_an_emptied_warehouse_is_not_published_over_the_reports(tmp_path):
    settings = make_home(tmp_path / "emptied", days=2, contacts_per_day=20)
    run(settings, DAYS[-2:])
    before = newest(settings.warehouse_dir)
    (settings.warehouse_dir / "koe.duckdb").unlink()
    with pytest.raises(PipelineError, match=r"1 days that ran before are not in the warehouse.*koe backfill"):
        run(settings, [END])
    assert newest(settings.warehouse_dir) == before


def test_another_key_is_refused_and_a_missing_one_not_replaced(tmp_path):
    settings = make_home(tmp_path / "keys", days=1, contacts_per_day=10)
    run(settings, [END])
    other = tmp_path / "other-key"
    with pytest.raises(PipelineError, match="restore it"):
        run(replace(settings, key_file=other), [END])
    assert not other.exists()


def test_a_damaged_registry_stops_a_refit(tmp_path):
    settings = make_home(tmp_path / "damaged", days=2, contacts_per_day=30)
    run(settings, DAYS[-2:])
    refit_topics(settings, now=NOW)
    vectors = settings.registry.folder / "v000001" / "vectors.npz"
    vectors.write_bytes(vectors.read_bytes()[:100])
    with pytest.raises(PipelineError, match="would give old ids to new topics"):
        refit_topics(settings, now=NOW)


def test_the_night_goes_on_with_the_last_good_version_and_says_so(tmp_path):
    settings = make_home(tmp_path / "last-good", days=2, contacts_per_day=30)
    run(settings, DAYS[-2:])
    refit_topics(settings, now=NOW)
    newer = settings.registry.folder / "v000002"
    newer.mkdir()
    (newer / "registry.json").write_text('{"format": 99, "files": {}, "meta": {}}')
    (settings.home / "journal").mkdir()
    (settings.home / "journal" / "01ARZ3NDEKTSV4RRFFQ69G5FAV.json").write_text('{"format": 1, "id": "01A')
    result = run(settings, [END])
    assert "registry_damaged" in {item.name for verdict in result.verdicts for item in verdict.found}
    with open_published(newest(settings.warehouse_dir)) as opened:
        assert opened.facts()["registry_version"] == "1"
        conflicts = opened.query("SELECT reason FROM published.journal_conflicts").to_pylist()
    assert "記録ファイルを読み取れません" in conflicts[0]["reason"]
    page = build_reports(settings, now=NOW).read_text(encoding="utf-8")
    assert "記録ファイルを読み取れません" in page
