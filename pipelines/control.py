"""Stops and turns back publication: hold, release, rollback, withdraw, restore; every act is in the journal.

Nights go on meanwhile: they receive, analyse, load and check. Only what readers see stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.publication import publication_state
from pipelines.publish import publish
from pipelines.settings import Settings
from pipelines.site import build_reports
from reports.withdrawn import Withdrawal, withdraw_from_kept
from warehouse.lock import warehouse_lock
from warehouse.published import newest
from warehouse.publishing import copy_of, list_copies, point_to

ACTIONS = ("hold", "release", "rollback", "withdraw", "restore")


@dataclass(frozen=True)
class Order:
    """What an operator wants.

    Attributes
    ----------
    action : str
        One of `ACTIONS`.
    by, why : str
        Who gives it, and the reason that stands in the journal (readers see that of a withdrawal).
    build : str
        Where a rollback goes; empty = the build before the one that readers see.
    department : str
        Whose pages are withdrawn or restored.
    """

    action: str
    by: str
    why: str = ""
    build: str = ""
    department: str = ""


def control(order: Order, settings: Settings, *, now: datetime) -> str:
    """Carry out an order and return one line that says what readers see from here on.

    Raises
    ------
    PipelineError
        The build or department does not exist, or there is nothing to release or restore.
    """
    if order.action not in ACTIONS:
        message = f"publish: unknown order {order.action!r}; allowed: {', '.join(ACTIONS)}"
        raise PipelineError(message)
    if order.action == "rollback":
        return _roll_back(order, settings, now)
    if order.action in ("withdraw", "restore"):
        return _turn_department(order, settings, now)
    held = publication_state(settings).held
    if order.action == "release":
        if held is None:
            message = "publish --release: publication is not held; nothing to do"
            raise PipelineError(message)
        _note(order, settings, now)
        published = publish(settings, now=now)
        return f"released; published build {published.build}; reports: {build_reports(settings, now=now)}"
    _note(order, settings, now)
    return f"held: readers keep build {_shown(settings)} until 'koe publish --release'; nights go on"


def _roll_back(order: Order, settings: Settings, now: datetime) -> str:
    folder = settings.warehouse_dir
    # the lock, so that no publication points readers elsewhere between the look and the swap
    with warehouse_lock(folder, purpose="rollback"):
        shown = _shown(settings)
        copies = list_copies(folder)
        build = order.build or max((name for name in copies if name < shown), default="")
        if build not in copies:
            there = ", ".join(copies) or "none"
            message = f"publish --rollback: there is no build {build or 'before ' + shown}; kept are {there}"
            raise PipelineError(message)
        _note(order, settings, now, values={"build": build})
        point_to(folder, copy_of(folder, build))
    index = build_reports(settings, now=now, again=True)
    return (
        f"readers are back on build {build} (was {shown}) until 'koe publish --release'; nights go on; "
        f"reports: {index}"
    )


def _turn_department(order: Order, settings: Settings, now: datetime) -> str:
    known = [item.id for item in settings.departments.departments]
    if order.department not in known:
        there = ", ".join(known)
        message = f"publish --{order.action}: there is no department {order.department!r}; known: {there}"
        raise PipelineError(message)
    if order.action == "restore" and order.department not in publication_state(settings).withdrawn:
        message = f"publish --restore: {order.department} is not withdrawn; nothing to do"
        raise PipelineError(message)
    _note(order, settings, now, target={"department": order.department})
    index: Path | str = "none yet"
    if newest(settings.warehouse_dir) is not None:
        index = build_reports(settings, now=now, again=True)
    if order.action == "withdraw":
        names = {item.id: item.name for item in settings.departments.departments}
        withdraw_from_kept(
            settings.site_dir, order.department, names[order.department], Withdrawal(now, order.why)
        )
    state = "withdrawn" if order.action == "withdraw" else "shown again"
    return f"{order.department}: pages are {state}; reports: {index}"


def _shown(settings: Settings) -> str:
    copy = newest(settings.warehouse_dir)
    return copy.stem.removeprefix("published-") if copy else "none"


def _note(
    order: Order,
    settings: Settings,
    now: datetime,
    *,
    target: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> None:
    settings.journal.append(
        order.action, target=target or {}, values=values or {}, by=order.by, why=order.why, at=now
    )
