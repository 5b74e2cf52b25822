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
from warehouse.errors import WarehouseError
from warehouse.lake import Lake
from warehouse.load import LoadedDay, load_slices
from warehouse.marts import refresh_marts
from warehouse.published import newest, open_published
from warehouse.publishing import BuildFacts, next_build, publish_copy, remove_old
from warehouse.sql import list_sql

FACTS = BuildFacts(1, "", DAY, provisional_days=3, published_days=30)
NEXT = DAY + timedelta(days=1)


class House:
    """A warehouse in a folder, with the steps load → check → marts in short."""

    def __init__(self, folder):
        self.folder = folder / "warehouse"
        self.lake = Lake(str(folder / "lake"))

    def fill(self, day, contacts, *, topic="T000001", receipt=None):
        voices = [
            make_voice(f"{row['contact_id']}/1.1", day) for row in contacts if not row.get("excluded_reason")
        ]
        made = {
            "contacts": contacts,
            "voices": voices,
            "assignments": [make_assignment(row["voice_id"], topic, day) for row in voices],
            "receipts": [receipt or make_receipt(len(contacts), day)],
        }
        for name, rows in made.items():
            self.lake.write_day(TABLES[name], day, make_rows(TABLES[name], rows), attempt="1")

    def load(self, *days):
        with open_database(self.folder) as database:
            with database.transaction():
                database.replace_all(core.TOPICS, make_rows(core.TOPICS, [make_topic("T000001")]))
                load_slices(database, self.lake, [LoadedDay(day, 1, f"hash of {day}") for day in days])
                record_checks(database, run_checks(database, days))
            with database.transaction():
                refresh_marts(database, owner_from="topic", case_days=14)

    def rows(self, sql):
        with open_database(self.folder) as database:
            return database.query(sql).to_pylist()

    def publish(self):
        with open_database(self.folder) as database:
            return publish_copy(database, self.folder, build=next_build(self.folder), facts=FACTS)


@pytest.fixture
def house(tmp_path):
    return House(tmp_path)


def _same_customer(day, names):
    return [make_contact(f"phone:{name}", day, customer_key="k1") for name in names]


def test_loading_twice_is_loading_once(house):
    house.fill(DAY, _same_customer(DAY, "12"))
    house.load(DAY)
    before = house.rows("SELECT * FROM mart.daily_topic_counts")
    house.load(DAY)
    assert house.rows("SELECT * FROM mart.daily_topic_counts") == before
    assert house.rows("SELECT count(*) AS n FROM core.voices") == [{"n": 2}]


@pytest.mark.parametrize("order", [(DAY, NEXT), (NEXT, DAY)])
def test_contacts_of_one_matter_are_one_case_in_any_order_of_days(house, order):
    house.fill(DAY, _same_customer(DAY, "12"))
    house.fill(NEXT, [*_same_customer(NEXT, "3"), make_contact("phone:4", NEXT, customer_key="k2")])
    for day in order:
        house.load(day)
    cases = {row["contact_id"]: row["case_id"] for row in house.rows("FROM mart.cases")}
    assert cases == {"phone:1": "phone:1", "phone:2": "phone:1", "phone:3": "phone:1", "phone:4": "phone:4"}
    assert house.rows("SELECT sum(cases)::INT AS n FROM mart.weekly_topic_counts") == [{"n": 2}]


def test_a_case_parts_when_its_link_goes(house):
    house.fill(DAY, _same_customer(DAY, "1"))
    house.fill(NEXT, _same_customer(NEXT, "2"))
    house.load(DAY, NEXT)
    assert house.rows("SELECT count(DISTINCT case_id) AS n FROM mart.cases") == [{"n": 1}]
    house.fill(NEXT, _same_customer(NEXT, "2"), topic=None)
    with open_database(house.folder) as database, database.transaction():
        load_slices(database, house.lake, [LoadedDay(NEXT, 2, "other")])
        record_checks(database, run_checks(database, [NEXT]))
        refresh_marts(database, owner_from="topic", case_days=14)
    assert house.rows("SELECT count(DISTINCT case_id) AS n FROM mart.cases") == [{"n": 2}]


def test_the_centres_case_number_links_different_customers_and_topics(house):
    contacts = [make_contact(f"phone:{n}", customer_key=f"k{n}", source_case_id="CASE-9") for n in (1, 2)]
    house.fill(DAY, contacts, topic=None)
    house.load(DAY)
    assert house.rows("SELECT count(DISTINCT case_id) AS n FROM mart.cases") == [{"n": 1}]


def test_rows_that_got_lost_keep_the_day_out_of_publication(house):
    house.fill(DAY, _same_customer(DAY, "12"))
    house.fill(NEXT, _same_customer(NEXT, "3"), receipt=make_receipt(5, NEXT, contact_rows=1))
    house.load(DAY, NEXT)
    assert house.rows("SELECT day, verdict FROM core.days ORDER BY day") == [
        {"day": DAY, "verdict": "pass"},
        {"day": NEXT, "verdict": "fail"},
    ]
    with open_published(house.publish()) as reader:
        assert reader.query("SELECT day FROM published.days").to_pylist() == [{"day": DAY}]
        assert reader.query("SELECT DISTINCT day FROM published.voices").to_pylist() == [{"day": DAY}]


def test_nothing_that_passed_means_nothing_to_publish(house):
    house.fill(DAY, _same_customer(DAY, "1"), receipt=make_receipt(9, contact_rows=1))
    house.load(DAY)
    with pytest.raises(WarehouseError, match="nothing can be published"):
        house.publish()
    assert newest(house.folder) is None


def test_excluded_contacts_are_kept_but_not_counted(house):
    house.fill(DAY, [*_same_customer(DAY, "1"), make_contact("phone:2", excluded_reason="voicemail")])
    house.load(DAY)
    with open_published(house.publish()) as reader:
        days = reader.query("SELECT contacts, excluded, voices FROM published.days").to_pylist()
        assert days == [{"contacts": 1, "excluded": 1, "voices": 1}]
        assert reader.query("SELECT contact_id FROM published.contacts").num_rows == 1


def test_readers_see_documented_columns_and_no_keys_of_persons(house):
    house.fill(DAY, _same_customer(DAY, "1"))
    house.load(DAY)
    path = house.publish()
    with open_published(path) as reader:
        columns = reader.query(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'published'"
        ).to_pylist()
    assert {f"published/{row['table_name']}" for row in columns} == set(list_sql("published"))
    assert all(row["comment"] for row in columns)
    with duckdb.connect(str(path), read_only=True) as anywhere:
        stored = anywhere.execute(
            "SELECT DISTINCT column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    assert not {("customer_key",), ("agent_key",), ("attributes",)} & set(stored)


def test_a_copy_can_be_attached_under_another_name(house):
    house.fill(DAY, _same_customer(DAY, "1"))
    house.load(DAY)
    path = house.publish()
    with duckdb.connect() as tool:
        tool.execute(f"ATTACH '{path}' AS voc (READ_ONLY)")
        assert tool.execute("SELECT count(*) FROM voc.published.voices").fetchall() == [(1,)]


def test_a_reader_keeps_its_copy_while_new_ones_come_and_old_ones_go(house):
    house.fill(DAY, _same_customer(DAY, "1"))
    house.load(DAY)
    paths = [house.publish()]
    with open_published(newest(house.folder)) as reader:
        paths += [house.publish() for _ in range(4)]
        assert newest(house.folder) == paths[-1].resolve()
        now = datetime.now(UTC)
        assert remove_old(house.folder, now=now) == []
        assert remove_old(house.folder, now=now + timedelta(minutes=11)) == [paths[1].name, paths[0].name]
        assert reader.query("SELECT count(*) AS n FROM published.voices").to_pylist() == [{"n": 1}]


def test_the_contract_of_another_version_is_refused_with_a_remedy(house):
    with open_database(house.folder) as database:
        database.run("ALTER TABLE core.voices DROP COLUMN sentiment")
    with (
        pytest.raises(WarehouseError, match=r"core\.voices is not the one of this version's contract"),
        open_database(house.folder),
    ):
        pass
