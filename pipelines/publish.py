"""Step publish: marts of the days that passed → a new published copy, under the lock."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.candidates import find_topic_candidates
from pipelines.errors import PipelineError
from pipelines.load import load_small_tables
from pipelines.manifest import days_with_manifest
from pipelines.resources import analyzer
from pipelines.settings import Settings
from warehouse.contract.business import TOPIC_CANDIDATES
from warehouse.database import Database, open_database
from warehouse.lock import warehouse_lock
from warehouse.marts import refresh_marts
from warehouse.publishing import BuildFacts, next_build, publish_copy, remove_old
from warehouse.registry import RegistryVersion


@dataclass(frozen=True)
class Published:
    """A new published copy: its build number, file and the days whose counts changed."""

    build: str
    path: Path
    days: tuple[date, ...]


def publish(settings: Settings, *, now: datetime) -> Published:
    """Bring the marts up to date, write a new copy and point readers to it.

    Parameters
    ----------
    now : datetime
        Time of the run; decides which old copies are old enough to go.
    """
    general = settings.general
    registry = settings.registry.latest()
    folder = settings.warehouse_dir
    with warehouse_lock(folder, purpose="publish"), open_database(folder) as database:
        _refuse_emptied(database, settings)
        with database.transaction():
            load_small_tables(database, settings, registry)
            days = refresh_marts(
                database, owner_from=settings.departments.owner_from, case_days=general.case_days
            )
            database.replace_all(
                TOPIC_CANDIDATES, find_topic_candidates(database, registry, analyzer(settings))
            )
        facts = BuildFacts(
            registry_version=registry.version if registry else 0,
            journal_position=settings.journal.position(),
            topics_since=topics_since(registry),
            provisional_days=general.provisional_days,
            published_days=general.published_days,
        )
        build = next_build(folder)
        path = publish_copy(database, folder, build=build, facts=facts)
        remove_old(folder, now=now)
    return Published(build, path, tuple(days))


def topics_since(registry: RegistryVersion | None) -> date | None:
    """Return the last day of the window that the topics in force were found in."""
    return date.fromisoformat(registry.meta["until"]) if registry else None


def _refuse_emptied(database: Database, settings: Settings) -> None:
    """Refuse to publish when days that ran before are gone: readers keep what they have."""
    loaded = set(database.query("SELECT day FROM core.days").column("day").to_pylist())
    lost = [day for day in days_with_manifest(settings) if day not in loaded]
    if lost:
        message = (
            f"{settings.warehouse_dir}: {len(lost)} days that ran before are not in the warehouse, so "
            f"nothing is published and readers keep what they have; run 'koe backfill {lost[0]} {lost[-1]}'"
        )
        raise PipelineError(message)
