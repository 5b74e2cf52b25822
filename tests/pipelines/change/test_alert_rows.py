"""Runs of alerts, where a rise concentrates, groups that are new, and volumes that topics do not follow."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from pipelines.change.alerts import Row, alert_id, with_runs
from pipelines.change.calendar import calendar_features
from pipelines.change.exposure import SURGE_WEIGHT, follow_volume, volume_surge
from pipelines.change.novelty import find_new_groups
from pipelines.change.where import choose_place
from warehouse.contract import business, mart
from warehouse.database import Database, open_database

FIRST = date(2026, 11, 2)


def night(number: int, topic: str | None = "T000001", **changes: Any) -> Row:
    day = FIRST + timedelta(days=number)
    row = {"alert_id": alert_id("night", day, topic or "new"), "scope": "night", "day": day, "kind": "complaint",
           "topic_id": topic, "department": None, "first_day": day, "began": day - timedelta(days=2)}  # fmt: skip
    return row | changes


def test_a_run_ends_after_three_quiet_nights() -> None:
    made = with_runs([night(number) for number in (5, 0, 1, 9, 12)], {})
    begins = [FIRST - timedelta(days=2), FIRST + timedelta(days=3), FIRST + timedelta(days=7)]
    assert [row["since"] for row in made] == [begins[0], begins[0], begins[1], begins[2], begins[2]]


def test_the_last_word_holds_for_its_run_and_no_other_topic() -> None:
    rows = [night(0), night(1), night(1, "T000002"), night(20)]
    made = with_runs(rows, {rows[0]["alert_id"]: "false", rows[1]["alert_id"]: "real"})
    assert {row["alert_id"]: row["outcome"] for row in made} == {
        rows[0]["alert_id"]: "real", rows[1]["alert_id"]: "real", rows[2]["alert_id"]: None,
        rows[3]["alert_id"]: None,
    }  # fmt: skip


def test_ids_stay_and_tell_alerts_apart() -> None:
    ids = {
        alert_id(scope, day, kind, topic, department)
        for scope in ("night", "week") for day in (FIRST, FIRST + timedelta(days=7))
        for kind in ("complaint", "request") for topic in ("T000001", "T000011") for department in ("", "product")
    }  # fmt: skip
    assert len(ids) == 32
    assert alert_id("night", FIRST, "complaint", "T000001", "product") == "A397d032d0b74"


def place(cases: int, known: int, before: int, known_before: int, **changes: Any) -> Row:
    row = {"dimension": "product", "value": "しっとりミスト", "value_cases": cases, "known_cases": known,
           "value_before": before, "known_before": known_before, "usual_share": 0.2}  # fmt: skip
    return row | changes


@pytest.mark.parametrize(
    ("row", "is_named"),
    [
        pytest.param(place(39, 48, 90, 300), True, id="most of it, and more than before"),
        pytest.param(place(39, 48, 240, 300), False, id="as before"),
        pytest.param(place(24, 48, 30, 300), False, id="half is not where it is"),
        pytest.param(place(4, 4, 0, 300), False, id="small cell"),
        pytest.param(place(5, 5, 150, 300), False, id="five of five by chance"),
        pytest.param(place(12, 13, 0, 0), True, id="new topic, against all contacts"),
        pytest.param(place(12, 13, 0, 0, usual_share=0.9), False, id="new topic where all contacts are"),
    ],
)
def test_where_a_rise_concentrates(row: Row, is_named: bool) -> None:
    found = choose_place([row], least_cases=5)
    assert (found is not None) == is_named
    if found is not None:
        assert found == {name: row[name] for name in ("dimension", "value", "value_cases", "known_cases")}


def put(database: Database, table: Any, rows: list[Row]) -> None:
    filled = [dict.fromkeys(column.name for column in table.columns) | row for row in rows]
    database.insert(table, pa.Table.from_pylist(filled, schema=table.arrow_schema()))


def test_a_group_of_these_days_is_new_and_one_of_all_weeks_is_not(tmp_path: Path) -> None:
    newest = FIRST + timedelta(days=27)
    groups = {1: [27, 27, 27, 26, 26, 25, 25], 2: list(range(1, 28, 3)), 3: [27, 26]}
    facts, candidates = [], []
    for position, days in groups.items():
        ids = [f"tel:{position}{number:03d}/1.1" for number in range(len(days))]
        facts += [
            {"day": FIRST + timedelta(days=day), "voice_id": voice, "contact_id": voice[:8], "kind": "complaint",
             "channel": "phone", "shared_with": [], "risk": []}
            for voice, day in zip(ids, days, strict=True)
        ]  # fmt: skip
        candidates.append(
            {"position": position, "kind": "complaint", "label": "", "case_count": len(ids),
             "voice_count": len(ids), "first_day": FIRST, "last_day": newest, "examples": [], "voice_ids": ids}
        )  # fmt: skip
    around = [
        {"week": day - timedelta(days=day.weekday()), "day": day, "kind": "complaint", "channel": "phone",
         "cases": 20, "separate_cases": 20}
        for day in (FIRST + timedelta(days=number) for number in range(28))
    ]  # fmt: skip
    with open_database(tmp_path) as database:
        put(database, mart.VOICE_FACTS, facts)
        put(database, business.TOPIC_CANDIDATES, candidates)
        assert find_new_groups(database, newest) == []  # nothing to compare the days with
        put(database, mart.WEEKLY_CASE_ARRIVALS, around)
        (found,) = find_new_groups(database, newest)
    assert (found["candidate"], found["topic_id"], found["department"]) == (1, None, None)
    assert found["seen"] > found["high"]
    assert found["began"] == newest - timedelta(days=2)


def test_topics_that_do_not_follow_a_campaign_are_not_expected_to() -> None:
    """Orders double the volume for two weeks; complaints stay as they are."""
    days = [FIRST + timedelta(days=number) for number in range(84)]
    calendar = calendar_features(days)
    volumes = np.full((84, 2), 100.0)
    volumes[30:44, 0] = 300.0
    volumes[70:77, 1] = 0.0
    counts = np.full((5, 84), 10.0)
    surge = volume_surge(volumes, calendar[:, :7], 77)
    exposure = np.tile(10.0 * volumes.sum(axis=1) / 200.0, (5, 1))
    followed = follow_volume(counts, exposure, range(5), calendar, surge, 77)
    assert exposure[0, 35] == 20.0
    assert followed[0, 35] / followed[0, 20] < 1.25
    # A channel that is missing is no surge: of the other one as much is expected as ever.
    assert abs(surge[72] - surge[65]) < 0.5
    assert SURGE_WEIGHT > 0
