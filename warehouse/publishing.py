"""Makes a new published copy and points readers to it; they never see a half state."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from warehouse.contract import Table, business, core, mart
from warehouse.database import Database
from warehouse.ddl import quote
from warehouse.errors import WarehouseError
from warehouse.published.columns import column_descriptions
from warehouse.published.reader import POINTER
from warehouse.sql import list_sql, read_sql

KEEP_BUILDS = 3
KEEP_MINUTES = 10
_NAME = re.compile(r"published-(\d{6})\.duckdb")
_ROWS = (core.CONTACTS, core.UTTERANCES, core.VOICES, core.ASSIGNMENTS, mart.VOICE_FACTS, mart.CASES)
_PRIVATE = ("customer_key", "agent_key", "source_case_id", "attributes")
_COUNTS = (
    mart.DAILY_TOPIC_COUNTS,
    mart.DAILY_CONTACT_COUNTS,
    mart.WEEKLY_TOPIC_COUNTS,
    mart.WEEKLY_DEPARTMENT_COUNTS,
)
_SMALL = (
    core.TOPICS,
    core.ROUTES,
    core.RECEIPTS,
    core.QUARANTINE,
    business.CHECK_RESULTS,
    business.DEPARTMENTS,
    business.SOURCES,
    business.LINEAGE,
    business.JOURNAL_CONFLICTS,
    business.TOPIC_CANDIDATES,
    business.CALENDAR,
    business.DAILY_DENOMINATORS,
    business.ACTIONS,
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


def publish_copy(database: Database, folder: Path, *, build: str, facts: BuildFacts) -> Path:
    """Write ``published-<build>.duckdb`` from the writer's connection and point ``published`` to it.

    Copying the file of a writer gives a torn copy, hence the way through the connection, under the lock.
    """
    newest = _newest_day(database)
    beside = folder / f".published-{build}.tmp"
    beside.unlink(missing_ok=True)
    database.run(f"ATTACH {quote(str(beside))} AS copy")
    try:
        _fill(database, build=build, facts=facts, newest=newest)
    finally:
        database.run("DETACH copy")
    path = folder / f"published-{build}.duckdb"
    beside.chmod(0o600)
    beside.rename(path)
    point_to(folder, path)
    return path


def point_to(folder: Path, path: Path) -> None:
    """Swap the pointer ``published`` to another copy by one rename."""
    fresh = folder / f".{POINTER}.{path.stem}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(path.name)
    fresh.replace(folder / POINTER)


def remove_old(folder: Path, *, now: datetime) -> list[str]:
    """Remove copies that neither are among the newest three nor younger than ten minutes; name them."""
    copies = sorted(
        (path for path in folder.glob("published-*.duckdb") if _NAME.fullmatch(path.name)), reverse=True
    )
    limit = (now - timedelta(minutes=KEEP_MINUTES)).timestamp()
    old = [path for path in copies[KEEP_BUILDS:] if path.stat().st_mtime < limit]
    for path in old:
        path.unlink()
    return [path.name for path in old]


def _newest_day(database: Database) -> date:
    newest = (
        database.query("SELECT max(day) FROM core.days WHERE counted_hash IS NOT NULL").column(0)[0].as_py()
    )
    if newest is None:
        message = "no loaded day passed its checks, so nothing can be published; see core.check_results"
        raise WarehouseError(message)
    found: date = newest
    return found


def _fill(database: Database, *, build: str, facts: BuildFacts, newest: date) -> None:
    database.run("CREATE SCHEMA copy.data")
    database.run("CREATE SCHEMA copy.published")
    since = newest - timedelta(days=facts.published_days)
    for table in _ROWS:
        columns = _public_columns(table)
        database.run(
            f"CREATE TABLE copy.data.{table.name} AS SELECT {columns} FROM {table.full_name} "  # noqa: S608
            f"WHERE day > DATE '{since.isoformat()}' "
            "AND day IN (SELECT day FROM core.days WHERE counted_hash IS NOT NULL) ORDER BY ALL"
        )
    for table in (*_COUNTS, *_SMALL):
        database.run(
            f"CREATE TABLE copy.data.{table.name} AS SELECT * FROM {table.full_name} ORDER BY ALL"  # noqa: S608
        )
    database.run(
        "CREATE TABLE copy.data.days AS SELECT * FROM core.days WHERE counted_hash IS NOT NULL ORDER BY day"
    )
    database.run(f"CREATE TABLE copy.data.weekly_cases AS {read_sql('copy/weekly_cases')}")
    database.run(
        f"CREATE TABLE copy.data.build AS {read_sql('copy/build')}",
        {
            "build": build,
            "registry_version": facts.registry_version,
            "journal_position": facts.journal_position,
            "topics_since": facts.topics_since,
            "provisional_days": facts.provisional_days,
        },
    )
    _create_views(database)


def _public_columns(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns if column.name not in _PRIVATE)


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
