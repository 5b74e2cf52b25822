"""Pages beside the weekly reports: the last days of each department, and 経営サマリー."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reports.formats import list_executive_downloads, make_executive_pdf
from reports.model import SiteContext, WeekContext
from reports.model.agents import PAGE as AGENTS_PAGE
from reports.model.agents import build_agents
from reports.model.daily import build_days, list_days
from reports.model.executive import PAGE, build_executive
from reports.model.index import DayLine
from reports.model.signals import Signals
from reports.render import html
from reports.withdrawn import Withdrawal

if TYPE_CHECKING:
    from warehouse.published import Reader

Write = Callable[[str, str | bytes], None]


def write_days(
    reader: "Reader",
    site: SiteContext,
    signals: Signals,
    weeks: Sequence[WeekContext],
    write: Write,
    *,
    made_at: datetime,
    withdrawn: Mapping[str, Withdrawal],
) -> tuple[DayLine, ...]:
    """Write the daily pages and return what each says in one sentence, oldest first."""
    days = list_days(site, [week.key for week in weeks])
    shown = [each for each in site.departments if each.department not in withdrawn]
    lines = []
    for report in build_days(reader, site, signals, days, shown, made_at=made_at):
        write(f"{report.department.folder}/{report.day}/index.html", html.render_daily(report))
        lines.append(DayLine(report.department, report.day, report.lead, report.is_quiet))
    return tuple(lines)


def write_executive(
    reader: "Reader",
    site: SiteContext,
    signals: Signals,
    weeks: Sequence[WeekContext],
    write: Write,
    *,
    made_at: datetime,
    withdrawn: Mapping[str, Withdrawal],
) -> str:
    """Write 経営サマリー, also as PDF, and return its address; "" where no week is published yet."""
    if not weeks:
        return ""
    page = build_executive(reader, site, signals, weeks, made_at=made_at, withdrawn=frozenset(withdrawn))
    downloads = list_executive_downloads()
    content = html.render_executive(page, downloads)
    write(PAGE, content)
    for download in downloads:
        write(download.file, make_executive_pdf(content, page.week.label, made_at=made_at))
    return PAGE


def write_agents(
    site: SiteContext,
    signals: Signals,
    write: Write,
    *,
    made_at: datetime,
    withdrawn: Mapping[str, Withdrawal],
) -> None:
    """Write この声がこう変わった."""
    page = build_agents(site, signals.actions, made_at=made_at, withdrawn=frozenset(withdrawn))
    write(AGENTS_PAGE, html.render_agents(page))
