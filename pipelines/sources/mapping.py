"""Rows of a file to contacts and business rows of the contract, still unmasked and only in memory."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pipelines.config.sources_file import SourceSettings, mapped_columns
from pipelines.sources.cells import Surroundings, column_getters, moment_getter, text_getter
from pipelines.sources.problems import Problem
from pipelines.sources.table import SourceRow
from pipelines.sources.turns import BadTurnsError, Turn, text_columns, turn_getters
from pipelines.sources.unpack import Limits
from pipelines.sources.values import clean_field, column_name, lookup
from warehouse.contract import CHANNELS


@dataclass(frozen=True, slots=True)
class Draft:
    """A contact or business row, **not masked yet**.

    Attributes
    ----------
    row, row_count : int
        First row in the file and how many rows it was made from.
    day : date
        Contact day.
    native_id : str
        Id in the source system; empty for business tables.
    values : dict
        Mapped name (``customer``, ``csat`` …) to typed value.
    turns : list of (speaker, words)
        In order.
    attributes : dict
        Name to text.
    excluded_reason : str or None
        Why it stays out of counts.
    """

    row: int
    row_count: int
    day: date
    native_id: str
    values: dict[str, Any]
    turns: list[Turn]
    attributes: dict[str, str]
    excluded_reason: str | None


class RowMapper:
    """Maps the rows of one file."""

    def __init__(self, source: SourceSettings, around: Surroundings, limits: Limits) -> None:
        self._source = source
        self._around = around
        self._limits = limits
        self._get = column_getters(source, around)
        start = source.columns.get("started_at") or source.columns.get("day")
        self._get_start = moment_getter(start, around.zone) if start else None
        self._get_turns = turn_getters(source.text)
        self._get_attributes = {name: text_getter(spec) for name, spec in source.attributes.items()}
        self._exclude = [(column_name(r.column), column_name(r.equals), r.reason) for r in source.exclude]
        self._group = column_name(source.group_by) if source.group_by else None
        self._needed = _needed_columns(source)

    def map_rows(self, rows: Iterable[SourceRow | Problem]) -> Iterator[Draft | Problem]:
        """Yield a draft for each contact and a problem for each row that cannot become part of one."""
        if self._group is None:
            for row in rows:
                if isinstance(row, Problem):
                    yield row
                else:
                    yield from self._map_group([row])
            return
        groups: dict[str, list[SourceRow]] = {}
        for row in rows:
            if isinstance(row, Problem):
                yield row
            elif key := clean_field(lookup(row.record, self._group)):
                groups.setdefault(key, []).append(row)
            else:
                yield Problem(row.number, "no_id", "the column of group_by is empty")
        for group in groups.values():
            yield from self._map_group(group)

    def _map_group(self, rows: Sequence[SourceRow]) -> Iterator[Draft | Problem]:
        good: list[SourceRow] = []
        turns: list[Turn] = []
        for row in rows:
            said = self._turns_of(row)
            if isinstance(said, Problem):
                yield said
            else:
                good.append(row)
                turns += said
        if not good:
            return
        draft = self._draft(good[0], len(good), turns)
        if isinstance(draft, Draft):
            yield draft
        else:
            reason, detail, value = draft
            for row in good:
                yield Problem(row.number, reason, detail, value)

    def _turns_of(self, row: SourceRow) -> list[Turn] | Problem:
        try:
            turns = [turn for get in self._get_turns for turn in get(row.record)]
        except BadTurnsError:
            return Problem(row.number, "bad_turns", "a text column does not hold a list of turns")
        limit = self._limits.text_bytes
        if sum(len(text) for _, text in turns) * 4 >= limit:
            size = sum(len(text.encode()) for _, text in turns)
            if size >= limit:
                return Problem(
                    row.number, "text_too_long", f"the text has {size} bytes, the limit is {limit}"
                )
        return turns

    def _draft(self, row: SourceRow, count: int, turns: list[Turn]) -> Draft | tuple[str, str, str | None]:
        record = row.record
        started = self._start_of(record)
        if not isinstance(started, datetime):
            return started
        values = {name: get(record) for name, get in self._get.items()}
        values["started_at"] = started
        problem = self._missing(values)
        if problem:
            return problem
        native_id = values.pop("contact_id", None) or (
            clean_field(lookup(record, self._group)) if self._group else None
        )
        if self._source.table == "contacts" and not native_id:
            return "no_id", "the column of contact_id is empty", None
        attributes = {name: text for name, get in self._get_attributes.items() if (text := get(record))}
        return Draft(
            row=row.number,
            row_count=count,
            day=started.astimezone(self._around.zone).date(),
            native_id=native_id or "",
            values=values,
            turns=turns,
            attributes=attributes,
            excluded_reason=self._excluded_reason(record, turns),
        )

    def _start_of(self, record: dict[str, Any]) -> datetime | tuple[str, str, str | None]:
        moment, text = self._get_start(record) if self._get_start else (None, None)
        if moment is not None:
            day = moment.astimezone(self._around.zone).date()
            if day > self._around.latest_day and self._source.table != "calendar":
                return "future_date", "the date lies after the delivery", text
            return moment
        if text is not None:
            return "bad_date", "the date cannot be read", text
        day_given = self._source.day or (None if self._get_start else self._around.nominal_day)
        if day_given is None:
            return "no_date", "the date is empty and the source has no constant day", None
        return self._around.midnight(day_given)

    def _missing(self, values: dict[str, Any]) -> tuple[str, str, str | None] | None:
        if self._source.table == "contacts":
            channel = values["channel"]
            if channel not in CHANNELS:
                return "unknown_channel", "the channel is not one of the contract; complete values:", channel
            return None
        for name in self._needed:
            if values.get(name) is None:
                return "missing_value", f"{name} is empty or cannot be read", None
        return None

    def _excluded_reason(self, record: dict[str, Any], turns: list[Turn]) -> str | None:
        for path, equals, reason in self._exclude:
            if column_name(clean_field(lookup(record, path)) or "") == equals:
                return reason
        return None if turns or self._source.table != "contacts" else "no_text"


def _needed_columns(source: SourceSettings) -> list[str]:
    names = mapped_columns(source.contract)
    return [
        name
        for name in source.columns
        if name not in ("day", "product", "lot") and not source.contract.column(names[name]).nullable
    ]


def source_columns(source: SourceSettings) -> tuple[set[str], list[set[str]]]:
    """Return the source columns that the mapping reads, and groups of which a file needs at least one."""
    specs = {**{f"a.{k}": v for k, v in source.attributes.items()}, **source.columns}
    read = {spec.column for spec in specs.values() if spec.column}
    read |= {rule.column for rule in source.exclude}
    words = {column for part in source.text for column in text_columns(part)}
    keys = [
        source.columns[name].column for name in ("contact_id", "started_at", "day") if name in source.columns
    ]
    keys.append(source.group_by)
    needed = [{column_name(column)} for column in keys if column]
    if words:
        needed.append({column_name(column) for column in words})
    everything = read | words | ({source.group_by} if source.group_by else set())
    return {column_name(column) for column in everything}, needed
