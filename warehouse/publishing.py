"""Makes a new published copy and points readers to it; they never see a half state."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from warehouse.carrying import Carried, carry_over
from warehouse.contract import Table, business, core, feedback, mart
from warehouse.database import Database
from warehouse.ddl import quote
from warehouse.errors import WarehouseError
from warehouse.published.columns import column_descriptions
from warehouse.published.reader import POINTER
from warehouse.sql import list_sql, read_sql

KEEP_BUILDS = 3
KEEP_MINUTES = 10
_NAME = re.compile(r"published-(\d{6})\.duckdb")
_CARRIED = (core.CONTACTS, core.UTTERANCES, core.VOICES, core.ASSIGNMENTS, mart.VOICE_FACTS)
"""Their rows of a day hang on the day's inputs and owners only; those of cases hang on other days, too."""
_COUNTED = "day IN (SELECT day FROM core.days WHERE counted_hash IS NOT NULL)"
_PRIVATE = ("customer_key", "agent_key", "source_case_id", "attributes")
_COUNTS = (
    mart.DAILY_TOPIC_COUNTS,
    mart.DAILY_CONTACT_COUNTS,
    mart.WEEKLY_TOPIC_COUNTS,
    mart.WEEKLY_DEPARTMENT_COUNTS,
    mart.WEEKLY_CASES,
    mart.WEEKLY_EXPECTATIONS,
    mart.ALERTS,
    mart.WEEKLY_DENOMINATORS,
)
_SMALL = (
    core.TOPICS,
    core.ROUTES,
    core.RECEIPTS,
    core.QUARANTINE,
    core.FILE_WARNINGS,
    business.CHECK_RESULTS,
    business.DEPARTMENTS,
    business.SOURCES,
    business.LINEAGE,
    business.JOURNAL_CONFLICTS,
    business.TOPIC_CANDIDATES,
    business.CALENDAR,
    business.DAILY_DENOMINATORS,
    business.ACTIONS,
    feedback.FEEDBACK,
    feedback.ESCALATIONS,
    mart.ACTION_EFFECTS,
    business.DAY_INPUTS,
    business.VERIFICATIONS,
    mart.CORRECTIONS,
)


@dataclass(frozen=True)
class BuildFacts:
    """What a build stands on; shown to readers."""

    registry_version: int
    journal_position: str
    topics_since: date | None
    provisional_days: int
    published_days: int


def next_build(folder: Path) -> str:
    """Return the next build number, six digits; numbers are not used again."""
    pointer = folder / POINTER
    names = [path.name for path in folder.glob("published-*.duckdb")]
    if pointer.is_symlink():
        names.append(pointer.readlink().name)
    numbers = [int(match[1]) for name in names if (match := _NAME.fullmatch(name))]
    return f"{max(numbers, default=0) + 1:06d}"


def publish_copy(
    database: Database,
    folder: Path,
    *,
    build: str,
    facts: BuildFacts,
    inspect: Callable[[str], None] = lambda _: None,
    previous: Path | None = None,
) -> Path:
    """Write ``published-<build>.duckdb`` from the writer's connection and point ``published`` to it.

    Copying the file of a writer gives a torn copy, hence the way through the connection, under the lock.

    Parameters
    ----------
    inspect : callable
        Is given the name under which the copy is attached before readers see it; what it raises stops the
        publication, and the copy is removed.
    previous : Path, optional
        The copy that readers have: rows of days that have not changed are taken over from it. By default all
        is written afresh, and no byte of a replaced row is left.
    """
    newest = newest_day(database)
    beside = folder / f".published-{build}.tmp"
    for left_over in (beside, beside.with_name(f"{beside.name}.wal")):
        left_over.unlink(missing_ok=True)
    since = newest - timedelta(days=facts.published_days)
    carried = (
        carry_over(database, previous, beside, since=since, wanted=_carried_columns()) if previous else None
    )
    database.run(f"ATTACH {quote(str(beside))} AS copy")
    try:
        _fill(database, build=build, facts=facts, since=since, carried=carried)
        inspect("copy")
    except BaseException:
        database.run("DETACH copy")
        beside.unlink(missing_ok=True)
        raise
    database.run("DETACH copy")
    path = folder / f"published-{build}.duckdb"
    beside.chmod(0o600)
    beside.rename(path)
    point_to(folder, path)
    return path


def list_copies(folder: Path) -> list[str]:
    """Return the build numbers of the copies that are kept, oldest first."""
    return sorted(match[1] for path in folder.iterdir() if (match := _NAME.fullmatch(path.name)))


def copy_of(folder: Path, build: str) -> Path:
    """Return the place of a build's copy."""
    return folder / f"published-{build}.duckdb"


def point_to(folder: Path, path: Path) -> None:
    """Swap the pointer ``published`` to another copy by one rename."""
    fresh = folder / f".{POINTER}.{path.stem}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(path.name)
    fresh.replace(folder / POINTER)


def remove_old(folder: Path, *, now: datetime) -> list[str]:
    """Remove copies that are not shown, not among the newest three and older than ten minutes; name them."""
    pointer = folder / POINTER
    shown = pointer.readlink().name if pointer.is_symlink() else None
    copies = sorted(
        (path for path in folder.glob("published-*.duckdb") if _NAME.fullmatch(path.name)), reverse=True
    )
    limit = (now - timedelta(minutes=KEEP_MINUTES)).timestamp()
    old = [path for path in copies[KEEP_BUILDS:] if path.stat().st_mtime < limit and path.name != shown]
    for path in old:
        path.unlink()
    return [path.name for path in old]


def remove_others(folder: Path) -> list[str]:
    """Remove every copy but the one that readers are pointed to, and what killed writers left; name them.

    Readers who have one open keep it until they close it: a file lives as long as somebody holds it.
    """
    pointer = folder / POINTER
    shown = pointer.readlink().name if pointer.is_symlink() else None
    others = [path for path in folder.glob("published-*.duckdb*") if path.name != shown]
    others += [*folder.glob(".published-*.tmp*"), *folder.glob(f"{POINTER}.*"), *folder.glob(f".{POINTER}.*")]
    for path in others:
        path.unlink(missing_ok=True)
    return sorted(path.name for path in others)


def withdraw_all(folder: Path) -> None:
    """Take the pointer away, so that readers find nothing published."""
    (folder / POINTER).unlink(missing_ok=True)


def newest_day(database: Database) -> date:
    """Return the newest day that is counted; WarehouseError where there is none."""
    newest = (
        database.query("SELECT max(day) FROM core.days WHERE counted_hash IS NOT NULL").column(0)[0].as_py()
    )
    if newest is None:
        message = "no loaded day passed its checks, so nothing can be published; see core.check_results"
        raise WarehouseError(message)
    found: date = newest
    return found


def _fill(database: Database, *, build: str, facts: BuildFacts, since: date, carried: Carried | None) -> None:
    database.run("CREATE SCHEMA IF NOT EXISTS copy.data")
    database.run("DROP SCHEMA IF EXISTS copy.published CASCADE")
    database.run("CREATE SCHEMA copy.published")
    for table in (*_CARRIED, mart.CASES):
        rows = f"SELECT {_public_columns(table)} FROM {table.full_name} WHERE day > $since AND {_COUNTED}"  # noqa: S608
        if carried is None:
            database.run(
                f"CREATE OR REPLACE TABLE copy.data.{table.name} AS {rows} ORDER BY {_order(table)}",
                {"since": since},
            )
            continue
        renewed = _days_of_other_cases(database, since) if table is mart.CASES else carried.renewed
        days = {"since": since, "renewed": list(renewed)}
        database.run(
            f"DELETE FROM copy.data.{table.name} "  # noqa: S608
            f"WHERE day <= $since OR day IN (SELECT unnest($renewed)) OR NOT {_COUNTED}",
            days,
        )
        database.run(
            f"INSERT INTO copy.data.{table.name} {rows} AND day IN (SELECT unnest($renewed)) "
            f"ORDER BY {_order(table)}",
            days,
        )
    for table in (*_COUNTS, *_SMALL):
        database.run(
            f"CREATE OR REPLACE TABLE copy.data.{table.name} AS SELECT * FROM {table.full_name} ORDER BY ALL"  # noqa: S608
        )
    database.run(
        "CREATE OR REPLACE TABLE copy.data.days AS "
        "SELECT * FROM core.days WHERE counted_hash IS NOT NULL ORDER BY day"
    )
    database.run(
        f"CREATE OR REPLACE TABLE copy.data.build AS {read_sql('copy/build')}",
        {
            "build": build,
            "registry_version": facts.registry_version,
            "journal_position": facts.journal_position,
            "topics_since": facts.topics_since,
            "provisional_days": facts.provisional_days,
        },
    )
    _create_views(database)


def _days_of_other_cases(database: Database, since: date) -> list[date]:
    """Return the days whose cases are others in the copied file."""
    rows = database.query(read_sql("copy/days_of_other_cases"), {"since": since})
    days: list[date] = rows.column("day").to_pylist()
    return days


def _carried_columns() -> list[str]:
    return [
        f"{table.name}.{column.name}"
        for table in (*_CARRIED, mart.CASES)
        for column in table.columns
        if column.name not in _PRIVATE
    ]


def _public_columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns if column.name not in _PRIVATE)


def _order(table: Table) -> str:
    """Return the order of a table's rows: by day and key, which no two share; whole rows compare slowly."""
    return ", ".join(f'"{name}"' for name in dict.fromkeys(("day", *table.key)))


def _create_views(database: Database) -> None:
    writer = database.query("SELECT current_database() AS name").column(0)[0].as_py()
    database.run("USE copy")
    try:
        for name in list_sql("published"):
            view = name.removeprefix("published/")
            database.run(f"CREATE VIEW published.{view} AS {read_sql(name)}")
        _comment(database)
    finally:
        database.run(f'USE "{writer}"')


def _comment(database: Database) -> None:
    described = column_descriptions()
    rows = database.query(
        "SELECT table_name, column_name FROM duckdb_columns() "
        "WHERE database_name = 'copy' AND schema_name = 'published'"
    ).to_pylist()
    for row in rows:
        text = quote(described[row["column_name"]])
        database.run(f'COMMENT ON COLUMN published.{row["table_name"]}."{row["column_name"]}" IS {text}')
