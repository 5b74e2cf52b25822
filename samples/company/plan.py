"""Who contacts the company on a day, over which channel, about what: everything but the words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from samples.company import trends
from samples.company.company import Product
from samples.company.dice import Dice
from samples.company.material import Issue
from samples.company.seasons import day_factor, is_closed, owned_lot
from samples.company.world import World

JST: Final = ZoneInfo("Asia/Tokyo")
SOURCES: Final = ("phone", "mail", "chat", "sns", "survey")
_SHARES: Final = (0.38, 0.16, 0.22, 0.08, 0.16)
_PREFIX: Final = {"phone": "T", "mail": "M", "chat": "C", "sns": "S", "survey": "Q"}
_HOURS: Final = {"phone": (9, 18), "mail": (0, 24), "chat": (8, 23), "sns": (6, 24), "survey": (9, 22)}
_MATTER_SHARE: Final = 0.05
_MATTER_DAYS: Final = 7


@dataclass(frozen=True)
class Planned:
    """One contact before it is put into words.

    ``matter`` is the truth's case number; ``case_id`` what the source system knows of it (often nothing).
    ``issues`` of a survey may begin with None: the first box is then empty.
    """

    source: str
    started_at: datetime
    customer: int
    issues: tuple[Issue | None, ...]
    matter: str
    native_id: str = ""
    case_id: str | None = None
    leg: int = 0
    product: Product | None = None
    lot: str | None = None
    store: str | None = None
    excluded: str | None = None

    @property
    def contact_id(self) -> str:
        """Id as Koe names it."""
        return f"{self.source}:{self.native_id}"


def _moment(source: str, day: date, dice: Dice) -> datetime:
    first, last = _HOURS[source]
    # two humps: late morning and evening
    place = (dice.roll() + dice.roll()) / 2 if dice.chance(0.6) else dice.roll()
    second = int((first + (last - first) * place) * 3600)
    return datetime.combine(day, time(0), JST) + timedelta(seconds=min(second, 86399))


def _about(
    world: World, issue: Issue, day: date, dice: Dice
) -> tuple[Product | None, str | None, str | None]:
    """Return product, lot and store of a contact about an issue, as far as they are known."""
    company = world.company
    product = None
    if issue.products:
        product = company.product(dice.pick(issue.products))
    elif issue.department in {"product", "sales"} or dice.chance(0.2):
        product = dice.weighted(company.products, [p.share for p in company.products])
    rising = issue.id == trends.RISING and world.back(day) <= trends.RISING_SINCE
    if rising and dice.chance(0.8):
        product = company.product(trends.RISING_PRODUCT)
    lot = None
    if product and dice.chance(0.6 if issue.department == "product" else 0.1):
        lot, made = owned_lot(product, day, dice)
        since = world.end - timedelta(days=trends.BAD_LOTS_SINCE)
        for _ in range(12 if rising and dice.chance(0.9) else 0):
            if made >= since:
                break
            lot, made = owned_lot(product, day, dice)
    store = dice.pick(company.stores).name if issue.department == "stores" else None
    return product, lot, store


def volume(world: World, day: date) -> int:
    """Return the number of first contacts of a day."""
    mean = world.contacts_per_day * 0.90 * day_factor(world.company, day, world.end)
    return world.dice(day, "volume").around(mean, 1.2)


def _source(day: date, dice: Dice) -> str:
    shares = (0.2, *_SHARES[1:]) if is_closed(day) else _SHARES
    return dice.weighted(SOURCES, shares)


@lru_cache(maxsize=_MATTER_DAYS + 2)
def _matters(world: World, day: date) -> tuple[tuple[int, Planned], ...]:
    """Return contacts of the matters that begin on a day and take several: (days later, contact)."""
    dice = world.dice(day, "matters")
    found: list[tuple[int, Planned]] = []
    for number in range(dice.around(world.contacts_per_day * _MATTER_SHARE)):
        issue = world.chooser("mail", day).choose(dice.roll())
        product, lot, store = _about(world, issue, day, dice)
        case_id = f"K{day_code(day)}-{number:03d}" if dice.chance(0.55) else None
        later, customer = 0, dice.below(world.customers)
        for leg in range(dice.weighted((2, 3), (7, 3))):
            source = dice.weighted(("phone", "mail", "chat", "sns"), (4, 3, 3, 0.3))
            contact = Planned(
                source=source,
                started_at=_moment(source, day + timedelta(days=later), dice),
                customer=customer,
                issues=(issue,),
                matter=f"R{day_code(day)}-{number:03d}",
                case_id=case_id,
                leg=leg,
                product=product,
                lot=lot,
                store=store,
            )
            found.append((later, contact))
            later += dice.between(0 if leg else 1, 3)
    return tuple(found)


@lru_cache(maxsize=1024)
def day_code(day: date) -> str:
    """Return 「26K21」 for 2026-11-21: no run of digits that could be taken for a phone number."""
    return f"{day:%y}{'ABCDEFGHIJKL'[day.month - 1]}{day:%d}"


def _issues(world: World, source: str, day: date, dice: Dice) -> tuple[Issue | None, ...]:
    chooser = world.chooser(source, day)
    if source == "survey":
        good = world.chooser("survey_good", day).choose(dice.roll()) if dice.chance(0.55) else None
        return (good, chooser.choose(dice.roll())) if dice.chance(0.6) else (good,)
    if dice.chance(0.03):
        return ()
    count = 1 if source == "sns" else dice.weighted((1, 2, 3), (78, 18, 4))
    chosen = dict.fromkeys(chooser.choose(dice.roll()) for _ in range(count))
    return tuple(chosen)


def _first_contacts(world: World, day: date) -> list[Planned]:
    dice = world.dice(day, "contacts")
    found = []
    for number in range(volume(world, day)):
        source = _source(day, dice)
        issues = _issues(world, source, day, dice)
        product, lot, store = None, None, None
        if main := next((issue for issue in issues if issue), None):
            product, lot, store = _about(world, main, day, dice)
        if source == "survey" and store is None and dice.chance(0.7):
            store = dice.pick(world.company.stores).name
        excluded = None
        if source == "phone" and dice.chance(0.026):
            excluded, issues = dice.pick(("voicemail", "voicemail", "silence")), ()
            product, lot, store = None, None, None
        found.append(
            Planned(
                source=source,
                started_at=_moment(source, day, dice),
                customer=dice.below(world.customers),
                issues=issues,
                matter=f"N{day_code(day)}-{number:04d}",
                product=product,
                lot=lot,
                store=store,
                excluded=excluded,
            )
        )
    return found


def _risky(world: World, day: date) -> list[Planned]:
    """Return the planted risk voice of a day, if there is one, and a harmless look-alike now and then."""
    dice = world.dice(day, "risks")
    back, material = world.back(day), world.material
    chosen: list[Issue] = []
    if back in trends.RISK_DAYS and material.risks:
        chosen.append(material.risks[trends.RISK_DAYS.index(back) % len(material.risks)])
    if material.decoys and dice.chance(0.3):
        chosen.append(dice.pick(material.decoys))
    found = []
    for number, issue in enumerate(chosen):
        source = "phone" if issue.spoken and dice.chance(0.7) else "chat"
        product, lot, store = _about(world, issue, day, dice)
        found.append(
            Planned(
                source=source,
                started_at=_moment(source, day, dice),
                customer=dice.below(world.customers),
                issues=(issue,),
                matter=f"X{day_code(day)}-{number:02d}",
                product=product,
                lot=lot,
                store=store,
            )
        )
    return found


def _number(contacts: Sequence[Planned], day: date) -> tuple[Planned, ...]:
    numbered = []
    counts = dict.fromkeys(SOURCES, 0)
    for contact in sorted(contacts, key=lambda c: (c.source, c.started_at, c.matter)):
        counts[contact.source] += 1
        native = f"{_PREFIX[contact.source]}{day_code(day)}-{counts[contact.source]:04d}"
        numbered.append(replace(contact, native_id=native))
    return tuple(numbered)


@lru_cache(maxsize=4)
def plan_day(world: World, day: date) -> tuple[Planned, ...]:
    """Return the contacts of a day, by source and time, with their native ids."""
    contacts = _first_contacts(world, day) + _risky(world, day)
    for back in range(_MATTER_DAYS):
        contacts += [c for later, c in _matters(world, day - timedelta(days=back)) if later == back]
    return _number(contacts, day)
