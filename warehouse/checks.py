"""Data checks: SQL files that return the offending rows of a day."""

import re
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from warehouse.contract.business import CHECK_RESULTS
from warehouse.database import Database
from warehouse.sql import list_sql, read_sql

_HEADER = re.compile(r"^-- level: (fail|warn)\. message: (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class CheckResult:
    """What one check found on a day: `level` is fail or warn, `message` is Japanese for readers."""

    name: str
    level: str
    rows: int
    message: str


def run_checks(database: Database, day: date) -> list[CheckResult]:
    """Run all checks of ``warehouse/sql/checks`` on a day."""
    results = []
    for name in list_sql("checks"):
        sql = read_sql(name)
        header = _HEADER.search(sql)
        if header is None:
            message = f"warehouse/sql/{name}.sql has no '-- level: … message: …' header; add one"
            raise ValueError(message)
        rows = database.query(sql, {"day": day}).num_rows
        results.append(CheckResult(name.removeprefix("checks/"), header[1], rows, header[2]))
    return results


def record_checks(database: Database, day: date, results: list[CheckResult]) -> str:
    """Store the results and the day's verdict (pass, warn or fail); call inside a transaction."""
    failures = sum(1 for result in results if result.level == "fail" and result.rows)
    warnings = sum(1 for result in results if result.level == "warn" and result.rows)
    verdict = "fail" if failures else "warn" if warnings else "pass"
    rows = [
        {
            "day": day,
            "check_name": result.name,
            "level": result.level,
            "row_count": result.rows,
            "message": result.message,
        }
        for result in results
    ]
    database.replace_day(CHECK_RESULTS, day, pa.Table.from_pylist(rows, schema=CHECK_RESULTS.arrow_schema()))
    database.run(
        "UPDATE core.days SET verdict = $verdict, warning_count = $warnings, failure_count = $failures "
        "WHERE day = $day",
        {"verdict": verdict, "warnings": warnings, "failures": failures, "day": day},
    )
    return verdict
