"""Personal data of fictional persons, as customers write and say it."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from samples.company.dice import Dice
from samples.company.people import Person, person
from samples.company.plan import Planned, day_code
from samples.company.surface import for_cp932
from samples.company.transcript import SLOT_TYPES
from samples.company.world import World

_SLOTS: Final = ("name", "phone", "member", "order", "address", "mail", "postal", "card")
_OFTEN: Final = (5, 3, 2, 3, 1.5, 1.2, 0.7, 0.4)
_OPERATOR: Final = re.compile(
    "様|さまから|さま宛て|よろしいでしょうか|よろしいですか|お間違い|復唱|確認いたします|お送りいたします|おかけいただいて|承っ|承り"
)
# frames that ask for something would be voices the truth knows nothing of
_ASKING: Final = re.compile("変えて|変えたい|取りに来て|入れ替えて|検索しても|届くはず")
_FULL_WIDTH: Final = str.maketrans("0123456789-", "０１２３４５６７８９－")
_SPOKEN: Final = str.maketrans({"-": "の"})


def is_operators(frame: str) -> bool:
    """Return whether a frame is something the desk says: 「お名前は{name}様でお間違いないでしょうか」."""
    return bool(_OPERATOR.search(frame))


@lru_cache(maxsize=32)
def split_frames(frames: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the frames of customers and those of operators; frames with a request in them are left out."""
    usable = [frame for frame in frames if not _ASKING.search(frame)]
    return tuple(f for f in usable if not is_operators(f)), tuple(f for f in usable if is_operators(f))


def order_number(day: date, number: int) -> str:
    """Return 「MK26K18-0045」, the number of an order in the shop's files."""
    return f"MK{day_code(day)}-{number:04d}"


def _name(who: Person, dice: Dice) -> str:
    form = dice.below(10)
    if form < 4:
        return who.surname
    if form < 7:
        return f"{who.surname}{dice.pick((' ', '', '　'))}{who.given}"
    if form < 8:
        return who.surname_kana
    return dice.pick((who.katakana, who.katakana.replace(" ", ""), who.surname_kana))


def _phone(who: Person, dice: Dice, spoken: bool) -> str:
    if spoken and dice.chance(0.3):
        return who.phone.translate(_SPOKEN)
    form = dice.below(8)
    if form == 0:
        return who.phone.replace("-", "")
    if form == 1:
        return who.phone.translate(_FULL_WIDTH)
    if form == 2:
        first, middle, last = who.phone.split("-")
        return f"{first}({middle}){last}"
    return who.phone


def _order(world: World, contact: Planned) -> str:
    """Return the order a customer speaks of: the same whoever names it, and in the shop's files."""
    mixed = contact.customer * 2654435761 % 2**32
    day = contact.started_at.date() - timedelta(days=1 + mixed % 12)
    return order_number(day, mixed // 12 % max(2, world.contacts_per_day // 2))


def value_of(slot: str, world: World, contact: Planned, dice: Dice, *, spoken: bool = False) -> str:
    """Return a value for a slot of a frame, in one of the writings people use."""
    who = person(world.seed, contact.customer)
    if slot == "name":
        value = _name(who, dice)
    elif slot == "phone":
        value = _phone(who, dice, spoken)
    elif slot == "order":
        value = _order(world, contact)
    elif slot == "card":
        joint = dice.pick(("-", " ", ""))
        value = joint.join(who.card[i : i + 4] for i in range(0, 16, 4))
    else:
        value = {
            "member": who.member_number,
            "address": who.address,
            "mail": who.mail,
            "postal": who.postal_code,
        }[slot]
        if slot in {"address", "postal"} and dice.chance(0.12):
            value = value.translate(_FULL_WIDTH)
    return for_cp932(value) if contact.source == "phone" else value


def pick_slots(dice: Dice, most: int) -> tuple[str, ...]:
    """Return the kinds of personal data given in one contact, 1 to ``most``."""
    chosen = dict.fromkeys(dice.weighted(_SLOTS, _OFTEN) for _ in range(dice.between(1, most)))
    return tuple(chosen)


def fill_personal(
    frame: str, world: World, contact: Planned, dice: Dice, *, spoken: bool = False
) -> tuple[str, list[tuple[str, str]]]:
    """Fill every slot of a frame or signature; return the text and its (value, type) pairs."""
    found = []
    for slot, kind in SLOT_TYPES.items():
        if "{" + slot + "}" in frame:
            value = value_of(slot, world, contact, dice, spoken=spoken)
            frame = frame.replace("{" + slot + "}", value)
            found.append((value, kind))
    return frame, found
