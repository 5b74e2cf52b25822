"""Renders the report model to self-contained HTML pages: own style inlined, no scripts, nothing fetched."""

import base64
import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from reports.errors import ReportError
from reports.keys import WeekKey
from reports.model import labels, wording
from reports.model.agents import AgentsPage, say_thanks
from reports.model.daily import DailyReport
from reports.model.executive import ExecutivePage
from reports.model.feedback import KNOWN_WEEKS
from reports.model.index import DayLine, IndexPage, WeekLine
from reports.model.news import NOTHING_CHANGED
from reports.model.pictures import Pictures
from reports.model.threads import ThreadsPage
from reports.model.weekly import Department, WeeklyReport
from reports.render.drawn import draw_pictures

if TYPE_CHECKING:
    from reports.export import Export
    from reports.formats import Download
    from reports.withdrawn import Withdrawal

_BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Neighbours:
    """Weeks before and after a report that the site holds."""

    older: WeekKey | None
    newer: WeekKey | None


@dataclass(frozen=True)
class Build:
    """One kept build: address of its first page, when it was made, and whether readers see it first."""

    address: str
    label: str
    is_current: bool


def render_weekly(report: WeeklyReport, neighbours: Neighbours, downloads: Sequence["Download"] = ()) -> str:
    """Return the first page of a department's week; `downloads` are the files beside it."""
    drawn = draw_pictures(report.pictures)
    return _render("weekly.html", report=report, neighbours=neighbours, drawn=drawn, downloads=downloads)


def render_daily(report: DailyReport) -> str:
    """Return a department's page of one day."""
    return _render("daily.html", report=report)


def render_executive(page: ExecutivePage, downloads: Sequence["Download"] = ()) -> str:
    """Return 経営サマリー; `downloads` are the files beside it."""
    drawn = draw_pictures(Pictures(rankings=(page.departments,))) if page.departments else None
    picture = drawn.rankings[0] if drawn else None
    return _render("executive.html", page=page, picture=picture, downloads=downloads)


def render_agents(page: AgentsPage) -> str:
    """Return この声がこう変わった."""
    return _render("agents.html", page=page, thanks=say_thanks(page))


def render_threads(page: ThreadsPage, *, made_at: datetime) -> str:
    """Return a page with the turns of some contacts."""
    return _render("threads.html", page=page, made_at=made_at)


def render_department(
    department: Department,
    weeks: Sequence[WeekLine],
    *,
    position: int,
    made_at: datetime,
    days: Sequence[DayLine] = (),
) -> str:
    """Return the list of a department's weeks and `days`; `position` is its place in each week's cases."""
    return _render(
        "department.html", department=department, weeks=weeks, position=position, made_at=made_at, days=days
    )


def render_index(page: IndexPage, *, builds: str = "") -> str:
    """Return the first page of the site; `builds` is the address of the list of builds, if any."""
    return _render("index.html", page=page, builds=builds)


def render_builds(builds: Sequence[Build]) -> str:
    """Return the list of the builds that are kept, newest first."""
    return _render("builds.html", builds=builds)


def render_export(export: "Export", *, made_by: str, made_at: datetime) -> str:
    """Return the cover of a copy that left the portal."""
    return _render("export.html", export=export, made_by=made_by, made_at=made_at)


def render_withdrawn(department: Department, withdrawal: "Withdrawal", *, top: str) -> str:
    """Return the page that stands in place of a withdrawn department's; `top` leads to the first page."""
    return _render("withdrawn.html", department=department, withdrawal=withdrawal, top=top)


def render_refusal(title: str, sentence: str, *, way_out: str = "") -> str:
    """Return the page that says why nothing is shown; `way_out` is the address of the first page."""
    return _render("refusal.html", title=title, sentence=sentence, way_out=way_out)


def render_template(name: str, **values: Any) -> str:
    """Return a page made of a template by name; the portal's own are in ``portal/``."""
    return _render(name, **values)


def load_template(name: str) -> Template:
    """Return a template, for those who need its macros."""
    return _environment().get_template(name)


@cache
def portal_style_hashes() -> tuple[str, ...]:
    """Return the Base64 SHA-256 of the inline styles of the portal's own pages."""
    return style_hash(), _hash(_read("portal/portal.css"))


@cache
def style_hash() -> str:
    """Return the Base64 SHA-256 of the inline style of every page."""
    return _hash(_style())


@cache
def _style() -> str:
    return _read("koe.css")


def _read(name: str) -> str:
    return resources.files("reports.templates").joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _render(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=clean_value,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        style=Markup(_style()),  # noqa: S704 - our own file
        style_hash=style_hash(),
        wording=wording,
        nothing_changed=NOTHING_CHANGED,
        known_weeks=KNOWN_WEEKS,
    )
    portal_style = _read("portal/portal.css")
    environment.globals.update(portal_style=Markup(portal_style), portal_style_hash=_hash(portal_style))  # noqa: S704 - our own file
    environment.filters.update(
        drawing=lambda picture: Markup(picture.svg),  # noqa: S704 - drawn by us, its words escaped
        number=labels.format_number,
        signed=labels.format_signed,
        day=labels.format_day,
        date=labels.format_date,
        moment=labels.format_moment,
        kind=labels.name_kind,
        quoted=wording.quote,
        partners=wording.say_partners,
        previous=wording.say_previous,
    )
    return environment


def clean_value(value: Any) -> Any:
    """Return a printed value without characters that HTML forbids or that could turn the text around.

    Raises `ReportError` for None: a template must say in words that something is missing.
    """
    if value is None:
        message = "a template prints a value that is None; test for it in reports/templates"
        raise ReportError(message)
    if isinstance(value, str) and not isinstance(value, Markup) and not value.isprintable():
        return "".join(_clean_character(character) for character in value)
    return value


def _clean_character(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    if character in _BIDI_CONTROLS:
        return ""
    return "\ufffd" if unicodedata.category(character) in ("Cc", "Cs") else character
