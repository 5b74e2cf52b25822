"""``koe backfill --plan``: what would run, how long it would take, and which days would change."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import typer

from pipelines.settings import Settings
from pipelines.steps import Steps

if TYPE_CHECKING:
    from pipelines.plan import PlannedDay

_MOST_CHANGES = 4


def show_plan(wanted: Sequence[date], settings: Settings, *, steps: Steps, workers: int) -> None:
    """Print one line a day and a sum; nothing is received or written."""
    from pipelines.plan import make_plan
    from pipelines.workers import default_workers

    workers = workers or default_workers()
    plan = make_plan(wanted, settings, steps=steps, workers=workers)
    for item in plan.days:
        typer.echo(_line(item))
    outlooks = Counter(item.outlook for item in plan.days)
    summary = ", ".join(f"{count} {outlook}" for outlook, count in outlooks.items())
    basis = "by the last runs here" if plan.measured else "a first guess; no run was timed here yet"
    typer.echo(f"{len(plan.days)} days from {wanted[0]} to {wanted[-1]}: {summary}")
    typer.echo(
        f"about {plan.contacts:,} contacts, about {plan.minutes:.1f} minutes with {workers} workers ({basis})"
    )


def count_contacts(days: Sequence[date], settings: Settings) -> int:
    """Return how many contacts of the days are in the lake."""
    from warehouse.contract.lake import LAKE_CONTACTS

    return sum(settings.lake.read_day(LAKE_CONTACTS, day, ["contact_id"]).num_rows for day in days)


def _line(item: "PlannedDay") -> str:
    contacts = "     ?" if item.contacts is None else f"{item.contacts:6,}"
    line = f"{item.day} {contacts} contacts  {item.outlook}"
    if not item.changes:
        return line
    named = dict.fromkeys(change.kind for change in item.changes)
    shown = ", ".join(list(named)[:_MOST_CHANGES]) + (" …" if len(named) > _MOST_CHANGES else "")
    return f"{line}: {shown}"
