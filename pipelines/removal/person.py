"""Finds what the lake holds of a person, and which of their words nobody else said."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.removal.lake_files import list_received
from pipelines.removal.texts import joined_strings
from pipelines.settings import Settings
from warehouse.contract import business, core
from warehouse.contract.lake import LAKE_CONTACTS

PERSONAL_TABLES = (business.ORDERS, business.SUBSCRIPTIONS)
SHORTEST = 10
"""Shorter turns (はい、お願いします) are nobody's own and are not searched for."""


@dataclass(frozen=True)
class Person:
    """What the lake holds of a person; see `pipelines.removal.plan.Plan`."""

    days: tuple[date, ...]
    contact_ids: tuple[str, ...]
    sentences: tuple[str, ...]
    words: tuple[str, ...]
    shared: int
    business_rows: int


def find_person(settings: Settings, customer_keys: Collection[str]) -> Person:
    """Look for customer keys in everything that was received.

    A contact is the person's when any version of it carries the key; then all its versions are.
    """
    contact_ids, days = _find_contacts(settings, customer_keys)
    business_days, business_rows = _find_business(settings, customer_keys)
    said = {text for _, own in _texts(settings, contact_ids, days) for text in own}
    long = sorted(text for text in said if len(text) >= SHORTEST)
    unique = _without_shared(settings, contact_ids, long)
    return Person(
        days=tuple(sorted(days | business_days)),
        contact_ids=tuple(sorted(contact_ids)),
        sentences=tuple(unique),
        words=tuple(sorted(_own_words(settings, contact_ids))),
        shared=len(long) - len(unique),
        business_rows=business_rows,
    )


def _find_contacts(settings: Settings, customer_keys: Collection[str]) -> tuple[set[str], set[date]]:
    lake, keys = settings.lake, pa.array(sorted(customer_keys), pa.string())
    columns = ["contact_id", "customer_key"]
    tables = [(item.day, item.path) for item in list_received(lake, core.CONTACTS)]
    tables += [(day, lake.day_path(LAKE_CONTACTS, day)) for day in lake.days(LAKE_CONTACTS)]
    ids: list[tuple[date, pa.Array]] = []
    found: set[str] = set()
    for day, path in tables:
        rows = lake.read_table(path, columns=columns)
        found.update(
            rows.filter(pc.is_in(rows.column("customer_key"), keys)).column("contact_id").to_pylist()
        )
        ids.append((day, rows.column("contact_id")))
    wanted = pa.array(sorted(found), pa.string())
    return found, {day for day, column in ids if pc.any(pc.is_in(column, wanted)).as_py()}


def _find_business(settings: Settings, customer_keys: Collection[str]) -> tuple[set[date], int]:
    lake, keys = settings.lake, pa.array(sorted(customer_keys), pa.string())
    days: set[date] = set()
    count = 0
    for table in PERSONAL_TABLES:
        for item in list_received(lake, table):
            column = lake.read_table(item.path, columns=["customer_key"]).column("customer_key")
            rows = pc.sum(pc.is_in(column, keys)).as_py() or 0
            count += rows
            if rows:
                days.add(item.day)
    return days, count


def _texts(
    settings: Settings, contact_ids: Collection[str], days: Collection[date] | None = None
) -> Iterator[tuple[bytes, list[str]]]:
    """Yield, for each table of the days that holds words, what others said and what the person said."""
    lake, ids = settings.lake, pa.array(sorted(contact_ids), pa.string())
    paths = [
        (item.path, "turns")
        for item in list_received(lake, core.CONTACTS)
        if days is None or item.day in days
    ]
    for day in lake.days(LAKE_CONTACTS):
        if days is not None and day not in days:
            continue
        paths.append((lake.day_path(LAKE_CONTACTS, day), "turns"))
        paths += [
            (lake.day_path(table, day), column)
            for table, column in ((core.UTTERANCES, "text"), (core.VOICES, "sentence"))
            if lake.has_day(table, day)
        ]
    for path, column in paths:
        rows = lake.read_table(path, columns=["contact_id", column])
        is_own = pc.is_in(rows.column("contact_id"), ids)
        own = joined_strings(rows.filter(is_own).column(column))
        others = joined_strings(rows.filter(pc.invert(is_own)).column(column))
        yield others, own.decode("utf-8", "surrogatepass").split("\n")


def _without_shared(settings: Settings, contact_ids: Collection[str], texts: list[str]) -> list[str]:
    left = {text: text.encode("utf-8", "surrogatepass") for text in texts}
    for others, _ in _texts(settings, contact_ids):
        for text in [text for text, content in left.items() if content in others]:
            del left[text]
    return sorted(left)


def _own_words(settings: Settings, contact_ids: Collection[str]) -> set[str]:
    lake, ids = settings.lake, pa.array(sorted(contact_ids), pa.string())
    own: set[str] = set()
    others: set[str] = set()
    for day in lake.days(core.VOICES):
        rows = lake.read_table(lake.day_path(core.VOICES, day), columns=["contact_id", "tokens"])
        is_own = pc.is_in(rows.column("contact_id"), ids)
        for words, mask in ((own, is_own), (others, pc.invert(is_own))):
            tokens = pc.list_flatten(rows.filter(mask).column("tokens"))
            words.update(pc.unique(tokens).to_pylist())
    return own - others
