"""The night as its tasks see it: plain arguments in, small JSON-able results out; days are ISO texts.

Airflow's tasks call these and nothing else; ``pipelines.backfill`` strings the same steps together.
"""

from collections.abc import Sequence
from datetime import date, datetime

from pipelines import annotate, check, load, pull, refit, topics
from pipelines.errors import PipelineError
from pipelines.manifest import has_run
from pipelines.publish import publish
from pipelines.refit import Refit
from pipelines.settings import Settings
from pipelines.site import build_reports

__all__ = [
    "annotate_shard",
    "assign_days",
    "build_reports",
    "check_days",
    "list_shards",
    "load_days",
    "publish",
    "pull_days",
    "receive_source",
    "refit_topics",
    "source_names",
    "waiting_sources",
]


def source_names(settings: Settings) -> list[str]:
    """Return the configured sources, in the order of the file."""
    return list(settings.sources.sources)


def waiting_sources(day: date, settings: Settings, now: datetime) -> list[str]:
    """Return the sources whose file for `day` is still waited for at `now`."""
    return [awaited.source for awaited in pull.awaited_sources(day, settings, now)]


def receive_source(source: str, day: date, settings: Settings) -> list[str]:
    """Receive a source's new files for a day's run and return the days they touched."""
    return _texts(sorted(pull.receive_source(source, day, settings)))


def pull_days(day: date, settings: Settings) -> list[str]:
    """Pull the run's day, then every day that late or corrected files made stale; return them in order."""
    pull.pull_day(day, settings)
    stale = [other for other in pull.stale_days([day], settings) if other != day]
    for other in stale:
        pull.pull_day(other, settings)
    return _texts([day, *stale])


def list_shards(days: Sequence[str], settings: Settings) -> list[dict[str, str | int]]:
    """Return ``{"day", "shard"}`` of every shard of the days, for mapped tasks."""
    return [
        {"day": day, "shard": shard}
        for day in days
        for shard in range(annotate.shard_count(date.fromisoformat(day), settings))
    ]


def annotate_shard(day: str, shard: int, settings: Settings) -> int:
    """Analyse one shard and return how many voices it has."""
    return annotate.annotate_shard(date.fromisoformat(day), shard, settings)


def assign_days(days: Sequence[str], settings: Settings) -> None:
    """Give the voices of the days their topics."""
    for day in _dates(days):
        topics.assign_day(day, settings)


def load_days(days: Sequence[str], settings: Settings) -> None:
    """Load the days, one transaction each."""
    load.load_days(_dates(days), settings)


def check_days(days: Sequence[str], settings: Settings) -> list[str]:
    """Check the days and return those that passed; the others stay out of publication.

    Raises
    ------
    PipelineError
        No day passed, so that there is nothing new to publish and the run must be seen to fail.
    """
    verdicts = check.check_days(_dates(days), settings)
    passed = [verdict.day for verdict in verdicts if verdict.verdict != "fail"]
    if not passed:
        found = sorted(
            {result.name for verdict in verdicts for result in verdict.found if result.level == "fail"}
        )
        message = (
            f"{', '.join(days)}: data checks failed ({', '.join(found)}), so what was published stays; "
            "look into core.check_results, put the cause right and clear this run's tasks from pull on"
        )
        raise PipelineError(message)
    return _texts(passed)


def refit_topics(
    settings: Settings, *, now: datetime, publish_after: bool = True, full: bool = False
) -> Refit:
    """Make a new registry version, load every day's new assignments, and publish."""
    result = refit.refit_topics(settings, full=full)
    loaded = [day for day in result.days if has_run(settings, day)]
    load.load_new_assignments(loaded, settings)
    check.check_days(loaded, settings)
    if publish_after and loaded:
        publish(settings, now=now)
    return result


def _dates(days: Sequence[str]) -> list[date]:
    return [date.fromisoformat(day) for day in days]


def _texts(days: Sequence[date]) -> list[str]:
    return [day.isoformat() for day in days]
