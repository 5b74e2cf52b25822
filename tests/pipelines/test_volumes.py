"""Unusual volumes are noticed against the same weekday, and ordinary ones are not."""

from datetime import date, timedelta

import pytest
from scipy.stats import poisson

from pipelines.backfill import run_days
from pipelines.check import check_day
from pipelines.volumes import check_volumes, say_unusual
from tests.pipelines.homes import END, NOW, make_home
from tests.warehouse.builders import make_contact, make_rows
from warehouse.contract import core
from warehouse.database import open_database

MONDAY = date(2026, 11, 16)


def test_a_fallen_and_a_risen_volume_are_told_with_what_is_usual():
    usual = [100, 104, 98, 101, 97, 99, 103, 100]
    assert say_unusual(20, usual) == "の件数(20)が、同じ曜日の普段(約100)より大幅に少なくなっています"
    assert "多く" in say_unusual(300, usual)
    assert "1件もありません" in say_unusual(0, usual)
    assert say_unusual(95, usual) == ""


def test_one_odd_week_among_the_usual_ones_hides_nothing():
    assert say_unusual(20, [100, 104, 0, 101, 97, 2000, 103, 100])


def test_without_four_weeks_nothing_is_said():
    assert say_unusual(0, [100, 100, 100]) == ""


@pytest.mark.parametrize("rate", [3, 12, 59, 400, 5_000])
def test_ordinary_counts_are_rarely_called_unusual(rate):
    draws = poisson.rvs(rate, size=(1_000, 9), random_state=rate)
    told = [say_unusual(first, before) for first, *before in draws.tolist()]
    assert sum(map(bool, told)) <= 10


@pytest.fixture
def database(tmp_path):
    with open_database(tmp_path) as opened:
        yield opened


def fill(database, day, channel, count):
    rows = [
        make_contact(f"{channel}{day:%m%d}{number:03d}", day, source=channel, channel=channel)
        for number in range(count)
    ]
    database.insert(core.CONTACTS, make_rows(core.CONTACTS, rows))


def test_weekends_are_compared_with_weekends_and_a_missing_channel_is_named(database):
    for back in range(1, 9):
        fill(database, MONDAY - timedelta(weeks=back), "phone", 60)
        fill(database, MONDAY - timedelta(weeks=back), "chat", 20)
        fill(database, MONDAY - timedelta(weeks=back, days=1), "phone", 12)
    fill(database, MONDAY, "phone", 58)
    fill(database, MONDAY - timedelta(days=1), "phone", 11)
    names = {"phone": "電話", "chat": "チャット"}
    found = check_volumes(
        database, [MONDAY, MONDAY - timedelta(days=1)], names, channels={"chat": "経路「チャット」"}
    )
    assert [result.name for result in found[MONDAY]] == ["volume_chat", "channel_chat"]
    assert found[MONDAY][0].message == "チャットが1件もありません(同じ曜日の普段は約20)"
    assert found[MONDAY - timedelta(days=1)] == []
    assert {result.level for result in found[MONDAY]} == {"warn"}


def test_a_day_with_an_odd_volume_is_published_with_a_warning(tmp_path):
    settings = make_home(tmp_path / "odd", days=1, contacts_per_day=15, canaries=0)
    run_days([END], settings, now=NOW, workers=1)
    with open_database(settings.warehouse_dir) as database:
        for back in range(1, 7):
            fill(database, END - timedelta(weeks=back), "phone", 300)
    verdict = check_day(END, settings)
    assert "volume_phone" in {result.name for result in verdict.found}
    assert verdict.verdict != "fail"
