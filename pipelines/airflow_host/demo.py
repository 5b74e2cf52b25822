"""``make demo``: the demo company's half year, its last week by real Airflow runs."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from rich.console import Console
from rich.table import Table

from pipelines.airflow_host.api import Api, DagRun
from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.host import check_room, running
from pipelines.airflow_host.installation import Installation
from pipelines.airflow_host.progress import tell_progress
from pipelines.airflow_host.step import run_step
from pipelines.airflow_host.watch import backfill, wait_healthy

AIRFLOW_DAYS = 7
SIDE_BY_SIDE = 3
A_DAY = 86_400


def run_demo(installation: Installation, options: Sequence[str], console: Console) -> None:
    """Make the files, load the history, find the topics, and have Airflow run the last seven days.

    Parameters
    ----------
    options : sequence of str
        Options of ``koe demo``, like ``["--days", "30"]``.
    """
    check_room(installation)
    os.environ.pop("KOE_CONFIG", None)  # the demo has its configuration under KOE_HOME
    _once(installation, f"files {' '.join(options)}", console, lambda: _koe(installation, "demo", *options))
    days = _days(installation)
    history, week = days[:-AIRFLOW_DAYS], days[-AIRFLOW_DAYS:]
    if not history:
        message = f"the demo has {len(days)} days; it needs more than {AIRFLOW_DAYS}: --days 30"
        raise HostError(message)
    span = f"{history[0]} {history[-1]}"
    _once(
        installation,
        f"history {span}",
        console,
        lambda: _koe(installation, "backfill", *span.split(), "--no-reports"),
    )
    _once(installation, f"topics {span}", console, lambda: _koe(installation, "topics", "refit"))
    runs = _airflow(installation, week, console)
    console.print(_table(runs))
    index = installation.home / "site" / "current" / "index.html"
    if not index.is_file():
        message = f"all runs succeeded but {index} is missing; read {installation.logs}"
        raise HostError(message)
    console.print(f"Report index: {index}", soft_wrap=True)
    console.print(f"`make up` opens the UI at {installation.url}", soft_wrap=True)


def _airflow(installation: Installation, week: list[date], console: Console) -> list[DagRun]:
    began = time.monotonic()
    console.print("Airflow: starting …")
    # Each reading of the DAG file after a backfill would schedule a run of its own for yesterday.
    with running(replace(installation, parse_seconds=A_DAY)) as host:
        api = Api(installation)
        wait_healthy(host, api)
        console.print(
            f"Airflow: healthy after {time.monotonic() - began:.0f} s; backfill {week[0]} … {week[-1]}"
        )
        with tell_progress(console) as tell:
            runs = backfill(host, api, week[0], week[-1], side_by_side=SIDE_BY_SIDE, tell=tell)
        console.print("Airflow: stopping …")
    console.print(f"Airflow: done, and all its processes have ended ({time.monotonic() - began:.0f} s)")
    return runs


def _koe(installation: Installation, *arguments: str) -> None:
    run_step([sys.executable, "-m", "pipelines.cli", *arguments], installation.environment())


def _days(installation: Installation) -> list[date]:
    argv = [sys.executable, "-m", "pipelines.cli", "days"]
    done = subprocess.run(argv, env=installation.environment(), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        message = f"'koe days' failed: {done.stderr.strip()}"
        raise HostError(message)
    return sorted(date.fromisoformat(line) for line in done.stdout.split())


def _once(installation: Installation, step: str, console: Console, work: Callable[[], None]) -> None:
    """Do a step unless this home has it already; a step that was interrupted is not remembered."""
    memory = installation.folder / "demo-steps.json"
    done = json.loads(memory.read_text(encoding="utf-8")) if memory.exists() else []
    if step in done:
        console.print(f"{step}: is there already")
        return
    console.print(f"{step} …")
    began = time.monotonic()
    work()
    draft = memory.with_suffix(".draft")
    draft.write_text(json.dumps([*done, step]), encoding="utf-8")
    draft.replace(memory)
    console.print(f"{step}: {time.monotonic() - began:.0f} s")


def _table(runs: Sequence[DagRun]) -> Table:
    table = Table(title="Airflow's table dag_run", title_justify="left")
    for name in ("dag_id", "run_type", "partition_key", "state", "duration"):
        table.add_column(name, no_wrap=True, justify="right" if name == "duration" else "left")
    for run in sorted(runs, key=lambda run: (run.dag_id, run.partition_key or "", run.run_after)):
        duration = "" if run.duration is None else f"{run.duration:.1f} s"
        table.add_row(run.dag_id, run.run_type, run.partition_key, run.state, duration)
    return table
