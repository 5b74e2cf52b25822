"""What a backfill would do, before it does it: days, contacts, minutes, and what would change and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pipelines.inputs import InputChange, list_changes
from pipelines.manifest import common_inputs, day_inputs, is_unloaded, read_manifest
from pipelines.pace import read_pace
from pipelines.pull import source_days
from pipelines.settings import Settings
from pipelines.steps import Steps
from warehouse.contract import DAY_TABLES
from warehouse.contract.lake import LAKE_CONTACTS


class Outlook(StrEnum):
    """What a run would do to a day."""

    NEW = "new"  # it never ran, and there are files
    EMPTY = "no files"
    SAME = "same"  # nothing that decides its rows has changed
    CHANGES = "changes"
    INTERRUPTED = "interrupted"  # received or analysed again, and not loaded
    REFUSED = "refused"  # the steps need an earlier run, and there was none


@dataclass(frozen=True)
class PlannedDay:
    """A day of a plan; `contacts` is None where nothing was received yet, `changes` are the deciding ones."""

    day: date
    outlook: Outlook
    contacts: int | None
    changes: tuple[InputChange, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A backfill as it would be now.

    Attributes
    ----------
    contacts : int
        Of the days whose number is known, and the average of these for each of the others.
    minutes : float
        Expected, with `workers` processes.
    measured : bool
        Whether the minutes rest on runs of this installation.
    """

    days: tuple[PlannedDay, ...]
    contacts: int
    minutes: float
    measured: bool


def make_plan(days: Sequence[date], settings: Settings, *, steps: Steps, workers: int) -> Plan:
    """Compare what the days were made from with what they would be made from; nothing is received for it."""
    common = common_inputs(settings, settings.registry.latest())
    delivered = set(source_days(settings)) if steps is Steps.ALL else set()
    planned = tuple(_plan_day(day, settings, steps, common, delivered) for day in days)
    known = [item.contacts for item in planned if item.contacts is not None]
    unknown = len([item for item in planned if item.outlook is Outlook.NEW and item.contacts is None])
    average = round(sum(known) / len(known)) if known else 0
    contacts = sum(known) + unknown * average
    pace = read_pace(settings, steps)
    return Plan(planned, contacts, pace.minutes(contacts, workers=workers), pace.measured)


def _plan_day(
    day: date, settings: Settings, steps: Steps, common: dict[str, object], delivered: set[date]
) -> PlannedDay:
    contacts = None
    if settings.lake.has_day(LAKE_CONTACTS, day):
        contacts = int(settings.lake.read_day(LAKE_CONTACTS, day, ["contact_id"]).num_rows)
    known = read_manifest(settings, day)
    if not known:
        if steps.needs_earlier_run:
            return PlannedDay(day, Outlook.REFUSED, contacts)
        return PlannedDay(day, Outlook.NEW if contacts or day in delivered else Outlook.EMPTY, contacts)
    if is_unloaded(settings, day):
        return PlannedDay(day, Outlook.INTERRUPTED, contacts)
    changes = list_changes(known["inputs"], day_inputs(settings, day, common))
    made: list[str] = []
    kept: list[str] = []
    for table in DAY_TABLES:
        (made if _makes(steps, table.name) else kept).append(table.full_name)
    deciding = tuple(
        change for change in changes if any(map(change.decides, made)) and not any(map(change.decides, kept))
    )
    return PlannedDay(day, Outlook.CHANGES if deciding else Outlook.SAME, contacts, deciding)


def _makes(steps: Steps, table: str) -> bool:
    """Say whether a run with these steps writes the table anew."""
    made_by = {"contacts": "pull", "utterances": "annotate", "voices": "annotate", "assignments": "assign"}
    return steps.includes(made_by[table])
