"""The night for one or many days without Airflow: days side by side in worker processes, published once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from pipelines import annotate, pull, topics
from pipelines.check import Verdict, check_days
from pipelines.load import load_days
from pipelines.publish import Published, publish
from pipelines.settings import Settings
from pipelines.workers import map_unordered

CHUNK_DAYS = 28


@dataclass(frozen=True)
class NightResult:
    """What a run did: days processed (with those re-run for late data), verdicts and the published copy."""

    days: tuple[date, ...]
    verdicts: tuple[Verdict, ...]
    published: Published | None


def prepare_day(day: date, settings: Settings) -> date:
    """Receive, pull, annotate and assign a day in this process, and return it."""
    for source in settings.sources.sources:
        pull.receive_source(source, day, settings)
    pull.pull_day(day, settings)
    for shard in range(annotate.shard_count(day, settings)):
        annotate.annotate_shard(day, shard, settings)
    topics.assign_day(day, settings)
    return day


def run_days(
    days: Sequence[date],
    settings: Settings,
    *,
    now: datetime,
    workers: int,
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
    report : callable
        Is told ``"2026-11-21"`` after each day that was prepared.
    """
    done: dict[date, Verdict] = {}
    waiting = list(dict.fromkeys(days))
    if waiting:
        _receive_undated(waiting[0], settings)
    while waiting:
        chunk, waiting = waiting[:CHUNK_DAYS], waiting[CHUNK_DAYS:]
        for day in map_unordered(partial(prepare_day, settings=settings), chunk, workers=workers):
            report(day.isoformat())
        load_days(sorted(chunk), settings)
        done |= {verdict.day: verdict for verdict in check_days(sorted(chunk), settings)}
        waiting += [day for day in pull.stale_days(chunk, settings) if day not in waiting]
    passed = any(verdict.verdict != "fail" for verdict in done.values())
    published = publish(settings, now=now) if passed else None
    return NightResult(tuple(sorted(done)), tuple(done[day] for day in sorted(done)), published)


def _receive_undated(day: date, settings: Settings) -> None:
    """Receive files of many days before workers start, so that each is read once, not once a worker."""
    for name, source in settings.sources.sources.items():
        if not source.is_daily:
            pull.receive_source(name, day, settings)
