"""The rows of one week, held apart: what is asked of them cannot depend on any other week."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Final

import pyarrow as pa

from reports.keep.digests import digest_table
from reports.keys import WeekKey
from warehouse.published import HeldRows, Reader

ORDERS: Final = {"voices": "voice_id", "contacts": "contact_id", "utterances": "contact_id, seq"}
"""Views that hold rows of single days, with what puts their rows into one order."""
_VIEW = re.compile(r"\bpublished\.([a-z_]+)")


class WeekRows:
    """The rows of a week, read when they are first needed.

    Parameters
    ----------
    reader : Reader
        The published copy.
    week : WeekKey
        Whose rows.
    """

    def __init__(self, reader: Reader, week: WeekKey) -> None:
        self._reader = reader
        self._week = week
        self._tables: dict[str, pa.Table] = {}
        self._digests: dict[str, str] = {}
        self._held: HeldRows | None = None
        self._views_held: set[str] = set()

    def views_asked(self, sql: str, params: Mapping[str, object] | None) -> tuple[str, ...]:
        """Return the row views a query reads where it reads nothing but this week's rows; else nothing."""
        asked = set(_VIEW.findall(sql))
        span: dict[str, date] = {"monday": self._week.monday, "sunday": self._week.sunday}
        is_of_week = params is not None and all(params.get(name) == day for name, day in span.items())
        return tuple(sorted(asked)) if asked and is_of_week and asked <= set(ORDERS) else ()

    def digest(self, view: str) -> str:
        """Return the digest of the week's rows of a view."""
        if view not in self._digests:
            self._digests[view] = digest_table(self._table(view))
        return self._digests[view]

    @contextmanager
    def opened(self) -> Iterator["WeekRows"]:
        """Give the memory back at the end."""
        try:
            yield self
        finally:
            if self._held is not None:
                self._held.close()
            self._held = None
            self._views_held.clear()
            self._tables.clear()

    def query(self, sql: str, params: Mapping[str, object] | None) -> pa.Table:
        """Answer a query from the week's rows alone: those of other weeks are not there to be read."""
        if self._held is None:
            self._held = HeldRows()
        for view in set(self.views_asked(sql, params)) - self._views_held:
            self._held.hold(view, self._table(view))
            self._views_held.add(view)
        return self._held.query(sql, params)

    def _table(self, view: str) -> pa.Table:
        if view not in self._tables:
            self._tables[view] = self._reader.query(
                f"SELECT * FROM published.{view} WHERE day BETWEEN $first AND $last ORDER BY {ORDERS[view]}",  # noqa: S608
                {"first": self._week.monday, "last": self._week.sunday},
            )
        return self._tables[view]
