"""What the portal can do besides showing pages: everything it needs for edits and search, injected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from reports.model.small_cells import LEAST_CASES
from warehouse.journal import Entry, Journal


@dataclass(frozen=True)
class TopicState:
    """A topic with all edits applied, those that readers do not see yet among them.

    Attributes
    ----------
    status : str
        active, dormant, merged or muted.
    merged_into, parent_id : str or None
        The topic that took it over; the theme above it.
    owner : str or None
        Id of the department; None = 未割当.
    """

    topic_id: str
    kind: str
    label: str
    status: str
    merged_into: str | None
    parent_id: str | None
    owner: str | None
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActionState:
    """An improvement action with all answers to it; `status` is draft, done or closed."""

    action_id: str
    topic_ids: tuple[str, ...]
    department: str | None
    what: str
    status: str
    done_on: date | None = None
    due_on: date | None = None
    owner: str | None = None
    expected_effect: str | None = None
    answer: str | None = None


@dataclass(frozen=True)
class EscalationState:
    """The last word on an urgent case: to whom it went, and whether an answer came."""

    to: str
    is_answered: bool
    at: datetime
    note: str | None


@dataclass(frozen=True)
class InForce:
    """What all edits come to, those that readers do not see yet among them.

    Attributes
    ----------
    topics, actions : mapping
        By id.
    refused : mapping
        Entries that do not apply: id to the reason, in Japanese.
    outcomes : mapping
        Id of an alert to real, false or known.
    escalations : mapping
        Id of a case to its last escalation.
    taken_up : frozenset of str
        Ids of the entries that proposed words which the word lists hold by now.
    """

    topics: Mapping[str, TopicState]
    refused: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, ActionState] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    escalations: Mapping[str, EscalationState] = field(default_factory=dict)
    taken_up: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PreviewLine:
    """One topic that an edit changes; `told` are the changes in words, voices are those that readers see."""

    topic_id: str
    label: str
    label_after: str
    told: tuple[str, ...]
    voices: int
    voices_after: int


@dataclass(frozen=True)
class Preview:
    """What an edit would change; `conflict` says why it would not apply, empty where it would.

    `departments` are names with their voices before and after.
    """

    lines: tuple[PreviewLine, ...] = ()
    departments: tuple[tuple[str, int, int], ...] = ()
    conflict: str = ""


@dataclass(frozen=True)
class PlannedDay:
    """A day of a backfill that is only thought of; `outlook` and `causes` in Japanese."""

    day: date
    contacts: int | None
    outlook: str
    causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class BackfillPlan:
    """Days with their sums; `measured` says whether the minutes rest on runs of this installation."""

    days: tuple[PlannedDay, ...]
    contacts: int
    minutes: float
    measured: bool


@dataclass(frozen=True)
class Desk:
    """Where edits go, and what they and the search are made with.

    Attributes
    ----------
    journal : Journal
        Takes the edits.
    key : callable
        Returns the secret that forms are signed with.
    find_copy : callable
        Returns the newest published copy, None before the first one.
    in_force : callable
        Returns what all edits come to.
    preview : callable
        Returns what an entry that is not written yet would change.
    withdrawn : callable
        Returns the ids of the departments whose publication is off.
    lemmas : callable
        Returns the base forms of the content words of a text.
    plan : callable, optional
        Returns what a backfill from one day to another would do.
    least_cases : callable
        Returns the number of cases below which nothing is broken down further.

    Any of them may raise a `ReportError`: the page is not shown then.
    """

    journal: Journal
    key: Callable[[], bytes]
    find_copy: Callable[[], Path | None]
    in_force: Callable[[], InForce]
    preview: Callable[[Entry], Preview]
    withdrawn: Callable[[], frozenset[str]] = frozenset
    lemmas: Callable[[str], tuple[str, ...]] = lambda _: ()
    plan: Callable[[date, date], BackfillPlan] | None = None
    least_cases: Callable[[], int] = lambda: LEAST_CASES
