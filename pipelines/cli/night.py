"""Commands ``run``, ``backfill``, ``days``, ``hashes`` and ``publish``."""

import getpass
import random
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.cli.options import Config, Day, Days, Workers, current_time, settings_of
from pipelines.cli.plan import count_contacts, show_plan
from pipelines.errors import PipelineError
from pipelines.settings import Settings
from pipelines.steps import Steps

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
    plan: Annotated[
        bool, typer.Option("--plan", help="Only show days, contacts, minutes and what would change.")
    ] = False,
    steps: Annotated[Steps, typer.Option(help="Where the days are taken up.")] = Steps.ALL,
    shuffle: Annotated[
        int | None, typer.Option(help="Run the days in a random order of this seed; the result is the same.")
    ] = None,
    unpurge: Annotated[
        bool, typer.Option("--unpurge", help="Let purged days come back; journalled.")
    ] = False,
) -> None:
    """Run the night for a range of days, both included."""
    if last < first:
        message = f"backfill: {last} lies before {first}; give the earlier day first"
        raise PipelineError(message)
    wanted = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    settings = settings_of(config)
    if plan:
        show_plan(wanted, settings, steps=steps, workers=workers)
    else:
        if unpurge:
            _let_come_back(first, settings)
        if shuffle is not None:
            random.Random(shuffle).shuffle(wanted)  # noqa: S311 an order, not a secret
        _run_days(wanted, settings, workers=workers, reports=reports, steps=steps)


def _let_come_back(first: date, settings: Settings) -> None:
    from pipelines.removal.forget import Asked
    from pipelines.removal.purge import unpurge

    unpurge(settings, first, Asked(getpass.getuser(), "koe backfill --unpurge", current_time()))


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


def publish(
    config: Config = None,
    hold: Annotated[bool, typer.Option("--hold", help="Readers keep what they have; nights go on.")] = False,
    release: Annotated[bool, typer.Option("--release", help="End a hold or rollback, and publish.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Back to BUILD, or the one before.")] = False,
    build: Annotated[str, typer.Argument(help="Build to go back to, like 000012.")] = "",
    withdraw: Annotated[str, typer.Option(metavar="DEPARTMENT", help="Take its pages off.")] = "",
    restore: Annotated[str, typer.Option(metavar="DEPARTMENT", help="Show its pages again.")] = "",
    why: Annotated[str, typer.Option(help="Reason; readers see that of a withdrawal.")] = "",
    by: Annotated[str, typer.Option(help="Who gives the order; default the login name.")] = "",
) -> None:
    """Make a new published copy and the reports; or hold, release, roll back, withdraw a department."""
    orders = [
        name
        for name, given in {
            "hold": hold,
            "release": release,
            "rollback": rollback,
            "withdraw": withdraw,
            "restore": restore,
        }.items()
        if given
    ]
    if len(orders) > 1 or (build and orders != ["rollback"]):
        message = "give one of --hold, --release, --rollback [BUILD], --withdraw and --restore"
        raise typer.BadParameter(message)
    settings, now = settings_of(config), current_time()
    if orders:
        from pipelines.control import Order, control

        order = Order(orders[0], by or getpass.getuser(), why, build=build, department=withdraw or restore)
        typer.echo(control(order, settings, now=now))
        return
    from pipelines.publish import publish as publish_copy
    from pipelines.site import build_reports

    published = publish_copy(settings, now=now)
    if published.held:
        typer.echo(f"publication is held: readers keep build {published.build}; end it by --release")
        return
    typer.echo(f"published build {published.build}; reports: {build_reports(settings, now=now)}")


def _run_days(
    wanted: Sequence[date],
    settings: Settings,
    *,
    workers: int,
    reports: bool,
    steps: Steps = Steps.ALL,
) -> None:
    from pipelines.backfill import run_days
    from pipelines.pace import note_pace
    from pipelines.site import build_reports
    from pipelines.workers import default_workers

    now, began = current_time(), time.perf_counter()
    workers = workers or default_workers()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("days", total=len(wanted))

        def tell(day: str) -> None:
            progress.update(task, advance=1, description=day)

        result = run_days(wanted, settings, now=now, workers=workers, steps=steps, report=tell)
        progress.update(task, total=max(len(wanted), len(result.days)))
    _tell_verdicts(result.verdicts)
    _tell_nights(result.days, settings, started_at=now)
    failed = [verdict.day.isoformat() for verdict in result.verdicts if verdict.verdict == "fail"]
    if result.published and result.published.held:
        typer.echo(f"publication is held: readers keep build {result.published.build}")
    elif result.published and reports:
        typer.echo(f"published build {result.published.build}; reports: {build_reports(settings, now=now)}")
    elapsed = time.perf_counter() - began
    contacts = count_contacts(result.days, settings)
    note_pace(settings, steps, contacts=contacts, seconds=elapsed, workers=workers)
    if failed:
        message = (
            f"data checks failed, so these days are not published: {', '.join(failed)}; see the lines above"
        )
        raise PipelineError(message)


def _tell_nights(days: Sequence[date], settings: Settings, *, started_at: datetime) -> None:
    """Keep each night's line, with the mean time of a day, and print those of few days."""
    from pipelines.night_line import night_line, record_night

    finished_at = current_time()
    mean = (finished_at - started_at) / max(1, len(days))
    for day in days:
        line = night_line(day, settings)
        record_night(line, settings, started_at=finished_at - mean, finished_at=finished_at)
        if len(days) <= MOST_LINES:
            typer.echo(line.text())


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
