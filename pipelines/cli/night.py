"""Commands ``run``, ``backfill``, ``days``, ``hashes`` and ``publish``."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.cli.options import Config, Day, Days, Workers, current_time, settings_of
from pipelines.errors import PipelineError
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.check import Verdict

MOST_LINES = 7


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run")(run)
    app.command("backfill")(backfill)
    app.command("days")(days)
    app.command("hashes")(hashes)
    app.command("publish")(publish)


def run(day: Day, config: Config = None, workers: Workers = 0, reports: bool = True) -> None:
    """Run the night for one day."""
    _run_days([day], settings_of(config), workers=workers, reports=reports)


def backfill(
    first: Day,
    last: Day,
    config: Config = None,
    workers: Workers = 0,
    reports: bool = True,
    plan: Annotated[bool, typer.Option(help="Only show what would run.")] = False,
) -> None:
    """Run the night for a range of days, both included."""
    if last < first:
        message = f"backfill: {last} lies before {first}; give the earlier day first"
        raise PipelineError(message)
    wanted = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    settings = settings_of(config)
    if plan:
        _show_plan(wanted, settings)
    else:
        _run_days(wanted, settings, workers=workers, reports=reports)


def days(config: Config = None) -> None:
    """List the days that the configured sources hold."""
    from pipelines.pull import source_days

    for day in source_days(settings_of(config)):
        typer.echo(day.isoformat())


def hashes(wanted: Days, config: Config = None) -> None:
    """Print the canonical hash of each table of the days, computed from the stored rows."""
    from pipelines.hashing import stored_hashes

    for line in stored_hashes(wanted, settings_of(config)):
        typer.echo(line.line())


def publish(config: Config = None) -> None:
    """Make a new published copy and the reports from what is loaded."""
    from pipelines.publish import publish as publish_copy
    from pipelines.site import build_reports

    settings, now = settings_of(config), current_time()
    published = publish_copy(settings, now=now)
    typer.echo(f"published build {published.build}; reports: {build_reports(settings, now=now)}")


def _run_days(wanted: Sequence[date], settings: Settings, *, workers: int, reports: bool) -> None:
    from pipelines.backfill import run_days
    from pipelines.site import build_reports
    from pipelines.workers import default_workers

    now = current_time()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("days", total=len(wanted))

        def tell(day: str) -> None:
            progress.update(task, advance=1, description=day)

        result = run_days(wanted, settings, now=now, workers=workers or default_workers(), report=tell)
        progress.update(task, total=max(len(wanted), len(result.days)))
    _tell_verdicts(result.verdicts)
    failed = [verdict.day.isoformat() for verdict in result.verdicts if verdict.verdict == "fail"]
    if result.published and reports:
        typer.echo(f"published build {result.published.build}; reports: {build_reports(settings, now=now)}")
    if failed:
        message = (
            f"data checks failed, so these days are not published: {', '.join(failed)}; see the lines above"
        )
        raise PipelineError(message)


def _tell_verdicts(verdicts: Sequence["Verdict"]) -> None:
    """Print one line a day, or one a finding where there are many days."""
    if len(verdicts) <= MOST_LINES:
        for verdict in verdicts:
            found = "".join(f"; {item.name}: {item.rows}" for item in verdict.found)
            typer.echo(f"{verdict.day} {verdict.verdict}{found}")
        return
    counts = Counter(verdict.verdict for verdict in verdicts)
    days: dict[str, list[str]] = {}
    for verdict in verdicts:
        for item in verdict.found:
            days.setdefault(f"{item.level} {item.name}", []).append(verdict.day.isoformat())
    typer.echo(f"{len(verdicts)} days: " + ", ".join(f"{counts[name]} {name}" for name in sorted(counts)))
    for name, affected in sorted(days.items()):
        shown = ", ".join(affected[:MOST_LINES]) + (" …" if len(affected) > MOST_LINES else "")
        typer.echo(f"{name}: {len(affected)} days ({shown})")


def _show_plan(wanted: Sequence[date], settings: Settings) -> None:
    from pipelines.manifest import has_run
    from warehouse.contract.lake import LAKE_CONTACTS

    again = [day for day in wanted if has_run(settings, day)]
    contacts = sum(settings.lake.read_day(LAKE_CONTACTS, day, ["contact_id"]).num_rows for day in again)
    typer.echo(f"{len(wanted)} days from {wanted[0]} to {wanted[-1]}")
    typer.echo(
        f"{len(again)} of them ran before, with {contacts} contacts; {len(wanted) - len(again)} are new"
    )
