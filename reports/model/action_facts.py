"""Improvement actions as the journal tells them, with what became of each: read once for a whole site."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reports.model.labels import shorten
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

AHEAD_DAYS = 28
"""Planned actions are told four weeks ahead."""


@dataclass(frozen=True)
class EffectFact:
    """What became of an action; see `mart.action_effects`."""

    verdict: str
    reason: str
    low: float | None
    high: float | None
    smallest: float | None
    before_cases: int
    after_cases: int
    before_days: int
    after_days: int
    volume: float | None
    other_actions: tuple[str, ...]
    judged_until: date | None
    judge_from: date | None


@dataclass(frozen=True)
class ActionFact:
    """An improvement action as the journal tells it, with what became of it.

    Attributes
    ----------
    department : str or None
        Who did it; None = of no one department.
    topic_ids, counted_topics : tuple of str
        Topics as they were named, and as they are counted after merges.
    topic_owners : tuple of str
        Departments that own those topics.
    """

    action_id: str
    topic_ids: tuple[str, ...]
    department: str | None
    what: str
    done_on: date | None
    due_on: date | None
    status: str
    answered_on: date | None
    closed_on: date | None = None
    owner: str | None = None
    answer: str | None = None
    expected_effect: str | None = None
    counted_topics: tuple[str, ...] = ()
    topic_owners: tuple[str, ...] = ()
    effect: EffectFact | None = None

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self.status == "closed"

    @property
    def verdict(self) -> str | None:
        """What became of it, None where no copy tells."""
        return self.effect.verdict if self.effect else None

    def is_overdue(self, day: date) -> bool:
        """Whether an answer was due by `day` and had not come by then."""
        if self.due_on is None or self.due_on > day:
            return False
        came = [came for came in (self.answered_on, self.done_on, self.closed_on) if came is not None]
        return not any(when <= day for when in came) and (self.status == "draft" or bool(came))

    def is_told_by(self, day: date) -> bool:
        """Whether a report up to `day` tells of it: done, due, or planned for the next weeks."""
        is_due = self.due_on is not None and self.due_on <= day + timedelta(days=AHEAD_DAYS)
        if self.done_on is None:
            return is_due or self.status == "done"
        return is_due or self.done_on <= day + timedelta(days=AHEAD_DAYS)

    def concerns(self, department: str | None) -> bool:
        """Whether a department did it or owns one of its topics; None = nobody did and nobody owns them."""
        if department is None:
            return self.department is None and not self.topic_owners
        return department == self.department or department in self.topic_owners


def load_actions(reader: "Reader") -> tuple[ActionFact, ...]:
    """Return all actions of a copy, oldest first, planned ones and drafts last."""
    rows = fetch_rows(reader, "actions")
    return tuple(_make_fact(row) for row in rows)


def _make_fact(row: dict[str, Any]) -> ActionFact:
    plain = ("action_id", "department", "done_on", "due_on", "status", "answered_on", "closed_on", "owner")
    return ActionFact(
        **{name: row[name] for name in (*plain, "answer", "expected_effect")},
        topic_ids=tuple(row["topic_ids"] or ()),
        what=shorten(row["what"]),
        counted_topics=tuple(row["counted_topics"]),
        topic_owners=tuple(row["topic_owners"] or ()),
        effect=_make_effect(row) if row["verdict"] else None,
    )


def _make_effect(row: dict[str, Any]) -> EffectFact:
    counts = ("before_cases", "after_cases", "before_days", "after_days")
    return EffectFact(
        **{name: row[name] for name in ("verdict", "reason", *counts, "judged_until", "judge_from")},
        low=row["change_low"],
        high=row["change_high"],
        smallest=row["smallest_effect"],
        volume=row["volume_change"],
        other_actions=tuple(row["other_actions"]),
    )
