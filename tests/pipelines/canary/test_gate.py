"""A leak in any place that a run writes to stops the publication, is named, and leaves readers what they have."""

import json
import os
import zipfile
from datetime import date

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from pipelines.backfill import run_days
from pipelines.canary.contacts import planted_on
from pipelines.canary.gate import Gate, LeakError, days_to_search
from pipelines.cli.app import app
from pipelines.manifest import manifest_path
from pipelines.publish import publish
from pipelines.receive.layer import ReceivedLayer
from tests.pipelines.homes import CANARIES, END, NOW, make_home
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.database import open_database
from warehouse.published import newest

SECRET = next(value.written for value in planted_on(END) if value.form == "hyphens" and value.type == "phone")
STRANGER = "4111 1111 1111 1111"


def check(settings):
    with open_database(settings.warehouse_dir) as database:
        Gate(settings, [END]).check_stored(database, since=0.0)


def change(settings, table, column, text):
    """Put a text into the first row of a day of the lake; return what undoes it."""
    rows = settings.lake.read_day(table, END).drop_columns(["day"])
    values = rows.column(column).to_pylist()
    values[0] = [{"speaker": "customer", "text": text}] if column == "turns" else text
    field = rows.schema.field(column)
    changed = rows.set_column(rows.schema.get_field_index(column), field, pa.array(values, field.type))
    settings.lake.write_day(table, END, changed, attempt="t")
    return lambda: settings.lake.write_day(table, END, rows, attempt="t")


def test_a_clean_night_passes(settings):
    check(settings)


def test_the_command_leaks_names_places_and_not_what_it_found(settings, monkeypatch):
    for name, value in settings.variables.items():
        if name.startswith("KOE_"):
            monkeypatch.setenv(name, value)
    clean = CliRunner().invoke(app, ["leaks"])
    assert (clean.exit_code, clean.output) == (0, "1 days searched, nothing found\n")
    logs = settings.home / "logs"
    logs.mkdir()
    (logs / "night.log").write_text(f"read {SECRET} and {STRANGER}\n", encoding="utf-8")
    try:
        found = CliRunner().invoke(app, ["leaks"])
    finally:
        (logs / "night.log").unlink()
        logs.rmdir()
    assert found.exit_code == 1
    assert "logs, night.log: phone (planted hyphens), 1 texts" in found.output
    assert "logs, night.log: card" in found.output
    assert SECRET not in found.output + str(found.exception)
    assert STRANGER not in found.output + str(found.exception)


LAKE = [
    (LAKE_CONTACTS, "turns"),
    (LAKE_CONTACTS, "attributes"),
    (LAKE_CONTACTS, "source_case_id"),
    (core.UTTERANCES, "text"),
    (core.VOICES, "sentence"),
    (core.QUARANTINE, "detail"),
    (core.RECEIPTS, "source_file"),
]


@pytest.mark.parametrize(
    "secret", [SECRET, SECRET.translate(str.maketrans("0123456789-", "０１２３４５６７８９ "))]
)
@pytest.mark.parametrize(("table", "column"), LAKE, ids=lambda item: getattr(item, "name", item))
def test_a_leak_in_the_lake_is_found(settings, table, column, secret):
    undo = change(settings, table, column, f"ここは{secret}です")
    try:
        with pytest.raises(LeakError, match=f"lake/{table.name}, day={END}.*phone") as caught:
            check(settings)
    finally:
        undo()
    assert secret not in str(caught.value)
    assert "koe backfill" in str(caught.value)


def test_a_stranger_s_card_is_found_by_its_form(settings):
    undo = change(settings, core.UTTERANCES, "text", f"番号{STRANGER}で")
    try:
        with pytest.raises(LeakError, match="card"):
            check(settings)
    finally:
        undo()


def test_a_leak_in_what_was_received_is_found(settings):
    layer = ReceivedLayer(settings.lake, "t")
    file = layer.day_files(END)[-1]
    rows = layer.read_rows(file.key, END, core.CONTACTS.name)
    field = rows.schema.field("attributes")
    words = pa.array([SECRET] * rows.num_rows, field.type)
    layer.write_rows(
        file.key,
        END,
        core.CONTACTS.name,
        rows.set_column(rows.schema.get_field_index("attributes"), field, words),
    )
    try:
        with pytest.raises(LeakError, match="lake/received"):
            check(settings)
    finally:
        layer.write_rows(file.key, END, core.CONTACTS.name, rows)


WAREHOUSE = [
    ("core.contacts", "attributes"),
    ("core.utterances", "text"),
    ("core.voices", "sentence"),
    ("core.quarantine", "detail"),
    ("core.receipts", "source_file"),
    ("core.check_results", "message"),
    ("core.departments", "name"),
]


@pytest.mark.parametrize(("table", "column"), WAREHOUSE)
def test_a_leak_in_the_warehouse_is_found(settings, table, column):
    with open_database(settings.warehouse_dir) as database:
        names = {
            row["name"]
            for row in database.query(
                "SELECT schema_name || '.' || table_name AS name FROM duckdb_tables()"
            ).to_pylist()
        }
        if table not in names:
            pytest.fail(f"{table} is gone: name another table of its kind")
        database.run("BEGIN")
        try:
            database.run(f"UPDATE {table} SET {column} = $text", {"text": SECRET})
            with pytest.raises(LeakError, match=f"warehouse {table}, column {column}"):
                Gate(settings, [END]).check_stored(database, since=0.0)
        finally:
            database.run("ROLLBACK")


def test_a_leak_in_a_manifest_is_found(settings):
    path = manifest_path(settings, END)
    before = path.read_text(encoding="utf-8")
    path.write_text(json.dumps(json.loads(before) | {"note": SECRET}), encoding="utf-8")
    try:
        with pytest.raises(LeakError, match="manifests"):
            check(settings)
    finally:
        path.write_text(before, encoding="utf-8")


@pytest.mark.parametrize("place", ["logs/run.log", "airflow/logs/dag_id=voc_daily/run_id=x/attempt=1.log"])
def test_a_leak_in_a_log_of_the_run_is_found_and_an_older_log_is_not_read(settings, place):
    path = settings.home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"ValueError: {SECRET}", encoding="utf-8")
    try:
        with pytest.raises(LeakError, match="logs"):
            check(settings)
        os.utime(path, (1, 1))
        with open_database(settings.warehouse_dir) as database:
            Gate(settings, [END]).check_stored(database, since=2.0)
    finally:
        path.unlink()


def test_a_leak_in_the_copy_leaves_readers_the_old_one(settings, monkeypatch):
    shown = newest(settings.warehouse_dir)
    from warehouse import publishing

    fill = publishing._fill

    def leak(database, **rest):
        fill(database, **rest)
        database.run("UPDATE copy.data.utterances SET text = $text", {"text": SECRET})

    monkeypatch.setattr(publishing, "_fill", leak)
    with pytest.raises(LeakError, match=r"published copy data\.utterances"):
        publish(settings, now=NOW)
    assert newest(settings.warehouse_dir) == shown
    assert not list(settings.warehouse_dir.glob(".published-*"))


@pytest.mark.parametrize("name", ["index.html", "data.json", "list.xlsx"])
def test_a_leak_in_the_site_is_found(settings, tmp_path, name):
    text = f"<b>{SECRET}</b>"
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("xl/sharedStrings.xml", text)
    else:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(LeakError, match=f"site, {name}"):
        Gate(settings, [END]).check_site(tmp_path)


def test_a_leak_in_the_name_of_a_file_is_found(settings, tmp_path):
    (tmp_path / f"{SECRET}.html").write_text("", encoding="utf-8")
    with pytest.raises(LeakError, match="names of files") as caught:
        Gate(settings, [END]).check_site(tmp_path)
    assert SECRET not in str(caught.value)


def test_a_leak_stops_the_night_and_the_old_copy_stays(settings, monkeypatch):
    from pipelines.receive.masked_rows import RowMasker

    shown = newest(settings.warehouse_dir)
    whole = RowMasker.contact_row

    def careless(self, draft):
        row = whole(self, draft)
        row["turns"] = [{"speaker": speaker, "text": text} for speaker, text in draft.turns]
        return row

    monkeypatch.setattr(RowMasker, "contact_row", careless)
    folder = settings.home.parent.parent / "careless"
    made = make_home(folder, days=1, contacts_per_day=5, canaries=CANARIES)
    with pytest.raises(LeakError, match="lake/contacts"):
        run_days([END], made, now=NOW, workers=1)
    assert newest(made.warehouse_dir) is None
    assert newest(settings.warehouse_dir) == shown


def test_only_days_made_anew_are_searched(settings):
    with open_database(settings.warehouse_dir) as database:
        shown = newest(settings.warehouse_dir)
        assert days_to_search(database, None) == [END]
        assert days_to_search(database, shown) == [END]
        fresh = date(2026, 11, 22)
        database.run("BEGIN")
        database.run(
            "INSERT INTO core.days BY NAME SELECT * REPLACE ($day AS day, 'x' AS input_hash) FROM core.days",
            {"day": fresh},
        )
        assert days_to_search(database, shown) == [fresh]
        database.run("ROLLBACK")


def test_addresses_that_the_configuration_names_may_stand_anywhere(settings, tmp_path):
    (tmp_path / "index.html").write_text("窓口 desk@example.jp まで", encoding="utf-8")
    with pytest.raises(LeakError, match="email"):
        Gate(settings, [END]).check_site(tmp_path)
    note = settings.config_dir / "note.csv"
    note.write_text("desk@example.jp\n", encoding="utf-8")
    try:
        Gate(settings, [END]).check_site(tmp_path)
    finally:
        note.unlink()
