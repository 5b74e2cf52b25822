"""Urgent cases of the whole company: of a week by department, and in one line of the days after it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reports.keys import WeekKey
from reports.model.context import SiteContext
from reports.model.labels import format_days, format_number, name_risk
from reports.model.signals import Signals
from reports.model.week import WeekContext
from reports.model.weekly import Department
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader


@dataclass(frozen=True)
class CompanyRisk:
    """Urgent cases of one department: けが2件・発煙・発火1件."""

    department: Department
    cases: int
    classes: str
    page: str | None


def load_company_risks(
    reader: "Reader", week: WeekContext, shown: Sequence[Department], withdrawn: Set[str]
) -> tuple[int, tuple[CompanyRisk, ...]]:
    """Return the urgent cases of a week, and which departments they are of, most cases first."""
    rows = _risk_rows(reader, week.key.monday, week.key.sunday, withdrawn)
    total = next((row["cases"] for row in rows if row["is_total"]), 0)
    found = []
    for department in shown:
        own = [row for row in rows if not row["is_total"] and row["department"] == department.department]
        cases = next((row["cases"] for row in own if row["risk"] is None), 0)
        if cases:
            classes = "、".join(
                f"{name_risk(row['risk'])}{format_number(row['cases'])}件" for row in own if row["risk"]
            )
            page = f"{department.folder}/{week.key}/risk.html"
            found.append(CompanyRisk(department, cases, classes, page))
    return total, tuple(sorted(found, key=lambda each: -each.cases))


def say_since(
    reader: "Reader",
    site: SiteContext,
    signals: Signals,
    week: WeekKey,
    known: Set[str | None],
    withdrawn: Set[str],
) -> str:
    """Return what came after a week, as in その後(11/16(月)):至急確認1件。; "" where no day did."""
    days = [day for day in site.days if day > week.sunday]
    if not days:
        return ""
    rows = _risk_rows(reader, min(days), max(days), withdrawn)
    risks = next((row["cases"] for row in rows if row["is_total"]), 0)
    rises = [each for each in signals.alerts if each.scope == "night" and each.day in days]
    topics = {(each.kind, each.topic_id) for each in rises if each.department in known}
    told = [f"至急確認{format_number(risks)}件"] if risks else []
    if topics:
        told.append(f"増えている話題{len(topics)}つ")
    return f"その後({format_days(days)}):{'、'.join(told) or '急ぎのものはありません'}。"


def _risk_rows(reader: "Reader", first: date, last: date, withdrawn: Set[str]) -> list[dict[str, Any]]:
    return fetch_rows(reader, "company_risks", first_day=first, last_day=last, withdrawn=sorted(withdrawn))
