"""【ご判断いただきたいこと】: what changed comes first; what is large as ever goes to 変わらず多い声."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.model import topics as topic_values
from reports.model import wording
from reports.model.context import SiteContext
from reports.model.figures import TopicFigure
from reports.model.labels import format_date
from reports.model.topics import TopicKey, key_of
from reports.model.week import WeekContext
from reports.model.weekly import Decision, Department, TopicLine

MAX_DECISIONS = 3
MIN_DECISION_CASES = 3
"""Below this a customer or two would set the agenda of a department; the table still lists the topic."""
MIN_ABOVE_CASES = 5
"""Below this a count that leaves its range, without being beyond chance, is a customer or two."""
MAX_LINE = 10
RISING, ABOVE, WITHOUT_RANGE = range(3)
ANSWERED = frozenset({"false", "known"})
"""Outcomes of an alert after which it is no news."""


@dataclass(frozen=True)
class Sorted:
    """A department's complaints and requests of a week by what is to be done with them.

    Attributes
    ----------
    put_forward : topics for decisions, in order, with why
    rising : further topics that rise
    answered : topics that rise as readers know
    falling : topics that fall
    rest : all others, most cases first
    """

    put_forward: tuple[tuple[TopicFigure, int], ...]
    rising: tuple[TopicFigure, ...]
    answered: tuple[TopicFigure, ...]
    falling: tuple[TopicFigure, ...]
    rest: tuple[TopicFigure, ...]

    @property
    def rises(self) -> int:
        """How many topics rise."""
        return len(self.rising) + sum(why == RISING for _, why in self.put_forward)

    def asked(self, department: str | None) -> int:
        """Return how many topics ask for a decision without rising: without an owner, all that is shown."""
        whys = (ABOVE, WITHOUT_RANGE) if department is None else (WITHOUT_RANGE,)
        return sum(why in whys for _, why in self.put_forward)

    def further(self) -> tuple[TopicLine, ...]:
        """Return what rises or falls and is no decision, a line each."""
        lines = (
            ("ほかに増えている声", self.rising),
            ("増えている声(ご確認済み)", self.answered),
            ("減っている声", self.falling),
        )
        return tuple(
            TopicLine(heading, topics[:MAX_LINE], max(0, len(topics) - MAX_LINE))
            for heading, topics in lines
            if topics
        )


def sort_topics(topics: Sequence[TopicFigure], rises: Mapping[TopicKey, date]) -> Sorted:
    """Sort complaints and requests, most cases first, of which none is muted.

    Where a range is known, a topic inside it is no news, however large. Where none is known yet, the most
    frequent are put forward.

    Parameters
    ----------
    rises : mapping
        Topics that rise and that nobody called known or a false alarm, strongest first, with their first day.
    """
    own = [topic for topic in topics if topic.role == "owner"]
    by_key = {key_of(topic): topic for topic in own}
    rising = [by_key[key] for key in rises if key in by_key]
    candidates = [(topic, RISING) for topic in rising]
    for why, least in ((ABOVE, MIN_ABOVE_CASES), (WITHOUT_RANGE, MIN_DECISION_CASES)):
        candidates += [
            (topic, why)
            for topic in own
            if _why(topic) == why and topic not in rising and topic.change.cases >= least
        ]
    put_forward = tuple(candidates[:MAX_DECISIONS])
    chosen = {key_of(topic) for topic, _ in put_forward}
    left = [topic for topic in topics if key_of(topic) not in chosen]
    more_rising = tuple(topic for topic in left if topic in rising)
    is_own = {key_of(topic) for topic in own}
    answered = tuple(
        topic
        for topic in left
        if topic.change.trend == "up" and key_of(topic) in is_own and topic not in more_rising
    )
    falling = tuple(topic for topic in left if topic.change.trend == "down")
    told = {key_of(topic) for topic in (*more_rising, *answered, *falling)}
    return Sorted(
        put_forward, more_rising, answered, falling, tuple(each for each in left if key_of(each) not in told)
    )


def _why(topic: TopicFigure) -> int | None:
    normal = topic.change.normal
    if normal is None:
        return WITHOUT_RANGE
    # A rise that readers called known or a false alarm is not put before them again.
    return ABOVE if topic.change.cases > normal.high and topic.change.trend is None else None


def list_rises(week: WeekContext, department: str | None) -> dict[TopicKey, date]:
    """Return what rose in the week and nobody called known or a false alarm, with the day since which."""
    return {
        (kind, topic_id, "owner"): found.since or week.key.monday
        for (kind, topic_id, owner, role), found in week.ranges.items()
        if (owner, role) == (department, "owner")
        and kind is not None
        and topic_id is not None
        and found.trend == "up"
        and found.outcome not in ANSWERED
    }


def make_decision(
    site: SiteContext,
    week: WeekContext,
    department: Department,
    topic: TopicFigure,
    *,
    spread: topic_values.Spread,
    quotes: Sequence[dict[str, Any]],
    since: date | None,
) -> Decision:
    """Return a topic as it is put before the department; `since` = it rises from this day."""
    found = topic_values.find_concentrations(spread, week.usual_shares, least_cases=site.least_cases)
    notes = [wording.say_concentration(each, topic.change.cases) for each in found]
    first = site.since(topic.topic_id, week.key)
    if first is not None and since is None:
        notes.insert(0, f"最初の声は{format_date(first)}です。")
    is_unowned = department.department is None
    request = (
        wording.say_request(topic) if since is not None or topic.change.normal is None else wording.TO_KNOW
    )
    return Decision(
        topic=topic,
        ending=wording.say_ending(topic.change) if since is not None else "",
        comparison=(wording.say_since(since) if since is not None else "") + _compare(topic),
        notes=tuple(notes),
        quotes=topic_values.pick_quotes(quotes),
        request="担当部署を決めてください。" if is_unowned else request,
        concentrations=found,
    )


def _compare(topic: TopicFigure) -> str:
    if topic.change.normal is not None:
        return wording.say_judgement(topic.change)
    # Where no topic can be compared, the first lines have said so already.
    return "" if topic.change.difference is None else wording.say_comparison(topic.change)
