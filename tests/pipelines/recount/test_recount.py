"""Figures that differ from the lake's rows are not published, and the message names the cell."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.backfill import run_days
from pipelines.publish import publish
from pipelines.recount import RecountError
from pipelines.recount.cases import disagreements, link
from pipelines.recount.voices import Counted
from pipelines.settings import Settings
from tests.pipelines.homes import END, NOW, last_days, make_home
from warehouse.contract.core import VOICES
from warehouse.database import open_database
from warehouse.published import newest


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    made = make_home(tmp_path_factory.mktemp("homes") / "recounted", days=3, contacts_per_day=12, canaries=0)
    run_days(last_days(3), made, now=NOW, workers=1)
    return made


@pytest.fixture
def lake_file(home: Settings) -> Iterator[Path]:
    """Give a day's voices, and put them back."""
    path = Path(home.lake.day_path(VOICES, END))
    content, stat = path.read_bytes(), path.stat()
    yield path
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_one_altered_row_of_the_lake_refuses_publication_and_names_the_cell(
    home: Settings, lake_file: Path
) -> None:
    shown, stat = newest(home.warehouse_dir), lake_file.stat()
    rows = home.lake.read_table(str(lake_file))
    kinds = rows["kind"].to_pylist()
    kinds[0] = "praise" if kinds[0] != "praise" else "request"
    altered = rows.set_column(rows.column_names.index("kind"), "kind", pa.array(kinds))
    home.lake.write_table(str(lake_file), altered, attempt="test")
    os.utime(lake_file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    monday = END - timedelta(days=END.weekday())
    with pytest.raises(
        RecountError, match=rf"{monday}/.*voices, contacts and cases would be published"
    ) as caught:
        publish(home, now=NOW)
    assert newest(home.warehouse_dir) == shown
    assert not any(sentence in str(caught.value) for sentence in rows["sentence"].to_pylist())


def test_one_altered_row_of_the_marts_refuses_publication(home: Settings) -> None:
    with open_database(home.warehouse_dir) as database:
        database.run("UPDATE mart.weekly_topic_counts SET cases = cases + 1 WHERE voices = 1")
    with pytest.raises(RecountError, match="the lake's rows come to"):
        publish(home, now=NOW)
    with open_database(home.warehouse_dir) as database:
        database.run("UPDATE mart.weekly_topic_counts SET cases = cases - 1 WHERE voices = 1")
    publish(home, now=NOW)


def test_a_day_that_another_run_has_made_again_is_left_to_that_run(home: Settings, lake_file: Path) -> None:
    rows = home.lake.read_table(str(lake_file))
    home.lake.write_table(str(lake_file), rows.slice(1), attempt="test")
    publish(home, now=NOW)


def counted(
    contacts: list[tuple[str, int, str | None, str | None]], voices: list[tuple[str, str | None]]
) -> Counted:
    start = date(2026, 11, 1)
    return Counted(
        pa.table(
            {
                "contact_id": [row[0] for row in contacts],
                "started_at": [start + timedelta(days=row[1]) for row in contacts],
                "customer_key": pa.array([row[2] for row in contacts], pa.string()),
                "source_case_id": pa.array([row[3] for row in contacts], pa.string()),
            }
        ),
        pa.table(
            {
                "contact_id": [row[0] for row in voices],
                "topic_id": pa.array([row[1] for row in voices], pa.string()),
            }
        ),
    )


def test_contacts_are_linked_by_number_and_by_customer_and_topic() -> None:
    contacts = [
        ("a", 0, "x", None),
        ("b", 14, "x", None),
        ("c", 29, "x", "7"),
        ("d", 90, None, "7"),
        ("e", 3, "y", None),
    ]
    voices = [("a", "T1"), ("b", "T1"), ("c", "T1"), ("d", None), ("e", "T1")]
    linked = link(counted(contacts, voices), case_days=14)
    assert linked == {"a": "a", "b": "a", "c": "c", "d": "c", "e": "e"}
    assert disagreements(linked, linked) == []
    assert disagreements(linked, linked | {"b": "b"}) == ["b"]
    # a case that began earlier has a name from outside, but its parts must be whole
    assert disagreements(linked, linked | {"a": "before", "b": "before"}) == []
    assert disagreements(linked, linked | {"a": "before", "b": "earlier"}) == ["b"]
    assert disagreements(linked, {name: case for name, case in linked.items() if name != "e"}) == ["e"]
