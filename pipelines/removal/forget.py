"""``koe forget``: takes a person out of everything Koe holds, and keeps the person out."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines.errors import PipelineError
from pipelines.pull import make_intake
from pipelines.quiet import alone
from pipelines.removal.days import make_day_again, refuse_unknown_sources
from pipelines.removal.lake_files import remove_half_written
from pipelines.removal.own_files import name_copied_rows
from pipelines.removal.person import find_person
from pipelines.removal.plan import Plan, delete_plan, read_plan, write_plan
from pipelines.removal.readers import load_again, refuse_held, renew_copies, rewrite_warehouse
from pipelines.removal.received import forget_received
from pipelines.removal.registry import clean_registry
from pipelines.removal.search import Needles, Searched, search_home
from pipelines.resources import pseudonymizer
from pipelines.settings import Settings
from pipelines.suppression import suppress, suppressed_hash
from warehouse.lock import warehouse_lock

log = logging.getLogger(__name__)

Told = Callable[[str], None]


@dataclass(frozen=True)
class Asked:
    """Who asks for a removal, why and when; goes into the journal."""

    by: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Forgotten:
    """Outcome: what was removed, what was searched, and what is left to people."""

    plan: Plan
    searched: Searched
    own_files: tuple[str, ...]


def plan_forget(settings: Settings, customer_keys: Sequence[str]) -> Plan:
    """Return what forgetting would remove, without touching anything."""
    found = find_person(settings, customer_keys)
    return Plan(
        action="forget",
        entry_id="",
        days=found.days,
        customer_keys=tuple(customer_keys),
        contact_ids=found.contact_ids,
        sentences=found.sentences,
        words=found.words,
        shared=found.shared,
        business_rows=found.business_rows,
    )


def forget(
    settings: Settings, customer_keys: Sequence[str], asked: Asked, *, tell: Told = log.info
) -> Forgotten:
    """Remove a person, prove it, and keep the person out of later runs.

    Killed at any point, it is ended by running it, or `resume_forget`, again.

    Parameters
    ----------
    customer_keys : sequence of str
        Pseudonyms of one customer, as the lake shows them.
    tell : callable
        Is told each step before it begins.

    Raises
    ------
    PipelineError
        Another removal was broken off, or something was still found at the end.
    """
    keys = pseudonymizer(settings)
    with alone(settings.home), warehouse_lock(settings.warehouse_dir, purpose="forget"):
        pending = read_plan(settings)
        if pending and (pending.action != "forget" or set(pending.customer_keys) != set(customer_keys)):
            raise PipelineError(_broken_off(pending))
        refuse_held(settings)
        if pending is None:
            found = plan_forget(settings, customer_keys)
            refuse_unknown_sources(found.days, make_intake(settings), settings)
            people = [suppressed_hash(keys, "person", key) for key in customer_keys]
            contacts = [suppressed_hash(keys, "contact", name) for name in found.contact_ids]
            entry = settings.journal.append(
                "forget",
                target={"people": people},
                values={"state": "begun", "contacts": len(contacts), "days": len(found.days)},
                by=asked.by,
                why=asked.why,
                at=asked.at,
            )
            pending = Plan(**{**found.__dict__, "entry_id": entry.entry_id})
            # the plan before the list: nobody is suppressed whose rows nothing would remove
            write_plan(settings, pending)
            suppress(settings.home, entry.entry_id, people, contacts)
        return _carry_out(settings, pending, asked, tell)


def resume_forget(settings: Settings, asked: Asked, *, tell: Told = log.info) -> Forgotten:
    """End a removal that was broken off."""
    pending = read_plan(settings)
    if pending is None or pending.action != "forget":
        message = "no 'koe forget' was broken off; give the customer key, or --id"
        raise PipelineError(message)
    return forget(settings, pending.customer_keys, asked, tell=tell)


def _carry_out(settings: Settings, plan: Plan, asked: Asked, tell: Told) -> Forgotten:
    keys = pseudonymizer(settings)
    # once more, for a run that was killed right after the plan
    suppress(
        settings.home,
        plan.entry_id,
        [suppressed_hash(keys, "person", key) for key in plan.customer_keys],
        [suppressed_hash(keys, "contact", name) for name in plan.contact_ids],
    )
    tell("received files")
    remove_half_written(settings)
    forget_received(plan, make_intake(settings))
    for day in plan.days:
        tell(f"day {day}")
        make_day_again(day, settings, plan.contact_ids)
    tell("topics")
    clean_registry(settings, plan)
    tell("warehouse")
    load_again(plan.days, settings)
    tell("published copy and reports")
    renew_copies(settings, now=asked.at)
    tell("bytes of deleted rows")
    rewrite_warehouse(settings)
    tell("search")
    searched = search_home(
        settings, Needles(frozenset((*plan.contact_ids, *plan.customer_keys)), plan.sentences)
    )
    if searched.hits:
        places = ", ".join(searched.hits[:10]) + (" …" if len(searched.hits) > 10 else "")
        message = (
            f"forget: {len(searched.hits)} places still hold something of this customer: {places}; remove "
            "these files if they are copies, then run 'koe forget --resume'"
        )
        raise PipelineError(message)
    own = name_copied_rows(settings, plan.sentences)
    settings.journal.append(
        "forget",
        target={"entry": plan.entry_id},
        values={"state": "done", "files_searched": sum(searched.files.values()), "own_rows_named": len(own)},
        by=asked.by,
        why=asked.why,
        at=asked.at,
    )
    delete_plan(settings)
    return Forgotten(plan, searched, tuple(own))


def _broken_off(plan: Plan) -> str:
    command = "koe forget --resume" if plan.action == "forget" else f"koe purge --before {plan.before}"
    return f"another removal was broken off (journal entry {plan.entry_id}); end it first with '{command}'"
