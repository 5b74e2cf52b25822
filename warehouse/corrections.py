"""Corrections: published figures that became others, with the reasons that the days' inputs give."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from warehouse.contract.mart import CORRECTIONS
from warehouse.database import Database
from warehouse.ddl import quote
from warehouse.sql import read_sql

KEEP_DAYS = 400
REASONS = (
    "late_file",
    "corrected_file",
    "removed_file",
    "forgotten",
    "day_added",
    "dictionary",
    "model",
    "masking",
    "registry",
    "settings",
    "code",
    "journal",
    "related_days",
)
"""From what a reader asks first to what explains the rest."""
_OF_FILES = {"new": "late_file", "other": "corrected_file", "gone": "removed_file"}
_OF_KINDS = {
    "forgotten": "forgotten",
    "day": "day_added",
    "dictionary": "dictionary",
    "synonyms": "dictionary",
    "stop words": "dictionary",
    "kinds model": "model",
    "analyzer": "model",
    "masking": "masking",
    "masking.yaml": "masking",
    "registry": "registry",
    "registry_version": "registry",
    "code": "code",
    "code of assign": "code",
    "library": "code",
    "journal": "journal",
}
_UNEXPLAINED = "related_days"


@dataclass(frozen=True)
class Publication:
    """What decides how a correction is noted.

    Attributes
    ----------
    build : str
        The build that is being made.
    newest_day : date
        Its newest day.
    provisional_days, published_days : int
        Days until figures are confirmed; days for which topics' corrections are kept.
    edits : tuple of str
        Ids of the journal's entries that may move figures, oldest first.
    """

    build: str
    newest_day: date
    provisional_days: int
    published_days: int
    edits: tuple[str, ...]


def find_corrections(database: Database, previous: Path | None, publication: Publication) -> pa.Table:
    """Return the corrections that readers of the copy before have seen, and the new ones.

    Parameters
    ----------
    previous : Path or None
        The copy that readers have; None where there is none, so that nothing can be corrected.

    Returns
    -------
    pyarrow.Table
        Rows of ``mart.corrections``; of topics only for the weeks that the copy holds rows of.
    """
    schema = CORRECTIONS.arrow_schema()
    if previous is None:
        return schema.empty_table()
    with _attached(database, previous):
        if not _knows_corrections(database):
            return schema.empty_table()
        topics_after = publication.newest_day - timedelta(days=publication.published_days)
        known = database.query(
            "SELECT * FROM previous.data.corrections WHERE first_day > $after "
            "AND (topic_id IS NULL OR first_day > $topics_after)",
            {"after": publication.newest_day - timedelta(days=KEEP_DAYS), "topics_after": topics_after},
        )
        figures = database.query(read_sql("corrections/figures"), {"topics_after": topics_after}).to_pylist()
        causes = _causes(database) if figures else {}
        edited = max(publication.edits, default="") > _journal_before(database)
    rows = [_row(figure, causes, publication, edited=edited) for figure in figures]
    return pa.concat_tables(
        [known.select(schema.names).cast(schema), pa.Table.from_pylist(rows, schema=schema)]
    )


@contextmanager
def _attached(database: Database, previous: Path) -> Iterator[None]:
    database.run(f"ATTACH {quote(str(previous))} AS previous (READ_ONLY)")
    try:
        yield
    finally:
        database.run("DETACH previous")


def _knows_corrections(database: Database) -> bool:
    found = database.query(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'previous' "
        "AND table_name IN ('corrections', 'day_inputs')"
    )
    return int(found.num_rows) == 2


def _journal_before(database: Database) -> str:
    position = database.query("SELECT journal_position FROM previous.data.build").column(0)[0].as_py()
    return str(position or "")


def _causes(database: Database) -> dict[date, set[str]]:
    causes: dict[date, set[str]] = {}
    for row in database.query(read_sql("corrections/causes")).to_pylist():
        reason = _OF_FILES[row["change"]] if row["kind"] == "file" else _OF_KINDS.get(row["kind"], "settings")
        causes.setdefault(row["day"], set()).add(reason)
    return causes


def _row(
    figure: Mapping[str, Any], causes: Mapping[date, set[str]], publication: Publication, *, edited: bool
) -> dict[str, Any]:
    first: date = figure["first_day"]
    span = [first + timedelta(days=offset) for offset in range(7 if figure["period"] == "week" else 1)]
    reasons: set[str] = set().union(*(causes.get(day, set()) for day in span)) - {"journal"}
    if edited and figure["period"] == "week":
        reasons.add("journal")
    confirmed = span[-1] + timedelta(days=publication.provisional_days) <= publication.newest_day
    return {
        **figure,
        "build": publication.build,
        "state": "confirmed" if confirmed else "provisional",
        "reasons": sorted(reasons or {_UNEXPLAINED}, key=REASONS.index),
    }
