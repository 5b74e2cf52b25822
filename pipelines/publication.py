"""Whether publication is held, and which departments are withdrawn: what the journal's entries come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.settings import Settings
from warehouse.journal import Entry


@dataclass(frozen=True)
class Stopped:
    """A hold, or a department's withdrawal: since when, by whom and why.

    Attributes
    ----------
    build : str
        The build that a rollback went back to; empty for others.
    """

    since: datetime
    by: str
    why: str
    build: str = ""


@dataclass(frozen=True)
class PublicationState:
    """`held` None = nights publish; `withdrawn` maps department ids whose pages are off."""

    held: Stopped | None = None
    withdrawn: Mapping[str, Stopped] = field(default_factory=dict)


def publication_state(settings: Settings) -> PublicationState:
    """Return the state that people's entries in the journal come to."""
    return replay(settings.journal.entries())


def replay(entries: Iterable[Entry]) -> PublicationState:
    """Return the state after the entries, oldest first; a rollback holds until it is released."""
    held: Stopped | None = None
    withdrawn: dict[str, Stopped] = {}
    for entry in entries:
        stopped = Stopped(entry.at, entry.by, entry.why, str(entry.values.get("build", "")))
        if entry.action in ("hold", "rollback"):
            held = stopped
        elif entry.action == "release":
            held = None
        elif entry.action == "withdraw":
            withdrawn[str(entry.target.get("department", ""))] = stopped
        elif entry.action == "restore":
            withdrawn.pop(str(entry.target.get("department", "")), None)
    return PublicationState(held, withdrawn)
