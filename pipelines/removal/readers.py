"""Gives readers a fresh copy and reports first, then removes every older one and deleted rows' bytes."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from pipelines.canary.gate import LeakError
from pipelines.check import check_days
from pipelines.errors import PipelineError
from pipelines.load import load_days
from pipelines.manifest import has_run
from pipelines.publication import publication_state
from pipelines.publish import publish
from pipelines.settings import Settings
from pipelines.site import build_reports
from reports import site
from warehouse import publishing
from warehouse.database import open_database, rewrite_file
from warehouse.published import newest
from warehouse.removal import delete_days_before, has_publishable_day

log = logging.getLogger(__name__)

_CHUNK_DAYS = 28


def refuse_held(settings: Settings) -> None:
    """Raise PipelineError while publication is held: readers would keep a copy that must go."""
    held = publication_state(settings).held
    if held is not None and newest(settings.warehouse_dir) is not None:
        message = (
            "publication is held, so readers would keep a copy of what is to be removed; release it first"
        )
        raise PipelineError(message)


def load_again(days: Sequence[date], settings: Settings) -> None:
    """Load and check the days that were loaded before."""
    loaded = [day for day in days if has_run(settings, day)]
    for start in range(0, len(loaded), _CHUNK_DAYS):
        chunk = loaded[start : start + _CHUNK_DAYS]
        load_days(chunk, settings)
        check_days(chunk, settings)


def delete_loaded_before(before: date, settings: Settings) -> None:
    """Delete purged days from the writer's file."""
    with open_database(settings.warehouse_dir) as database, database.transaction():
        delete_days_before(database, before)


def renew_copies(settings: Settings, *, now: datetime) -> list[str]:
    """Publish what is left, build the reports from it, and remove every older copy and build; name them.

    When no day is left to publish, readers find nothing: an old copy must not stay in its place. The same
    when personal data is found in what would be published, be it of a day that the removal does not touch: it
    must not be published, and the removal must not wait for it.
    """
    folder = settings.warehouse_dir
    was_published = newest(folder) is not None
    with open_database(folder) as database:
        left = has_publishable_day(database)
    if left and was_published:
        try:
            publish(settings, now=now, afresh=True)
            build_reports(settings, now=now, afresh=True)
        except LeakError as error:
            log.error("%s", error.found)
            log.error("readers have no reports until that is mended and 'koe publish' was run")
            left = False
    if not left:
        publishing.withdraw_all(folder)
        site.withdraw_all(settings.site_dir)
    return [*publishing.remove_others(folder), *site.remove_others(settings.site_dir)]


def rewrite_warehouse(settings: Settings) -> None:
    """Write the writer's file anew, so that deleted rows are not in its bytes either."""
    rewrite_file(settings.warehouse_dir)
