"""Command ``demo``."""

from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from pipelines.cli.options import _parse_day, current_time
from pipelines.settings import load_settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    days: Annotated[int, typer.Option(min=1, help="Days of history.")] = 210,
    contacts_per_day: Annotated[int, typer.Option(min=1)] = 150,
    end: Annotated[
        date | None, typer.Option(parser=_parse_day, help="Last day; default yesterday in Japan.")
    ] = None,
    seed: Annotated[int, typer.Option()] = 7,
) -> None:
    """Make the demo company's files, truth and configuration under KOE_HOME."""
    from pipelines.actions.demo import write_demo_actions
    from samples.company import make_demo

    last = end or (current_time().astimezone(ZoneInfo("Asia/Tokyo")).date() - timedelta(days=1))
    settings = load_settings()
    summary = make_demo(settings.home, days=days, contacts_per_day=contacts_per_day, end=last, seed=seed)
    write_demo_actions(settings.journal, summary.truth, now=current_time())
    typer.echo(str(summary))
