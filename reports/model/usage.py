"""Whether reports are read and reach the right department: counts by department, never by person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from reports.keys import WeekKey
from reports.model.context import SiteContext
from reports.model.feedback import Button
from reports.model.labels import format_number, format_percent
from reports.model.paths import name_folder
from reports.model.week import WeekContext
from reports.model.weekly import Department

MAX_PROPOSALS = 20


class OpeningCount(Protocol):
    """How often pages of a department's folder were opened on a day (`reports.portal.access_log`)."""

    @property
    def day(self) -> date:
        """The day in Japan."""

    @property
    def folder(self) -> str:
        """Folder of the department."""

    @property
    def kind(self) -> str:
        """`report`, `sentences`, `file` or `export`."""

    @property
    def opened(self) -> int:
        """Number of openings."""


@dataclass(frozen=True)
class DepartmentUse:
    """Openings and buttons of one department; `last_opened` None = its reports were not opened at all."""

    department: Department
    reports: int
    sentences: int
    last_opened: date | None
    respond: int
    known: int
    wrong_department: int
    original: int


@dataclass(frozen=True)
class RouteProposal:
    """A topic that a department says is not its own; `command` makes the proposal come true."""

    topic: str
    from_department: str
    to_department: str
    week: WeekKey
    command: str


@dataclass(frozen=True)
class Usage:
    """What the index shows to those who see all departments."""

    first: date
    last: date
    lines: tuple[DepartmentUse, ...]
    accuracy: str
    proposals: tuple[RouteProposal, ...]

    @property
    def is_logged(self) -> bool:
        """Whether anything was opened at all: else nobody can say that a report is not read."""
        return any(line.last_opened for line in self.lines)


def build_usage(
    site: SiteContext,
    weeks: Sequence[WeekContext],
    buttons: Sequence[Button],
    openings: Sequence[OpeningCount],
    *,
    first: date,
    last: date,
    withdrawn: Collection[str] = (),
) -> Usage:
    """Return openings from `first` to `last`, buttons of the weeks, and proposals that are still open."""
    keys = {week.key for week in weeks}
    pressed = [each for each in buttons if each.week in keys]
    shown = [each for each in site.departments if each.department not in withdrawn]
    return Usage(
        first=first,
        last=last,
        lines=tuple(_line(department, pressed, openings) for department in shown),
        accuracy=say_accuracy(*count_routes(weeks, pressed), weeks=len(keys)),
        proposals=list_proposals(site, buttons),
    )


def _line(
    department: Department, pressed: Sequence[Button], openings: Sequence[OpeningCount]
) -> DepartmentUse:
    own = [each for each in openings if each.folder == name_folder(department.department)]
    buttons = [each.button for each in pressed if each.department == department.department]
    return DepartmentUse(
        department=department,
        reports=sum(each.opened for each in own if each.kind == "report"),
        sentences=sum(each.opened for each in own if each.kind == "sentences"),
        last_opened=max((each.day for each in own), default=None),
        respond=buttons.count("respond"),
        known=buttons.count("known"),
        wrong_department=buttons.count("wrong_department"),
        original=buttons.count("original"),
    )


def count_routes(weeks: Sequence[WeekContext], buttons: Sequence[Button]) -> tuple[int, int]:
    """Return how many topics of a week were given to a department as its own, and how many wrongly."""
    given = {
        (week.key, count.topic_id, count.department)
        for week in weeks
        for count in week.counts
        if count.role == "owner" and count.topic_id is not None and count.department is not None
    }
    refused = {
        (each.week, each.topic_id, each.department) for each in buttons if each.button == "wrong_department"
    }
    return len(given), len(given & refused)


def say_accuracy(given: int, refused: int, *, weeks: int) -> str:
    """Return the routing accuracy as readers measured it; empty where nothing was given to anyone."""
    if not given:
        return ""
    share = f"({format_percent(refused, given)})" if refused else ""
    return (
        f"担当違い:直近{weeks}週に各部署へお届けした話題のべ{format_number(given)}のうち"
        f"{format_number(refused)}{share}。ボタンで知らせていただいた分だけの数です。"
    )


def list_proposals(site: SiteContext, buttons: Sequence[Button]) -> tuple[RouteProposal, ...]:
    """Return the newest word on each topic that still belongs to the department that refused it."""
    newest = {each.topic_id: each for each in buttons if each.button == "wrong_department" and each.topic_id}
    found = []
    for topic_id, each in sorted(newest.items(), key=lambda item: (item[1].week, item[0]), reverse=True):
        topic = site.topics.get(topic_id)
        if topic is not None and topic.owner == each.department and each.to_department != each.department:
            found.append(_propose(site, topic_id, each))
    return tuple(found[:MAX_PROPOSALS])


def _propose(site: SiteContext, topic_id: str, each: Button) -> RouteProposal:
    to = each.to_department or "部署のid"
    from_name = site.department_name(each.department)
    return RouteProposal(
        topic=site.topic_label(topic_id),
        from_department=from_name,
        to_department=site.department_name(each.to_department) if each.to_department else "未記入",
        week=each.week,
        command=f'koe journal add route topic_id={topic_id} department={to} --why "担当違い({each.week})"',
    )
