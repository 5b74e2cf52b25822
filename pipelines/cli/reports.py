"""Commands ``reports build``, ``serve`` and ``export``."""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Config, current_time, settings_of

DEFAULT_PORT = 8750


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Department reports.")
    group.command("build")(build)
    group.command("serve")(serve)
    group.command("export")(export)
    group.callback()(_group)
    app.add_typer(group, name="reports")


def _group() -> None:
    """Department reports."""


def build(config: Config = None) -> None:
    """Build the site from the newest published copy."""
    from pipelines.site import build_reports

    typer.echo(str(build_reports(settings_of(config), now=current_time(), again=True)))


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on 127.0.0.1; 0 = any.")] = DEFAULT_PORT,
    department: Annotated[
        list[str] | None, typer.Option(help="Only this department; may be repeated.")
    ] = None,
    config: Config = None,
) -> None:
    """Show the reports to the person at this machine, without Airflow, until Ctrl-C."""
    from pipelines.serving import serve_reports

    def tell(address: str) -> None:
        typer.echo(f"{address}\nopens once, in one browser; Ctrl-C ends it")

    serve_reports(
        settings_of(config),
        port=port,
        name=getpass.getuser(),
        departments=tuple(department or ()),
        clock=current_time,
        tell=tell,
    )


def export(
    department: Annotated[str, typer.Option(help="Its id, or 'unassigned'.")],
    to: Annotated[Path, typer.Option(help="New folder, or new file ending in .zip.")],
    week: Annotated[
        list[str] | None, typer.Option(help="Like 2026-W47; may be repeated; default all weeks of the site.")
    ] = None,
    config: Config = None,
) -> None:
    """Copy one department's reports out of the portal; who, when and what goes to the access log."""
    from pipelines.portal import export_reports

    found = export_reports(
        settings_of(config),
        to,
        department=department,
        weeks=tuple(week or ()),
        by=getpass.getuser(),
        now=current_time(),
    )
    days = f"{found.first_day} to {found.last_day}"
    typer.echo(
        f"{found.path}: {department}, {len(found.weeks)} weekly reports ({days}), "
        f"{found.sentences} rows with customers' words, build {found.build}, {found.files} files; "
        "noted in the access log"
    )
