"""Command ``verify``."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.options import Config, _parse_day, current_time, settings_of
from pipelines.errors import PipelineError

if TYPE_CHECKING:
    from pipelines.verify import Verification

SERIOUS = 3  # exit code: the same inputs gave another result
CHANGED = 4  # exit code: another result, and the inputs that explain it


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("verify")(verify)


def verify(
    days: Annotated[
        list[date] | None, typer.Argument(parser=_parse_day, help="Days like 2026-11-21.")
    ] = None,
    sample: Annotated[int, typer.Option(min=0, help="Verify so many days of those that ran.")] = 0,
    seed: Annotated[int, typer.Option(help="Which days a sample takes.")] = 0,
    config: Config = None,
) -> None:
    """Run days again aside and compare; exit 4 where changed inputs explain a difference, 3 where none do."""
    from pipelines.verify import DIFFERENT, IDENTICAL, sample_days, verify_days

    settings = settings_of(config)
    wanted = [*(days or []), *(sample_days(settings, sample, seed) if sample else [])]
    if not wanted:
        message = "verify: no day given and none has run; give days, or --sample N"
        raise PipelineError(message)
    verdicts = set()
    for day in dict.fromkeys(wanted):
        outcome = verify_days([day], settings, now=current_time())[0]
        verdicts.add(outcome.verdict)
        tell(outcome)
    if DIFFERENT in verdicts:
        raise typer.Exit(SERIOUS)
    if verdicts != {IDENTICAL}:
        raise typer.Exit(CHANGED)


def tell(outcome: "Verification") -> None:
    """Print an outcome: the verdict, then what differs and which inputs changed."""
    from pipelines.verify import DIFFERENT, IDENTICAL

    read = f"{outcome.rows} rows; {outcome.read_again} source files read again"
    if outcome.from_lake:
        read += f", {outcome.from_lake} only in the lake"
    if outcome.verdict == IDENTICAL:
        typer.echo(f"{outcome.day} 同一 ({read})")
    elif outcome.verdict == DIFFERENT:
        typer.echo(f"{outcome.day} 相違: nothing that changed explains it ({read})")
    else:
        typer.echo(f"{outcome.day} 入力が変わっています: another result, explained below ({read})")
    for table in outcome.differences:
        typer.echo(f"  {table.line()}")
    for name in outcome.altered:
        typer.echo(f"  {name}: the stored rows are not those that were loaded; run 'koe run {outcome.day}'")
    explaining = outcome.explaining()
    for change in outcome.changes:
        effect = "changed" if change in explaining else "changed, without effect on these tables"
        typer.echo(f"  {effect}: {change.line()}")
    for source in outcome.unreachable:
        typer.echo(f"  source {source} could not be read: what the lake received of it was used")
