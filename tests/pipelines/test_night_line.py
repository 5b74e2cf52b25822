"""The night's line and the doctor on files that could not be read: nobody gets up, and somebody asks for them again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pipelines.doctor import look_at_nights
from pipelines.night_line import NightLine, record_night
from tests.pipelines.homes import END, NOW, make_home

LINE = NightLine(
    day=END,
    state="published",
    build="000003",
    contacts=41,
    voices=38,
    quarantined=0,
    missing=(),
    broken=(),
    must_act=False,
    deadline=NOW,
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("homes") / "lines", days=1, contacts_per_day=1, canaries=0)


def broken_files(settings):
    return [found for found in look_at_nights(settings, NOW) if found.name.startswith("broken files")]


def test_a_broken_file_is_asked_for_by_day_until_the_day_is_run_with_a_whole_one(settings):
    record_night(replace(LINE, broken=("メール", "店頭")), settings, started_at=NOW, finished_at=NOW)
    (found,) = broken_files(settings)
    assert str(END) in found.name
    assert found.text == "メール, 店頭"
    assert f"koe run {END}" in found.remedy
    record_night(LINE, settings, started_at=NOW, finished_at=NOW + timedelta(minutes=1))
    assert broken_files(settings) == []


@pytest.mark.parametrize(
    ("broken", "must_act", "end"),
    [
        ((), False, "隔離0行 対応不要"),
        (("メール",), False, "破損:メール 隔離0行 夜間は対応不要(破損分は日中に再送を依頼)"),
        (("メール",), True, "要対応(8:00まで)"),
    ],
)
def test_the_lines_last_word_says_who_acts_and_when(broken, must_act, end):
    line = replace(LINE, broken=broken, must_act=must_act, deadline=NOW.replace(hour=8, minute=0))
    assert line.text().endswith(end)
