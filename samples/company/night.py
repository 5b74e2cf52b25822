"""The files of one day, and its truth."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from samples.company import business, trends
from samples.company.channels import rows
from samples.company.channels.day import Delivered, contacts_of, corrections_of
from samples.company.files import (
    csv_bytes,
    deliver,
    delivery_time,
    gzip_bytes,
    jsonl_bytes,
    parquet_bytes,
    xlsx_bytes,
)
from samples.company.plan import SOURCES
from samples.company.truth import TruthWriter, add_contact
from samples.company.world import World

_NAMES: Final = {
    "phone": "tel_{:%Y%m%d}.csv",
    "mail": "{:%Y-%m-%d}.jsonl.gz",
    "chat": "{:%Y-%m-%d}.jsonl",
    "sns": "{:%Y-%m-%d}.parquet",
    "survey": "survey_{:%Y%m%d}.xlsx",
    "orders": "orders_{:%Y-%m-%d}.csv",
    "subscriptions": "{:%Y-%m-%d}.csv",
    "shipments": "shukka_{:%Y%m%d}.csv",
}


@dataclass(frozen=True)
class Span:
    """The days of a demo; what is planted before ``first_back`` days back is left out."""

    world: World
    days: int

    @property
    def first_back(self) -> int:
        """How many days before the last one the first lies."""
        return self.days - 1

    def plants(self, plant: tuple[str, int, int], source: str, back: int) -> bool:
        """Return whether a planted (source, day of the rows, day of the file) is about these rows."""
        return (source, back) == plant[:2] and back <= self.first_back


def _held_back(span: Span, source: str, back: int, count: int) -> int:
    """Return how many of a file's last rows come with a later file."""
    return min(trends.LATE_ROW_COUNT, count) if span.plants(trends.LATE_ROWS, source, back) else 0


def _rows(span: Span, day: date, source: str) -> list[dict[str, Any]]:
    """Return the rows that the file of a day holds, late and corrected ones of other days included."""
    world, back = span.world, span.world.back(day)
    own = contacts_of(world, day, source)
    own = own[: len(own) - _held_back(span, source, back, len(own))]
    found = [item.row for item in own]
    found += [item.row for item in own if item.copies > 1]
    for plant in (trends.LATE_ROWS, trends.CORRECTION):
        if plant[2] != back or plant[0] != source or plant[1] > span.first_back:
            continue
        other = day - timedelta(days=plant[1] - plant[2])
        if plant is trends.LATE_ROWS:
            late = contacts_of(world, other, source)
            found += [item.row for item in late[len(late) - trends.LATE_ROW_COUNT :]]
        else:
            found += [item.row for item in corrections_of(world, other).values()]
    return found


def contact_file(span: Span, day: date, source: str) -> bytes:
    """Return the bytes of a contact source's file of a day."""
    found = _rows(span, day, source)
    if source == "phone":
        return csv_bytes(rows.PHONE_COLUMNS, found)
    if source == "mail":
        content = gzip_bytes(jsonl_bytes(found))
        broken = (source, span.world.back(day)) == trends.CORRUPT_FILE and span.world.back(
            day
        ) <= span.first_back
        return content[: len(content) * 3 // 5] if broken else content
    if source == "chat":
        return jsonl_bytes(found)
    if source == "sns":
        return parquet_bytes(rows.SNS_SCHEMA, found)
    return xlsx_bytes(rows.SURVEY_SHEET, rows.SURVEY_COLUMNS, found)


def _business_files(world: World, day: date) -> dict[str, bytes]:
    return {
        "orders": csv_bytes(business.ORDER_COLUMNS, business.order_rows(world, day), encoding="utf-8-sig"),
        "subscriptions": csv_bytes(
            business.SUBSCRIPTION_COLUMNS, business.subscription_rows(world, day), encoding="utf-8"
        ),
        "shipments": csv_bytes(business.SHIPMENT_COLUMNS, business.shipment_rows(world, day)),
    }


def file_path(folder: Path, source: str, day: date) -> Path:
    """Return where the file of a source and day lies below ``demo/files``."""
    return folder / source / _NAMES[source].format(day)


def write_day(span: Span, day: date, folder: Path, truth: TruthWriter) -> int:
    """Write all files of a day and add its truth; return the number of files."""
    back, written = span.world.back(day), 0
    for source in SOURCES:
        delivery = trends.delivery_of(source, back, span.first_back)
        if delivery != "missing_file":
            late = trends.LATE_FILE_DELAY_DAYS if delivery == "late_file" else 0
            at = delivery_time(day, delay_days=late)
            deliver(file_path(folder, source, day), contact_file(span, day, source), at)
            written += 1
        _add_truth(span, day, source, delivery, truth)
    for source, content in _business_files(span.world, day).items():
        deliver(file_path(folder, source, day), content, delivery_time(day))
        written += 1
    return written


def _add_truth(span: Span, day: date, source: str, delivery: str, truth: TruthWriter) -> None:
    world, back = span.world, span.world.back(day)
    items = contacts_of(world, day, source)
    held = len(items) - _held_back(span, source, back, len(items))
    fixes: dict[str, Delivered] = {}
    if span.plants(trends.CORRECTION, source, back):
        fixes = corrections_of(world, day)
    for place, item in enumerate(items):
        late = place >= held
        fixed = fixes.get(item.script.contact.native_id)
        script = (fixed or item).script
        add_contact(
            truth,
            script,
            delivery="late_rows" if late else delivery,
            file_day=day + timedelta(days=trends.LATE_ROWS[1] - trends.LATE_ROWS[2]) if late else day,
            rows=1 if late else item.copies + (fixed is not None),
            corrected=fixed is not None,
        )
