"""Cells that could single someone out: below the least number of cases, dates and products stay away.

The list of urgent voices is the exception: one case counts there, and acting on it needs product and day.
"""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

LEAST_CASES = 5
_BY_PERSON = ("day", "product", "lot", "contact_id")


def is_small(rows: pa.Table, least: int) -> bool:
    """Whether the rows, with their `case_number` from 1, are fewer cases than `least`."""
    return (pc.max(rows["case_number"]).as_py() or 0) < least


def withhold_small_cells(rows: pa.Table, least: int) -> pa.Table:
    """Return the rows behind one number without what would break it down too far.

    A number below `least` keeps neither day nor product nor lot, nor the way to a whole contact; above it, a
    product or lot stays where at least so many of its cases have it.
    """
    if is_small(rows, least):
        return _emptied(rows, {name: pa.array([True] * rows.num_rows, pa.bool_()) for name in _BY_PERSON})
    return _emptied(rows, {name: _is_rare(rows, name, least) for name in ("product", "lot")})


def without_days(quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return candidate quotes of a small number without their days."""
    return [{**row, "day": None} for row in quotes]


def _is_rare(rows: pa.Table, name: str, least: int) -> pa.Array:
    if name not in rows.column_names:
        return pa.array([], pa.bool_())
    counts = rows.group_by(name).aggregate([("case_number", "count_distinct")])
    cases = dict(zip(counts[name].to_pylist(), counts["case_number_count_distinct"].to_pylist(), strict=True))
    return pa.array([cases[value] < least for value in rows[name].to_pylist()], pa.bool_())


def _emptied(rows: pa.Table, masks: dict[str, pa.Array]) -> pa.Table:
    for name, mask in masks.items():
        if name in rows.column_names:
            column = rows[name].combine_chunks()
            kept = pc.if_else(mask, pa.scalar(None, column.type), column)
            rows = rows.set_column(rows.column_names.index(name), name, kept)
    return rows
