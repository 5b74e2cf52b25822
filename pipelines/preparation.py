"""The first half of the night, day by day, as its tasks see it: plain arguments in, small results out.

Whatever only the other half needs (statistics, pages) is not imported here: half a night's tasks, and every
worker of a backfill, start with this module.
"""

from collections.abc import Sequence
from datetime import date, datetime

from pipelines import annotate, pull, topics
from pipelines.day_texts import to_days, to_texts
from pipelines.earlier import require_earlier_run
from pipelines.settings import Settings
from pipelines.steps import Steps


def source_names(settings: Settings) -> list[str]:
    """Return the configured sources, in the order of the file."""
    return list(settings.sources.sources)


def waiting_sources(day: date, settings: Settings, now: datetime) -> list[str]:
    """Return the sources whose file for `day` is still waited for at `now`."""
    return [awaited.source for awaited in pull.awaited_sources(day, settings, now)]


def receive_source(source: str, day: date, settings: Settings) -> list[str]:
    """Receive a source's new files for a day's run and return the days they touched."""
    return to_texts(sorted(pull.receive_source(source, day, settings)))


def pull_days(day: date, settings: Settings) -> list[str]:
    """Pull the run's day, then every day that late or corrected files made stale; return them in order."""
    pull.pull_day(day, settings)
    stale = [other for other in pull.stale_days([day], settings) if other != day]
    for other in stale:
        pull.pull_day(other, settings)
    return to_texts([day, *stale])


def begin_days(day: date, steps: str, settings: Settings) -> list[str]:
    """Pull the days of a run, or, where its steps begin later, make sure that the day can be taken up there.

    Raises
    ------
    EarlierRunError
        The steps need what an earlier run of the day left, and it is not there or not whole.
    """
    chosen = Steps(steps)
    if chosen.needs_earlier_run:
        require_earlier_run(day, chosen, settings)
    return pull_days(day, settings) if chosen.includes("pull") else to_texts([day])


def list_shards(days: Sequence[str], settings: Settings, steps: str = "all") -> list[dict[str, str | int]]:
    """Return ``{"day", "shard"}`` of every shard of the days, for mapped tasks; none where none is due."""
    if not Steps(steps).includes("annotate"):
        return []
    return [
        {"day": day, "shard": shard}
        for day in days
        for shard in range(annotate.shard_count(date.fromisoformat(day), settings))
    ]


def annotate_shard(day: str, shard: int, settings: Settings) -> int:
    """Analyse one shard and return how many voices it has."""
    return annotate.annotate_shard(date.fromisoformat(day), shard, settings)


def assign_days(days: Sequence[str], settings: Settings, steps: str = "all") -> None:
    """Give the voices of the days their topics; where nothing was analysed, to the voices that are there."""
    if Steps(steps).includes("annotate"):
        for day in to_days(days):
            topics.assign_day(day, settings)
        return
    assigner = topics.Assigner(settings.registry.latest())
    for day in to_days(days):
        topics.assign_again(day, settings, assigner)


def prepare_day(day: date, settings: Settings, steps: Steps = Steps.ALL) -> date:
    """Receive, pull, annotate and assign a day in this process, as far as the steps say, and return it."""
    if steps.needs_earlier_run:
        require_earlier_run(day, steps, settings)
    if steps is Steps.TOPICS:
        topics.assign_again(day, settings, topics.Assigner(settings.registry.latest()))
    if not steps.includes("pull"):
        return day
    for source in settings.sources.sources if steps.includes("receive") else ():
        pull.receive_source(source, day, settings)
    pull.pull_day(day, settings)
    for shard in range(annotate.shard_count(day, settings)):
        annotate.annotate_shard(day, shard, settings)
    topics.assign_day(day, settings)
    return day
