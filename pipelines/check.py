"""Step check: data checks; a failing day stays out of publication, a warning is printed in the report."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.config.sources_file import SourceSettings
from pipelines.manifest import read_manifest
from pipelines.settings import Settings
from pipelines.volumes import check_volumes
from warehouse.checks import CheckResult, record_checks, run_checks
from warehouse.contract import DAY_TABLES
from warehouse.database import Database, open_database
from warehouse.hashes import hash_table
from warehouse.lock import warehouse_lock

DAMAGED_REGISTRY = "話題の一覧の最新版を読み取れないため、読み取れる前の版で分類しています"
CHANNEL_NAMES = {
    "phone": "経路「電話」",
    "mail": "経路「メール」",
    "chat": "経路「チャット」",
    "sns": "経路「SNS」",
    "survey": "経路「アンケート」",
    "bot": "経路「ボット」",
    "store": "経路「店頭」",
}
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


def check_days(days: Sequence[date], settings: Settings) -> list[Verdict]:
    """Check several loaded days, each check once for all of them."""
    with (
        warehouse_lock(settings.warehouse_dir, purpose="check"),
        open_database(settings.warehouse_dir) as database,
    ):
        results = run_checks(database, days)
        for day, differing in _compare_with_manifests(database, settings, days).items():
            results[day].append(
                CheckResult(
                    "warehouse_equals_manifest", "fail", differing, "登録された内容が元データと一致しません"
                )
            )
        labels = {name: source.label or name for name, source in _contact_sources(settings).items()}
        for day, unusual in check_volumes(database, days, labels, channels=CHANNEL_NAMES).items():
            results[day] += unusual
        damaged = len(settings.registry.damaged())
        for day_results in results.values():
            day_results.append(CheckResult("registry_damaged", "warn", damaged, DAMAGED_REGISTRY))
        with database.transaction():
            verdicts = record_checks(database, results)
    made = []
    for day in days:
        found = tuple(result for result in results[day] if result.rows)
        for result in found:
            log.info("%s: check %s (%s): %d rows", day, result.name, result.level, result.rows)
        made.append(Verdict(day, verdicts[day], found))
    return made


def _contact_sources(settings: Settings) -> dict[str, SourceSettings]:
    sources = settings.sources.sources
    return {name: source for name, source in sources.items() if source.table == "contacts"}


def _compare_with_manifests(database: Database, settings: Settings, days: Sequence[date]) -> dict[date, int]:
    """Count the tables of each day whose stored rows are not those that its manifest says were loaded."""
    expected = {day: read_manifest(settings, day).get("tables", {}) for day in days}
    differing = dict.fromkeys(days, 0)
    for table in DAY_TABLES:
        stored = database.rows_of_days(table, days)
        for day in days:
            rows = stored.filter(pc.equal(stored.column("day"), pa.scalar(day, pa.date32())))
            found = hash_table(table, day, rows)
            if expected[day].get(table.full_name, {}).get("hash") != found.digest:
                differing[day] += 1
    return differing
