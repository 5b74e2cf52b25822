"""Compares the weekly figures of a copy that readers do not see yet with the rows of the lake."""

import logging
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import PipelineError
from pipelines.manifest import is_unloaded, manifest_path
from pipelines.recount.cases import disagreements, link
from pipelines.recount.voices import Counted, read_counted
from pipelines.settings import Settings
from warehouse.contract.core import ASSIGNMENTS, VOICES
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.database import Database
from warehouse.weeks import monday_of

log = logging.getLogger(__name__)
_CELL = ("week", "kind", "topic_id", "department", "role")
_SHOWN = 3
_REMEDY = (
    "nothing was published and readers keep what they have; run the days of that week again with "
    "'koe backfill FROM TO', and report it where that does not help"
)
Cells = dict[tuple[Any, ...], tuple[int, ...]]


class RecountError(PipelineError):
    """A figure that would be published differs from the rows in the lake; the message names the cell."""


def check_counts(database: Database, catalog: str, settings: Settings, days: Sequence[date]) -> None:
    """Count the weeks of `days`, and the newest week, from Parquet and compare them with a copy.

    Parameters
    ----------
    catalog : str
        Name under which the copy is attached.
    days : sequence of date
        Days whose counts are new.

    Notes
    -----
    Where another run has made one of these days again and not loaded it yet, nothing is compared: that run
    publishes, too.

    Raises
    ------
    RecountError
        A count differs.
    """
    held = database.query(f"SELECT DISTINCT day FROM {catalog}.data.cases ORDER BY day")["day"].to_pylist()  # noqa: S608
    if not held:
        return
    published = _counted_days(database, catalog)
    cut = {monday_of(day) for day in published if day < held[0]}  # of these weeks, rows are no longer held
    weeks = sorted({monday_of(day) for day in (*days, held[-1])} - cut)
    weeks = [week for week in weeks if week <= held[-1]]
    wanted = [day for day in held if weeks and day >= weeks[0] and day in published]
    in_flux = next((day for day in wanted if _was_made_again(day, settings)), None)
    if in_flux is not None:
        log.warning("the counts are not recounted: %s was made again and is not loaded yet", in_flux)
        return
    if not wanted:
        return
    counted = read_counted(settings, wanted)
    cases = _published_cases(database, catalog, wanted)
    wrong = disagreements(link(counted, case_days=settings.general.case_days), cases)
    if wrong:
        message = (
            f"mart.cases: {len(wrong)} contacts, among them {wrong[0]}, belong to another case (案件) by the "
            f"lake's rows; {_REMEDY}"
        )
        raise RecountError(message)
    _compare(_recount(counted, cases, weeks), _printed(database, catalog, weeks))


def _counted_days(database: Database, catalog: str) -> set[date]:
    return set(database.query(f"SELECT day FROM {catalog}.data.days")["day"].to_pylist())  # noqa: S608


def _was_made_again(day: date, settings: Settings) -> bool:
    """Whether another run has made the day anew in the lake and will load it."""
    manifest = manifest_path(settings, day)
    if not manifest.exists():
        return False
    loaded = manifest.stat().st_mtime
    lake = settings.lake
    paths = [lake.day_path(table, day) for table in (LAKE_CONTACTS, VOICES, ASSIGNMENTS)]
    written = [lake.modified(path) for path in paths if lake.exists(path)]
    return any(moment > loaded for moment in written) or is_unloaded(settings, day)


def _published_cases(database: Database, catalog: str, days: Sequence[date]) -> dict[str, str]:
    rows = database.query(
        f"SELECT contact_id, case_id FROM {catalog}.data.cases WHERE day IN (SELECT unnest($days))",  # noqa: S608
        {"days": list(days)},
    )
    return dict(zip(rows["contact_id"].to_pylist(), rows["case_id"].to_pylist(), strict=True))


def _recount(counted: Counted, cases: dict[str, str], weeks: Sequence[date]) -> Cells:
    voices = counted.voices
    mondays = pc.cast(pc.floor_temporal(voices["day"], unit="week"), pa.date32())
    voices = voices.append_column("week", mondays).filter(pc.is_in(mondays, pa.array(weeks, pa.date32())))
    case_ids = pa.array([cases[contact] for contact in voices["contact_id"].to_pylist()], pa.string())
    voices = voices.append_column("case_id", case_ids)
    owned = voices.append_column("role", pa.array(["owner"] * voices.num_rows, pa.string()))
    sharers = voices["shared_with"].combine_chunks()
    shared = voices.take(pc.list_parent_indices(sharers))
    shared = shared.set_column(
        shared.column_names.index("department"), "department", pc.list_flatten(sharers)
    )
    shared = shared.append_column("role", pa.array(["shared"] * shared.num_rows, pa.string()))
    columns = [*_CELL, "voice_id", "contact_id", "case_id"]
    both = pa.concat_tables([owned.select(columns), shared.select(columns)])
    return _count(both, _CELL) | _count(both, ("week", "department"))


def _count(rows: pa.Table, cell: Sequence[str]) -> Cells:
    found = rows.group_by(list(cell)).aggregate(
        [("voice_id", "count_distinct"), ("contact_id", "count_distinct"), ("case_id", "count_distinct")]
    )
    counts = ("voice_id_count_distinct", "contact_id_count_distinct", "case_id_count_distinct")
    return {
        tuple(row[name] for name in cell): tuple(row[name] for name in counts) for row in found.to_pylist()
    }


def _printed(database: Database, catalog: str, weeks: Sequence[date]) -> Cells:
    cells: Cells = {}
    for table, cell in (("weekly_topic_counts", _CELL), ("weekly_department_counts", ("week", "department"))):
        rows = database.query(
            f"SELECT * FROM {catalog}.data.{table} WHERE week IN (SELECT unnest($weeks))",  # noqa: S608
            {"weeks": list(weeks)},
        ).to_pylist()
        cells |= {
            tuple(row[name] for name in cell): (row["voices"], row["contacts"], row["cases"]) for row in rows
        }
    return cells


def _compare(lake: Cells, printed: Cells) -> None:
    nothing = (0, 0, 0)
    wrong = [
        f"{'/'.join(map(str, cell))}: {printed.get(cell, nothing)} voices, contacts and cases would be "
        f"published, the lake's rows come to {lake.get(cell, nothing)}"
        for cell in sorted({*lake, *printed}, key=str)
        if lake.get(cell, nothing) != printed.get(cell, nothing)
    ]
    if wrong:
        raise RecountError(_tell(wrong))


def _tell(wrong: Iterable[str]) -> str:
    found = list(wrong)
    more = f" and {len(found) - _SHOWN} more cells" if len(found) > _SHOWN else ""
    return f"{'; '.join(found[:_SHOWN])}{more}; {_REMEDY}"
