"""Compiles ``columns:`` of a source into functions from a record to a value of the contract."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pyarrow as pa

from pipelines.config.source_columns import ValueFrom
from pipelines.config.sources_file import SourceSettings, mapped_columns
from pipelines.sources.dates import parse_moment
from pipelines.sources.values import clean_field, column_name, lookup, parse_flag, parse_number, parse_seconds
from warehouse.contract.model import TIME, Column

Record = Mapping[str, Any]
_RANGE: Final = re.compile(r"(\d+)-(\d+)")
RAW_NUMBERS: Final = ("customer", "agent", "order")


@dataclass(frozen=True)
class Surroundings:
    """What the reading of a file depends on besides its bytes and settings.

    Attributes
    ----------
    zone : ZoneInfo
        Zone of times without one, and of the contact day.
    nominal_day : date or None
        Day that the file's name stands for.
    delivered_at : datetime
        Delivery time of the file.
    believed_at : datetime, optional
        Latest time at which the same bytes were delivered; rows up to its next day are believed.
    warnings : Counter
        Counts, by column, the cells that could not be read and became null.
    """

    zone: ZoneInfo
    nominal_day: date | None
    delivered_at: datetime
    believed_at: datetime | None = None
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def latest_day(self) -> date:
        """Last day that is believed: the one after the delivery, or after the day that the name tells."""
        delivered = (self.believed_at or self.delivered_at).astimezone(self.zone).date()
        # Copying may leave a wrong file time; a day in the name is then the better witness.
        return max(delivered, self.nominal_day or delivered) + timedelta(days=1)

    def fallback_day(self, constant: date | None) -> date:
        """Return the day under which a row without a usable day is reported."""
        return self.nominal_day or constant or self.delivered_at.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """Return the start of a day."""
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)


def text_getter(spec: ValueFrom) -> Callable[[Record], str | None]:
    """Return the function that gets a trimmed text, translated by ``values`` and ``default``."""
    if spec.column is None:
        constant = clean_field(spec.value)
        return lambda _: constant
    path = column_name(spec.column)
    if not spec.values and spec.default is None:
        return lambda record: clean_field(lookup(record, path))
    values = {column_name(key): value for key, value in spec.values.items()}
    fallback = spec.default

    def translated(record: Record) -> str | None:
        text = clean_field(lookup(record, path))
        found = values.get(column_name(text)) if text else None
        return found if found is not None else (fallback if values or text is None else text) or text

    return translated


def column_getters(source: SourceSettings, around: Surroundings) -> dict[str, Callable[[Record], Any]]:
    """Return mapped name → function from a record to a typed, **unmasked** value; None when unreadable."""
    contract = mapped_columns(source.contract)
    getters: dict[str, Callable[[Record], Any]] = {}
    for name, spec in source.columns.items():
        if name in RAW_NUMBERS or name == "contact_id":
            getters[name] = text_getter(spec)
        elif name not in ("day", "started_at"):
            getters[name] = _typed(source.contract.column(contract[name]), spec, around)
    return getters


def moment_getter(spec: ValueFrom, zone: ZoneInfo) -> Callable[[Record], tuple[datetime | None, str | None]]:
    """Return the function that gets a time and the text it was read from (None when the cell is empty)."""
    get_text = text_getter(spec)
    path = column_name(spec.column or "")
    plain = spec.column is not None and not spec.values and spec.default is None

    def get(record: Record) -> tuple[datetime | None, str | None]:
        cell = lookup(record, path) if plain else None
        if cell is None or isinstance(cell, str):
            text = get_text(record)
            return (parse_moment(text, zone), text) if text else (None, None)
        return parse_moment(cell, zone), clean_field(cell)

    return get


def _typed(column: Column, spec: ValueFrom, around: Surroundings) -> Callable[[Record], Any]:
    if column.type in (TIME, pa.date32()):
        return _moment_or_warning(column, spec, around)
    get_text = text_getter(spec)
    if column.type == pa.string():
        return get_text
    parse = _parser(column)

    def get(record: Record) -> Any:
        text = get_text(record)
        if text is None:
            return None
        value = parse(text)
        if value is None:
            around.warnings[column.name] += 1
        return value

    return get


def _parser(column: Column) -> Callable[[str], Any]:
    if column.type == pa.bool_():
        return parse_flag
    if column.unit == "s":
        return parse_seconds
    limits = _RANGE.fullmatch(column.unit)
    if limits is None:
        return parse_number
    low, high = map(float, limits.groups())

    def within(text: str) -> float | None:
        number = parse_number(text)
        return number if number is not None and low <= number <= high else None

    return within


def _moment_or_warning(column: Column, spec: ValueFrom, around: Surroundings) -> Callable[[Record], Any]:
    get_moment = moment_getter(spec, around.zone)
    believes_future = column.type == pa.date32()

    def get(record: Record) -> Any:
        moment, text = get_moment(record)
        day = moment.astimezone(around.zone).date() if moment else None
        # A change "in 9999" would win over every later correction.
        if text and (day is None or (day > around.latest_day and not believes_future)):
            around.warnings[column.name] += 1
            return None
        return day if believes_future else moment

    return get
