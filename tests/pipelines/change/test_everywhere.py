"""Topics over all departments together, and sentences that one person types at several places."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.change.judged import judge_night, learn
from pipelines.change.series import History, SeriesKey
from warehouse.contract import core, mart
from warehouse.contract.mart import ALL_DEPARTMENTS
from warehouse.database import Database, open_database

MONDAY = date(2026, 11, 2)
FIRST, DAYS, TOPICS, DEPARTMENTS = date(2026, 6, 1), 133, 8, 4
Row = dict[str, Any]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with open_database(tmp_path_factory.mktemp("arrivals")) as opened:
        yield opened


def fill(database: Database, table: Any, rows: list[Row]) -> None:
    database.run(f"DELETE FROM {table.full_name}")
    filled = [dict.fromkeys(column.name for column in table.columns) | row for row in rows]
    database.insert(table, pa.Table.from_pylist(filled, schema=table.arrow_schema()))


def count(database: Database, said: list[tuple[str, str, str | None]], owner_from: str) -> list[Row]:
    """Return the week's rows of one topic; each contact says (sentence, department, customer)."""
    contacts, voices, facts, cases = [], [], [], []
    for number, (sentence, department, customer) in enumerate(said):
        same = {"day": MONDAY, "contact_id": f"web:{number:03d}"}
        contacts.append(
            same | {"source": "web", "channel": "survey", "started_at": datetime(2026, 11, 2, tzinfo=UTC),
                    "customer_key": customer, "source_file": "f", "source_row": number, "version": 1}
        )  # fmt: skip
        voice = same | {"voice_id": f"web:{number:03d}/1.1", "kind": "complaint", "risk": []}
        voices.append(
            voice | {"seq": 1, "sentence": sentence, "tokens": [], "kind_score": 1.0, "sentiment": 0.0,
                     "flags": [], "quotable": True, "expressions": []}
        )  # fmt: skip
        facts.append(
            voice | {"topic_id": "T000001", "department": department, "shared_with": [], "channel": "survey"}
        )
        cases.append(same | {"case_id": f"web:{number:03d}", "contact_number": 1})
    for table, rows in (
        (core.CONTACTS, contacts), (core.VOICES, voices), (mart.VOICE_FACTS, facts), (mart.CASES, cases),
    ):  # fmt: skip
        fill(database, table, rows)
    fill(database, mart.WEEKLY_CASE_ARRIVALS, [])
    params = {"days": [MONDAY], "first": MONDAY, "last": MONDAY, "owner_from": owner_from}
    database.insert_select(mart.WEEKLY_CASE_ARRIVALS, "mart/weekly_case_arrivals", params)
    found: list[Row] = database.query(
        "SELECT department, cases, separate_cases FROM mart.weekly_case_arrivals WHERE kind IS NOT NULL "
        "ORDER BY department"
    ).to_pylist()
    return found


def test_one_sentence_at_three_places_is_three_cases_and_tells_one_thing(database: Database) -> None:
    said = [
        ("駐車場が狭い。", "north", None),
        ("駐車場が 狭い!!", "north", None),
        ("駐車場が狭い", "south", None),
    ]
    assert count(database, said, "department_hint") == [
        {"department": "*", "cases": 3, "separate_cases": 1},
        {"department": "north", "cases": 2, "separate_cases": 1},
        {"department": "south", "cases": 1, "separate_cases": 1},
    ]


def test_known_customers_and_wordless_sentences_are_not_taken_for_one(database: Database) -> None:
    said = [
        ("つながらない", "north", "c1"),
        ("つながらない", "north", "c2"),
        ("!?", "north", None),
        ("。", "north", None),
    ]
    assert count(database, said, "topic") == [{"department": "north", "cases": 4, "separate_cases": 4}]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["高い", "高い。", "遅い", "ABC", "abc"]), st.sampled_from("ab"))))
def test_what_is_judged_is_the_different_sentences(database: Database, said: list[tuple[str, str]]) -> None:
    rows = count(database, [(text, place, None) for text, place in said], "department_hint")
    for row in rows:
        own = [text for text, place in said if row["department"] in (place, "*")]
        assert row["cases"] == len(own)
        assert row["separate_cases"] == len({text.strip("。").lower() for text in own})


def history(factor: float, risen: int, repeats: float = 0.0) -> History:
    """Return topics of four departments; T000000 has `factor` times its cases for four days in `risen` of them."""
    rng = np.random.default_rng(11)
    mean = np.full((TOPICS, DEPARTMENTS, DAYS), 1.2)
    mean[0, :risen, -4:] *= factor
    cases = rng.poisson(mean).astype(float)
    keys = [
        SeriesKey("complaint", f"T{topic:06d}", f"d{number}")
        for topic in range(TOPICS) for number in range(DEPARTMENTS)
    ]  # fmt: skip
    keys += [SeriesKey("complaint", f"T{topic:06d}", ALL_DEPARTMENTS) for topic in range(TOPICS)]
    counts = np.concatenate([cases.reshape(-1, DAYS), cases.sum(axis=1)])[:, None, :]
    told = np.full((len(keys), DAYS), repeats)
    return History(FIRST, tuple(keys), counts, np.full((DAYS, 1), 800.0), ("c",) * DAYS, told)


def rising(counted: History) -> list[Any]:
    """Return what rises on the last night."""
    newest = counted.day(DAYS - 1)
    return judge_night(learn(counted, newest - timedelta(days=newest.weekday() + 7), {}), newest).rising


def test_a_rise_that_no_department_shows_alone_is_found_over_all() -> None:
    keys = {item.key for item in rising(history(2.2, DEPARTMENTS))}
    assert SeriesKey("complaint", "T000000", ALL_DEPARTMENTS) in keys
    assert {key.topic_id for key in keys} == {"T000000"}
    assert len(keys) < DEPARTMENTS


def test_a_rise_of_one_department_is_told_once() -> None:
    (found,) = rising(history(9.0, 1))
    assert found.key == SeriesKey("complaint", "T000000", "d0")


def test_repeats_are_shown_and_not_judged() -> None:
    found, plain = (rising(history(2.2, DEPARTMENTS, repeats))[0] for repeats in (3.0, 0.0))
    days = (found.last_day - found.first_day).days + 1
    assert (found.repeated, found.seen) == (3 * days, plain.seen + 3 * days)
    assert (found.adjusted_p, found.expected) == (plain.adjusted_p, plain.expected)


def test_a_topic_of_one_department_has_no_second_test() -> None:
    counted = history(1.0, 0)
    alone = [number for number, key in enumerate(counted.keys) if key.department in ("d0", ALL_DEPARTMENTS)]
    cases = counted.cases[alone]
    one = History(
        FIRST, tuple(counted.keys[number] for number in alone), cases, counted.volumes, counted.digests,
        counted.repeats[alone],
    )  # fmt: skip
    monday = counted.day(DAYS - 1) - timedelta(days=counted.day(DAYS - 1).weekday())
    judged = judge_night(learn(one, monday - timedelta(days=7), {}), counted.day(DAYS - 1))
    assert {key.department for key in judged.chances} == {"d0"}


def test_night_hangs_on_no_later_day() -> None:
    """A topic first heard tomorrow is no test of tonight."""
    counted = history(2.2, DEPARTMENTS)
    later = counted.cases.copy()
    later[3, 0] = 0
    monday = counted.day(DAYS - 1) - timedelta(days=counted.day(DAYS - 1).weekday() + 7)
    results = []
    for cases in (0.0, 9.0):
        later[3, 0, -1] = cases
        seen = History(FIRST, counted.keys, later.copy(), counted.volumes, counted.digests, counted.repeats)
        results.append(judge_night(learn(seen, monday, {}), counted.day(DAYS - 2)).chances)
    assert results[0] == pytest.approx(results[1])
