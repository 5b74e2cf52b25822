"""The way out after a cancelled backfill: runs that Airflow never starts, freed, and their days run again.

Airflow keeps a cancelled backfill marked as paused for good. A run of it that is queued afterwards (somebody
cleared it, or it was queued at the moment of the cancelling) is passed over for ever, its day counts as being
under way, and no further backfill takes it (apache/airflow issue 72337).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from pipelines.airflow_host.api import Api, BackfillRow, DagRun
from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.installation import Installation
from pipelines.airflow_host.watch import DAILY

SIDE_BY_SIDE = 4


@dataclass(frozen=True)
class Stranded:
    """Runs that nothing will start, and the cancelled backfill that they belong to (the newest of them)."""

    runs: tuple[DagRun, ...]
    backfill: BackfillRow

    @property
    def days(self) -> list[date]:
        """Return the days of the runs, in order."""
        return sorted({date.fromisoformat(run.partition_key) for run in self.runs if run.partition_key})


def run_unstick(installation: Installation, console: Console) -> None:
    """Set stranded runs to failed and ask for a backfill of their days; says what it did.

    Raises
    ------
    HostError
        Airflow does not run, or a backfill is under way.
    """
    api = Api(installation)
    if api.health() is None:
        message = (
            f"Airflow does not answer at {installation.url}; start it with 'make up' and run this beside it"
        )
        raise HostError(message)
    found = find_stranded(api.backfills(DAILY), api.runs(DAILY))
    if found is None:
        console.print("no run is stuck: every queued run belongs to a backfill that goes on")
        return
    for run in found.runs:
        api.fail_run(run)
    days = found.days
    console.print(f"freed {len(found.runs)} stuck runs: {', '.join(day.isoformat() for day in days)}")
    api.set_paused(DAILY, paused=False)
    if not api.request_backfill(
        DAILY, days[0], days[-1], side_by_side=SIDE_BY_SIDE, conf=found.backfill.dag_run_conf
    ):
        message = "another backfill of voc_daily has begun meanwhile; when it has ended, backfill these days"
        raise HostError(message)
    console.print(
        f"a new backfill runs what failed or is missing from {days[0]} to {days[-1]}; "
        f"watch it at {installation.url}/dags/{DAILY}"
    )


def find_stranded(backfills: Sequence[BackfillRow], runs: Sequence[DagRun]) -> Stranded | None:
    """Return the queued runs that no backfill will start, or None.

    Raises
    ------
    HostError
        A backfill is active: its queued runs cannot be told from stranded ones.
    """
    active = [item for item in backfills if item.completed_at is None]
    if active:
        span = f"{active[0].from_date:%Y-%m-%d} to {active[0].to_date:%Y-%m-%d}"
        message = (
            f"the backfill from {span} is {'paused' if active[0].is_paused else 'under way'}; "
            "wait for its end, or continue or cancel it in the UI, then run this again"
        )
        raise HostError(message)
    # The newest backfill is the last; one that ended by itself is not marked as paused.
    cancelled = [item for item in backfills if item.is_paused]
    queued = tuple(run for run in runs if run.run_type == "backfill" and run.state == "queued")
    return Stranded(queued, cancelled[-1]) if cancelled and queued else None
