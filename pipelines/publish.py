"""Step publish: marts of the days that passed → a new published copy, under the lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from pipelines.actions.refresh import refresh_action_effects
from pipelines.canary.gate import Gate, days_to_search
from pipelines.candidates import find_topic_candidates
from pipelines.change.step import refresh_changes
from pipelines.errors import PipelineError
from pipelines.load import load_small_tables
from pipelines.manifest import days_with_manifest
from pipelines.publication import publication_state
from pipelines.recount import check_counts
from pipelines.resources import analyzer
from pipelines.settings import Settings
from warehouse.contract.business import TOPIC_CANDIDATES
from warehouse.contract.mart import CORRECTIONS
from warehouse.corrections import Publication, find_corrections
from warehouse.database import Database, open_database
from warehouse.journal import Entry
from warehouse.lock import warehouse_lock
from warehouse.marts import refresh_marts
from warehouse.published import newest
from warehouse.published.reader import POINTER
from warehouse.publishing import BuildFacts, newest_day, next_build, publish_copy, remove_old
from warehouse.registry import RegistryVersion

NOT_EDITS = frozenset(
    {
        *("hold", "release", "rollback", "withdraw", "restore", "forget", "purge"),
        *("action", "answer", "feedback", "outcome", "escalation"),
    }
)
"""Entries of the journal that move no topic and no owner."""


@dataclass(frozen=True)
class Published:
    """A new published copy: its build number, file and the days whose counts changed.

    `held`: publication is held, so this is the copy that readers keep; the new counts wait for the release.
    """

    build: str
    path: Path
    days: tuple[date, ...]
    held: bool = False


def publish(settings: Settings, *, now: datetime, afresh: bool = False) -> Published:
    """Bring the marts up to date, write a new copy and point readers to it.

    Parameters
    ----------
    now : datetime
        Time of the run; decides which old copies are old enough to go.
    afresh : bool
        Take over nothing from the copy that readers have, so that no byte of a deleted row is left.

    Raises
    ------
    LeakError
        Personal data was found in what would be published, or in what was written on the way.
    RecountError
        A figure differs from the rows in the lake.
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
            refresh_changes(database, settings)
            refresh_action_effects(database)
        facts = BuildFacts(
            registry_version=registry.version if registry else 0,
            journal_position=settings.journal.position(),
            topics_since=topics_since(registry),
            provisional_days=general.provisional_days,
            published_days=general.published_days,
        )
        shown = newest(folder) if (folder / POINTER).exists() else None
        if shown is not None and publication_state(settings).held is not None:
            return Published(shown.stem.removeprefix("published-"), shown, tuple(days), held=True)
        gate = Gate(settings, days_to_search(database, shown))
        if general.canaries:
            gate.check_stored(database, since=shown.stat().st_mtime if shown else 0.0)
        build = next_build(folder)
        _note_corrections(database, shown, build, facts, settings.journal.entries())
        inspect = partial(_inspect, database, settings, gate, days)
        path = publish_copy(
            database, folder, build=build, facts=facts, inspect=inspect, previous=None if afresh else shown
        )
        remove_old(folder, now=now)
    return Published(build, path, tuple(days))


def _inspect(database: Database, settings: Settings, gate: Gate, days: Sequence[date], catalog: str) -> None:
    """Count what would be published again from the lake, and search it; what they raise stops it."""
    check_counts(database, catalog, settings, days)
    if settings.general.canaries:
        gate.check_copy(database, catalog)


def _note_corrections(
    database: Database, shown: Path | None, build: str, facts: BuildFacts, entries: Sequence[Entry]
) -> None:
    """Note which figures of the copy that readers have are others now."""
    publication = Publication(
        build=build,
        newest_day=newest_day(database),
        provisional_days=facts.provisional_days,
        published_days=facts.published_days,
        edits=tuple(item.entry_id for item in entries if item.action not in NOT_EDITS),
    )
    corrections = find_corrections(database, shown, publication)
    with database.transaction():
        database.replace_all(CORRECTIONS, corrections)


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
