"""Builds the weekly report of a department from the published views."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model import topics as topic_values
from reports.model import wording
from reports.model.candidates import load_candidates
from reports.model.completeness import describe_data
from reports.model.context import SiteContext
from reports.model.corrections import load_corrections
from reports.model.figures import TopicFigure
from reports.model.labels import format_date, name_channel, name_risk, shorten
from reports.model.notes import say_reading_notes
from reports.model.paths import RISK_PAGE
from reports.model.small_cells import without_days
from reports.model.topics import TopicKey, key_of
from reports.model.week import WeekContext
from reports.model.weekly import Decision, Department, Praise, Risk, Risks, TopicLine, WeeklyReport
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

MAX_DECISIONS = 3
MIN_DECISION_CASES = 3
"""Below this a customer or two would set the agenda of a department; the table still lists the topic."""
MAX_RISKS, MAX_LINE, MAX_RANKING, MAX_SHORT_LINE = 10, 10, 100, 5


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
) -> WeeklyReport:
    """Return the weekly report of `department`.

    Parameters
    ----------
    made_at : datetime
        Aware time that the report carries.
    linked_weeks : set of WeekKey
        Weeks of the same site, so that figures of the week before can be links.
    """
    material = _load_material(reader, site, week, department, linked_weeks)
    decisions = _make_decisions(site, week, department, material)
    decided = {key_of(decision.topic) for decision in decisions}
    rest = [
        topic
        for topic in material.of_kind("complaint", "request")
        if key_of(topic) not in decided and not topic.is_muted
    ]
    new_topics = tuple(topic for topic in rest if topic.is_new)
    risks = _load_risks(reader, week, department)
    corrections, more_corrections = load_corrections(reader, site, week, department)
    candidates = load_candidates(reader, site, week.key, department)
    return WeeklyReport(
        department=department,
        week=week.key,
        made_at=made_at,
        lead=wording.say_lead(
            risk_cases=risks.cases,
            decisions=len(decisions),
            new_topics=len(new_topics),
            candidates=len(candidates),
            voices=sum(kind["voices"] for kind in material.kinds.values()),
        ),
        completeness=describe_data(site, week, department),
        risks=risks,
        decisions=decisions,
        no_decisions=""
        if decisions
        else wording.say_no_decisions(MIN_DECISION_CASES, has_topics=bool(site.topics)),
        new_topics=new_topics[:MAX_LINE],
        candidates=candidates,
        actions=(),
        unchanged=_line_unchanged(week, [topic for topic in rest if not topic.is_new]),
        praise=_make_praise(material),
        overdue=(),
        reading_notes=say_reading_notes(site, week, list(material.kinds.values())),
        corrections=corrections,
        more_corrections=more_corrections,
        unassigned=tuple(figure for figure in material.figures if figure.topic_id is None),
        ranking=_line("不満とご要望の一覧", material.of_kind("complaint", "request"), MAX_RANKING),
        questions=_line("よくあるご質問", material.of_kind("question"), MAX_SHORT_LINE),
        procedures=_line("お手続き", material.of_kind("procedure"), MAX_SHORT_LINE),
        figures=tuple(material.figures),
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


def _make_decisions(
    site: SiteContext, week: WeekContext, department: Department, material: _Material
) -> tuple[Decision, ...]:
    candidates = [
        topic
        for topic in material.of_kind("complaint", "request")
        if topic.role == "owner" and not topic.is_muted and topic.change.cases >= MIN_DECISION_CASES
    ]
    return tuple(
        _make_decision(site, week, department, material, topic) for topic in candidates[:MAX_DECISIONS]
    )


def _make_decision(
    site: SiteContext, week: WeekContext, department: Department, material: _Material, topic: TopicFigure
) -> Decision:
    spread = material.spread.get(key_of(topic), {})
    found = topic_values.find_concentrations(spread, week.usual_shares, least_cases=site.least_cases)
    notes = [wording.say_concentration(each, topic.change.cases) for each in found]
    if since := site.since(topic.topic_id, week.key):
        notes.insert(0, f"最初の声は{format_date(since)}です。")
    is_unowned = department.department is None
    return Decision(
        topic=topic,
        # Where no topic can be compared, the first lines have said so already.
        comparison="" if topic.change.difference is None else wording.say_comparison(topic.change),
        notes=tuple(notes),
        quotes=topic_values.pick_quotes(material.quotes.get(key_of(topic), [])),
        request="担当部署を決めてください。" if is_unowned else wording.say_request(topic),
        concentrations=found,
    )


def _load_risks(reader: "Reader", week: WeekContext, department: Department) -> Risks:
    rows = fetch_rows(
        reader,
        "department_risks",
        monday=week.key.monday,
        sunday=week.key.sunday,
        department=department.department,
    )
    cases: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        cases.setdefault(row["case_number"], []).append(row)
    listed = tuple(_make_risk(voices) for voices in list(cases.values())[:MAX_RISKS])
    return Risks(cases=len(cases), listed=listed, page=RISK_PAGE if cases else None)


def _make_risk(voices: list[dict[str, Any]]) -> Risk:
    classes = sorted({risk for voice in voices for risk in voice["risk"]})
    sentences = (voice["sentence"] for voice in voices if voice["sentence"])
    sentence = next(sentences, None)
    return Risk(
        classes=tuple(name_risk(risk) for risk in classes),
        day=voices[0]["day"],
        channel=name_channel(voices[0]["channel"]),
        product=next((voice["product"] for voice in voices if voice["product"]), None),
        sentence=shorten(sentence, topic_values.QUOTE_LIMIT) if sentence else None,
    )


def _line_unchanged(week: WeekContext, topics: list[TopicFigure]) -> TopicLine:
    """Return the remaining topics; without a week before nobody can say 「変わらず」."""
    heading = "変わらず多い声" if week.previous is not None else "そのほかの声"
    frequent = [topic for topic in topics if topic.change.cases >= MIN_DECISION_CASES]
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
