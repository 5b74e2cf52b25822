"""Commands ``reports build``."""

import typer

from pipelines.cli.options import Config, current_time, settings_of


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Department reports.")
    group.command("build")(build)
    group.callback()(_group)
    app.add_typer(group, name="reports")


def _group() -> None:
    """Department reports."""


def build(config: Config = None) -> None:
    """Build the site from the newest published copy."""
    from pipelines.site import build_reports

    typer.echo(str(build_reports(settings_of(config), now=current_time(), again=True)))
