"""One delivered file to masked rows and quarantine, in memory."""

import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pipelines.config.sources_file import SourceSettings
from pipelines.receive.masked_rows import DayRows, RowMasker
from pipelines.sources.cells import Surroundings
from pipelines.sources.delimited import refuse_doubles
from pipelines.sources.mapping import RowMapper, source_columns
from pipelines.sources.problems import UNKNOWN_COLUMNS, FileProblemError, Problem
from pipelines.sources.readers import read_rows
from pipelines.sources.table import SourceRow, SourceTable
from pipelines.sources.unpack import Limits
from pipelines.suppression import Suppression

NOTHING: Final = Suppression()


@dataclass
class Reading:
    """What a file held: masked rows by day, and problems (whose values are not masked yet).

    `dropped` counts, by day, the business rows of forgotten people.
    """

    rows: DayRows = field(default_factory=DayRows)
    problems: list[Problem] = field(default_factory=list)
    row_count: int = 0
    encoding: str | None = None
    dropped: Counter[date] = field(default_factory=Counter)


def read_file(
    data: bytes,
    path: str,
    source: SourceSettings,
    around: Surroundings,
    masker: RowMasker,
    limits: Limits,
    *,
    suppression: Suppression = NOTHING,
) -> Reading:
    """Read, map and mask the bytes of a file; rows of purged days are left out.

    Raises
    ------
    FileProblemError
        The file as a whole cannot be used; it says how many rows were seen.
    """
    reading = Reading()
    try:
        table = read_rows(data, posixpath.basename(path), source, limits)
        reading.encoding = table.encoding
        wanted, needed = source_columns(source)
        _check_header(table, wanted)
        seen: set[str] = set()
        mapper = RowMapper(source, around, limits)
        for item in mapper.map_rows(_counted(table, reading, seen)):
            if isinstance(item, Problem):
                reading.problems.append(item)
            elif suppression.is_purged(item.day):
                continue
            elif source.table == "contacts":
                reading.rows.add(item.day, masker.contact_row(item))
            elif (row := masker.business_row(item, source.contract)) is not None:
                reading.rows.add(item.day, row)
            else:
                reading.dropped[item.day] += 1
        if table.names is None and reading.row_count:
            _check_seen(seen, wanted, needed, around)
    except FileProblemError as error:
        error.rows = max(error.rows, reading.row_count)
        error.encoding = reading.encoding
        raise
    return reading


def _counted(table: SourceTable, reading: Reading, seen: set[str]) -> Iterator[SourceRow | Problem]:
    for item in table.rows:
        reading.row_count += 1
        if table.names is None and isinstance(item, SourceRow):
            seen.update(item.record)
        yield item


def _check_header(table: SourceTable, wanted: set[str]) -> None:
    if table.names is None:
        return
    present = set(table.names)
    missing = sorted(name for name in wanted if not _is_in(name, present))
    if missing:
        rows = sum(1 for _ in table.rows)
        # Without a single known name the first row is data, which must not be shown.
        found = table.names if len(missing) < len(wanted) else ()
        hint = "" if found else "; is there a header row?"
        detail = f"the file lacks the columns {', '.join(missing)}{hint}"
        raise FileProblemError(UNKNOWN_COLUMNS, detail, rows=rows, found=found)
    refuse_doubles(table.names, wanted)


def _check_seen(seen: set[str], wanted: set[str], needed: list[set[str]], around: Surroundings) -> None:
    """Judge JSONL, whose rows may leave out empty columns: only what every contact needs must be there."""
    for names in needed:
        if not any(_is_in(name, seen) for name in names):
            detail = f"no row has the columns {', '.join(sorted(names))}"
            raise FileProblemError(UNKNOWN_COLUMNS, detail, found=tuple(sorted(seen)))
    for name in wanted:
        if not _is_in(name, seen):
            around.warnings[f"absent:{name}"] += 1


def _is_in(name: str, present: set[str]) -> bool:
    return name in present or name.split(".", 1)[0] in present
