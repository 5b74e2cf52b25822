"""How a contact was handled: desk, agent, waiting, handling, solved or not, satisfaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from samples.company.dice import Dice
from samples.company.material import Issue
from samples.company.plan import Planned
from samples.company.seasons import is_closed
from samples.company.world import World

_SOLVED: Final = {"procedure": 0.93, "question": 0.91, "complaint": 0.70, "request": 0.55, "praise": 1.0}
_MOOD: Final = {"procedure": 3.9, "question": 3.9, "complaint": 2.6, "request": 3.4, "praise": 4.7}
_WAIT_SECONDS: Final = {"phone": 55, "chat": 25, "mail": 21600}
_HANDLE_SECONDS: Final = {"phone": 420, "chat": 600, "mail": 900}


@dataclass(frozen=True)
class Service:
    """Handling of one contact; None = not measured on that channel."""

    desk: str
    agent: str
    queue: str
    resolved: bool
    first_reply_seconds: int | None
    handle_seconds: int | None
    ended_at: datetime
    updated_at: datetime
    csat: int | None
    nps: int | None


def _long(dice: Dice, mean: float) -> int:
    """Return a duration in seconds: short mostly, long at times, around ``mean``."""
    return round(mean * (0.25 + 1.5 * dice.roll() * dice.roll() / 0.5))


def _main(contact: Planned) -> Issue | None:
    issues = [issue for issue in contact.issues if issue]
    return issues[-1] if issues else None


def serve(world: World, contact: Planned, dice: Dice) -> Service:
    """Return how a contact was handled; the outsourced desk solves a little less, and faster."""
    company, main = world.company, _main(contact)
    kind = main.kind if main else "question"
    closed = is_closed(contact.started_at.date())
    desks = [desk for desk in company.desks if desk.weekend or not closed]
    desk = dice.weighted(desks, [d.share for d in desks])
    outsourced = desk is company.desks[-1]
    resolved = dice.chance(_SOLVED[kind] - (0.08 if outsourced else 0.0))
    wait = _WAIT_SECONDS.get(contact.source)
    handle = _HANDLE_SECONDS.get(contact.source)
    wait_seconds = _long(dice, wait * (1.5 if contact.started_at.weekday() == 0 else 1.0)) if wait else None
    handle_seconds = _long(dice, handle * (0.85 if outsourced else 1.0)) if handle else None
    ended_at = contact.started_at + timedelta(
        seconds=(handle_seconds or 0) if contact.source != "mail" else 0
    )
    mood = (
        _MOOD[kind] + (0.3 if resolved else -0.7) - (0.2 if outsourced else 0.0) - 0.3 * min(contact.leg, 2)
    )
    satisfaction = min(5, max(1, round(mood + 2.2 * (dice.roll() + dice.roll() - 1))))
    asked = contact.source == "survey" or (contact.source in {"phone", "chat"} and dice.chance(0.3))
    nps = min(10, max(0, satisfaction * 2 - dice.below(3))) if contact.source == "survey" else None
    return Service(
        desk=desk.name,
        agent=f"{'AB'[outsourced]}{dice.below(desk.agents) + 1:03d}",
        queue=company.queues.get(main.department if main else "", "総合"),
        resolved=resolved,
        first_reply_seconds=wait_seconds,
        handle_seconds=handle_seconds,
        ended_at=ended_at,
        updated_at=ended_at + timedelta(seconds=_long(dice, 600)),
        csat=satisfaction if asked else None,
        nps=nps,
    )
