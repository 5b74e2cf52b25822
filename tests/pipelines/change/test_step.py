"""The nightly step on a small warehouse: what is stored, from which days, and that order plays no part."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.change.step import refresh_changes
from warehouse.contract import business, core, feedback, mart
from warehouse.database import Database, open_database

FIRST = date(2026, 6, 1)
DAYS = 56
RISE = DAYS - 3
Row = dict[str, Any]


def settings(folder: Any, **changes: Any) -> Any:
    return SimpleNamespace(
        config_dir=folder,
        departments=SimpleNamespace(owner_from=changes.get("owner_from", "routes"), departments=()),
        general=SimpleNamespace(min_cell_cases=5),
    )


def put(database: Database, table: Any, rows: list[Row]) -> None:
    filled = [dict.fromkeys(column.name for column in table.columns) | row for row in rows]
    database.insert(table, pa.Table.from_pylist(filled, schema=table.arrow_schema()))


def day_of(number: int) -> date:
    return FIRST + timedelta(days=number)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def arrival(number: int, topic: str | None, cases: int, **changes: Any) -> Row:
    day = day_of(number)
    row = {"week": monday(day), "day": day, "kind": "complaint", "topic_id": topic, "department": "product",
           "channel": "phone", "cases": cases, "separate_cases": cases}  # fmt: skip
    return row | changes


def add_days(database: Database, numbers: range, arrivals: list[Row], phone: int = 200) -> None:
    """Count some days: their arrivals, and contacts by phone and survey."""
    days = {day_of(number) for number in numbers}
    put(database, mart.WEEKLY_CASE_ARRIVALS, [row for row in arrivals if row["day"] in days])
    volumes = [("phone", phone), ("survey", 50)]
    put(
        database,
        mart.DAILY_CONTACT_COUNTS,
        [
            {"day": day, "source": channel, "channel": channel, "contacts": contacts, "excluded": 0,
             "resolved": 0}
            for day in sorted(days) for channel, contacts in volumes if contacts
        ],
    )  # fmt: skip
    put(
        database,
        business.DAYS,
        [
            {"day": day, "verdict": "pass", "warning_count": 0, "failure_count": 0, "registry_version": 1,
             "input_hash": "i", "counted_hash": "c"}
            for day in sorted(days)
        ],
    )  # fmt: skip


def make_arrivals(factor: int = 5, topics: int = 6) -> list[Row]:
    """Return Poisson days; topic T000001 has `factor` times its cases on the last three days."""
    rng = np.random.default_rng(3)
    rows = []
    for number in range(DAYS):
        for topic in range(1, topics + 1):
            mean = 4.0 * (factor if topic == 1 and number >= RISE else 1)
            cases = int(rng.poisson(mean))
            if cases:
                rows.append(arrival(number, f"T{topic:06d}", cases))
        rows.append(arrival(number, None, 40, kind=None))
    return rows


def stored(database: Database, table: Any) -> list[Row]:
    return database.query(f"SELECT * FROM {table.full_name} ORDER BY ALL").to_pylist()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse with tables and no rows; making them takes longer than a test."""
    folder = tmp_path_factory.mktemp("empty")
    with open_database(folder):
        pass
    return folder


@pytest.fixture
def folder(tmp_path: Path, empty: Path) -> Path:
    return Path(shutil.copytree(empty, tmp_path / "warehouse"))


@pytest.fixture(scope="module")
def risen(tmp_path_factory: pytest.TempPathFactory, empty: Path) -> Any:
    """Expectations and alerts of a warehouse whose days came all at once."""
    folder = Path(shutil.copytree(empty, tmp_path_factory.mktemp("risen") / "warehouse"))
    with open_database(folder) as database:
        add_days(database, range(DAYS), make_arrivals())
        with database.transaction():
            refresh_changes(database, settings(folder))
        yield stored(database, mart.WEEKLY_EXPECTATIONS), stored(database, mart.ALERTS)


def test_planted_rise_is_found_and_says_since_when(risen: Any) -> None:
    alerts = [row for row in risen[1] if row["day"] >= day_of(RISE)]
    assert {row["topic_id"] for row in alerts} == {"T000001"}
    assert {row["scope"] for row in alerts} == {"night", "week"}
    newest = max(alerts, key=lambda row: (row["scope"] == "night", row["day"]))
    assert (newest["day"], newest["since"]) == (day_of(DAYS - 1), day_of(RISE))
    assert newest["seen"] > newest["high"] > newest["expected"] > newest["low"]
    assert newest["first_day"] == newest["day"] - timedelta(days=newest["window_days"] - 1)


def test_every_topic_and_the_department_have_a_range_once_there_is_history(risen: Any) -> None:
    expectations, _ = risen
    weeks = sorted({row["week"] for row in expectations})
    assert weeks[0] == FIRST + timedelta(weeks=4)
    assert weeks[-1] == monday(day_of(DAYS - 1))
    for week in weeks:
        keys = {(row["kind"], row["topic_id"], row["role"]) for row in expectations if row["week"] == week}
        assert len(keys) == 7
        assert (None, None, None) in keys
    assert all(row["low"] <= row["expected"] <= row["high"] for row in expectations)
    calm = [row for row in expectations if row["kind"] and row["trend"] is None]
    assert all(18 <= row["expected"] <= 40 for row in calm)


def test_order_of_days_changes_nothing(folder: Path, risen: Any) -> None:
    arrivals = make_arrivals()
    with open_database(folder) as database:
        for numbers in (range(30, DAYS), range(30)):
            add_days(database, numbers, arrivals)
            with database.transaction():
                refresh_changes(database, settings(folder))
        assert (stored(database, mart.WEEKLY_EXPECTATIONS), stored(database, mart.ALERTS)) == risen


def test_night_without_new_counts_computes_nothing(
    folder: Path, risen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database(folder) as database:
        add_days(database, range(DAYS), make_arrivals())
        refresh_changes(database, settings(folder))
        monkeypatch.setattr("pipelines.change.step.learn", lambda *_: pytest.fail("learnt again"))
        refresh_changes(database, settings(folder))
        assert (stored(database, mart.WEEKLY_EXPECTATIONS), stored(database, mart.ALERTS)) == risen


def test_word_of_a_reader_holds_for_the_whole_run(folder: Path, risen: Any) -> None:
    rise = [row for row in risen[1] if row["day"] >= day_of(RISE)]
    first = min((row for row in rise if row["scope"] == "night"), key=lambda row: row["day"])
    with open_database(folder) as database:
        add_days(database, range(DAYS), make_arrivals())
        given = {
            "alert_id": first["alert_id"],
            "outcome": "real",
            "given_at": datetime(2026, 9, 1, tzinfo=UTC),
        }
        put(database, feedback.ALERT_OUTCOMES, [given])
        refresh_changes(database, settings(folder))
        alerts = [row for row in stored(database, mart.ALERTS) if row["day"] >= day_of(RISE)]
    assert {row["outcome"] for row in alerts if row["scope"] == "night"} == {"real"}
    assert {row["outcome"] for row in alerts if row["scope"] == "week"} == {None}


def test_channel_missing_for_a_week_neither_alarms_nor_lowers_the_range(folder: Path) -> None:
    """The phone is missing in the week before the last; the last week is as ever."""
    arrivals = make_arrivals(factor=1)
    gone = range(DAYS - 14, DAYS - 7)
    rest = [number for number in range(DAYS) if number not in gone]
    with open_database(folder) as database:
        without = [row for row in arrivals if row["day"] not in {day_of(number) for number in gone}]
        add_days(database, range(rest[0], gone.start), without)
        add_days(database, gone, without, phone=0)
        add_days(database, range(gone.stop, DAYS), without)
        refresh_changes(database, settings(folder))
        expectations, alerts = stored(database, mart.WEEKLY_EXPECTATIONS), stored(database, mart.ALERTS)
    assert [row for row in alerts if row["day"] >= day_of(gone.start)] == []
    by_week = {
        week: np.mean([row["expected"] for row in expectations if row["week"] == week and row["kind"]])
        for week in {row["week"] for row in expectations}
    }
    missing, last = day_of(gone.start), day_of(gone.stop)
    # What a missing phone lets expect is what the survey alone brought before: nearly nothing.
    assert by_week[missing] < 4
    assert 24 < by_week[last] < 33


def test_days_on_another_version_of_the_topics_are_no_history(folder: Path) -> None:
    with open_database(folder) as database:
        add_days(database, range(DAYS), make_arrivals())
        database.run("UPDATE core.days SET registry_version = 2 WHERE day >= $day", {"day": day_of(DAYS - 9)})
        refresh_changes(database, settings(folder))
        assert stored(database, mart.WEEKLY_EXPECTATIONS) == []


@pytest.mark.parametrize(
    ("numbers", "arrivals"),
    [
        pytest.param(range(9), make_arrivals(), id="nine days"),
        pytest.param(range(DAYS), [], id="no voice at all"),
        pytest.param(
            range(DAYS), [arrival(number, "T000001", 1) for number in (1, 20, 50)], id="three cases"
        ),
        pytest.param(range(0), [], id="no day"),
    ],
)
def test_too_little_raises_nothing(folder: Path, numbers: range, arrivals: list[Row]) -> None:
    with open_database(folder) as database:
        add_days(database, numbers, arrivals)
        refresh_changes(database, settings(folder))
        assert stored(database, mart.ALERTS) == []
        assert all(row["trend"] is None for row in stored(database, mart.WEEKLY_EXPECTATIONS))


def test_who_shares_a_topic_has_its_range(folder: Path) -> None:
    with open_database(folder) as database:
        add_days(database, range(42), make_arrivals())
        put(
            database,
            core.ROUTES,
            [{"topic_id": "T000002", "owner_department": "product", "shared_with": ["sales", "product"],
              "route_source": "human"}],
        )  # fmt: skip
        refresh_changes(database, settings(folder))
        rows = [row for row in stored(database, mart.WEEKLY_EXPECTATIONS) if row["topic_id"] == "T000002"]
        assert {(row["department"], row["role"]) for row in rows} == {
            ("product", "owner"),
            ("sales", "shared"),
        }
        assert len({(row["week"], row["low"], row["high"]) for row in rows}) * 2 == len(rows)


def test_bound_on_small_cells_judges_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Places of kept alerts stand as they are, so what bounds them decides what is kept."""
    asked: list[int] = []

    def places(_: Any, alerts: list[Row], *, least_cases: int) -> dict[str, Row]:
        asked.append(len(alerts))
        return {row["alert_id"]: {"dimension": "lot", "value": f"L{least_cases}"} for row in alerts}

    monkeypatch.setattr("pipelines.change.step.find_places", places)
    with open_database(folder) as database:
        add_days(database, range(DAYS), make_arrivals())
        given = settings(folder)
        for least_cases in (5, 5, 9):
            given.general.min_cell_cases = least_cases
            refresh_changes(database, given)
            alerts = stored(database, mart.ALERTS)
            assert {row["value"] for row in alerts} == {f"L{least_cases}"}
    assert asked == [len(alerts), 0, len(alerts)]
