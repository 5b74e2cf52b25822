"""Step check: data checks; a failing day stays out of publication, a warning is printed in the report."""

import logging
from dataclasses import dataclass
from datetime import date

from pipelines.settings import Settings
from warehouse.checks import CheckResult, record_checks, run_checks
from warehouse.contract import DAY_TABLES
from warehouse.database import Database, open_database
from warehouse.hashes import hash_rows
from warehouse.lock import warehouse_lock

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verdict:
    """Outcome of a day's checks: `verdict` is pass, warn or fail; `found` names what was wrong."""

    day: date
    verdict: str
    found: tuple[CheckResult, ...]


def check_day(day: date, settings: Settings) -> Verdict:
    """Check one loaded day."""
    return check_days([day], settings)[0]


def check_days(days: list[date], settings: Settings) -> list[Verdict]:
    """Check several loaded days with the database opened once."""
    verdicts = []
    with (
        warehouse_lock(settings.warehouse_dir, purpose="check"),
        open_database(settings.warehouse_dir) as database,
    ):
        for day in days:
            results = [*run_checks(database, day), _compare_with_lake(database, settings, day)]
            with database.transaction():
                verdict = record_checks(database, day, results)
            found = tuple(result for result in results if result.rows)
            for result in found:
                log.warning("%s: check %s (%s): %d rows", day, result.name, result.level, result.rows)
            verdicts.append(Verdict(day, verdict, found))
    return verdicts


def _compare_with_lake(database: Database, settings: Settings, day: date) -> CheckResult:
    """Compare what is stored with what the steps made: the warehouse may not differ from the lake."""
    differing = [
        table.name
        for table in DAY_TABLES
        if hash_rows(table, database.rows_of_day(table, day))
        != hash_rows(table, settings.lake.read_day(table, day))
    ]
    return CheckResult(
        "warehouse_equals_lake", "fail", len(differing), "登録された内容が元データと一致しません"
    )
