"""Command ``leaks``."""

from datetime import date
from typing import Annotated

import typer

from pipelines.cli.options import Config, _parse_day, settings_of
from pipelines.errors import PipelineError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("leaks")(leaks)


def leaks(
    days: Annotated[
        list[date] | None, typer.Argument(parser=_parse_day, help="Days like 2026-11-21; default: all.")
    ] = None,
    config: Config = None,
) -> None:
    """Search all that is stored, published or logged for planted and personal data; exit 1 when found."""
    from pipelines.canary.gate import search_everything

    searched, hits = search_everything(settings_of(config), days or [])
    for hit in hits:
        typer.echo(f"{hit.sink}, {hit.place}: {hit.type} ({hit.form}), {hit.texts} texts")
    if hits:
        places = len({(hit.sink, hit.place) for hit in hits})
        message = (
            f"personal data was found in {places} places, see above; 'koe publish --hold' keeps readers at "
            "what they have, 'koe publish --rollback' takes a copy back; mend the masking, then run again"
        )
        raise PipelineError(message)
    typer.echo(f"{searched} days searched, nothing found")
