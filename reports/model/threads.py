"""Threads: who said what in a contact, turn by turn, so far as it may be shown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from reports.keys import WeekKey
from reports.model.paths import name_thread_page
from reports.model.rows import NumberRows
from reports.model.weekly import Department
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

PAGE_CONTACTS = 50
MOST_CONTACTS = 2000
"""Contacts of a department's week that have a thread; of larger weeks the first ones listed."""
LONGEST_TURN = 2000
_END = re.compile(r"(?<=[。！？!?\n])")
SPEAKERS = {
    "customer": "お客様",
    "operator": "オペレーター",
    "bot": "自動応答",
    "system": "システム",
    "memo": "メモ",
}


@dataclass(frozen=True)
class Screen:
    """Says whether masked words still hold a trace of a person or something sensitive.

    `fingerprint` tells one way of deciding from another.
    """

    has_risk: Callable[[str], bool]
    fingerprint: str


@dataclass(frozen=True)
class Turn:
    """What one speaker said without a break, piece by piece; None = must not be shown."""

    speaker: str
    pieces: tuple[str | None, ...]


@dataclass(frozen=True)
class Thread:
    """The turns of a contact; `number` is its place in the department's week and names its anchor."""

    number: int
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class ThreadsPage:
    """Some threads of a department's week, below one address."""

    department: Department
    week: WeekKey
    file: str
    threads: tuple[Thread, ...]


def list_contacts(numbers: Iterable[NumberRows]) -> tuple[str, ...]:
    """Return the contacts that rows lead to, in the order in which they are first listed."""
    found: dict[str, None] = {}
    for number in numbers:
        if len(found) < MOST_CONTACTS:
            found.update(dict.fromkeys(pc.unique(number.contacts).drop_null().to_pylist()))
    return tuple(found)[:MOST_CONTACTS]


def address_threads(contacts: Sequence[str]) -> dict[str, str]:
    """Return contact → relative address of its thread."""
    return {
        contact: f"{name_thread_page(place // PAGE_CONTACTS + 1)}#c{place + 1}"
        for place, contact in enumerate(contacts)
    }


def list_thread_pages(
    reader: "Reader", week: WeekKey, department: Department, contacts: Sequence[str], screen: Screen
) -> Iterator[ThreadsPage]:
    """Yield the pages with the threads of contacts.

    Left out of a turn is what lies in a sentence that must not be quoted, and what `screen` finds something
    in, alone or read on.
    """
    rows = fetch_rows(reader, "week_turns", monday=week.monday, sunday=week.sunday, contacts=list(contacts))
    turns = {
        contact: tuple(_turn(row, screen) for row in group)
        for contact, group in groupby(rows, key=itemgetter("contact_id"))
    }
    for first in range(0, len(contacts), PAGE_CONTACTS):
        chunk = contacts[first : first + PAGE_CONTACTS]
        threads = tuple(
            Thread(place, turns.get(contact, ())) for place, contact in enumerate(chunk, start=first + 1)
        )
        yield ThreadsPage(department, week, name_thread_page(first // PAGE_CONTACTS + 1), threads)


def _turn(row: dict[str, Any], screen: Screen) -> Turn:
    pieces = [piece for piece in _END.split(row["text"][:LONGEST_TURN]) if piece.strip()]
    hidden = [_flat(sentence) for sentence in row["hidden"]]
    risky = [
        screen.has_risk(piece) or any(_flat(piece) in each or each in _flat(piece) for each in hidden)
        for piece in pieces
    ]
    for place, (piece, following) in enumerate(pairwise(pieces)):
        if not (risky[place] or risky[place + 1]) and screen.has_risk(piece + following):
            risky[place] = risky[place + 1] = True
    shown = [None if is_risky else piece.strip() for piece, is_risky in zip(pieces, risky, strict=True)]
    # One sign stands for all that is left out side by side.
    joined = tuple(piece for place, piece in enumerate(shown) if piece or not place or shown[place - 1])
    return Turn(SPEAKERS.get(row["speaker"], "話者不明"), joined)


def _flat(text: str) -> str:
    return "".join(text.split())
