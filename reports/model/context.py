"""What all reports of a build share: departments, topics, published days."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reports.keys import WeekKey
from reports.model.labels import JST, UNASSIGNED_NAME, shorten
from reports.model.paths import name_folder
from reports.model.small_cells import LEAST_CASES
from reports.model.weekly import Department
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

SINCE_DAYS = 28
"""A first voice is told for topics that began within so many days, where still older days are published."""


@dataclass(frozen=True)
class Topic:
    """A topic of the registry version in force."""

    kind: str
    label: str
    born_on: date
    is_muted: bool
    first_day: date | None
    owner: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedDay:
    """State of one published day."""

    day: date
    is_confirmed: bool
    confirmed_on: date | None
    voices: int


@dataclass(frozen=True)
class Verified:
    """How many days were run again and compared with one verdict, and when the newest of them was."""

    verdict: str
    days: int
    verified_on: date


@dataclass(frozen=True)
class SiteContext:
    """Facts of the published copy that do not depend on the week.

    `departments` ends with 未割当. `weeks` holds every week with a published day, oldest first.
    Numbers below `least_cases` are not broken down (`reports.model.small_cells`).
    """

    build: str
    registry_version: int
    topics_since: date | None
    newest_day: date | None
    departments: tuple[Department, ...]
    topics: dict[str, Topic]
    days: dict[date, PublishedDay]
    weeks: tuple[WeekKey, ...]
    rows_since: date | None
    verifications: tuple[Verified, ...] = ()
    least_cases: int = LEAST_CASES

    def has_rows(self, week: WeekKey) -> bool:
        """Whether the sentences of the whole week are in the copy (it keeps only the last days' rows)."""
        with_voices = [day for day in week.days if day in self.days and self.days[day].voices > 0]
        return not with_voices or (self.rows_since is not None and with_voices[0] >= self.rows_since)

    def seen_from(self, week: WeekKey) -> "SiteContext":
        """Return what the report of a week may go by: nothing that each later day would change.

        It knows no build, and of the days after the week only whether there are any.
        """
        ends = week.sunday + timedelta(days=1)
        return replace(
            self,
            build="",
            newest_day=min(self.newest_day, ends) if self.newest_day else None,
            days={day: state for day, state in self.days.items() if day < ends},
            weeks=tuple(known for known in self.weeks if known.monday <= ends),
            rows_since=max(self.rows_since, week.monday) if self.rows_since else None,
        )

    def topic_label(self, topic_id: str | None) -> str:
        """Return the name of a topic, cut to one line."""
        if topic_id is None:
            return "話題に分けられなかった声"
        topic = self.topics.get(topic_id)
        label = shorten(topic.label) if topic else ""
        return label or "名前のまだない話題"

    def is_new_topic(self, topic_id: str | None, week: WeekKey) -> bool:
        """Whether a topic was first found in the week; the first registry's topics are not new."""
        topic = self.topics.get(topic_id or "")
        if topic is None or not self.topics:
            return False
        first_registry = min(other.born_on for other in self.topics.values())
        return topic.born_on > first_registry and week.monday <= topic.born_on <= week.sunday

    def since(self, topic_id: str | None, week: WeekKey) -> date | None:
        """Return the first day of a topic that began lately, None where that cannot be said."""
        topic = self.topics.get(topic_id or "")
        if topic is None or topic.first_day is None or not self.days:
            return None
        earliest = max(min(self.days) + timedelta(days=SINCE_DAYS), week.monday - timedelta(days=SINCE_DAYS))
        return topic.first_day if earliest <= topic.first_day <= week.sunday else None

    def department_name(self, department: str | None) -> str:
        """Return the name of a department, 未割当 for None."""
        names = {known.department: known.name for known in self.departments}
        return names.get(department) or department or UNASSIGNED_NAME


def load_site(reader: "Reader", *, least_cases: int = LEAST_CASES) -> SiteContext:
    """Read what all reports share from the published copy."""
    facts = {row["key"]: row["value"] for row in fetch_rows(reader, "build")}
    days = {
        row["day"]: PublishedDay(row["day"], row["state"] == "confirmed", row["confirmed_on"], row["voices"])
        for row in fetch_rows(reader, "days")
    }
    return SiteContext(
        build=facts.get("build") or "",
        registry_version=int(facts.get("registry_version") or 0),
        topics_since=_read_date(facts.get("topics_since")),
        newest_day=max(days, default=None),
        departments=_load_departments(reader),
        topics=_load_topics(reader),
        days=days,
        weeks=tuple(sorted({WeekKey.of(day) for day in days})),
        rows_since=fetch_rows(reader, "rows_since")[0]["day"],
        verifications=tuple(
            Verified(row["verdict"], row["days"], row["verified_at"].astimezone(JST).date())
            for row in fetch_rows(reader, "verifications")
        ),
        least_cases=least_cases,
    )


def _load_departments(reader: "Reader") -> tuple[Department, ...]:
    named = [
        Department(
            row["department"], shorten(row["name"] or row["department"]), name_folder(row["department"])
        )
        for row in fetch_rows(reader, "departments")
        if row["department"] is not None
    ]
    return (*named, Department(None, UNASSIGNED_NAME, name_folder(None)))


def _load_topics(reader: "Reader") -> dict[str, Topic]:
    first_days = {row["topic_id"]: row["first_day"] for row in fetch_rows(reader, "topic_first_days")}
    return {
        row["topic_id"]: Topic(
            kind=row["kind"],
            label=row["label"] or "",
            born_on=row["born_on"],
            is_muted=row["status"] == "muted",
            first_day=first_days.get(row["topic_id"]),
            keywords=tuple(row["keywords"] or ()),
            owner=row["owner_department"],
        )
        for row in fetch_rows(reader, "topics")
    }


def _read_date(value: str | None) -> date | None:
    return date.fromisoformat(value[:10]) if value else None
