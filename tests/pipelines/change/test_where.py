"""Where the rows of a small warehouse say that a rise concentrates, and what does not change it."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from pipelines.change.where import find_places
from warehouse.contract import core, mart
from warehouse.database import Database, open_database

ALERT_DAY = date(2026, 6, 10)  # a Wednesday: the window of four days begins on the Sunday before
FIRST = ALERT_DAY - timedelta(days=3)
Row = dict[str, Any]


def put(database: Database, table: Any, rows: list[Row]) -> None:
    filled = [dict.fromkeys(column.name for column in table.columns) | row for row in rows]
    database.insert(table, pa.Table.from_pylist(filled, schema=table.arrow_schema()))


def say(database: Database, day: date, contacts: int, *, case: str | None = None, **known: Any) -> None:
    """Add contacts of a day, each with one complaint about T000001; `known` is what is known of them."""
    ids = [f"C{day:%m%d}-{number}-{json.dumps(known, sort_keys=True)}-{case}" for number in range(contacts)]
    store, rest = known.pop("store", None), {"channel": "phone"} | known
    attributes = json.dumps({"store": store} if store else {})
    started = datetime(day.year, day.month, day.day, tzinfo=UTC)
    same = {"day": day, "source": "s", "started_at": started, "attributes": attributes, "source_file": "f",
            "source_row": 1, "version": 1}  # fmt: skip
    rows = [same | {"contact_id": name} | rest for name in ids]
    put(database, core.CONTACTS, rows)
    facts = {"day": day, "topic_id": "T000001", "kind": "complaint", "department": "product", "risk": [],
             "shared_with": []}  # fmt: skip
    put(database, mart.VOICE_FACTS, [facts | rest | {"voice_id": f"V{n}", "contact_id": n} for n in ids])
    put(
        database,
        mart.CASES,
        [
            {"day": day, "contact_id": name, "case_id": case or name, "contact_number": number}
            for number, name in enumerate(ids, start=1)
        ],
    )


def alert(**changes: Any) -> Row:
    row = dict.fromkeys(column.name for column in mart.ALERTS.columns)
    row |= {"alert_id": "A1", "scope": "night", "day": ALERT_DAY, "first_day": FIRST, "kind": "complaint",
            "topic_id": "T000001", "department": "product", "window_days": 4, "seen": 10, "repeated_cases": 0,
            "expected": 2.0, "low": 0, "high": 4, "adjusted_p": 0.001, "began": FIRST, "since": FIRST}  # fmt: skip
    return row | changes


def place(dimension: str, value: str, cases: int, known: int) -> Row:
    return {"dimension": dimension, "value": value, "value_cases": cases, "known_cases": known}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("where")) as found:
        yield found


@pytest.fixture
def database(opened: Database) -> Iterator[Database]:
    """Return a warehouse whose topic came from two products alike, in the four weeks before."""
    opened.run("BEGIN")
    for number in range(1, 29):
        for product in ("しっとりミスト", "さらさら泡"):
            say(opened, FIRST - timedelta(days=number), 2, product=product)
    yield opened
    opened.run("ROLLBACK")


def test_value_that_holds_more_than_before_is_named(database: Database) -> None:
    say(database, ALERT_DAY, 18, product="しっとりミスト")
    say(database, ALERT_DAY, 2, product="さらさら泡")
    assert find_places(database, [alert()], least_cases=5) == {
        "A1": place("product", "しっとりミスト", 18, 20)
    }
    assert find_places(database, [alert(department="*")], least_cases=5)
    assert find_places(database, [alert(kind="request")], least_cases=5) == {}
    assert find_places(database, [alert(department=None)], least_cases=5) == {}


def test_stores_stand_in_the_attributes(database: Database) -> None:
    for number in range(1, 29):
        say(database, FIRST - timedelta(days=number), 1, store="大宮店")
        say(database, FIRST - timedelta(days=number), 3, store="川口店")
    say(database, ALERT_DAY, 18, store="大宮店")
    assert find_places(database, [alert()], least_cases=5) == {"A1": place("store", "大宮店", 18, 18)}


@pytest.mark.parametrize(
    ("value", "cases"), [pytest.param("［番号1］", 18, id="masked"), pytest.param("L261020", 4, id="small")]
)
def test_what_was_masked_or_singles_out_is_no_place(database: Database, value: str, cases: int) -> None:
    say(database, FIRST - timedelta(days=1), 20, lot="L260901")
    say(database, ALERT_DAY, cases, lot=value)
    assert find_places(database, [alert()], least_cases=5) == {}


def test_a_case_counts_once_a_week(database: Database) -> None:
    say(database, ALERT_DAY, 12, product="しっとりミスト")
    for day in (FIRST, FIRST + timedelta(days=1), ALERT_DAY):  # Sunday, and two days of the week after
        say(database, day, 3, product="しっとりミスト", case="C-one")
    assert find_places(database, [alert()], least_cases=5) == {
        "A1": place("product", "しっとりミスト", 14, 14)
    }


def test_days_after_the_alert_change_nothing(database: Database) -> None:
    say(database, ALERT_DAY, 18, product="しっとりミスト")
    later = alert(alert_id="A2", day=ALERT_DAY + timedelta(days=40), first_day=ALERT_DAY + timedelta(days=38))
    found = find_places(database, [alert()], least_cases=5)
    for number in range(1, 41):
        say(database, ALERT_DAY + timedelta(days=number), 9, product="しっとりミスト")
    assert found == find_places(database, [alert()], least_cases=5)
    assert found == find_places(database, [alert(), later], least_cases=5)  # as ever, later


def test_topic_without_a_past_is_set_against_the_contacts_up_to_its_alert(database: Database) -> None:
    say(database, ALERT_DAY, 18, product="しっとりミスト")
    database.run("UPDATE mart.voice_facts SET topic_id = 'T000002' WHERE day < $day", {"day": FIRST})
    after = ALERT_DAY + timedelta(days=1)
    say(database, after, 2000, product="しっとりミスト")
    assert find_places(database, [alert()], least_cases=5) != {}
    assert find_places(database, [alert(), alert(alert_id="A2", day=after)], least_cases=5).keys() == {"A1"}
    database.run("UPDATE core.contacts SET product = 'しっとりミスト'")
    assert find_places(database, [alert()], least_cases=5) == {}
    database.run("UPDATE core.contacts SET day = day - 60 WHERE day < $day", {"day": FIRST})
    database.run("UPDATE core.contacts SET excluded_reason = 'canary' WHERE day = $day", {"day": ALERT_DAY})
    assert find_places(database, [alert()], least_cases=5) != {}


def test_nothing_rises_nowhere(database: Database) -> None:
    assert find_places(database, [], least_cases=5) == {}
    assert find_places(database, [alert()], least_cases=5) == {}
