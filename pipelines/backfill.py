"""The night for one or many days without Airflow: days side by side in worker processes, published once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from pipelines import pull
from pipelines.check import Verdict, check_days
from pipelines.load import load_days, load_new_assignments
from pipelines.preparation import prepare_day
from pipelines.publish import Published, publish
from pipelines.settings import Settings
from pipelines.steps import Steps
from pipelines.workers import map_unordered


@dataclass(frozen=True)
class NightResult:
    """What a run did: days processed (with those re-run for late data), verdicts and the published copy."""

    days: tuple[date, ...]
    verdicts: tuple[Verdict, ...]
    published: Published | None


def run_days(
    days: Sequence[date],
    settings: Settings,
    *,
    now: datetime,
    workers: int,
    steps: Steps = Steps.ALL,
    report: Callable[[str], None] = lambda _: None,
) -> NightResult:
    """Run the night for several days and publish once; days that late files touch run again by themselves.

    Parameters
    ----------
    days : sequence of date
        In any order; the result does not depend on it.
    now : datetime
        Time of the run.
    workers : int
        Processes side by side.
    steps : Steps
        Where the days are taken up.
    report : callable
        Is told ``"2026-11-21"`` after each day that was prepared.

    Raises
    ------
    EarlierRunError
        The steps begin later, and a day has no earlier run to build upon.
    """
    refuse_purged(days, settings)
    done: dict[date, Verdict] = {}
    waiting = list(dict.fromkeys(days))
    if waiting and steps.includes("receive"):
        _receive_undated(waiting[0], settings)
    prepare = partial(prepare_day, settings=settings, steps=steps)
    while waiting:
        for ready in _in_batches(map_unordered(prepare, waiting, workers=workers), workers, report):
            _load(ready, settings, steps)
            done |= {verdict.day: verdict for verdict in check_days(ready, settings)}
        waiting = pull.stale_days(waiting, settings) if steps.includes("pull") else []
    passed = any(verdict.verdict != "fail" for verdict in done.values())
    published = publish(settings, now=now) if passed else None
    return NightResult(tuple(sorted(done)), tuple(done[day] for day in sorted(done)), published)


def _in_batches(days: Iterator[date], size: int, report: Callable[[str], None]) -> Iterator[list[date]]:
    """Gather prepared days, so that some are loaded while the workers prepare others."""
    batch: list[date] = []
    for day in days:
        report(day.isoformat())
        batch.append(day)
        if len(batch) == size:
            yield sorted(batch)
            batch = []
    if batch:
        yield sorted(batch)


def _load(days: Sequence[date], settings: Settings, steps: Steps) -> None:
    """Load what the steps made anew: whole days, assignments only, or nothing."""
    if steps.includes("annotate"):
        load_days(days, settings)
    elif steps.includes("load"):
        load_new_assignments(days, settings)


def refuse_purged(days: Sequence[date], settings: Settings) -> None:
    """Raise PurgedDayError when one of the days was purged, before anything is read."""
    suppression = pull.make_intake(settings).suppression
    for day in sorted(days):
        suppression.refuse_purged(day)


def _receive_undated(day: date, settings: Settings) -> None:
    """Receive files of many days before workers start, so that each is read once, not once a worker."""
    for name, source in settings.sources.sources.items():
        if not source.is_daily:
            pull.receive_source(name, day, settings)
