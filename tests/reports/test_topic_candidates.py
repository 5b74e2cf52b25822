"""新しい話題の候補 in the weekly report: whose they are, what stands behind the number."""

from datetime import timedelta
from pathlib import Path

import pytest

from reports.build import build_site
from reports.keys import WeekKey
from reports.model import build_weekly, load_site, load_week
from tests.reports.copies import MADE_AT, MONDAY, Row, make_days, make_voice, write_copy
from warehouse.published import open_published

LABEL = "冷蔵庫の扉<b>に</b>入らない"


def _candidate(voices: list[Row], position: int = 1) -> Row:
    days = [voice["day"] for voice in voices]
    return {
        "position": position, "kind": "complaint", "label": LABEL, "case_count": len(voices),
        "voice_count": len(voices), "first_day": min(days), "last_day": max(days),
        "examples": [voices[0]["sentence"]], "voice_ids": [voice["voice_id"] for voice in voices],
    }  # fmt: skip


def _voices(count: int, **changes: object) -> list[Row]:
    return [
        make_voice(number, f"新しい容器は扉の棚に入りません、{number}本とも。", topic_id=None, **changes)
        for number in range(1, count + 1)
    ]


def _write(tmp_path: Path, voices: list[Row], **views: list[Row]) -> Path:
    days = make_days(MONDAY - timedelta(days=7), MONDAY + timedelta(days=6), voices)
    return write_copy(tmp_path / "copy.duckdb", voices=voices, days=days, **views)


def _pages(copy: Path, out: Path) -> dict[str, str]:
    with open_published(copy) as reader:
        build_site(reader, out, made_at=MADE_AT)
    return {page.relative_to(out).as_posix(): page.read_text() for page in out.rglob("*.html")}


def test_number_opens_the_sentences_of_all_its_days(tmp_path: Path) -> None:
    earlier = make_voice(9, "先週から扉に入りません。", topic_id=None, day=MONDAY - timedelta(days=5))
    voices = [*_voices(3), earlier]
    pages = _pages(_write(tmp_path, voices, topic_candidates=[_candidate(voices)]), tmp_path / "site")

    report = pages["support/2026-W46/index.html"]
    rows = pages["support/2026-W46/candidate-1.html"]
    assert '<a href="candidate-1.html">4件</a>(11/4(水)から11/9(月)まで)' in report
    assert "&lt;b&gt;" in report
    assert "<b>" not in report
    assert all(voice["sentence"] in rows for voice in voices)
    assert "11月4日から11月9日まで" in rows
    assert "候補" not in pages["support/2026-W45/index.html"]


def test_each_department_sees_its_own_cases(tmp_path: Path) -> None:
    own, unowned = _voices(3), _voices(6, department=None)[3:]
    copy = _write(tmp_path, own + unowned, topic_candidates=[_candidate(own + unowned)])
    with open_published(copy) as reader:
        site = load_site(reader)
        week = load_week(reader, site, WeekKey.of(MONDAY))
        cases = {
            department.folder: [
                candidate.cases
                for candidate in build_weekly(reader, site, week, department, made_at=MADE_AT).candidates
            ]
            for department in site.departments
        }
    assert cases == {"support": [3], "unassigned": [3]}


@pytest.mark.parametrize(("count", "shown"), [(2, False), (3, True)])
def test_one_or_two_customers_are_no_candidate(tmp_path: Path, count: int, shown: bool) -> None:
    voices = _voices(count)
    pages = _pages(_write(tmp_path, voices, topic_candidates=[_candidate(voices)]), tmp_path / "site")
    assert ("新しい話題の候補" in pages["support/2026-W46/index.html"]) is shown
    assert ("support/2026-W46/candidate-1.html" in pages) is shown


def test_sentences_that_must_not_be_quoted_stay_hidden(tmp_path: Path) -> None:
    voices = _voices(4)
    voices[0]["quotable"] = False
    pages = _pages(_write(tmp_path, voices, topic_candidates=[_candidate(voices)]), tmp_path / "site")
    assert all(voices[0]["sentence"] not in page for page in pages.values())
    assert "4件" in pages["support/2026-W46/index.html"]
