"""``sources.yaml``: the files that centres deliver, and how their columns become ours."""

import codecs
import re
from datetime import date, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from pipelines.config.model import SettingsModel, problem, unknown_key
from pipelines.config.path_pattern import expand_path, holds_day, refuse_bad_pattern
from pipelines.config.protocols import WEB, plain_web_host, protocols_of, refuse_strange_storage, web_host
from pipelines.config.source_columns import ExcludeRule, TextPart, ValueFrom
from warehouse.contract import BUSINESS_TABLES, CHANNELS, core
from warehouse.contract.model import Table

TableName = Literal["contacts", "orders", "subscriptions", "daily_denominators", "calendar"]
_TABLES: dict[str, Table] = {table.name: table for table in (core.CONTACTS, *BUSINESS_TABLES)}
_MADE_BY_KOE = {"day", "source", "attributes", "excluded_reason", "source_file", "source_row", "version"}
_KEYED = {"customer_key": "customer", "agent_key": "agent", "order_key": "order"}
_MAY_BE_EMPTY = {"product", "lot"}


def mapped_columns(table: Table) -> dict[str, str]:
    """Return the names that ``columns:`` may use, each with its contract column."""
    names = {
        _KEYED.get(column.name, column.name): column.name
        for column in table.columns
        if column.name not in _MADE_BY_KOE
    }
    return names if table is core.CONTACTS else {"day": "day", **names}


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise problem(f"{name!r} is no time zone; write for example Asia/Tokyo") from None
    return name


def _known_codec(name: str) -> str:
    try:
        return name if name == "auto" else codecs.lookup(name).name
    except LookupError:
        raise problem(f"{name!r} is no encoding; write auto, utf-8, cp932, euc_jp or utf-16") from None


class SourceSettings(SettingsModel):
    """One source; ``docs`` and ``config/sources.yaml`` show every key with an example."""

    path: str = Field(min_length=1)
    label: str | None = Field(default=None, min_length=1, max_length=40)
    table: TableName = "contacts"
    format: Literal["csv", "tsv", "xlsx", "jsonl", "parquet"] | None = None
    encoding: Annotated[str, AfterValidator(_known_codec)] = "auto"
    sheet: str | None = None
    day: date | None = None
    expected_by: time | None = None
    columns: dict[str, ValueFrom] = Field(default_factory=dict)
    attributes: dict[str, ValueFrom] = Field(default_factory=dict)
    group_by: str | None = None
    text: tuple[TextPart, ...] = ()
    exclude: tuple[ExcludeRule, ...] = ()

    @field_validator("path")
    @classmethod
    def _expand(cls, value: str, info: ValidationInfo) -> str:
        context = info.context or {}
        if context.get("variables") is not None:
            value = expand_path(value, context["folder"], context["variables"])
        refuse_strange_storage(value)
        refuse_bad_pattern(value)
        return value

    @field_validator("text", mode="before")
    @classmethod
    def _from_name(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = [value]
        if isinstance(value, list):
            return [{"column": part} if isinstance(part, str) else part for part in value]
        return value

    @property
    def contract(self) -> Table:
        """The table of the contract that the source fills."""
        return _TABLES[self.table]

    @property
    def is_daily(self) -> bool:
        """Whether each file is named after a day."""
        return holds_day(self.path)

    @model_validator(mode="after")
    def _fit_the_table(self) -> "SourceSettings":
        allowed = mapped_columns(self.contract)
        for key in self.columns:
            if key not in allowed:
                raise unknown_key(key, allowed, at=("columns",))
        if self.expected_by and not self.is_daily:
            raise problem(
                "expected_by needs {day} in path: only then can a file be missing", at=("expected_by",)
            )
        if self.table == "contacts":
            self._check_contacts()
        else:
            self._check_business(allowed)
        return self

    def _check_contacts(self) -> None:
        if "contact_id" not in self.columns and not self.group_by:
            raise problem("columns must name contact_id (or give group_by)", at=("columns",))
        if "started_at" not in self.columns and not self.day and not self.is_daily:
            raise problem("columns must name started_at (or give day, or {day} in path)", at=("columns",))
        if "channel" not in self.columns:
            raise problem(
                f"columns must name channel, as in channel: {{value: phone}}; values: {', '.join(CHANNELS)}",
                at=("columns",),
            )
        channel = self.columns["channel"]
        for value in (channel.value, channel.default, *channel.values.values()):
            if value is not None:
                try:
                    _check_channel(value)
                except ValueError as error:
                    raise problem(str(error), at=("columns", "channel")) from None
        if not self.text:
            raise problem("text must name at least one column with words", at=("table",))

    def _check_business(self, allowed: dict[str, str]) -> None:
        for key in ("text", "attributes", "group_by", "exclude"):
            if getattr(self, key):
                raise problem(f"{key} is only for table: contacts", at=(key,))
        for name, column in allowed.items():
            needed = name == "day" or not self.contract.column(column).nullable
            dated = name == "day" and bool(self.day or self.is_daily)
            if needed and name not in self.columns and name not in _MAY_BE_EMPTY and not dated:
                raise problem(f"columns must name {name} (table {self.table} needs it)", at=("columns",))


def _check_channel(value: str) -> None:
    if value not in CHANNELS:
        raise ValueError(f"channel {value!r} is not known; allowed values: {', '.join(CHANNELS)}")


class SourcesFile(SettingsModel):
    """All sources of the organisation.

    Attributes
    ----------
    timezone : str
        Zone of times that carry none, and of the contact day.
    web_hosts : tuple of str
        Hosts that sources may be fetched from over http or https; none by default.
    sources : dict
        Name (``phone``) to its settings.
    """

    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Tokyo"
    web_hosts: tuple[Annotated[str, AfterValidator(plain_web_host)], ...] = ()
    sources: dict[str, SourceSettings] = Field(min_length=1)

    @field_validator("sources")
    @classmethod
    def _plain_names(cls, value: dict[str, SourceSettings]) -> dict[str, SourceSettings]:
        for name in value:
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,30}", name):
                raise problem(
                    f"the source name {name!r} must be a small letter, then up to 30 of a-z, 0-9 and _",
                    at=(name,),
                )
        return value

    @model_validator(mode="after")
    def _name_web_hosts(self) -> "SourcesFile":
        for name, source in self.sources.items():
            if protocols_of(source.path) & WEB and web_host(source.path) not in self.web_hosts:
                raise problem(
                    f"{web_host(source.path)!r} is on the web but not among web_hosts; list it there, "
                    "or deliver the files to a folder or object storage",
                    at=("sources", name, "path"),
                )
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone itself."""
        return ZoneInfo(self.timezone)
