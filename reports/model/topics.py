"""Figures, concentrations and quotes of a department's topics in a week."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from datetime import date
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model.context import SiteContext
from reports.model.figures import Concentration, Quote, TopicFigure, ValueCount
from reports.model.labels import name_channel, shorten
from reports.model.paths import name_page
from reports.model.week import TopicCount, WeekContext
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

TopicKey = tuple[str, str | None, str]
"""Kind, topic id and role: what a count of a department is for."""
Spread = dict[str, list[tuple[str | None, int]]]
"""Dimension to its values with their cases; the value None stands for all cases where it is known."""

DIMENSIONS = ("product", "lot", "channel")
MIN_CONCENTRATED_CASES = 5
MIN_SHARE = 0.6
MIN_SHARE_ABOVE_USUAL = 0.2
QUOTE_LIMIT = 120
LIKENESS_STEPS = (0.3, 0.6)


def key_of(topic: TopicFigure) -> TopicKey:
    """Return the key of a figure."""
    return topic.kind, topic.topic_id, topic.role


def load_spread(reader: "Reader", week: WeekKey, department: str | None) -> dict[TopicKey, Spread]:
    """Return per topic and dimension the values with their cases; None = all cases where it is known."""
    spread: dict[TopicKey, Spread] = defaultdict(lambda: defaultdict(list))
    for row in fetch_rows(
        reader, "department_spread", monday=week.monday, sunday=week.sunday, department=department
    ):
        topic = (row["kind"], row["topic_id"], row["role"])
        spread[topic][row["dimension"]].append((row["value"], row["cases"]))
    return {topic: dict(by_dimension) for topic, by_dimension in spread.items()}


def make_figures(
    site: SiteContext,
    week: WeekContext,
    department: str | None,
    *,
    spread: dict[TopicKey, Spread],
    linked_weeks: Set[WeekKey],
) -> list[TopicFigure]:
    """Return the department's figures of the week, most cases first.

    `linked_weeks` are the weeks that the site holds: only those numbers of the week before are links.
    """
    figures = [
        _make_figure(site, week, count, spread=spread, linked_weeks=linked_weeks)
        for count in week.counts
        if count.department == department
    ]
    return sorted(
        figures, key=lambda topic: (-topic.change.cases, topic.kind, topic.topic_id or "", topic.role)
    )


def _make_figure(
    site: SiteContext,
    week: WeekContext,
    count: TopicCount,
    *,
    spread: dict[TopicKey, Spread],
    linked_weeks: Set[WeekKey],
) -> TopicFigure:
    topic = site.topics.get(count.topic_id or "")
    page = name_page(count.topic_id, count.kind, topic_kind=topic.kind if topic else None, role=count.role)
    channels = spread.get((count.kind, count.topic_id, count.role), {}).get("channel", [])
    has_previous_page = count.previous > 0 and week.key.previous in linked_weeks
    return TopicFigure(
        kind=count.kind,
        topic_id=count.topic_id,
        label=site.topic_label(count.topic_id),
        role=count.role,
        change=week.change(
            count.cases, count.previous, (count.kind, count.topic_id, count.department, count.role)
        ),
        voices=count.voices,
        is_new=site.is_new_topic(count.topic_id, week.key),
        is_muted=topic is not None and topic.is_muted,
        partners=_partners(site, week, count),
        channels=tuple(
            ValueCount(name_channel(value), cases) for value, cases in _ranked(channels) if value is not None
        ),
        page=page,
        previous_page=f"../{week.key.previous}/{page}" if has_previous_page else None,
    )


def _partners(site: SiteContext, week: WeekContext, count: TopicCount) -> tuple[str, ...]:
    if count.topic_id is None:
        return ()
    other = "shared" if count.role == "owner" else "owner"
    partners = {
        each.department
        for each in week.counts
        if (each.kind, each.topic_id, each.role) == (count.kind, count.topic_id, other)
    }
    return tuple(
        known.name for known in site.departments if known.department in partners - {count.department}
    )


def find_concentrations(
    spread: Spread,
    usual_shares: dict[tuple[str, str], float],
    *,
    least_cases: int = MIN_CONCENTRATED_CASES,
) -> tuple[Concentration, ...]:
    """Return the values that hold at least 60 % of a topic, five cases, and clearly more than usual.

    Where nearly all contacts have the value anyway, saying so would tell the reader nothing.
    """
    found = []
    for dimension in DIMENSIONS:
        counts = spread.get(dimension, [])
        known = next((cases for value, cases in counts if value is None), 0)
        for value, cases in _ranked(counts)[:1]:
            usual = usual_shares.get((dimension, value), 0.0)
            share = cases / known if known else 0.0
            is_enough = cases >= max(least_cases, MIN_CONCENTRATED_CASES)
            if is_enough and share >= max(MIN_SHARE, usual + MIN_SHARE_ABOVE_USUAL):
                found.append(Concentration(dimension, value, cases, known, round(usual, 4)))
    return tuple(found)


def _ranked(counts: Iterable[tuple[str | None, int]]) -> list[tuple[str, int]]:
    named = [(value, cases) for value, cases in counts if value is not None]
    return sorted(named, key=lambda pair: (-pair[1], pair[0]))


def load_quotes(
    reader: "Reader", week: WeekKey, department: str | None
) -> dict[TopicKey, list[dict[str, Any]]]:
    """Return candidate sentences per topic, best first."""
    candidates: dict[TopicKey, list[dict[str, Any]]] = defaultdict(list)
    for row in fetch_rows(
        reader, "department_quotes", monday=week.monday, sunday=week.sunday, department=department
    ):
        candidates[(row["kind"], row["topic_id"], row["role"])].append(row)
    return dict(candidates)


def pick_quotes(candidates: Sequence[dict[str, Any]], count: int = 2) -> tuple[Quote, ...]:
    """Return the first `count` sentences of different cases that do not repeat one another.

    Where all are alike, the second may resemble the first, but never say the same again.
    """
    quotes: list[Quote] = []
    cases: set[str] = set()
    for most_alike in LIKENESS_STEPS:
        for row in candidates:
            sentence = shorten(row["sentence"], QUOTE_LIMIT)
            is_repeated = any(likeness(sentence, quote.sentence) > most_alike for quote in quotes)
            if len(quotes) == count or not sentence or row["case_id"] in cases or is_repeated:
                continue
            day: date | None = row["day"]
            quotes.append(Quote(sentence, name_channel(row["channel"]), day))
            cases.add(row["case_id"])
    return tuple(quotes)


def likeness(one: str, other: str) -> float:
    """Return the share of common character pairs (Jaccard index, 0–1)."""
    pairs_one, pairs_other = ({text[i : i + 2] for i in range(len(text))} for text in (one, other))
    union = pairs_one | pairs_other
    return len(pairs_one & pairs_other) / len(union) if union else 1.0
