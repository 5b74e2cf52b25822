"""All pages of one department's week, made as a whole: the report and what stands behind its numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from reports.formats import list_downloads, make_downloads
from reports.formats.fonts import find_font
from reports.keep import Page, Unit, digest_value
from reports.keys import WeekKey
from reports.model import (
    Department,
    NumberRows,
    SiteContext,
    WeekContext,
    WeeklyReport,
    build_weekly,
    list_candidate_rows,
    list_risk_rows,
    list_topic_rows,
)
from reports.model.signals import Signals
from reports.model.threads import Screen, address_threads, list_contacts, list_thread_pages
from reports.render import html
from reports.render.rows import render_rows

if TYPE_CHECKING:
    from warehouse.published import Reader


@dataclass(frozen=True)
class WeekMaterial:
    """What all departments' pages of a week may go by, beside the reader.

    Attributes
    ----------
    site : SiteContext
        As `SiteContext.seen_from` the week.
    signals : Signals
        As `Signals.seen_from` the week.
    screen : Screen or None
        Looks at each turn of a thread; without it there are no threads.
    """

    site: SiteContext
    signals: Signals
    week: WeekContext
    neighbours: html.Neighbours
    screen: Screen | None = None

    @cached_property
    def digest(self) -> str:
        """Digest of all of it, and of the font that PDFs have."""
        decides = self.screen.fingerprint if self.screen else ""
        return digest_value((self.site, self.signals, self.week, self.neighbours, decides, find_font()))


def make_week_unit(material: WeekMaterial, department: Department) -> Unit:
    """Return the part of the site that holds a department's week."""
    site, signals, week = material.site, material.signals, material.week
    neighbours, screen = material.neighbours, material.screen
    linked = frozenset(key for key in (neighbours.older, neighbours.newer) if key is not None)

    def render(reader: "Reader", made_at: datetime) -> Iterator[Page]:
        folder = f"{department.folder}/{week.key}"
        report = build_weekly(
            reader, site, week, department, made_at=made_at, linked_weeks=linked, signals=signals
        )
        page = html.render_weekly(report, neighbours, downloads)
        yield Page(f"{folder}/index.html", page.encode("utf-8"), is_report=True)
        rows = list(_list_rows(reader, site, week.key, department, report))
        contacts = list_contacts(rows) if screen is not None else ()
        threads = address_threads(contacts)
        for number in rows:
            for name, text, sentences in render_rows(number, made_at=made_at, threads=threads):
                yield Page(f"{folder}/{name}", text.encode("utf-8"), sentences)
        if screen is not None:
            for page_of_threads in list_thread_pages(reader, week.key, department, contacts, screen):
                content = html.render_threads(page_of_threads, made_at=made_at).encode("utf-8")
                yield Page(f"{folder}/{page_of_threads.file}", content)
        for name, file in make_downloads(report, page, rows).items():
            yield Page(f"{folder}/{name}", file)

    downloads = list_downloads(department, week.key)
    inputs = digest_value((material.digest, department))
    return Unit(f"{department.folder}/{week.key}", inputs, render)


def _list_rows(
    reader: "Reader", site: SiteContext, week: WeekKey, department: Department, report: WeeklyReport
) -> Iterator[NumberRows]:
    figures, least_cases = list(report.figures), site.least_cases
    keywords = {topic_id: topic.keywords for topic_id, topic in site.topics.items()}
    yield from list_topic_rows(reader, week, department, figures, least_cases=least_cases, keywords=keywords)
    yield from list_risk_rows(reader, week, department)
    yield from list_candidate_rows(reader, week, department, report.candidates, least_cases=least_cases)
