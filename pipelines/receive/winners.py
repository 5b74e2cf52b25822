"""Which of several received versions of a contact or business row counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.receive.day_inputs import DayInput
from pipelines.receive.layer import ReceivedLayer, hash_ids
from pipelines.receive.moved import versions_elsewhere
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS, RECEIVED
from warehouse.contract.model import Table

Rank = tuple[datetime, str, str, int, date]
_RANKING = ("contact_id", "updated_at", "delivered_at", "source_row", "row_count")


@dataclass(frozen=True)
class DayRowsOutcome:
    """The winning rows of a day, and how many rows of each file (by its key) they were made from."""

    rows: pa.Table
    used_rows: Mapping[str, int]


@dataclass(frozen=True)
class _Candidates:
    """Rows of one file for one day."""

    key: str
    file_hash: str
    day: date
    rows: pa.Table


def contact_winners(
    layer: ReceivedLayer, day: date, inputs: Sequence[DayInput], late_days: int
) -> DayRowsOutcome:
    """Return the contacts whose winning version lies on `day`.

    The latest version wins: by the update time that the source declares, else by the delivery time; then by
    file hash, file key and row, so that no order of reading matters. Versions on other days are found up to
    `late_days` away.
    """
    here = _read(layer, day, [item for item in inputs if item.facts.table == core.CONTACTS.name])
    ids = hash_ids(name for one in here for name in one.rows.column("contact_id").to_pylist())
    elsewhere = _read_elsewhere(layer, day, ids, late_days) if ids.size else []
    best: dict[str, Rank] = {}
    versions: dict[str, int] = {}
    wanted = {name for one in here for name in one.rows.column("contact_id").to_pylist()}
    for one in (*here, *elsewhere):
        for contact_id, rank in _ranks(one):
            if contact_id in wanted:
                versions[contact_id] = versions.get(contact_id, 0) + 1
                if contact_id not in best or rank > best[contact_id]:
                    best[contact_id] = rank
    chosen, used = [RECEIVED.arrow_schema(with_day=False).empty_table()], {}
    for one in here:
        mask = [best[contact_id] == rank for contact_id, rank in _ranks(one)]
        won = one.rows.filter(pa.array(mask, pa.bool_()))
        used[one.key] = pc.sum(won.column("row_count")).as_py() or 0
        chosen.append(won)
    rows = pa.concat_tables(chosen)
    counts = pa.array([versions[name] for name in rows.column("contact_id").to_pylist()], pa.int64())
    place = rows.schema.get_field_index("version")
    rows = rows.set_column(place, RECEIVED.arrow_schema().field("version"), counts)
    return DayRowsOutcome(rows.select(LAKE_CONTACTS.arrow_schema(with_day=False).names), used)


def business_winners(
    layer: ReceivedLayer, day: date, inputs: Sequence[DayInput], table: Table
) -> DayRowsOutcome:
    """Return a business table's rows for `day`; of rows with the same key the one delivered last counts."""
    files = [item for item in inputs if item.facts.table == table.name]
    names = [name for name in table.key if name != "day"]
    best: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for item in files:
        rows = layer.read_rows(item.facts.key, day, table.name)
        for record in rows.to_pylist() if rows is not None else ():
            rank = (record["delivered_at"], item.facts.file_hash, item.facts.key, record["source_row"])
            key = tuple(record[name] for name in names)
            if key not in best or rank > best[key][0]:
                best[key] = (rank, record)
    used: dict[str, int] = {item.facts.key: 0 for item in files}
    for rank, _ in best.values():
        used[rank[2]] += 1
    schema = table.arrow_schema(with_day=False)
    records = [record for _, record in best.values()]
    columns = {field.name: [record[field.name] for record in records] for field in schema}
    return DayRowsOutcome(pa.table(columns, schema=schema), used)


def _read(layer: ReceivedLayer, day: date, inputs: Sequence[DayInput]) -> list[_Candidates]:
    found = []
    for item in inputs:
        rows = layer.read_rows(item.facts.key, day, core.CONTACTS.name)
        if rows is not None:
            found.append(_Candidates(item.facts.key, item.facts.file_hash, day, rows))
    return found


def _read_elsewhere(
    layer: ReceivedLayer, day: date, ids: np.ndarray[Any, Any], late_days: int
) -> list[_Candidates]:
    found = []
    for other, file in versions_elsewhere(layer, day, ids, late_days):
        facts = layer.read_facts(file.key)
        rows = layer.read_rows(file.key, other, core.CONTACTS.name) if facts and other in facts.days else None
        if facts is not None and rows is not None:
            found.append(_Candidates(file.key, facts.file_hash, other, rows.select(_RANKING)))
    return found


def _ranks(one: _Candidates) -> list[tuple[str, Rank]]:
    columns = (one.rows.column(name).to_pylist() for name in _RANKING[:4])
    return [
        (contact_id, (updated_at or delivered_at, one.file_hash, one.key, row, one.day))
        for contact_id, updated_at, delivered_at, row in zip(*columns, strict=True)
    ]
