"""Retention: whole days go everywhere, and stay away."""

import signal
from datetime import date

import pytest

from pipelines.backfill import run_days
from pipelines.manifest import days_with_manifest
from pipelines.preparation import receive_source
from pipelines.publish import publish
from pipelines.pull import source_days
from pipelines.removal.forget import Asked
from pipelines.removal.plan import read_plan
from pipelines.removal.purge import plan_purge, purge, unpurge
from pipelines.suppression import PurgedDayError
from tests.pipelines.homes import END, NOW
from tests.pipelines.removal.removal_homes import DAYS, contacts_of, copy_home, killed_at, places_holding
from warehouse.database import open_database
from warehouse.published import newest, open_published

pytestmark = pytest.mark.system

ASKED = Asked("sato", "保存期間", NOW)
LAST = DAYS[-1]


def ids_before(settings, before):
    """Return contact ids of purged days as JSON strings, so that none is part of another."""
    rows = [
        row["contact_id"]
        for day in DAYS
        if day < before
        for row in settings.lake.read_table(
            settings.lake.path("contacts", f"day={day}", "part-0.parquet"), columns=["contact_id"]
        ).to_pylist()
    ]
    return {f'"{name}"' for name in rows} | {f'"{name}/' for name in rows}


@pytest.fixture(scope="module")
def purged(night, tmp_path_factory):
    settings = copy_home(night, tmp_path_factory.mktemp("purged"))
    needles = ids_before(settings, LAST)
    purge(settings, LAST, ASKED)
    return settings, needles


def test_the_days_are_gone_everywhere_and_the_rest_is_published(night, purged):
    settings, needles = purged
    assert len(places_holding(night.home, needles)) > 10
    assert places_holding(settings.home, needles) == []
    assert days_with_manifest(settings) == [LAST]
    assert not [path for path in settings.home.rglob("day=*") if date.fromisoformat(path.name[4:]) < LAST]
    with open_published(newest(settings.warehouse_dir)) as reader:
        assert reader.query("SELECT day FROM published.days").column("day").to_pylist() == [LAST]
    assert (settings.site_dir / "current" / "index.html").exists()


def test_the_day_that_stays_has_the_rows_it_had(night, purged):
    def of_last(rows):
        return [row for row in rows if row["started_at"].astimezone(night.sources.zone).date() == LAST]

    assert contacts_of(purged[0]) == of_last(contacts_of(night))
    with open_database(purged[0].warehouse_dir) as database:
        cases = database.query("FROM mart.cases WHERE case_id NOT IN (SELECT contact_id FROM core.contacts)")
        assert cases.num_rows == 0


def test_a_purged_day_does_not_come_back_by_itself(purged, tmp_path):
    settings = copy_home(purged[0], tmp_path)
    with pytest.raises(PurgedDayError, match=r"every day before .* --unpurge"):
        run_days(DAYS, settings, now=NOW, workers=1)
    for source in settings.sources.sources:
        receive_source(source, END, settings)  # looks back over the purged days
    assert not [path for path in settings.home.rglob("day=*") if date.fromisoformat(path.name[4:]) < LAST]
    assert min(source_days(settings)) == LAST


@pytest.mark.system
def test_unpurge_lets_days_come_back_and_is_journalled(purged, tmp_path):
    settings = copy_home(purged[0], tmp_path)
    unpurge(settings, DAYS[1], ASKED)
    assert settings.journal.entries()[-1].values["state"] == "undone"
    run_days(DAYS[1:2], settings, now=NOW, workers=1)
    assert DAYS[1] in days_with_manifest(settings)
    with pytest.raises(PurgedDayError):
        run_days(DAYS[:1], settings, now=NOW, workers=1)


def test_a_dry_run_names_the_days(night):
    assert [day for day in plan_purge(night, LAST).days if day in DAYS] == DAYS[:-1]
    assert days_with_manifest(night) == DAYS


@pytest.mark.system
def test_when_no_day_is_left_readers_find_nothing(settings):
    purge(settings, END.replace(day=30), ASKED)
    assert newest(settings.warehouse_dir) is None
    assert not list(settings.warehouse_dir.glob("published-*"))
    assert [path.name for path in settings.site_dir.iterdir() if path.name != ".lock"] == []


@pytest.mark.system
@pytest.mark.parametrize("point", ["lake", "topics", "published copy and reports", "search"])
def test_a_purge_that_was_killed_is_ended_by_the_next(night, tmp_path, point):
    settings = copy_home(night, tmp_path)
    needles = ids_before(settings, LAST)
    assert killed_at(settings, "purge", str(LAST), point) == signal.SIGKILL
    assert read_plan(settings) is not None
    purge(settings, LAST, ASKED)
    assert places_holding(settings.home, needles) == []
    publish(settings, now=NOW)  # the night goes on
