"""Links contacts into cases by following pairs one by one, and compares with the cases that are published."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.recount.voices import Counted

Place = tuple[Any, str]
"""When a contact began and its id: the first place of a case names it."""


def link(counted: Counted, *, case_days: int) -> dict[str, str]:
    """Return contact → first contact of its case, as far as the days that were read tell."""
    contacts = counted.contacts.select(["contact_id", "started_at", "customer_key", "source_case_id"])
    first: dict[Place, Place] = {}  # of contacts that are linked with any other
    for earlier, later in _neighbours(contacts, ["source_case_id"]):
        _join(first, earlier, later)
    apart = timedelta(days=case_days)
    topics = (
        counted.voices.select(["contact_id", "topic_id"]).group_by(["contact_id", "topic_id"]).aggregate([])
    )
    for earlier, later in _neighbours(topics.join(contacts, "contact_id"), ["customer_key", "topic_id"]):
        if later[0] - earlier[0] <= apart:
            _join(first, earlier, later)
    alone = contacts["contact_id"].to_pylist()
    return dict(zip(alone, alone, strict=True)) | {place[1]: _first_of(first, place)[1] for place in first}


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


def _neighbours(rows: pa.Table, matter: Sequence[str]) -> Iterator[tuple[Place, Place]]:
    """Yield the places of contacts that follow each other in what is equal in all columns of `matter`."""
    for name in matter:
        rows = rows.filter(pc.is_valid(rows[name]))
    rows = rows.sort_by([(name, "ascending") for name in (*matter, "started_at", "contact_id")])
    if rows.num_rows < 2:
        return
    one, next_one = rows[:-1], rows[1:]
    same = reduce(pc.and_, (pc.equal(one[name], next_one[name]) for name in matter))
    yield from zip(_places(one.filter(same)), _places(next_one.filter(same)), strict=True)


def _places(rows: pa.Table) -> Iterator[Place]:
    return zip(rows["started_at"].to_pylist(), rows["contact_id"].to_pylist(), strict=True)


def _first_of(first: dict[Place, Place], place: Place) -> Place:
    while (before := first.setdefault(place, place)) != place:
        first[place] = first[before]
        place = before
    return place


def _join(first: dict[Place, Place], one: Place, other: Place) -> None:
    earlier, later = sorted((_first_of(first, one), _first_of(first, other)))
    first[later] = earlier
