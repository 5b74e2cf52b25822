"""The night as plain functions: what Airflow's tasks and the command line both call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from pipelines import annotate, pull, refit, topics
from pipelines.check import Verdict, check_days
from pipelines.load import load_days
from pipelines.manifest import has_run
from pipelines.publish import Published, publish
from pipelines.refit import Refit
from pipelines.settings import Settings
from pipelines.workers import map_unordered

CHUNK_DAYS = 28


@dataclass(frozen=True)
class NightResult:
    """What a run did: days processed (with those re-run for late data), verdicts and the published copy."""

    days: tuple[date, ...]
    verdicts: tuple[Verdict, ...]
    published: Published | None


def source_names(settings: Settings) -> list[str]:
    """Return the configured sources, in the order of the file."""
    return list(settings.sources.sources)


def list_shards(days: Sequence[date], settings: Settings) -> list[dict[str, str | int]]:
    """Return ``{"day", "shard"}`` of every shard of the days, for mapped tasks."""
    return [
        {"day": day.isoformat(), "shard": shard}
        for day in days
        for shard in range(annotate.shard_count(day, settings))
    ]


def prepare_day(day: date, settings: Settings) -> date:
    """Receive, pull, annotate and assign a day in this process, and return it."""
    for source in source_names(settings):
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
        waiting += [day for day in pull.stale_days(settings) if day not in waiting]
    passed = any(verdict.verdict != "fail" for verdict in done.values())
    published = publish(settings, now=now) if passed else None
    return NightResult(tuple(sorted(done)), tuple(done[day] for day in sorted(done)), published)


def _receive_undated(day: date, settings: Settings) -> None:
    """Receive files that hold many days before workers start, so that each is read once and not once a worker."""
    for name, source in settings.sources.sources.items():
        if not source.is_daily:
            pull.receive_source(name, day, settings)


def refit_topics(settings: Settings, *, now: datetime, publish_after: bool = True) -> Refit:
    """Make a new registry version, load every day's new assignments, and publish."""
    result = refit.refit_topics(settings)
    loaded = [day for day in result.days if has_run(settings, day)]
    load_days(loaded, settings)
    check_days(loaded, settings)
    if publish_after and loaded:
        publish(settings, now=now)
    return result
