"""Waiting for Airflow: until it is healthy, until a backfill and the reports behind it are done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipelines.airflow_host.api import Api, DagRun
from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.host import Host
from pipelines.airflow_host.installation import Installation

DAILY, REPORTS = "voc_daily", "voc_reports"
POOL = "warehouse"
POLL_SECONDS = 1.0
HEALTHY_SECONDS = 180
STUCK_SECONDS = 600  # without any task ending
SETTLE_SECONDS = 20  # a published day's report run appears within a scheduler loop


@dataclass(frozen=True)
class Progress:
    """How far a backfill is."""

    days: int
    days_done: int
    reports: int
    reports_done: int
    tasks_done: int


def wait_healthy(host: Host, api: Api, dag_ids: tuple[str, ...] = (DAILY, REPORTS)) -> None:
    """Wait until all processes answer and the DAG files were read by them; then make the pool.

    Raises
    ------
    HostError
        A process ended, a DAG file cannot be imported, or it takes longer than three minutes.
    """
    started = datetime.now(UTC)
    deadline = time.monotonic() + HEALTHY_SECONDS
    while not _healthy(api):
        _pause(host, deadline)
    api.make_pool(POOL, 1)
    while True:
        parsed = [api.parsed_at(dag_id) for dag_id in dag_ids]
        if all(when and when >= started for when in parsed):
            return
        errors = api.import_errors()
        if errors:
            message = (
                f"a DAG file cannot be imported: {errors[0]}; read {host.installation.logs}/dag-processor.log"
            )
            raise HostError(message)
        _pause(host, deadline)


def _healthy(api: Api) -> bool:
    health = api.health()
    if health is None:
        return False
    return all(health[name]["status"] == "healthy" for name in ("metadatabase", "scheduler", "dag_processor"))


def _pause(host: Host, deadline: float) -> None:
    host.check_alive()
    if time.monotonic() > deadline:
        message = f"Airflow is not healthy after {HEALTHY_SECONDS} s; read {host.installation.logs}/*.log"
        raise HostError(message)
    time.sleep(POLL_SECONDS)


def backfill(
    host: Host, api: Api, first: date, last: date, *, side_by_side: int, tell: Callable[[Progress], None]
) -> list[DagRun]:
    """Have the scheduler run the days (both included), and wait for them and their report runs.

    Days that ran well before are left alone. Returns the runs of both DAGs for these days.

    Raises
    ------
    HostError
        A run failed, a process ended, or nothing moved for ten minutes.
    """
    began = datetime.now(UTC)
    keys = {(first + timedelta(days=offset)).isoformat() for offset in range((last - first).days + 1)}
    api.set_paused(REPORTS, paused=False)
    if not _all_ran(api, keys):
        _request(host, api, first, last, keys, side_by_side=side_by_side)
        # Left running, the schedule would add a run of its own for yesterday, here or at the next start.
        with _unpaused(api, DAILY):
            _wait_for_runs(host, api, keys, began, tell)
    return _of_days(api, DAILY, keys) + _of_days(api, REPORTS, keys)


def _all_ran(api: Api, keys: set[str]) -> bool:
    """Whether every day ran well before and no report run is under way."""
    ran = {run.partition_key for run in _of_days(api, DAILY, keys) if run.state == "success"}
    return ran >= keys and all(run.finished for run in _of_days(api, REPORTS, keys))


@contextmanager
def _unpaused(api: Api, dag_id: str) -> Iterator[None]:
    api.set_paused(dag_id, paused=False)
    try:
        yield
    except HostError:
        with suppress(HostError):  # Airflow may be gone; what ended the wait is what counts
            api.set_paused(dag_id, paused=True)
        raise
    api.set_paused(dag_id, paused=True)


def _request(host: Host, api: Api, first: date, last: date, keys: set[str], *, side_by_side: int) -> None:
    """Post the request; a backfill that an earlier, interrupted launcher left active is waited for first."""
    deadline = time.monotonic() + STUCK_SECONDS
    while not api.request_backfill(DAILY, first, last, side_by_side=side_by_side):
        api.set_paused(DAILY, paused=False)
        host.check_alive()
        if time.monotonic() > deadline:
            message = (
                "another backfill of voc_daily is active and does not end; cancel it in the UI (`make up`)"
            )
            raise HostError(message)
        time.sleep(POLL_SECONDS)
    missing = keys - {run.partition_key for run in _of_days(api, DAILY, keys)}
    if missing:
        message = f"Airflow made no runs for {', '.join(sorted(missing))}; {_log(host, 'api-server')}"
        raise HostError(message)


def _wait_for_runs(
    host: Host, api: Api, keys: set[str], began: datetime, tell: Callable[[Progress], None]
) -> None:
    last_move, seen, settled_at = time.monotonic(), Progress(-1, 0, 0, 0, 0), None
    while True:
        host.check_alive()
        daily, reports = _of_days(api, DAILY, keys), _of_days(api, REPORTS, keys)
        _raise_for_failed(api, host.installation, _latest(daily) + _latest(reports))
        fresh = {run.partition_key or "" for run in daily if run.queued_at and run.queued_at >= began}
        reported = {run.partition_key or "" for run in reports if run.queued_at and run.queued_at >= began}
        now = Progress(
            days=len(keys),
            days_done=len({run.partition_key for run in daily if run.state == "success"}),
            reports=max(len(fresh | reported), len(reported)),
            reports_done=len([run for run in reports if run.finished and run.partition_key in reported]),
            tasks_done=api.count_tasks(DAILY, since=began),
        )
        if now != seen:
            last_move, seen = time.monotonic(), now
            tell(now)
        idle = all(run.finished for run in daily + reports)
        if idle and fresh <= reported:
            return
        settled_at = (settled_at or time.monotonic()) if idle else None
        if settled_at and time.monotonic() - settled_at > SETTLE_SECONDS:
            message = (
                f"no report run followed for {', '.join(sorted(fresh - reported))}; {_log(host, 'scheduler')}"
            )
            raise HostError(message)
        if time.monotonic() - last_move > STUCK_SECONDS:
            message = f"no task has ended for {STUCK_SECONDS} s; {_log(host, 'scheduler')}"
            raise HostError(message)
        time.sleep(POLL_SECONDS)


def _of_days(api: Api, dag_id: str, keys: set[str]) -> list[DagRun]:
    return [run for run in api.runs(dag_id) if run.partition_key in keys]


def _latest(runs: list[DagRun]) -> list[DagRun]:
    """Return the newest run of each day; a failed one that was run again does not count."""
    return list({run.partition_key: run for run in runs}.values())


def _log(host: Host, component: str) -> str:
    return f"read {host.installation.logs}/{component}.log"


def _raise_for_failed(api: Api, installation: Installation, runs: list[DagRun]) -> None:
    failed = [run for run in runs if run.state == "failed"]
    if not failed:
        return
    run, task = failed[0], api.failed_task(failed[0])
    where = installation.logs / f"dag_id={run.dag_id}" / f"run_id={run.run_id}"
    name = "a task"
    if task:
        name = f"task {task['task_id']}" + (f"[{task['map_index']}]" if task["map_index"] >= 0 else "")
        where /= f"task_id={task['task_id']}"
        where = where / f"map_index={task['map_index']}" if task["map_index"] >= 0 else where
        where /= f"attempt={task['try_number']}.log"
    message = f"run {run.dag_id} of {run.partition_key} failed in {name}; read {where}"
    raise HostError(message)
