"""Commands ``doctor`` and ``check``."""

import json
import os
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from pipelines.cli.options import Config, _parse_day, current_time, settings_of


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("doctor")(doctor)
    app.command("check")(check)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="A JSON list instead of lines.")] = False,
    config: Config = None,
) -> None:
    """Look the installation over: ✓ well, ! to be seen to, ✗ broken (exit 1), each with what to do."""
    from pipelines.airflow_state import look_at_airflow
    from pipelines.doctor import FAIL, examine

    found = [*examine(settings_of(config), now=current_time()), *look_at_airflow(os.environ)]
    if as_json:
        typer.echo(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=1))
    else:
        for item in found:
            typer.echo(item.line())
    if any(item.level == FAIL for item in found):
        raise typer.Exit(1)


def check(
    day: Annotated[
        date | None, typer.Argument(parser=_parse_day, help="Default: the newest loaded day.")
    ] = None,
    config: Config = None,
) -> None:
    """Run the data checks of a loaded day again and print them; exit 1 when one fails."""
    from pipelines.check import check_day
    from pipelines.errors import PipelineError
    from pipelines.manifest import days_with_manifest, has_run

    settings = settings_of(config)
    wanted = day or max(days_with_manifest(settings), default=None)
    if wanted is None or not has_run(settings, wanted):
        message = f"check: {wanted or 'no day'} was ever run; run it with 'koe run DAY'"
        raise PipelineError(message)
    verdict = check_day(wanted, settings)
    for result in verdict.found:
        typer.echo(
            f"{'✗' if result.level == 'fail' else '!'} {result.name}: {result.rows} — {result.message}"
        )
    typer.echo(f"{verdict.day} {verdict.verdict}")
    if verdict.verdict == "fail":
        raise typer.Exit(1)
