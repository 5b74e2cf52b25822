"""What readers gave back by the buttons of a report: by department, never by person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from reports.keys import WeekKey
from reports.model.labels import JST
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

KNOWN_WEEKS = 8
"""So long a topic that a department knows is not put forward, unless it begins to rise anew."""


class Rise(Protocol):
    """An alert, as far as it ends what a department said it knows."""

    @property
    def topic_id(self) -> str | None:
        """The topic that rises."""

    @property
    def department(self) -> str | None:
        """Its owner."""

    @property
    def since(self) -> date:
        """First day of the rise."""

    @property
    def day(self) -> date:
        """Last day that was judged."""


@dataclass(frozen=True)
class Button:
    """One button: `wrong_department`, `known`, `respond` or `original`, pressed on a department's report.

    `department` None = 未割当. `week` is the week of the report, `given_on` the day in Japan.
    """

    topic_id: str | None
    department: str | None
    button: str
    to_department: str | None
    week: WeekKey
    given_on: date

    def holds_in(self, week: WeekKey) -> bool:
        """Whether a report of `week` goes by it: that of its own week, and those of the weeks after."""
        last = self.week.monday + timedelta(weeks=KNOWN_WEEKS - 1)
        return self.week.monday <= week.monday <= last


def load_feedback(reader: "Reader") -> tuple[Button, ...]:
    """Return all buttons of a copy, oldest first."""
    return tuple(
        Button(
            topic_id=row["topic_id"],
            department=row["department"],
            button=row["button"],
            to_department=row["to_department"],
            week=WeekKey.of(row["week"]),
            given_on=row["given_at"].astimezone(JST).date(),
        )
        for row in fetch_rows(reader, "feedback")
    )


def list_known(
    buttons: Sequence[Button], rises: Sequence[Rise], week: WeekKey, department: str | None
) -> frozenset[str]:
    """Return the topics that a department knew in a week: for eight weeks, or until they rise anew."""
    known: set[str] = set()
    for each in buttons:
        is_own = each.button == "known" and each.department == department
        if each.topic_id and is_own and each.holds_in(week):
            is_anew = any(
                rise.topic_id == each.topic_id
                and rise.department == department
                and rise.since > max(each.given_on, each.week.sunday)
                and rise.day <= week.sunday
                for rise in rises
            )
            known -= {each.topic_id}
            known |= set() if is_anew else {each.topic_id}
    return frozenset(known)
