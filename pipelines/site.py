"""Step reports: a new build of the site from the newest published copy."""

from datetime import UTC, datetime
from pathlib import Path

from pipelines.errors import PipelineError
from pipelines.settings import Settings
from reports.build import build_site
from reports.site import publish_site, read_current
from warehouse.published import newest, open_published


def build_reports(settings: Settings, *, now: datetime, again: bool = False) -> Path:
    """Build the reports of all published weeks, swap ``site/current``, and return the index page.

    Where the newest published copy has its site already, nothing is built, unless `again` asks for it.
    """
    copy = newest(settings.warehouse_dir)
    if copy is None:
        message = "nothing has been published yet; run 'koe run DAY' or 'koe backfill FROM TO' first"
        raise PipelineError(message)
    build = copy.stem.removeprefix("published-")
    index = settings.site_dir / "current" / "index.html"
    shown = read_current(settings.site_dir)
    if shown is not None and shown.startswith(f"{build}-") and not again:
        return index
    with open_published(copy) as reader:
        name = f"{build}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        made_at = now.astimezone(settings.sources.zone)
        publish_site(settings.site_dir, name, lambda out: build_site(reader, out, made_at=made_at))
    return index
