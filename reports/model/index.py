"""The index: all departments of the newest week, how complete its data are, and the weeks before."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from reports.keys import DayKey, WeekKey
from reports.model.completeness import (
    say_gaps,
    say_missing_days,
    say_received,
    say_state,
    say_warnings,
)
from reports.model.context import SiteContext
from reports.model.figures import Change
from reports.model.labels import EDITS
from reports.model.usage import Usage
from reports.model.week import WeekContext
from reports.model.weekly import Department
from reports.model.wording import say_comparability
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader


@dataclass(frozen=True)
class DepartmentLine:
    """A department's three figures of the newest week (件, 前週, 至急) and the topic most heard.

    Of a withdrawn department the index shows the name only.
    """

    department: Department
    change: Change
    risk_cases: int
    top_topic: str | None
    top_cases: int
    is_withdrawn: bool = False


@dataclass(frozen=True)
class DayLine:
    """What a department's newest daily page says in one sentence."""

    department: Department
    day: DayKey
    lead: str
    is_quiet: bool


@dataclass(frozen=True)
class WeekLine:
    """Cases of one week, department by department in the order of the index."""

    week: WeekKey
    state: str
    cases: tuple[int, ...]


@dataclass(frozen=True)
class IndexPage:
    """First page of the site; `week` None = nothing is published yet.

    `days` are the newest daily pages, one a department; `executive` is the address of 経営サマリー, "" where
    the reader does not see the whole company; so is `usage` then None.
    """

    made_at: datetime
    build: str
    week: WeekKey | None
    state: str
    received: str
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    comparison: str
    departments: tuple[DepartmentLine, ...]
    unassigned: DepartmentLine | None
    weeks: tuple[WeekLine, ...]
    conflicts: tuple[tuple[str, str], ...]
    days: tuple[DayLine, ...] = ()
    executive: str = ""
    usage: Usage | None = None


def build_index(
    reader: "Reader",
    site: SiteContext,
    weeks: Sequence[WeekContext],
    *,
    made_at: datetime,
    withdrawn: Set[str] = frozenset(),
    days: Sequence[DayLine] = (),
    executive: str = "",
    usage: Usage | None = None,
) -> IndexPage:
    """Return the index over `weeks` (oldest first, maybe none)."""
    conflicts = tuple(
        (f"{EDITS.get(row['action'], '編集')}(記録 {row['entry_id']})", row["reason"])
        for row in fetch_rows(reader, "journal_conflicts")
    )
    newest = weeks[-1] if weeks else None
    lines = [_line(site, newest, department) for department in site.departments] if newest else []
    lines = [replace(line, is_withdrawn=line.department.department in withdrawn) for line in lines]
    return IndexPage(
        made_at=made_at,
        build=site.build,
        week=newest.key if newest else None,
        state=say_state(site, newest) if newest else "",
        received=say_received(newest) if newest else "",
        gaps=(*say_gaps(newest), *say_missing_days(site, newest)) if newest else (),
        warnings=say_warnings(newest) if newest else (),
        comparison=say_comparability(newest.change(0, 0)) if newest else "",
        departments=tuple(line for line in lines if line.department.department is not None),
        unassigned=next((line for line in lines if line.department.department is None), None),
        weeks=tuple(_week_line(site, week) for week in reversed(weeks)),
        conflicts=conflicts,
        days=tuple(days),
        executive=executive,
        usage=usage,
    )


def _line(site: SiteContext, week: WeekContext, department: Department) -> DepartmentLine:
    counts = [
        count
        for count in week.counts
        if count.department == department.department
        and count.topic_id is not None
        and count.role == "owner"
        and count.kind in ("complaint", "request")
    ]
    top = min(counts, key=lambda count: (-count.cases, count.topic_id), default=None)
    return DepartmentLine(
        department=department,
        change=week.department_change(department.department),
        risk_cases=week.risk_cases.get(department.department, 0),
        top_topic=site.topic_label(top.topic_id) if top else None,
        top_cases=top.cases if top else 0,
    )


def _week_line(site: SiteContext, week: WeekContext) -> WeekLine:
    cases = tuple(week.department_change(department.department).cases for department in site.departments)
    return WeekLine(week.key, say_state(site, week), cases)
