"""Links contacts into cases by following pairs one by one, and compares with the cases that are published."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from pipelines.recount.voices import Counted

Place = tuple[Any, str]
"""When a contact began and its id: the first place of a case names it."""


def link(counted: Counted, *, case_days: int) -> dict[str, str]:
    """Return contact → first contact of its case, as far as the days that were read tell."""
    rows = counted.contacts.select(["contact_id", "started_at", "customer_key", "source_case_id"]).to_pydict()
    columns = zip(*rows.values(), strict=True)
    places, customers, numbers = {}, {}, []
    for contact, began, customer, number in columns:
        places[contact] = (began, contact)
        customers[contact] = customer
        if number is not None:
            numbers.append((number, (began, contact)))
    matters = [
        ((customers[contact], topic), places[contact])
        for contact, topic in set(
            zip(counted.voices["contact_id"].to_pylist(), counted.voices["topic_id"].to_pylist(), strict=True)
        )
        if topic is not None and customers[contact] is not None
    ]
    first = {place: place for place in places.values()}
    apart = timedelta(days=case_days)
    for earlier, later in _neighbours(numbers):
        _join(first, earlier, later)
    for earlier, later in _neighbours(matters):
        if later[0] - earlier[0] <= apart:
            _join(first, earlier, later)
    return {contact: _first_of(first, place)[1] for contact, place in places.items()}


def disagreements(linked: Mapping[str, str], published: Mapping[str, str]) -> list[str]:
    """Return contacts whose published case is another.

    A case that began before the days that were read is linked here in parts: then the parts must be whole.
    """
    part_of: dict[str, str] = {}
    wrong = []
    for contact, name in linked.items():
        case = published.get(contact)
        is_right = case == name if case in linked else part_of.setdefault(name, case or "") == case
        if case is None or not is_right:
            wrong.append(contact)
    return wrong


def _neighbours(members: list[tuple[Any, Place]]) -> Iterator[tuple[Place, Place]]:
    for _, group in groupby(sorted(members), key=itemgetter(0)):
        yield from pairwise(place for _, place in group)


def _first_of(first: dict[Place, Place], place: Place) -> Place:
    while first[place] != place:
        first[place] = first[first[place]]
        place = first[place]
    return place


def _join(first: dict[Place, Place], one: Place, other: Place) -> None:
    earlier, later = sorted((_first_of(first, one), _first_of(first, other)))
    first[later] = earlier
