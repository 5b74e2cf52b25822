from datetime import date
from pathlib import Path

import pytest

from pipelines.config.calendar_file import CALENDAR_FILE, CalendarEvent, read_calendar

HEADER = "first_day,last_day,type,name\n"


def test_events_are_read_and_no_file_is_none(tmp_path: Path) -> None:
    assert read_calendar(tmp_path).events == ()
    (tmp_path / CALENDAR_FILE).write_text(
        "# 例\n"
        + HEADER
        + "２０２６/11/20,2026-11-24,キャンペーン,秋の感謝祭\n2026-12-01,,release,新パッケージ\n"
    )
    assert read_calendar(tmp_path).events == (
        CalendarEvent(date(2026, 11, 20), date(2026, 11, 24), "campaign", "秋の感謝祭"),
        CalendarEvent(date(2026, 12, 1), date(2026, 12, 1), "release", "新パッケージ"),
    )
    assert read_calendar(tmp_path).problems == ()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-11-24,2026-11-20,campaign,秋", "last_day lies before first_day"),
        ("2026-11-31,,campaign,秋", "first_day '2026-11-31' is no day"),
        ("2026-11-20,あした,campaign,秋", "last_day 'あした' is no day"),
        ("2026-11-20,,campain,秋", "did you mean 'campaign'"),
        ("2020-01-01,2026-01-01,other,秋", "longer than a year"),
        ("2026-11-20,,campaign,", "name is empty"),
        (",,,", None),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_left_out(tmp_path: Path, row: str, why: str | None) -> None:
    (tmp_path / CALENDAR_FILE).write_text(HEADER + "2026-11-01,,closure,棚卸し\n" + row + "\n")
    found = read_calendar(tmp_path)
    assert [event.name for event in found.events] == ["棚卸し"]
    assert [(problem.line, why in problem.message) for problem in found.problems] == (
        [(3, True)] if why is not None else []
    )


def test_the_same_event_twice_counts_once(tmp_path: Path) -> None:
    (tmp_path / CALENDAR_FILE).write_text(HEADER + "2026-11-01,,休業,棚卸し\n" * 2)
    found = read_calendar(tmp_path)
    assert len(found.events) == 1
    assert found.problems[0].line == 3


def test_a_file_of_a_spreadsheet_in_cp932_is_read(tmp_path: Path) -> None:
    (tmp_path / CALENDAR_FILE).write_bytes(
        (HEADER + "2026/11/1,,キャンペーン,㈱髙島まつり\r\n").encode("cp932")
    )
    assert read_calendar(tmp_path).events[0].name == "㈱髙島まつり"
