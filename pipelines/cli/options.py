"""Options and arguments that several commands share."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.settings import Settings, load_settings


def _parse_day(value: str | date) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        message = f"{value!r} is no day; write it like 2026-11-21"
        raise typer.BadParameter(message) from None


Config = Annotated[Path | None, typer.Option(help="Folder with sources.yaml and departments.yaml.")]
Workers = Annotated[int, typer.Option(min=0, help="Processes side by side; 0 = one a core.")]
Day = Annotated[date, typer.Argument(parser=_parse_day, help="Day like 2026-11-21.")]
Days = Annotated[list[date], typer.Argument(parser=_parse_day, help="Days like 2026-11-21.")]


def settings_of(config: Path | None) -> Settings:
    """Return the settings of the installation."""
    return load_settings(config)


def current_time() -> datetime:
    """Return the time at which the command was given; everything below takes it as an argument."""
    return datetime.now(UTC)
