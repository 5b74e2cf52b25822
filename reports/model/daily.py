"""The daily page of a department: exceptions only, and plain words on a quiet day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from reports.keys import DayKey, WeekKey
from reports.model.completeness import say_troubles
from reports.model.context import SiteContext
from reports.model.labels import format_date, format_day, format_number, name_kind
from reports.model.overdue import list_overdue
from reports.model.risks import load_risks
from reports.model.signals import Alert, Signals, say_repeats
from reports.model.week import load_troubles
from reports.model.weekly import Department, OverdueAnswer, Risks

if TYPE_CHECKING:
    from warehouse.published import Reader

DAILY_DAYS = 14
NOTHING_TODAY = "本日、新しくご覧いただくものはありません。"
NOT_COUNTED = "この日は、まだ集計に入っていません。取り込み前、または点検で止まっています。"
MAX_RISES = 5


@dataclass(frozen=True)
class DailyRise:
    """A topic that rose in the window that ends on the day; `page` shows it in the weekly report."""

    label: str
    kind: str
    sentence: str
    page: str | None
    alert_id: str = ""


@dataclass(frozen=True)
class DailyReport:
    """What a department must see of one day.

    `rises` and `overdue` are told for the first time; what readers were told before (`known_rises`,
    `known_overdue`) is no news.
    `is_counted` False = the day is held back or missing.
    """

    department: Department
    day: DayKey
    made_at: datetime
    lead: str
    state: str
    is_counted: bool
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    risks: Risks
    rises: tuple[DailyRise, ...]
    known_rises: tuple[DailyRise, ...]
    overdue: tuple[OverdueAnswer, ...]
    known_overdue: tuple[OverdueAnswer, ...]
    week: WeekKey
    older: DayKey | None
    newer: DayKey | None

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing of the department's own to see; missing data concern all."""
        return self.is_counted and not (self.risks.cases or self.rises or self.overdue)


def list_days(site: SiteContext, weeks: Sequence[WeekKey]) -> tuple[DayKey, ...]:
    """Return the last days that have a page, oldest first: also those missing between published ones."""
    if site.newest_day is None:
        return ()
    first = max(min(site.days), site.newest_day - timedelta(days=DAILY_DAYS - 1))
    span = (first + timedelta(days=offset) for offset in range((site.newest_day - first).days + 1))
    return tuple(DayKey(day) for day in span if WeekKey.of(day) in weeks)


def build_days(
    reader: "Reader",
    site: SiteContext,
    signals: Signals,
    days: Sequence[DayKey],
    departments: Sequence[Department],
    *,
    made_at: datetime,
) -> Iterator[DailyReport]:
    """Yield the daily pages of `days` (oldest first, each department's in a row)."""
    for place, key in enumerate(days):
        gaps, warnings = load_troubles(reader, key.day, key.day)
        for department in departments:
            risks = load_risks(
                reader, key.day, key.day, department.department, page=f"../{WeekKey.of(key.day)}/risk.html"
            )
            rises, known = _split_rises(signals, key.day, department.department)
            late = list_overdue(site, signals.actions, key.day, department.department)
            overdue = tuple(answer for answer in late if answer.due_on == key.day)
            is_counted = key.day in site.days
            yield DailyReport(
                department=department,
                day=key,
                made_at=made_at,
                lead=say_day(
                    risk_cases=risks.cases, rises=len(rises), overdue=len(overdue),
                    gaps=len(gaps), is_counted=is_counted,
                ),
                state=_state(site, key.day),
                is_counted=is_counted,
                gaps=say_troubles(gaps),
                warnings=tuple(message for message, _ in warnings),
                risks=risks,
                rises=tuple(_make_rise(site, alert) for alert in rises[:MAX_RISES]),
                known_rises=tuple(_make_rise(site, alert) for alert in known[:MAX_RISES]),
                overdue=overdue,
                known_overdue=tuple(answer for answer in late if answer not in overdue),
                week=WeekKey.of(key.day),
                older=days[place - 1] if place else None,
                newer=days[place + 1] if place + 1 < len(days) else None,
            )  # fmt: skip


def say_day(*, risk_cases: int, rises: int, overdue: int, gaps: int, is_counted: bool) -> str:
    """Return the first sentence: what there is to look at, or that there is nothing."""
    if not is_counted:
        return NOT_COUNTED
    parts = []
    if risk_cases:
        parts.append(f"至急ご確認いただきたいお申し出が{format_number(risk_cases)}件")
    if rises:
        parts.append(f"増え始めた話題が{rises}つ")
    if overdue:
        parts.append(f"期限の来たご回答が{overdue}件")
    if gaps:
        parts.append(f"データの未着などが{gaps}件")
    return "、".join(parts) + "あります。" if parts else NOTHING_TODAY


def _state(site: SiteContext, day: date) -> str:
    state = site.days.get(day)
    if state is None:
        return "未集計"
    if state.is_confirmed:
        return "確定"
    return f"速報({format_date(state.confirmed_on)}に確定)" if state.confirmed_on else "速報"


def _split_rises(signals: Signals, day: date, department: str | None) -> tuple[list[Alert], list[Alert]]:
    """Return what rises for the first night, and what was told the night before, too."""
    before = {
        (alert.kind, alert.topic_id) for alert in signals.night_rises(day - timedelta(days=1), department)
    }
    rises = signals.night_rises(day, department)
    return (
        [alert for alert in rises if (alert.kind, alert.topic_id) not in before],
        [alert for alert in rises if (alert.kind, alert.topic_id) in before],
    )


def _make_rise(site: SiteContext, alert: Alert) -> DailyRise:
    days = (alert.day - alert.first_day).days + 1
    window = format_day(alert.day) if days == 1 else f"{format_day(alert.first_day)}〜{format_day(alert.day)}"
    usual = f"平常の幅{format_number(alert.low)}〜{format_number(alert.high)}件"
    since = f"{format_date(alert.since)}から続いています。" if alert.since < alert.first_day else ""
    is_candidate = alert.topic_id is None
    return DailyRise(
        label="どの話題にも当てはまらない、似た声" if is_candidate else site.topic_label(alert.topic_id),
        kind=name_kind(alert.kind),
        sentence=f"{window}に{format_number(alert.seen)}件({usual})。増えています。{since}{say_repeats(alert)}",
        page=f"../{WeekKey.of(alert.day)}/index.html#{'candidates' if is_candidate else 'ranking'}",
        alert_id=alert.alert_id,
    )
