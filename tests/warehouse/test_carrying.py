"""A copy that takes rows over from the one before holds what a fresh one holds; cases reach as far as a matter."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from tests.warehouse.builders import (
    DAY,
    TABLES,
    make_assignment,
    make_contact,
    make_receipt,
    make_rows,
    make_topic,
    make_voice,
)
from warehouse.checks import record_checks, run_checks
from warehouse.contract import core
from warehouse.database import open_database
from warehouse.lake import Lake
from warehouse.load import LoadedDay, load_slices
from warehouse.marts import refresh_marts
from warehouse.publishing import BuildFacts, next_build, publish_copy

FACTS = BuildFacts(1, "", DAY, provisional_days=3, published_days=3)
DAYS = [DAY + timedelta(days=offset) for offset in range(5)]


class Nights:
    """Loads days and publishes; every copy is made from the one before, and once more afresh aside."""

    def __init__(self, folder):
        self.folder, self.aside = folder / "warehouse", folder / "aside"
        self.aside.mkdir()
        self.lake = Lake(str(folder / "lake"))
        self.shown = None

    def load(self, day, contacts, *, inputs=None, receipt=None, sentence="届いた箱が潰れていた😢"):
        voices = [
            make_voice(f"{row['contact_id']}/1.1", day, sentence=sentence)
            for row in contacts
            if not row.get("excluded_reason")
        ]
        made = {
            "contacts": contacts,
            "voices": voices,
            "assignments": [make_assignment(row["voice_id"], "T000001", day) for row in voices],
            "receipts": [receipt or make_receipt(len(contacts), day)],
        }
        for name, rows in made.items():
            self.lake.write_day(TABLES[name], day, make_rows(TABLES[name], rows), attempt="1")
        given = inputs or {("masking", ""): "m1"}
        with open_database(self.folder) as database:
            with database.transaction():
                database.replace_all(core.TOPICS, make_rows(core.TOPICS, [make_topic("T000001")]))
                load_slices(database, self.lake, [LoadedDay(day, 1, repr((made, given)), given)])
                record_checks(database, run_checks(database, [day]))
            with database.transaction():
                refresh_marts(database, owner_from="topic", case_days=14)

    def publish(self):
        with open_database(self.folder) as database:
            build = next_build(self.folder)
            afresh = publish_copy(database, self.aside, build=build, facts=FACTS)
            self.shown = publish_copy(database, self.folder, build=build, facts=FACTS, previous=self.shown)
        return self.shown, afresh

    def cases(self):
        with open_database(self.folder) as database:
            rows = database.query("FROM mart.cases").to_pylist()
        return {row["contact_id"]: (row["case_id"], row["contact_number"]) for row in rows}


def contents(path):
    with duckdb.connect(str(path), read_only=True) as copy:
        names = copy.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() UNION ALL "
            "SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall()
        return {name: copy.sql(f"SELECT * FROM {name} ORDER BY ALL").to_arrow_table() for (name,) in names}


def _days_of_rows(path):
    return contents(path)["data.contacts"].column(0).to_pylist()


@pytest.fixture
def nights(tmp_path):
    return Nights(tmp_path)


def _noon(day):
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def _contacts(day, names, **values):
    return [make_contact(f"phone:{name}", day, customer_key=f"k{name}", **values) for name in names]


def test_a_copy_made_from_the_one_before_holds_what_a_fresh_one_holds(nights):
    for place, day in enumerate(DAYS):
        nights.load(day, _contacts(day, [str(place), f"{place}x"]))
        carried, afresh = nights.publish()
        assert contents(carried) == contents(afresh)
    late = DAYS[-2]
    nights.load(late, _contacts(late, ["3", "3y"]) + _contacts(late, ["3z"], excluded_reason="voicemail"))
    carried, afresh = nights.publish()
    assert contents(carried) == contents(afresh)
    nights.load(late, _contacts(late, ["3"]), receipt=make_receipt(9, late, contact_rows=1))
    carried, afresh = nights.publish()
    assert contents(carried) == contents(afresh)
    assert not [day for day in _days_of_rows(carried) if day in (late, DAYS[0], DAYS[1])]


def test_new_masking_leaves_no_byte_of_what_the_old_one_let_through(nights):
    nights.load(DAY, _contacts(DAY, "1"), sentence="LEAK-0312345678 は山田です")
    before, _ = nights.publish()
    assert b"LEAK-0312345678" in before.read_bytes()
    nights.load(
        DAY, _contacts(DAY, "1"), sentence="［電話番号1］は［氏名1］です", inputs={("masking", ""): "m2"}
    )
    after, _ = nights.publish()
    assert b"LEAK-0312345678" not in after.read_bytes()


@pytest.mark.parametrize("order", [(0, 10, 24, 39, 53), (53, 24, 0, 39, 10), (24, 53, 10, 0, 39)])
def test_a_case_reaches_over_days_that_are_each_near_enough_and_no_further(nights, order):
    for offset in order:
        day = DAY + timedelta(days=offset)
        nights.load(day, [make_contact(f"phone:{offset:02}", day, customer_key="k", started_at=_noon(day))])
    near = {"phone:00": ("phone:00", 1), "phone:10": ("phone:00", 2), "phone:24": ("phone:00", 3)}
    far = {"phone:39": ("phone:39", 1), "phone:53": ("phone:39", 2)}
    assert nights.cases() == near | far
