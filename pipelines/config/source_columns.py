"""Where the values and the words of a row come from: the inner parts of ``sources.yaml``."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from pipelines.config.model import SettingsModel, one_of, problem
from warehouse.contract import SPEAKERS


def _as_text(value: Any) -> Any:
    """Return numbers, dates and booleans of the YAML file as the text that a source column would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float, date)) else value


Text = Annotated[str, BeforeValidator(_as_text)]
Speaker = Annotated[str, AfterValidator(one_of(SPEAKERS))]


class ValueFrom(SettingsModel):
    """One value: a source column, perhaps translated, or a constant.

    Attributes
    ----------
    column : str or None
        Source column; in JSONL and Parquet a dotted path leads into nested objects.
    value : str or None
        Constant, instead of a column.
    values : dict
        Source value to ours, ``{電話: phone}``; others stay as they are.
    default : str or None
        For empty values, and for those that `values` does not name.
    """

    column: str | None = Field(default=None, min_length=1)
    value: Text | None = None
    values: dict[str, Text] = Field(default_factory=dict)
    default: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, data: Any) -> Any:
        return {"column": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_origin(self) -> "ValueFrom":
        if (self.column is None) == (self.value is None):
            raise problem("give either a source column (column: …) or a constant (value: …)")
        if self.value is not None and (self.values or self.default is not None):
            raise problem("values and default belong to a column, not to a constant")
        return self


class SpeakerFrom(SettingsModel):
    """A speaker that each row names itself."""

    column: str = Field(min_length=1)
    values: dict[str, Speaker] = Field(default_factory=dict)
    default: Speaker = "unknown"


def _speaker_form(data: Any) -> str:
    return "<from>" if isinstance(data, (dict, SpeakerFrom)) else "<name>"


class ColumnText(SettingsModel):
    """A column whose text is one turn."""

    column: str = Field(min_length=1)
    speaker: Annotated[
        Annotated[Speaker, Tag("<name>")] | Annotated[SpeakerFrom, Tag("<from>")],
        Discriminator(_speaker_form),
    ] = "customer"


class TurnsText(SettingsModel):
    """A list of objects, nested or as a JSON string, each of which is a turn."""

    turns: str = Field(min_length=1)
    speaker_field: str = "speaker"
    text_field: str = "text"
    speakers: dict[str, Speaker] = Field(default_factory=dict)


class LinesText(SettingsModel):
    """A text with one turn a line, ``客：つながりません``.

    A line without a known speaker goes on with the turn before.
    """

    lines: str = Field(min_length=1)
    separator: str = Field(default="：", min_length=1)
    speakers: dict[str, Speaker] = Field(min_length=1)


def _text_form(data: Any) -> str:
    if isinstance(data, (TurnsText, LinesText, ColumnText)):
        return {TurnsText: "<turns>", LinesText: "<lines>", ColumnText: "<column>"}[type(data)]
    keys = data if isinstance(data, dict) else {}
    return next((f"<{form}>" for form in ("turns", "lines") if form in keys), "<column>")


TextPart = Annotated[
    Annotated[ColumnText, Tag("<column>")]
    | Annotated[TurnsText, Tag("<turns>")]
    | Annotated[LinesText, Tag("<lines>")],
    Discriminator(_text_form),
]


class ExcludeRule(SettingsModel):
    """Contacts whose `column` equals a value are kept with a reason, out of all counts."""

    column: str = Field(min_length=1)
    equals: Text
    reason: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
