"""Step reports: a new build of the site from the newest published copy."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from nlp.masking import has_residual_risk, risk_fingerprint
from pipelines.canary.gate import Gate
from pipelines.errors import PipelineError
from pipelines.publication import publication_state
from pipelines.quiet import working
from pipelines.settings import Settings
from reports.build import OPENING_DAYS, build_site
from reports.model.labels import JST
from reports.model.threads import Screen
from reports.portal.access_log import AccessLog, OpeningCount
from reports.site import publish_site, read_current
from reports.site_facts import FILE as SITE_FACTS
from reports.withdrawn import Withdrawal
from warehouse.published import Reader, newest, open_published

_SEARCHED_DAYS: Final = 7


def build_reports(settings: Settings, *, now: datetime, again: bool = False, afresh: bool = False) -> Path:
    """Build the reports of all published weeks, swap ``site/current``, and return the index page.

    Where the newest published copy has its site already, nothing is built, unless `again` asks for it. What
    the build before made from the same content is taken over, unless `afresh` forbids it.
    """
    with working(settings.home):
        return _build_reports(settings, now, again=again or afresh, afresh=afresh)


def _build_reports(settings: Settings, now: datetime, *, again: bool, afresh: bool) -> Path:
    copy = newest(settings.warehouse_dir)
    if copy is None:
        message = "nothing has been published yet; run 'koe run DAY' or 'koe backfill FROM TO' first"
        raise PipelineError(message)
    build = copy.stem.removeprefix("published-")
    index = settings.site_dir / "current" / "index.html"
    shown = read_current(settings.site_dir)
    previous = settings.site_dir / shown if shown is not None and not afresh else None
    if shown is not None and shown.startswith(f"{build}-") and not again:
        return index
    with open_published(copy) as reader:
        name = f"{build}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        made_at = now.astimezone(settings.sources.zone)
        state = publication_state(settings)
        withdrawn = {name: Withdrawal(item.since, item.why) for name, item in state.withdrawn.items()}
        publish_site(
            settings.site_dir,
            name,
            lambda out: _build_searched(reader, out, made_at, withdrawn, settings, previous),
            allow_older=state.held is not None and bool(state.held.build),
        )
    return index


def _build_searched(
    reader: Reader,
    out: Path,
    made_at: datetime,
    withdrawn: Mapping[str, Withdrawal],
    settings: Settings,
    previous: Path | None,
) -> None:
    """Build the site and search what is new in it before readers see it, for the persons planted of late.

    All it tells of stands in the copy, which was searched for every day made anew.
    """
    least = settings.general.min_cell_cases
    built = build_site(
        reader,
        out,
        made_at=made_at,
        withdrawn=withdrawn,
        least_cases=least,
        previous=previous,
        screen=Screen(has_residual_risk, risk_fingerprint()),
        openings=_openings(settings, made_at),
    )
    newest_days = "SELECT day FROM published.days ORDER BY day DESC LIMIT $count"
    days = reader.query(newest_days, {"count": _SEARCHED_DAYS}).column("day").to_pylist()
    if settings.general.canaries:
        Gate(settings, days).check_site(out, [out / SITE_FACTS, *(out / path for path in built.rendered)])


def _openings(settings: Settings, made_at: datetime) -> list[OpeningCount]:
    """Return how often each department's pages were opened in the weeks before, without names."""
    last = made_at.astimezone(JST).date()
    return AccessLog(settings.access_dir).counts(last - timedelta(days=OPENING_DAYS - 1), last)
