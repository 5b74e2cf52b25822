"""Data checks: SQL files that return the offending rows of a day."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
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


def run_checks(database: Database, days: Sequence[date]) -> dict[date, list[CheckResult]]:
    """Run all checks of ``warehouse/sql/checks``, each once for all `days`."""
    results: dict[date, list[CheckResult]] = {day: [] for day in days}
    for name in list_sql("checks"):
        sql = read_sql(name)
        header = _HEADER.search(sql)
        if header is None:
            message = f"warehouse/sql/{name}.sql has no '-- level: … message: …' header; add one"
            raise ValueError(message)
        offending = Counter(database.query(sql, {"days": list(days)}).column("day").to_pylist())
        for day, found in results.items():
            found.append(CheckResult(name.removeprefix("checks/"), header[1], offending[day], header[2]))
    return results


def record_checks(database: Database, results: Mapping[date, Sequence[CheckResult]]) -> dict[date, str]:
    """Store the results and each day's verdict (pass, warn or fail); call inside a transaction."""
    rows: list[dict[str, object]] = []
    verdicts = {}
    for day, found in results.items():
        failures = sum(1 for result in found if result.level == "fail" and result.rows)
        warnings = sum(1 for result in found if result.level == "warn" and result.rows)
        verdicts[day] = "fail" if failures else "warn" if warnings else "pass"
        rows += [
            {
                "day": day,
                "check_name": result.name,
                "level": result.level,
                "row_count": result.rows,
                "message": result.message,
            }
            for result in found
        ]
        database.run(
            "UPDATE core.days SET verdict = $verdict, warning_count = $warnings, failure_count = $failures "
            "WHERE day = $day",
            {"verdict": verdicts[day], "warnings": warnings, "failures": failures, "day": day},
        )
    database.delete(CHECK_RESULTS, "day", list(results))
    database.insert(CHECK_RESULTS, pa.Table.from_pylist(rows, schema=CHECK_RESULTS.arrow_schema()))
    return verdicts
