"""経営サマリー: the whole company on one screen, in plain words."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from reports.keys import WeekKey
from reports.model.action_facts import ActionFact
from reports.model.company_risks import CompanyRisk, load_company_risks, say_since
from reports.model.completeness import say_gaps, say_missing_days, say_state
from reports.model.context import SiteContext
from reports.model.experience import load_experience
from reports.model.figures import Quote
from reports.model.kpis import Kpi, count_actions, say_change
from reports.model.labels import EVERYWHERE_NAME, format_date, format_number
from reports.model.pictures import RankedBar, Ranking
from reports.model.signals import Alert, Signals, say_repeats
from reports.model.small_cells import without_days
from reports.model.topics import load_quotes, pick_quotes
from reports.model.week import WeekContext
from reports.model.weekly import Department
from warehouse.contract.mart import ALL_DEPARTMENTS

if TYPE_CHECKING:
    from warehouse.published import Reader

PAGE = "executive.html"
MAX_RISES, MAX_ACTIONS, MAX_GAPS = 3, 3, 3
NO_RISES = "偶然とは考えにくい増え方をした話題はありません。"
NO_RANGES = "平常の幅がまだ出せないため、増えたかどうかは判断できません。"
_EFFECTS = {
    "decreased": "声は減りました",
    "increased": "声は減らず、増えています",
    "unchanged": "声の数は変わっていません",
}
EVERYWHERE = Department(ALL_DEPARTMENTS, EVERYWHERE_NAME, "")


@dataclass(frozen=True)
class CompanyRise:
    """A topic that rises, with its owner, in one sentence and one customer's words."""

    department: Department
    label: str
    sentence: str
    quote: Quote | None
    page: str | None


@dataclass(frozen=True)
class CompanyAction:
    """What became of one improvement action."""

    what: str
    done_on: date
    owner: str
    sentence: str


@dataclass(frozen=True)
class ExecutivePage:
    """The page, in the order it is read; `since` tells what came after the week, "" where nothing did."""

    made_at: datetime
    build: str
    week: WeekKey
    state: str
    lead: str
    since: str
    gaps: tuple[str, ...]
    more_gaps: int
    kpis: tuple[Kpi, ...]
    risk_cases: int
    risks: tuple[CompanyRisk, ...]
    rises: tuple[CompanyRise, ...]
    no_rises: str
    more_rises: int
    actions: tuple[CompanyAction, ...]
    departments: Ranking | None


def choose_week(site: SiteContext, weeks: Sequence[WeekContext]) -> WeekContext:
    """Return the newest week that is over, or the newest one where none is."""
    over = [week for week in weeks if site.newest_day is not None and week.key.sunday <= site.newest_day]
    return (over or list(weeks))[-1]


def build_executive(
    reader: "Reader",
    site: SiteContext,
    signals: Signals,
    weeks: Sequence[WeekContext],
    *,
    made_at: datetime,
    withdrawn: Set[str] = frozenset(),
) -> ExecutivePage:
    """Return the page over `weeks` (oldest first, at least one); withdrawn departments are left out."""
    week = choose_week(site, weeks)
    shown = [each for each in site.departments if each.department not in withdrawn]
    # What all departments say together would tell of a withdrawn one, too.
    known = {each.department for each in shown} | (set() if withdrawn else {ALL_DEPARTMENTS})
    rises = [alert for alert in signals.rises_of_week(week.key) if alert.department in known]
    actions = [action for action in signals.actions if action.department in known]
    risk_cases, risks = load_company_risks(reader, week, shown, withdrawn)
    gaps = (*say_gaps(week), *say_missing_days(site, week))
    return ExecutivePage(
        made_at=made_at,
        build=site.build,
        week=week.key,
        state=say_state(site, week),
        lead=say_company(risk_cases=risk_cases, rises=len(rises)),
        since=say_since(reader, site, signals, week.key, known, withdrawn),
        gaps=gaps[:MAX_GAPS],
        more_gaps=max(0, len(gaps) - MAX_GAPS),
        kpis=_make_kpis(reader, week, risk_cases, actions),
        risk_cases=risk_cases,
        risks=risks,
        rises=tuple(_make_rise(reader, site, week.key, alert, shown) for alert in rises[:MAX_RISES]),
        no_rises="" if rises else (NO_RISES if week.ranges else NO_RANGES),
        more_rises=max(0, len(rises) - MAX_RISES),
        actions=_list_actions(site, actions, week.key),
        departments=_rank_departments(week, shown),
    )


def say_company(*, risk_cases: int, rises: int) -> str:
    """Return the first sentence.

    Examples
    --------
    >>> say_company(risk_cases=2, rises=1)
    '安全や法令に関わるお申し出が2件、増えている困りごとやご要望が1つあります。'
    """
    parts = []
    if risk_cases:
        parts.append(f"安全や法令に関わるお申し出が{format_number(risk_cases)}件")
    if rises:
        parts.append(f"増えている困りごとやご要望が{rises}つ")
    return "、".join(parts) + "あります。" if parts else "急ぎでご判断いただくことはありません。"


def _make_kpis(
    reader: "Reader", week: WeekContext, risk_cases: int, actions: list[ActionFact]
) -> tuple[Kpi, ...]:
    totals, previous = week.totals, week.previous
    change = week.change(totals.cases, previous.cases if previous else 0)
    unassigned = week.department_change(None).cases
    return (
        Kpi("お客様の用件", f"{format_number(totals.cases)}件", say_change(change)),
        Kpi("至急確認", f"{format_number(risk_cases)}件", "安全・法令など", is_urgent=risk_cases > 0),
        Kpi("担当部署が未定", f"{format_number(unassigned)}件", "担当を決めてください" if unassigned else ""),
        count_actions(actions, week.key.sunday),
        *load_experience(reader, week.key),
    )  # fmt: skip


def _make_rise(
    reader: "Reader", site: SiteContext, week: WeekKey, alert: Alert, shown: Sequence[Department]
) -> CompanyRise:
    department = next((each for each in shown if each.department == alert.department), EVERYWHERE)
    rows = load_quotes(reader, week, alert.department).get((alert.kind, alert.topic_id, "owner"), [])
    quotes = pick_quotes(without_days(rows) if alert.seen < site.least_cases else rows, 1)
    usual = f"ふだんは{format_number(alert.low)}〜{format_number(alert.high)}件"
    since = f"、{format_date(alert.since)}から" if alert.since else ""
    told = f"{format_number(alert.seen)}件({usual}{since})"
    return CompanyRise(
        department=department,
        label="どの話題にも当てはまらない、似た声"
        if alert.topic_id is None
        else site.topic_label(alert.topic_id),
        sentence="。".join(filter(None, [told, say_repeats(alert)])),
        quote=quotes[0] if quotes else None,
        page=f"{department.folder}/{week}/index.html#decisions" if department.folder else None,
    )


def _list_actions(site: SiteContext, actions: list[ActionFact], week: WeekKey) -> tuple[CompanyAction, ...]:
    """Return actions with a verdict first, then the newest; one sentence each."""
    done = [action for action in actions if action.done_on is not None and action.done_on <= week.sunday]
    recent = sorted(
        done, key=lambda each: (each.verdict in _EFFECTS, each.done_on, each.action_id), reverse=True
    )
    return tuple(
        CompanyAction(
            what=action.what,
            done_on=action.done_on,
            owner=site.department_name(action.department),
            sentence=_EFFECTS.get(action.verdict or "", "効果はまだ判定できません") + "。",
        )
        for action in recent[:MAX_ACTIONS]
        if action.done_on is not None
    )


def _rank_departments(week: WeekContext, shown: Sequence[Department]) -> Ranking | None:
    changes = [(each, week.department_change(each.department)) for each in shown]
    bars = [
        RankedBar(
            each.name,
            change.cases,
            change.previous if change.is_comparable else None,
            change.normal,
        )
        for each, change in changes
    ]
    if sum(bar.cases > 0 for bar in bars) < 2:
        return None
    ranked = sorted(bars, key=lambda bar: -bar.cases)
    return Ranking("departments", "部署ごとの件数", tuple(ranked))
