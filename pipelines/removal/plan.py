"""A removal's plan: written before anything is touched, deleted when the proof is done."""

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from pipelines.errors import PipelineError
from pipelines.settings import Settings
from pipelines.writing import write_private

FOLDER: Final = "removal"
_FORMAT: Final = 1


@dataclass(frozen=True)
class Plan:
    """What to remove.

    Attributes
    ----------
    action : str
        ``forget`` or ``purge``.
    entry_id : str
        Journal entry that asks for it.
    days : tuple of date
        Days to make again (forget) or to remove (purge).
    before : date or None
        Purge: the first day that stays.
    customer_keys, contact_ids : tuple of str
        Forget: the person as the lake knows it.
    sentences, words : tuple of str
        Forget: masked sentences and words (lemmas) that only this person said.
    shared : int
        Forget: how many of the person's sentences others said word for word, too.
    business_rows : int
        Forget: orders and subscriptions.
    """

    action: str
    entry_id: str
    days: tuple[date, ...]
    before: date | None = None
    customer_keys: tuple[str, ...] = ()
    contact_ids: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    shared: int = 0
    business_rows: int = 0


def read_plan(settings: Settings) -> Plan | None:
    """Return the plan of a removal that was begun and not ended; None when there is none.

    Raises
    ------
    PipelineError
        The file is damaged, so that the removal must be asked for again.
    """
    path = _path(settings)
    if not path.exists():
        return None
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        if body.pop("format") != _FORMAT:
            raise ValueError
        days = tuple(date.fromisoformat(day) for day in body.pop("days"))
        before = body.pop("before")
        rest: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in body.items()
        }
        return Plan(days=days, before=date.fromisoformat(before) if before else None, **rest)
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path} cannot be read; delete it and give the command that was broken off once more"
        raise PipelineError(message) from error


def write_plan(settings: Settings, plan: Plan) -> None:
    """Write the plan; from now on the removal must be ended."""
    body = asdict(plan) | {
        "format": _FORMAT,
        "days": [day.isoformat() for day in plan.days],
        "before": plan.before.isoformat() if plan.before else None,
    }
    write_private(_path(settings), json.dumps(body, ensure_ascii=False) + "\n")


def delete_plan(settings: Settings) -> None:
    """Delete the plan, which holds the person's sentences."""
    shutil.rmtree(settings.home / FOLDER, ignore_errors=True)


def _path(settings: Settings) -> Path:
    return settings.home / FOLDER / "plan.json"
