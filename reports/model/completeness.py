"""データは揃っているか: what was received, and what is missing, source by source and day by day."""

from collections.abc import Sequence
from datetime import date

from reports.model.context import SiteContext
from reports.model.labels import format_date, format_days, format_number
from reports.model.week import Gap, WeekContext
from reports.model.weekly import Completeness, Department
from reports.model.wording import say_comparison, say_level, say_previous

_TROUBLES = {
    "missing": "未着:{source}({days})。届いていない分、少なめに出ています。",
    "broken": "ファイル破損:{source}({days})。読めなかった分、少なめに出ています。",
    "empty": "中身が空のファイル:{source}({days})。",
    "quarantined": "読み取れず隔離した行:{source} {rows}行({days})。集計に入っていません。",
}
COLUMNS = {
    "csat": "満足度",
    "nps": "おすすめ度",
    "resolved": "解決の有無",
    "product": "商品",
    "lot": "ロット",
    "desk": "窓口",
    "queue": "受付区分",
    "agent": "担当者",
    "customer": "お客様番号",
    "ended_at": "終了日時",
    "updated_at": "更新日時",
    "handle_seconds": "対応時間",
    "first_reply_seconds": "回答までの時間",
    "department_hint": "部署",
    "case_id": "案件番号",
    "source_case_id": "案件番号",
    "customer_key": "お客様番号",
    "agent_key": "担当者",
}
_ORDER = ("missing", "broken", "empty", "quarantined")


def describe_data(site: SiteContext, week: WeekContext, department: Department) -> Completeness:
    """Return the first lines of a report."""
    gaps = (*say_gaps(week), *say_missing_days(site, week))
    change = week.department_change(department.department)
    return Completeness(
        state=say_state(site, week),
        received=say_received(week),
        concern=_say_concern(week, department),
        change=change,
        gaps=gaps,
        warnings=say_warnings(week),
        is_complete=not gaps,
    )


def say_received(week: WeekContext) -> str:
    """Return how many contacts came in, in contacts (回) and cases (件)."""
    totals = week.totals
    # Who only answers a survey has asked nothing.
    is_survey = round(week.usual_shares.get(("channel", "survey"), 0.0), 6) == 1.0
    received = (
        f"{'アンケートのご回答' if is_survey else 'お問い合わせ'}{format_number(totals.contacts)}回"
        f"({format_number(totals.cases)}件)を受信しました"
    )
    if week.previous is not None:
        received += f"(前週{format_number(week.previous.contacts)}回)"
    if totals.excluded:
        received += (
            f"。ほかに{format_number(totals.excluded)}回を、重複や留守番電話などのため集計から外しています"
        )
    return received + "。"


def _say_concern(week: WeekContext, department: Department) -> str:
    change = week.department_change(department.department)
    whose = "担当部署の決まっていない声" if department.department is None else "当部に関わるもの"
    figure = f"うち{whose}は{format_number(change.cases)}件({say_previous(change)})。"
    return figure + (say_level(change) or say_comparison(change))


def say_gaps(week: WeekContext) -> tuple[str, ...]:
    """Return one sentence for each source that did not bring what was expected."""
    return say_troubles(week.gaps)


def say_troubles(gaps: Sequence[Gap]) -> tuple[str, ...]:
    """Return the sentences of gaps, the gravest first."""
    ordered = sorted(gaps, key=lambda gap: (_ORDER.index(gap.trouble), gap.source))
    return tuple(_say_gap(gap) for gap in ordered)


def _say_gap(gap: Gap) -> str:
    return _TROUBLES[gap.trouble].format(
        source=gap.source, days=format_days(gap.days), rows=format_number(gap.quarantined)
    )


def say_warnings(week: WeekContext) -> tuple[str, ...]:
    """Return what the data checks found, and what of the files was read as empty."""
    found = [f"{message}({format_days(days)})" for message, days in week.warnings]
    for item in week.file_warnings:
        column = COLUMNS.get(item.column, f"「{item.column}」")
        what = (
            f"{column}の列がありません。空として集計しています"
            if item.warning == "absent"
            else f"{column}のうち{format_number(item.cells)}か所を読み取れず、空として集計しています"
        )
        found.append(f"{item.source}:{what}({format_days(item.days)})")
    return tuple(found)


def say_missing_days(site: SiteContext, week: WeekContext) -> tuple[str, ...]:
    """Return which days of the week are not in the figures, and why as far as it is known."""
    absent = [day for day in week.key.days if day not in site.days]
    newest = site.newest_day or date.min
    held = [day for day in absent if day < newest]
    coming = [day for day in absent if day > newest]
    sentences = []
    if held:
        sentences.append(
            f"集計に入っていない日:{format_days(held)}。取り込み前、または点検で止まっています。"
        )
    if coming:
        sentences.append(f"これから集計する日:{format_days(coming)}。")
    return tuple(sentences)


def say_state(site: SiteContext, week: WeekContext) -> str:
    """Return 確定, or 速報 with the date from which the figures stay as they are."""
    states = [site.days[day] for day in week.days]
    if len(states) == len(week.key.days) and all(state.is_confirmed for state in states):
        return "確定"
    if len(states) < len(week.key.days):
        return f"速報({len(states)}日分)"
    confirmed_on = max((state.confirmed_on for state in states if state.confirmed_on), default=None)
    return f"速報({format_date(confirmed_on)}に確定)" if confirmed_on else "速報"
