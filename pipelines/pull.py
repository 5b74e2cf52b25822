"""Step pull: sources → received → the day's contacts, receipts, quarantine and business rows.

The work is done in ``pipelines.receive``; here it meets the installation's settings.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pipelines.canary.planting import plant_day
from pipelines.manifest import is_unloaded
from pipelines.quiet import working
from pipelines.receive import day as received_day
from pipelines.receive.day import Awaited, PullResult
from pipelines.receive.intake import Intake
from pipelines.resources import attempt_name, masker, pseudonymizer
from pipelines.settings import Settings
from pipelines.suppression import read_suppression, refuse_lost
from warehouse.contract.lake import LAKE_CONTACTS

__all__ = [
    "Awaited",
    "PullResult",
    "awaited_sources",
    "make_intake",
    "pull_day",
    "receive_source",
    "source_days",
    "stale_days",
    "was_pulled",
]


def make_intake(settings: Settings) -> Intake:
    """Return what receiving and pulling need, from the settings."""
    keys = pseudonymizer(settings)
    return Intake(
        sources=settings.sources,
        lake=settings.lake,
        masker=masker(settings),
        keys=keys,
        suppression=read_suppression(settings.home, keys, settings.sources.zone),
        late_days=settings.general.late_days,
        attempt=attempt_name(),
        hints=frozenset(item.hint for item in settings.departments.departments if item.hint),
        locks=settings.home,
    )


def receive_source(name: str, day: date, settings: Settings) -> frozenset[date]:
    """Receive a source's files for a day's run; see `pipelines.receive.day.receive_source`."""
    with working(settings.home):
        _refuse_lost_list(settings)
        return received_day.receive_source(name, day, make_intake(settings))


def _refuse_lost_list(settings: Settings) -> None:
    entries = [entry for entry in settings.journal.entries() if entry.action == "forget"]
    refuse_lost(
        settings.home, [str(item.target["entry"]) for item in entries if item.values.get("state") == "done"]
    )


def pull_day(day: date, settings: Settings) -> PullResult:
    """Write the day's rows from what was received; see `pipelines.receive.day.pull_day`.

    Raises
    ------
    PurgedDayError
        The day was purged.
    """
    with working(settings.home):
        intake = make_intake(settings)
        intake.suppression.refuse_purged(day)
        plant_day(day, intake, settings.general.canaries)
        return received_day.pull_day(day, intake, has_run=lambda other: was_pulled(other, settings))


def source_days(settings: Settings) -> list[date]:
    """Return the days that the configured sources hold, in order (``koe days``)."""
    with working(settings.home):
        intake = make_intake(settings)
        return [day for day in received_day.source_days(intake) if not intake.suppression.is_purged(day)]


def awaited_sources(day: date, settings: Settings, now: datetime) -> list[Awaited]:
    """Return the sources whose file for `day` is not there and is still waited for at `now` (with a zone)."""
    return [item for item in received_day.list_awaited(day, settings.sources) if now < item.until]


def stale_days(days: Sequence[date], settings: Settings) -> list[date]:
    """Return the days around a run of `days` that must run again, in order.

    Those whose inputs have changed since they were pulled, and those that were pulled again but not loaded,
    because a run was killed in between.
    """
    late = timedelta(days=settings.general.late_days)
    window = range((max(days) - min(days) + late).days + 1)
    around = [min(days) - late + timedelta(days=offset) for offset in window]
    unloaded = {day for day in around if is_unloaded(settings, day)}
    touched = {day for day in make_intake(settings).layer.touched() if was_pulled(day, settings)}
    return sorted(unloaded | touched)


def was_pulled(day: date, settings: Settings) -> bool:
    """Say whether the day was pulled before; a run may still be at work on it."""
    return settings.lake.has_day(LAKE_CONTACTS, day)
