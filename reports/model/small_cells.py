"""Cells that could single someone out: below the least number of cases, dates and products stay away.

The list of urgent voices is the exception: one case counts there, and acting on it needs product and day.
"""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from reports.columns import as_array

LEAST_CASES = 5
_BY_PERSON = ("day", "product", "lot", "contact_id")


def withhold_small_cells(rows: pa.Table, least: int, *, numbers: pa.ChunkedArray | None = None) -> pa.Table:
    """Return the rows behind numbers without what would break one down too far.

    A number below `least` keeps neither day nor product nor lot, nor the way to a whole contact; above it, a
    product or lot stays where at least so many of its cases have it.

    Parameters
    ----------
    rows : Table
        With `case_number`, from 1 within each number.
    numbers : ChunkedArray, optional
        int64, which number each row stands behind; without it, all stand behind one.
    """
    if numbers is None:
        numbers = pa.chunked_array([pa.repeat(0, rows.num_rows)], pa.int64())
    is_small = _is_rare(numbers, rows["case_number"], least)
    for name in _BY_PERSON:
        if name in rows.column_names:
            mask = is_small
            if name in ("product", "lot"):
                mask = pc.or_(is_small, _is_rare(_within(numbers, rows[name]), rows["case_number"], least))
            kept = pc.if_else(mask, pa.scalar(None, rows[name].type), rows[name])
            rows = rows.set_column(rows.column_names.index(name), name, kept)
    return rows


def withhold_cells(cells: Sequence[int], total: int, least: int) -> tuple[int | None, ...]:
    """Return the cells of one row, None for those below `least`, and for more where one could be worked out.

    What readers can subtract, `total` without the cells that are shown, is nothing or at least `least` cases.

    Parameters
    ----------
    cells : sequence of int
        Cases by value; values that the row leaves out count for `total` only.
    total : int
        Cases of all values, as readers find it elsewhere.

    Examples
    --------
    >>> withhold_cells([31, 8, 2], 41, 5)
    (31, None, None)
    """
    shown: list[int | None] = [cell if cell >= least else None for cell in cells]
    while 0 < total - sum(cell or 0 for cell in shown) < least:
        kept = [(cell, place) for place, cell in enumerate(shown) if cell is not None]
        if not kept:
            break
        shown[min(kept)[1]] = None
    return tuple(shown)


def without_days(quotes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return candidate quotes of a small number without their days."""
    return [{**row, "day": None} for row in quotes]


def _within(numbers: pa.ChunkedArray, values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a key for each pair of number and value."""
    known = pc.unique(values)
    places = pc.index_in(values, value_set=known)
    return pc.add(pc.multiply(numbers, len(known) + 1), pc.fill_null(places, len(known)).cast(pa.int64()))


def _is_rare(keys: pa.ChunkedArray, cases: pa.ChunkedArray, least: int) -> pa.ChunkedArray:
    """Whether the key of a row stands for fewer cases than `least`."""
    pairs = pa.table({"key": keys, "case": cases}).group_by(["key", "case"]).aggregate([])
    counts = pairs.group_by("key").aggregate([([], "count_all")])
    rare = counts.filter(pc.less(counts["count_all"], least))["key"]
    return pc.is_in(keys, value_set=as_array(rare))
