"""What all departments share in one week: totals, topic counts, gaps in the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reports.keys import WeekKey
from reports.model.context import SiteContext
from reports.model.figures import Change, Denominator, NormalRange
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

RangeKey = tuple[str | None, str | None, str | None, str | None]
"""Kind, topic, department and role of a count; kind None = all that concerns a department."""


@dataclass(frozen=True)
class WeekRange:
    """Normal range of a count; where it rises (`trend` up), since when and what readers said of the alert."""

    normal: NormalRange
    trend: str | None = None
    since: date | None = None
    outcome: str | None = None


@dataclass(frozen=True)
class Totals:
    """Contacts (回), cases (件) and excluded contacts of a week."""

    contacts: int
    cases: int
    excluded: int


@dataclass(frozen=True)
class Gap:
    """A source with a trouble: missing, broken, empty or quarantined, and the days it had it."""

    trouble: str
    source: str
    days: tuple[date, ...]
    quarantined: int


@dataclass(frozen=True)
class FileWarning:
    """A column that files did not have (``absent``) or whose cells could not be read, and the days."""

    source: str
    warning: str
    column: str
    cells: int
    days: tuple[date, ...]


@dataclass(frozen=True)
class TopicCount:
    """Count of one kind, topic, department and role in a week."""

    kind: str
    topic_id: str | None
    department: str | None
    role: str
    voices: int
    cases: int
    previous: int


@dataclass(frozen=True)
class LineageNote:
    """How many topics had an event of a refit in the week."""

    happened_on: date
    registry_version: int
    event: str
    topics: int


@dataclass(frozen=True)
class WeekContext:
    """Facts of one week; `previous` None = nothing of the week before is published.

    `ranges` are in the order of their evidence, what rises most surely first. Of the alerts up to the week's
    end, `answered_alerts` have an outcome, and `confirmed_alerts` of them were rises, known or not.
    """

    key: WeekKey
    totals: Totals
    previous: Totals | None
    is_comparable: bool
    days: tuple[date, ...]
    department_cases: dict[tuple[date, str | None], int]
    counts: tuple[TopicCount, ...]
    risk_cases: dict[str | None, int]
    usual_shares: dict[tuple[str, str], float]
    gaps: tuple[Gap, ...]
    warnings: tuple[tuple[str, tuple[date, ...]], ...]
    lineage: tuple[LineageNote, ...]
    file_warnings: tuple[FileWarning, ...] = ()
    ranges: Mapping[RangeKey, WeekRange] = field(default_factory=dict)
    denominators: Mapping[str | None, Denominator] = field(default_factory=dict)
    answered_alerts: int = 0
    confirmed_alerts: int = 0

    def change(self, cases: int, previous: int, key: RangeKey | None = None) -> Change:
        """Return a count beside the week before and what is normal; `key` None = a count without a range."""
        found = self.ranges.get(key) if key else None
        return Change(
            cases,
            None if self.previous is None else previous,
            is_comparable=self.is_comparable,
            normal=found.normal if found else None,
            trend=found.trend if found else None,
            per=self.denominators.get(key[2]) if key else None,
        )

    def department_change(self, department: str | None) -> Change:
        """Return the cases that concern a department."""
        return self.change(
            self.department_cases.get((self.key.monday, department), 0),
            self.department_cases.get((self.key.previous.monday, department), 0),
            (None, None, department, None),
        )


def load_week(reader: "Reader", site: SiteContext, key: WeekKey) -> WeekContext:
    """Read a week for all departments at once."""
    pair = {"week": key.monday, "previous": key.previous.monday}
    span = {"monday": key.monday, "sunday": key.sunday}
    totals = {
        row["week"]: Totals(row["contacts"] or 0, row["cases"] or 0, row["excluded"] or 0)
        for row in fetch_rows(reader, "week_totals", **pair)
    }
    days = tuple(day for day in key.days if day in site.days)
    days_before = [day for day in key.previous.days if day in site.days]
    gaps, warnings = load_troubles(reader, key.monday, key.sunday)
    answers = fetch_rows(reader, "week_alert_answers", sunday=key.sunday)
    return WeekContext(
        key=key,
        totals=totals.get(key.monday, Totals(0, 0, 0)),
        previous=totals.get(key.previous.monday) if days_before else None,
        is_comparable=[day.weekday() for day in days] == [day.weekday() for day in days_before],
        days=days,
        department_cases={
            (row["week"], row["department"]): row["cases"]
            for row in fetch_rows(reader, "week_departments", **pair)
        },
        counts=_load_counts(reader, key),
        answered_alerts=answers[0]["answered"] if answers else 0,
        confirmed_alerts=answers[0]["confirmed"] if answers else 0,
        ranges={
            (row["kind"], row["topic_id"], row["department"], row["role"]): WeekRange(
                NormalRange(row["low"], row["high"]), row["trend"], row["since"], row["outcome"]
            )
            for row in fetch_rows(reader, "week_ranges", week=key.monday)
        },
        denominators={
            row["department"]: Denominator(row["measure"], row["value"])
            for row in fetch_rows(reader, "week_denominators", week=key.monday)
        },
        risk_cases={row["department"]: row["cases"] for row in fetch_rows(reader, "week_risks", **span)},
        usual_shares=_load_shares(reader, key),
        gaps=gaps,
        warnings=warnings,
        lineage=tuple(
            LineageNote(row["happened_on"], row["registry_version"], row["event"], row["topics"])
            for row in fetch_rows(reader, "week_lineage", **span)
        ),
        file_warnings=tuple(
            FileWarning(row["source"], row["warning"], row["column_name"], row["cells"], tuple(row["days"]))
            for row in fetch_rows(reader, "week_file_warnings", **span)
        ),
    )


def load_troubles(
    reader: "Reader", first: date, last: date
) -> tuple[tuple[Gap, ...], tuple[tuple[str, tuple[date, ...]], ...]]:
    """Return what is missing from some days, source by source, and what the data checks say of them."""
    span = {"monday": first, "sunday": last}
    gaps = tuple(
        Gap(row["trouble"], row["source"], tuple(row["days"]), row["quarantined"])
        for row in fetch_rows(reader, "week_receipts", **span)
    )
    warnings = tuple(
        (row["message"], tuple(row["days"])) for row in fetch_rows(reader, "week_checks", **span)
    )
    return gaps, warnings


def _load_counts(reader: "Reader", key: WeekKey) -> tuple[TopicCount, ...]:
    rows = fetch_rows(reader, "week_topics", week=key.monday, previous=key.previous.monday)
    keys = ("kind", "topic_id", "department", "role")
    before = {tuple(row[k] for k in keys): row["cases"] for row in rows if row["week"] != key.monday}
    return tuple(
        TopicCount(
            kind=row["kind"],
            topic_id=row["topic_id"],
            department=row["department"],
            role=row["role"],
            voices=row["voices"],
            cases=row["cases"],
            previous=before.get(tuple(row[k] for k in keys), 0),
        )
        for row in rows
        if row["week"] == key.monday
    )


def _load_shares(reader: "Reader", key: WeekKey) -> dict[tuple[str, str], float]:
    rows = fetch_rows(reader, "week_spread", monday=key.monday, sunday=key.sunday)
    known = {row["dimension"]: row["cases"] for row in rows if row["value"] is None}
    return {
        (row["dimension"], row["value"]): row["cases"] / known[row["dimension"]]
        for row in rows
        if row["value"] is not None
    }
