"""Runs stored days again aside and says whether the result is the same, and what explains it if not."""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from pipelines.aside import Rerun, rerun_aside
from pipelines.errors import PipelineError
from pipelines.inputs import InputChange, list_changes
from pipelines.manifest import common_inputs, day_inputs, days_with_manifest, has_run, read_manifest
from pipelines.quiet import working
from pipelines.settings import Settings
from pipelines.verify_state import write_state
from warehouse.contract import DAY_TABLES
from warehouse.database import open_database
from warehouse.differences import TableDifference, compare_rows
from warehouse.hashes import hash_table
from warehouse.lock import warehouse_lock

IDENTICAL, INPUTS_CHANGED, DIFFERENT = "identical", "inputs_changed", "different"


@dataclass(frozen=True)
class Verification:
    """Outcome of running a day again.

    Attributes
    ----------
    day : date
        The day.
    verdict : str
        ``identical``; ``inputs_changed`` where inputs that decide the differing tables changed since;
        ``different`` where nothing explains the difference, or the stored rows are not the loaded ones.
    differences : tuple of TableDifference
        Tables whose rows differ.
    changes : tuple of InputChange
        Inputs that are others than when the day was run, whether or not they made a difference.
    altered : tuple of str
        Tables whose stored rows are not those that the manifest says were loaded.
    rows : int
        Rows compared.
    read_again, from_lake : int
        Files read from the source again, and those that are only in the lake.
    unreachable : tuple of str
        Sources that could not be read.
    """

    day: date
    verdict: str
    differences: tuple[TableDifference, ...]
    changes: tuple[InputChange, ...]
    altered: tuple[str, ...]
    rows: int
    read_again: int
    from_lake: int
    unreachable: tuple[str, ...]

    def explaining(self) -> tuple[InputChange, ...]:
        """Return the changes that decide a table which differs."""
        tables = [difference.table for difference in self.differences]
        return tuple(change for change in self.changes if any(change.decides(table) for table in tables))


def verify_day(day: date, settings: Settings) -> Verification:
    """Run a day again aside and compare it with what the warehouse holds.

    Raises
    ------
    PipelineError
        The day was never run.
    """
    if not has_run(settings, day):
        message = f"verify: {day} was never run; run it with 'koe run {day}'"
        raise PipelineError(message)
    manifest = read_manifest(settings, day)
    with working(settings.home), rerun_aside(day, settings) as rerun:
        common = common_inputs(rerun.settings, settings.registry.latest())
        changes = list_changes(manifest["inputs"], day_inputs(rerun.settings, day, common))
        return _compare(day, settings, rerun, changes, manifest.get("tables", {}))


def sample_days(settings: Settings, count: int, seed: int) -> list[date]:
    """Return some of the days that ran, in order; the same seed over the same days gives the same ones."""
    days = days_with_manifest(settings)
    return sorted(random.Random(seed).sample(days, min(count, len(days))))  # noqa: S311 no secret hangs on it


def verify_days(days: Sequence[date], settings: Settings, *, now: datetime) -> list[Verification]:
    """Verify days one after the other and keep each outcome under ``KOE_HOME/verify``."""
    found = []
    for day in days:
        outcome = verify_day(day, settings)
        write_state(settings, day, state_of(outcome), now=now)
        found.append(outcome)
    return found


def state_of(outcome: Verification) -> dict[str, Any]:
    """Return what is kept of an outcome: counts, names and keys only."""
    return {
        "verdict": outcome.verdict,
        "rows": outcome.rows,
        "tables": [{**asdict(one), "columns": dict(one.columns)} for one in outcome.differences],
        "changes": [change.line() for change in outcome.changes],
        "altered": list(outcome.altered),
    }


def _compare(
    day: date,
    settings: Settings,
    rerun: Rerun,
    changes: tuple[InputChange, ...],
    recorded: dict[str, dict[str, Any]],
) -> Verification:
    folder = settings.warehouse_dir
    with warehouse_lock(folder, purpose="verify"), open_database(folder) as database:
        stored = {table.full_name: database.rows_of_days(table, [day]) for table in DAY_TABLES}
    differences, altered, rows = [], [], 0
    for table in DAY_TABLES:
        here = stored[table.full_name]
        rows += here.num_rows
        found = compare_rows(table, here, rerun.settings.lake.read_day(table, day))
        if found is None:
            continue
        differences.append(found)
        if recorded.get(table.full_name, {}).get("hash") != hash_table(table, day, here).digest:
            altered.append(table.full_name)
    unexplained = [
        item.table for item in differences if not any(change.decides(item.table) for change in changes)
    ]
    verdict = DIFFERENT if altered or unexplained else INPUTS_CHANGED if differences else IDENTICAL
    return Verification(
        day,
        verdict,
        tuple(differences),
        changes,
        tuple(altered),
        rows,
        rerun.read_again,
        rerun.from_lake,
        rerun.unreachable,
    )
