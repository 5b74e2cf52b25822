"""【訂正】: published figures of this week and the one before that are others now, and why."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reports.model.context import SiteContext
from reports.model.labels import format_date
from reports.model.week import WeekContext
from reports.model.weekly import Correction, Department
from reports.queries import fetch_rows

if TYPE_CHECKING:
    from warehouse.published import Reader

MAX_CORRECTIONS = 8
REASONS = {
    "late_file": "遅れて届いたデータ",
    "corrected_file": "訂正されたデータ",
    "removed_file": "取り下げられたデータ",
    "forgotten": "お客様からの削除のご依頼",
    "day_added": "集計に加わった日",
    "dictionary": "辞書・同義語の変更",
    "model": "声の分け方の学習し直し",
    "masking": "伏せ字の見直し",
    "registry": "話題の見直し",
    "settings": "設定の変更",
    "code": "集計プログラムの更新",
    "journal": "話題・担当の編集",
    "related_days": "前後の日の変更",
}


def load_corrections(
    reader: "Reader", site: SiteContext, week: WeekContext, department: Department
) -> tuple[tuple[Correction, ...], int]:
    """Return a department's corrections, its whole first, then topics by size, and how many are left out."""
    rows = fetch_rows(
        reader,
        "department_corrections",
        week=week.key.monday,
        previous=week.key.previous.monday,
        department=department.department,
    )
    rows = [row for row in rows if not _is_first_sorting(site, row)]
    shown = tuple(_correction(site, row) for row in rows[:MAX_CORRECTIONS])
    return shown, len(rows) - len(shown)


def _is_first_sorting(site: SiteContext, row: dict[str, Any]) -> bool:
    """Whether the number was 0 because there was no such topic, or none at all: nobody had been told it."""
    if row["was"] != 0 or "registry" not in row["reasons"]:
        return False
    return row["topic_id"] is not None or (
        site.registry_version == 1 and list(row["reasons"]) == ["registry"]
    )


def _correction(site: SiteContext, row: dict[str, Any]) -> Correction:
    when = f"{format_date(row['week'])}からの週"
    what = f"当部に関わるもの({when})" if row["topic_id"] is None else ""
    return Correction(
        what=what or f"「{site.topic_label(row['topic_id'])}」({when})",
        before=row["was"],
        after=row["became"],
        reason=say_reasons(row["reasons"]),
        is_confirmed=row["is_confirmed"],
    )


def say_reasons(reasons: Sequence[str]) -> str:
    """Return the reasons as readers know them: 遅れて届いたデータ、話題の見直し."""
    order = list(REASONS)
    known = sorted({reason for reason in reasons if reason in REASONS}, key=order.index)
    return "、".join(REASONS[reason] for reason in known) or "理由は運用担当にお問い合わせください"
