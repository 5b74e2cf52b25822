"""``koe purge``: removes whole days, everywhere, and keeps them from coming back by themselves."""

import logging
from dataclasses import dataclass
from datetime import date
from shutil import rmtree

from pipelines.errors import PipelineError
from pipelines.manifest import days_with_manifest, manifest_path
from pipelines.pull import make_intake
from pipelines.quiet import alone
from pipelines.removal.forget import Asked, Told
from pipelines.removal.lake_files import days_in, remove_days_before, remove_half_written
from pipelines.removal.plan import Plan, delete_plan, read_plan, write_plan
from pipelines.removal.readers import delete_loaded_before, refuse_held, renew_copies, rewrite_warehouse
from pipelines.removal.received import purge_received
from pipelines.removal.registry import clean_registry
from pipelines.settings import Settings
from pipelines.suppression import set_purged_before
from warehouse.lock import warehouse_lock
from warehouse.published import newest
from warehouse.removal import stored_tables

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Purged:
    """Outcome: the days that are gone, and the places that were looked into for rows of them."""

    days: tuple[date, ...]
    searched: tuple[str, ...]


def plan_purge(settings: Settings, before: date) -> Plan:
    """Return what a purge would remove, without touching anything."""
    days = {*days_in(settings.lake), *days_with_manifest(settings)}
    return Plan(
        action="purge", entry_id="", days=tuple(sorted(day for day in days if day < before)), before=before
    )


def purge(settings: Settings, before: date, asked: Asked, *, tell: Told = log.info) -> Purged:
    """Remove every day before one; killed at any point, it is ended by running it again.

    Raises
    ------
    PipelineError
        Another removal was broken off, or rows of a purged day were still found at the end.
    """
    with alone(settings.home), warehouse_lock(settings.warehouse_dir, purpose="purge"):
        plan = read_plan(settings)
        if plan and (plan.action, plan.before) != ("purge", before):
            command = (
                "koe forget --resume" if plan.action == "forget" else f"koe purge --before {plan.before}"
            )
            message = f"another removal was broken off; end it first with '{command}'"
            raise PipelineError(message)
        refuse_held(settings)
        if plan is None:
            found = plan_purge(settings, before)
            entry = settings.journal.append(
                "purge",
                target={"before": before.isoformat()},
                values={"state": "begun", "days": len(found.days)},
                by=asked.by,
                why=asked.why,
                at=asked.at,
            )
            plan = Plan("purge", entry.entry_id, found.days, before)
            write_plan(settings, plan)
        return _carry_out(settings, plan, before, asked, tell)


def unpurge(settings: Settings, first: date, asked: Asked) -> None:
    """Allow the days from `first` on to be made again; journalled, since it undoes a promise."""
    suppression = make_intake(settings).suppression
    if not suppression.is_purged(first):
        return
    with alone(settings.home):
        settings.journal.append(
            "purge",
            target={"before": first.isoformat()},
            values={"state": "undone", "was": str(suppression.purged_before)},
            by=asked.by,
            why=asked.why,
            at=asked.at,
        )
        set_purged_before(settings.home, first)


def _carry_out(settings: Settings, plan: Plan, before: date, asked: Asked, tell: Told) -> Purged:
    known = make_intake(settings).suppression.purged_before
    set_purged_before(settings.home, max(before, known or before))
    tell("lake")
    remove_half_written(settings)
    purge_received(before, make_intake(settings))
    remove_days_before(settings.lake, before)
    for day in days_with_manifest(settings):
        if day < before:
            rmtree(manifest_path(settings, day).parent)
    tell("topics")
    clean_registry(settings, plan)
    tell("warehouse")
    delete_loaded_before(before, settings)
    tell("published copy and reports")
    renew_copies(settings, now=asked.at)
    tell("bytes of deleted rows")
    rewrite_warehouse(settings)
    tell("search")
    searched = _search(settings, before)
    settings.journal.append(
        "purge",
        target={"entry": plan.entry_id, "before": before.isoformat()},
        values={"state": "done", "days": len(plan.days)},
        by=asked.by,
        why=asked.why,
        at=asked.at,
    )
    delete_plan(settings)
    return Purged(plan.days, searched)


def _search(settings: Settings, before: date) -> tuple[str, ...]:
    """Look for rows of purged days in the lake, the manifests, the writer's file and the published copy."""
    left = [f"lake: {day}" for day in days_in(settings.lake) if day < before]
    left += [f"manifest: {day}" for day in days_with_manifest(settings) if day < before]
    searched = ["lake", "manifests"]
    copy = newest(settings.warehouse_dir)
    for path in (settings.warehouse_dir / "koe.duckdb", *([copy] if copy else [])):
        if not path.exists():
            continue
        searched.append(path.name)
        for name, table in stored_tables(path):
            if "day" in table.column_names and any(
                day < before for day in table.column("day").unique().to_pylist()
            ):
                left.append(f"{path.name}: {name}")
    if left:
        message = f"purge: rows of purged days are still there: {', '.join(left[:10])}; run the command again"
        raise PipelineError(message)
    return tuple(searched)
