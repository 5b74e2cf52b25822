"""The notice of new urgent cases: counts by department, never a word of a customer."""

import json
from datetime import date

from pipelines.settings import Settings
from pipelines.writing import write_private
from reports.model.labels import UNASSIGNED_NAME
from reports.queries import fetch_rows
from warehouse.published import newest, open_published


def risk_text(day: date, settings: Settings, *, link: str) -> str:
    """Return 「11/21分 至急ご確認いただきたいお申し出が新たに3件あります…」; empty where all has been told.

    Run again, a day tells only what came on top.
    """
    counts = _counts(day, settings)
    fresh = sum(counts.values()) - _told(day, settings)
    if fresh <= 0:
        return ""
    departments = "、".join(f"{name}{cases}件" for name, cases in counts.items())
    where = f" {link}" if link else ""
    return (
        f"{day.month}/{day.day}分 至急ご確認いただきたいお申し出が新たに{fresh}件あります"
        f"(この日の合計:{departments})。内容は週報でご確認ください。{where}".rstrip()
    )


def note_told(day: date, settings: Settings) -> None:
    """Keep how many cases of a day have been told."""
    count = sum(_counts(day, settings).values())
    write_private(
        settings.home / "nights" / f"risks.day={day.isoformat()}.json", json.dumps({"cases": count}) + "\n"
    )


def _told(day: date, settings: Settings) -> int:
    path = settings.home / "nights" / f"risks.day={day.isoformat()}.json"
    return int(json.loads(path.read_text(encoding="utf-8"))["cases"]) if path.exists() else 0


def _counts(day: date, settings: Settings) -> dict[str, int]:
    copy = newest(settings.warehouse_dir)
    if copy is None:
        return {}
    names: dict[str | None, str] = {item.id: item.name for item in settings.departments.departments}
    with open_published(copy) as reader:
        rows = fetch_rows(reader, "company_risks", first_day=day, last_day=day, withdrawn=[])
    owners = [row for row in rows if row["risk"] is None and not row["is_total"]]
    owners.sort(key=lambda row: (-row["cases"], row["department"] or ""))
    return {names.get(row["department"], UNASSIGNED_NAME): row["cases"] for row in owners}
