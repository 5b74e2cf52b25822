"""Takes people and days out of what was received."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.receive.facts import DayCount
from pipelines.receive.intake import Intake
from pipelines.receive.layer import DayFile, hash_ids
from pipelines.receive.masked_rows import DayRows
from pipelines.removal.lake_files import ReceivedRows, list_received
from pipelines.removal.person import PERSONAL_TABLES
from pipelines.removal.plan import Plan
from warehouse.contract import core


def forget_received(plan: Plan, intake: Intake) -> None:
    """Put tombstones in the place of a person's contacts, and drop the person's orders and subscriptions."""
    ids = pa.array(plan.contact_ids, pa.string())
    keys = pa.array(plan.customer_keys, pa.string())
    for item in list_received(intake.lake, core.CONTACTS):
        rows = intake.lake.read_table(item.path)
        gone = pc.is_in(rows.column("contact_id"), ids)
        if pc.any(gone).as_py():
            kept = rows.filter(pc.invert(gone))
            _replace(
                item,
                core.CONTACTS.name,
                pa.concat_tables([kept, _tombstones(rows.filter(gone), item.day, intake)]),
                intake,
            )
    for table in PERSONAL_TABLES:
        for item in list_received(intake.lake, table):
            rows = intake.lake.read_table(item.path)
            gone = pc.fill_null(pc.is_in(rows.column("customer_key"), keys), fill_value=False)
            if pc.any(gone).as_py():
                _replace(item, table.name, rows.filter(pc.invert(gone)), intake)


def purge_received(before: date, intake: Intake) -> None:
    """Take purged days out of what is known about files; their rows are removed with the days' folders."""
    for name in intake.lake.names(intake.lake.path("received")):
        key = name.removeprefix("file=")
        facts = intake.layer.read_facts(key) if key != name else None
        if facts and any(day < before for day in facts.days):
            left = {day: count for day, count in facts.days.items() if day >= before}
            intake.layer.write_facts(replace(facts, days=left))


def _tombstones(rows: pa.Table, day: date, intake: Intake) -> pa.Table:
    left = DayRows()
    for row in rows.to_pylist():
        left.add(day, intake.suppression.tombstone(row, day))
    return left.table(day, rows.schema, {})


def _replace(item: ReceivedRows, name: str, rows: pa.Table, intake: Intake) -> None:
    """Replace a file's rows of a day; the rows last, so that after a kill they are found once more."""
    layer = intake.layer
    facts = layer.read_facts(item.key)
    if facts is not None:
        ids = rows.column("contact_id").to_pylist() if name == core.CONTACTS.name else []
        layer.mark_day(item.day, DayFile(facts.source, item.key), hash_ids(ids))
        count = facts.days[item.day]
        days = {**facts.days, item.day: DayCount(count.rows, count.quarantined, rows.num_rows)}
        layer.write_facts(replace(facts, days=days))
    if rows.num_rows:
        layer.write_rows(item.key, item.day, name, rows)
    else:
        layer.forget_rows(item.key, item.day, name)
