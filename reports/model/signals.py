"""What rises, what was done about it and what became of it: read once for a whole site."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model.action_facts import ActionFact, load_actions
from reports.model.feedback import Button, load_feedback
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

RECENT_DAYS = 14


@dataclass(frozen=True)
class Alert:
    """A topic of a department that rises; `topic_id` None = a group of voices without topic.

    `department` is "*" where all departments together rise and none alone. `scope` is ``night`` or ``week``;
    `first_day` to `day` is the window that `seen` counts, `since` the first day of the run of alerts. `low`
    and `high` are the window's normal range; `repeated_cases` of its cases say again what another said.
    """

    scope: str
    day: date
    kind: str
    topic_id: str | None
    department: str | None
    first_day: date
    since: date
    seen: int
    low: int
    high: int
    alert_id: str = ""
    repeated_cases: int = 0


def say_repeats(alert: Alert) -> str:
    """Return that some of the cases only repeat a sentence of the day, as a sentence; "" where none do."""
    return f"同じ日の同じ文の繰り返し{alert.repeated_cases}件を含みます。" if alert.repeated_cases else ""


@dataclass(frozen=True)
class Refit:
    """A version of the topics after the first, and its day."""

    happened_on: date
    registry_version: int


@dataclass(frozen=True)
class Signals:
    """All alerts that nobody dismissed, all actions, all refits, all buttons."""

    alerts: tuple[Alert, ...] = ()
    actions: tuple[ActionFact, ...] = ()
    refits: tuple[Refit, ...] = ()
    buttons: tuple[Button, ...] = ()
    newest_day: date | None = None

    def seen_from(self, week: WeekKey) -> "Signals":
        """Return what the report of a week may go by: nothing that happened after it."""
        # What became of actions is told by the newest reports: others stay as they were read.
        is_recent = self.newest_day is None or week.sunday > self.newest_day - timedelta(days=RECENT_DAYS)
        weeks = (week, week.previous)
        return Signals(
            alerts=tuple(
                each for each in self.alerts if each.scope == "week" and WeekKey.of(each.day) in weeks
            ),
            actions=tuple(
                each if is_recent else replace(each, effect=None)
                for each in self.actions
                if each.is_told_by(week.sunday)
            ),
            refits=tuple(each for each in self.refits if each.happened_on <= week.sunday),
            buttons=tuple(each for each in self.buttons if each.holds_in(week)),
        )

    def without(self, topic_ids: Set[str]) -> "Signals":
        """Return the same without alerts of some topics: those that a department said it knows."""
        return replace(self, alerts=tuple(each for each in self.alerts if each.topic_id not in topic_ids))

    def of(self, department: str | None) -> "Signals":
        """Return what the report of one department goes by."""
        own = [each for each in self.actions if each.concerns(department)]
        named = {name for each in own if each.effect for name in each.effect.other_actions}
        return replace(
            self,
            actions=tuple(each for each in self.actions if each in own or each.action_id in named),
            buttons=tuple(each for each in self.buttons if each.department == department),
        )

    def week_rises(self, week: WeekKey, department: str | None) -> list[Alert]:
        """Return what rose in the week for one department, strongest first, each topic and kind once."""
        return [alert for alert in self.rises_of_week(week) if alert.department == department]

    def rises_of_week(self, week: WeekKey) -> list[Alert]:
        """Return what rose in the week anywhere, strongest first."""
        return [each for each in self.alerts if each.scope == "week" and WeekKey.of(each.day) == week]

    def night_rises(self, day: date, department: str | None) -> list[Alert]:
        """Return what rose in the window that ends on `day`, strongest first."""
        return [
            each
            for each in self.alerts
            if each.scope == "night" and each.day == day and each.department == department
        ]

    def actions_of(self, department: str | None) -> list[ActionFact]:
        """Return the department's actions, oldest first."""
        return [each for each in self.actions if each.department == department]


NO_SIGNALS = Signals()


def load_signals(reader: "Reader", *, newest_day: date | None, days: int = 100) -> Signals:
    """Read what a copy tells; alerts of the last `days` days."""
    if newest_day is None:
        return NO_SIGNALS
    first_day = newest_day - timedelta(days=days)
    return Signals(
        alerts=tuple(_alert(row) for row in fetch_rows(reader, "alerts", first_day=first_day)),
        actions=load_actions(reader),
        buttons=load_feedback(reader),
        newest_day=newest_day,
        refits=tuple(
            Refit(row["happened_on"], row["registry_version"]) for row in fetch_rows(reader, "refits")
        ),
    )


def _alert(row: dict[str, Any]) -> Alert:
    return Alert(
        scope=row["scope"],
        day=row["day"],
        kind=row["kind"],
        topic_id=row["topic_id"],
        department=row["department"],
        first_day=row["first_day"],
        since=row["since"],
        seen=row["seen"],
        low=row["low"],
        high=row["high"],
        alert_id=row["alert_id"],
        repeated_cases=row["repeated_cases"],
    )
