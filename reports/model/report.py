"""Builds the weekly report of a department from the published views."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model import topics as topic_values
from reports.model import wording
from reports.model.actions import list_outcomes, say_judged_until
from reports.model.candidates import load_candidates
from reports.model.completeness import describe_data
from reports.model.context import SiteContext
from reports.model.corrections import load_corrections
from reports.model.decisions import (
    MAX_LINE,
    MIN_DECISION_CASES,
    RISING,
    list_rises,
    make_decision,
    sort_topics,
)
from reports.model.feedback import list_known
from reports.model.figures import TopicFigure
from reports.model.kpis import make_kpis
from reports.model.news import list_news
from reports.model.notes import say_reading_notes
from reports.model.overdue import list_overdue, say_none_overdue
from reports.model.paths import RISK_PAGE
from reports.model.risks import load_risks
from reports.model.series import load_pictures
from reports.model.signals import NO_SIGNALS, Signals
from reports.model.small_cells import without_days
from reports.model.topics import TopicKey, key_of
from reports.model.week import WeekContext
from reports.model.weekly import Department, Praise, TopicLine, WeeklyReport
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

MAX_RANKING, MAX_SHORT_LINE = 100, 5


@dataclass(frozen=True)
class _Material:
    """What was read for one department and week."""

    figures: list[TopicFigure]
    spread: dict[TopicKey, topic_values.Spread]
    quotes: dict[TopicKey, list[dict[str, Any]]]
    kinds: dict[str, dict[str, Any]]

    def of_kind(self, *kinds: str) -> list[TopicFigure]:
        """Return the topics of some kinds, most cases first, without voices that have no topic."""
        return [figure for figure in self.figures if figure.kind in kinds and figure.topic_id is not None]


def build_weekly(
    reader: "Reader",
    site: SiteContext,
    week: WeekContext,
    department: Department,
    *,
    made_at: datetime,
    linked_weeks: Set[WeekKey] = frozenset(),
    signals: Signals = NO_SIGNALS,
) -> WeeklyReport:
    """Return the weekly report of `department`.

    Parameters
    ----------
    made_at : datetime
        Aware time that the report carries.
    linked_weeks : set of WeekKey
        Weeks of the same site, so that figures of the week before can be links.
    signals : Signals
        What rises and what was done, of the whole copy.
    """
    material = _load_material(reader, site, week, department, linked_weeks)
    rises = list_rises(week, department.department)
    topics = [topic for topic in material.of_kind("complaint", "request") if not topic.is_muted]
    known_ids = list_known(signals.buttons, signals.alerts, week.key, department.department)
    known = tuple(topic for topic in topics if topic.topic_id in known_ids and topic.role == "owner")
    found = sort_topics([topic for topic in topics if topic not in known], rises)
    outcomes, more_actions = list_outcomes(
        site, signals.actions, week.key.monday, week.key.sunday, department.department
    )
    decisions = tuple(
        make_decision(
            site, week, department, topic, spread=material.spread.get(key_of(topic), {}),
            quotes=material.quotes.get(key_of(topic), []), since=rises.get(key_of(topic)),
        )
        for topic, _ in found.put_forward
    )  # fmt: skip
    new_topics = tuple(topic for topic in found.rest if topic.is_new)
    risks = load_risks(reader, week.key.monday, week.key.sunday, department.department, page=RISK_PAGE)
    corrections, more_corrections = load_corrections(reader, site, week, department)
    candidates = load_candidates(reader, site, week.key, department)
    completeness = describe_data(site, week, department)
    ranking = _line("不満とご要望の一覧", material.of_kind("complaint", "request"), MAX_RANKING)
    return WeeklyReport(
        department=department,
        week=week.key,
        made_at=made_at,
        lead=wording.say_lead(
            risk_cases=risks.cases,
            rises=found.rises,
            decisions=found.asked(department.department),
            to_know=sum(why != RISING for _, why in found.put_forward) - found.asked(department.department),
            new_topics=len(new_topics),
            candidates=len(candidates),
            voices=sum(kind["voices"] for kind in material.kinds.values()),
            # Of a week in which nobody said anything, nothing waits for topics.
            has_topics=bool(site.topics) or not week.counts,
        ),
        completeness=completeness,
        risks=risks,
        decisions=decisions,
        no_decisions=""
        if decisions
        else wording.say_no_decisions(
            MIN_DECISION_CASES, has_topics=bool(site.topics), has_ranges=bool(week.ranges)
        ),
        new_topics=new_topics[:MAX_LINE],
        candidates=candidates,
        actions=outcomes,
        unchanged=_line_unchanged(week, [topic for topic in found.rest if not topic.is_new]),
        praise=_make_praise(material),
        overdue=list_overdue(site, signals.actions, week.key.sunday, department.department),
        reading_notes=say_reading_notes(site, week, list(material.kinds.values())),
        corrections=corrections,
        more_corrections=more_corrections,
        unassigned=tuple(figure for figure in material.figures if figure.topic_id is None),
        ranking=ranking,
        questions=_line("よくあるご質問", material.of_kind("question"), MAX_SHORT_LINE),
        procedures=_line("お手続き", material.of_kind("procedure"), MAX_SHORT_LINE),
        figures=tuple(material.figures),
        further=found.further(),
        more_actions=more_actions,
        actions_note=say_judged_until(signals.actions, department.department) if outcomes else "",
        none_overdue=say_none_overdue(signals.actions, week.key.sunday, department.department),
        known=known,
        kpis=make_kpis(
            completeness.change,
            risk_cases=risks.cases,
            risk_page=risks.page,
            actions=signals.actions_of(department.department),
            day=week.key.sunday,
        ),
        news=list_news(
            site,
            signals.without(known_ids),
            week,
            department.department,
            risks=risks,
            new_topics=new_topics,
            candidates=candidates,
            corrections=corrections,
            more_corrections=more_corrections,
        ),
        pictures=load_pictures(
            reader,
            site,
            signals,
            week.key,
            department.department,
            topics=[decision.topic for decision in decisions],
            figures=material.figures,
            ranked=[topic for topic in ranking.topics if not topic.is_muted],
            spread=material.spread,
        ),
    )


def _load_material(
    reader: "Reader", site: SiteContext, week: WeekContext, department: Department, linked_weeks: Set[WeekKey]
) -> _Material:
    spread = topic_values.load_spread(reader, week.key, department.department)
    kinds = fetch_rows(
        reader,
        "department_kinds",
        monday=week.key.monday,
        sunday=week.key.sunday,
        department=department.department,
    )
    figures = topic_values.make_figures(
        site, week, department.department, spread=spread, linked_weeks=linked_weeks
    )
    quotes = topic_values.load_quotes(reader, week.key, department.department)
    small = {key_of(figure) for figure in figures if figure.change.cases < site.least_cases}
    return _Material(
        figures=figures,
        spread=spread,
        quotes={key: without_days(rows) if key in small else rows for key, rows in quotes.items()},
        kinds={row["kind"]: row for row in kinds},
    )


def _line_unchanged(week: WeekContext, topics: list[TopicFigure]) -> TopicLine:
    """Return the remaining topics; without a week before nobody can say 「変わらず」."""
    heading = "変わらず多い声" if week.previous is not None else "そのほかの声"
    frequent = [
        topic for topic in topics if topic.change.cases >= MIN_DECISION_CASES and not topic.change.is_below
    ]
    shown = tuple(frequent[:MAX_LINE])
    return TopicLine(heading, shown, len(topics) - len(shown))


def _line(heading: str, topics: list[TopicFigure], limit: int) -> TopicLine:
    return TopicLine(heading, tuple(topics[:limit]), max(0, len(topics) - limit))


def _make_praise(material: _Material) -> Praise:
    topics = tuple(material.of_kind("praise")[:3])
    first = [material.quotes.get(key_of(topic), [])[:3] for topic in topics]
    kind = material.kinds.get("praise")
    without_topic = [
        figure for figure in material.figures if figure.kind == "praise" and figure.topic_id is None
    ]
    page = topics[0].page if topics else (without_topic[0].page if without_topic else None)
    return Praise(
        cases=kind["cases"] if kind else 0,
        topics=topics,
        quotes=topic_values.pick_quotes([row for rows in first for row in rows]),
        page=page,
    )
