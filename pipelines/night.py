"""The second half of the night, and what runs beside it, as its tasks see it; days are ISO texts.

Airflow's tasks call these and ``pipelines.preparation``; ``pipelines.backfill`` strings the same together.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from pipelines import check, load, refit
from pipelines.control import Order, control
from pipelines.day_texts import to_days, to_texts
from pipelines.errors import PipelineError
from pipelines.manifest import has_run
from pipelines.night_failure import forget_failure
from pipelines.night_line import night_line, record_night
from pipelines.notify import tell_departments
from pipelines.publish import Published, publish
from pipelines.refit import Refit
from pipelines.settings import Settings
from pipelines.site import build_reports
from pipelines.steps import Steps
from pipelines.verify import DIFFERENT, sample_days, verify_days

__all__ = [
    "build_reports",
    "check_days",
    "control_publication",
    "load_days",
    "publish",
    "publish_night",
    "refit_topics",
    "tell_departments",
    "verify_sample",
]


def load_days(days: Sequence[str], settings: Settings, steps: str = "all") -> None:
    """Load the days in one transaction; where nothing was analysed, their assignments only."""
    if Steps(steps).includes("annotate"):
        load.load_days(to_days(days), settings)
    else:
        load.load_new_assignments(to_days(days), settings)


def check_days(days: Sequence[str], settings: Settings) -> list[str]:
    """Check the days and return those that passed; the others stay out of publication.

    Raises
    ------
    PipelineError
        No day passed, so that there is nothing new to publish and the run must be seen to fail.
    """
    verdicts = check.check_days(to_days(days), settings)
    passed = [verdict.day for verdict in verdicts if verdict.verdict != "fail"]
    if not passed:
        found = sorted(
            {result.name for verdict in verdicts for result in verdict.found if result.level == "fail"}
        )
        message = (
            f"{', '.join(days)}: data checks failed ({', '.join(found)}), so what was published stays; "
            "look into core.check_results, put the cause right and clear this run's tasks from pull on"
        )
        raise PipelineError(message)
    return to_texts(passed)


def publish_night(
    days: Sequence[str], settings: Settings, *, started_at: datetime, now: Callable[[], datetime]
) -> Published:
    """Publish, then note of each day what readers have and how long its run took; `now` tells the time."""
    published = publish(settings, now=now())
    finished_at = now()
    for day in to_days(days):
        record_night(night_line(day, settings), settings, started_at=started_at, finished_at=finished_at)
        forget_failure(day, settings)
    return published


def verify_sample(settings: Settings, *, count: int, now: datetime) -> list[str]:
    """Run some stored days again aside, other ones each week, and return a line of each.

    Raises
    ------
    PipelineError
        The same inputs gave another result.
    """
    days = sample_days(settings, count, seed=now.toordinal() // 7)
    found = verify_days(days, settings, now=now)
    bad = [item.day.isoformat() for item in found if item.verdict == DIFFERENT]
    if bad:
        message = (
            f"verify: {', '.join(bad)}: the same inputs gave another result; run 'koe verify {bad[0]}', "
            "which names the tables and rows, and report it"
        )
        raise PipelineError(message)
    return [f"{item.day} {item.verdict}" for item in found]


def control_publication(params: Mapping[str, str], settings: Settings, *, by: str, now: datetime) -> str:
    """Carry out an order that a run's parameters give: order, why, build, department."""
    order = Order(params["order"], by, params["why"], build=params["build"], department=params["department"])
    return control(order, settings, now=now)


def refit_topics(
    settings: Settings, *, now: datetime, publish_after: bool = True, full: bool = False
) -> Refit:
    """Make a new registry version, load every day's new assignments, and publish."""
    result = refit.refit_topics(settings, full=full)
    loaded = [day for day in result.days if has_run(settings, day)]
    load.load_new_assignments(loaded, settings)
    check.check_days(loaded, settings)
    if publish_after and loaded:
        publish(settings, now=now)
    return result
