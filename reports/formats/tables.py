"""The tables of a weekly report, as workbook and CSV show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.model.figures import TopicFigure
from reports.model.labels import name_kind
from reports.model.weekly import WeeklyReport

Cell = str | int | float | date | None
_ROLES = {"owner": "担当", "shared": "共有"}
_TRENDS = {"up": "増えています", "down": "減っています"}


@dataclass(frozen=True)
class Sheet:
    """A table: name, header, rows, width of each column in characters, and a note below."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    note: str = ""


def topics_table(report: WeeklyReport) -> Sheet:
    """Return every topic of the week with its figures."""
    header = (
        "種類",
        "話題",
        "担当・共有",
        "件",
        "前週",
        "差",
        "平常の幅(下)",
        "平常の幅(上)",
        "判定",
        "文",
        "経路",
        "備考",
        "話題番号",
    )
    widths = (16, 40, 10, 8, 8, 8, 12, 12, 16, 8, 34, 30, 12)
    return Sheet("話題", header, tuple(_topic_row(each) for each in report.figures), widths)


def _topic_row(topic: TopicFigure) -> tuple[Cell, ...]:
    change = topic.change
    notes = [
        *(["今週はじめて見つかった話題"] if topic.is_new else []),
        *([f"関係部署:{'・'.join(topic.partners)}"] if topic.partners else []),
        *(["確認済み"] if topic.is_muted else []),
    ]
    return (
        name_kind(topic.kind),
        topic.label,
        _ROLES[topic.role],
        change.cases,
        change.previous,
        change.difference,
        change.normal.low if change.normal else None,
        change.normal.high if change.normal else None,
        _TRENDS.get(change.trend or "", "" if change.normal else "まだ判定できません"),
        topic.voices,
        "、".join(f"{each.value}{each.cases}" for each in topic.channels),
        "。".join(notes),
        topic.topic_id,
    )


def channels_table(report: WeeklyReport) -> Sheet:
    """Return topic by channel, one row a topic; a case can be in several channels."""
    names = list(dict.fromkeys(each.value for topic in report.figures for each in topic.channels))
    rows: list[tuple[Cell, ...]] = [
        (name_kind(topic.kind), topic.label, *(_cases(topic, name) for name in names))
        for topic in report.figures
    ]
    note = "ひとつの案件が複数の経路に入ることがあるため、足しても合計にはなりません。"
    return Sheet("話題×経路", ("種類", "話題", *names), tuple(rows), (16, 40, *(10 for _ in names)), note)


def _cases(topic: TopicFigure, channel: str) -> int:
    return next((each.cases for each in topic.channels if each.value == channel), 0)


def notes_table(report: WeeklyReport) -> Sheet:
    """Return corrections and how to read the numbers."""
    corrections = [
        ("訂正", f"{each.what} {each.before:,}件→{each.after:,}件({each.reason})")
        for each in report.corrections
    ]
    data = report.completeness
    gaps = [("データ", each) for each in (data.received, data.concern, *data.gaps, *data.warnings)]
    notes = [("数字の読み方", each) for each in report.reading_notes]
    return Sheet("訂正と読み方", ("区分", "内容"), (*gaps, *corrections, *notes), (16, 110))


def summary_rows(report: WeeklyReport) -> Sequence[tuple[str, Cell, str]]:
    """Return heading, number and words of the summary, in the order of the report."""
    rows: list[tuple[str, Cell, str]] = [("まとめ", None, report.lead)]
    rows += [("指標", None, f"{kpi.label}:{kpi.value} {kpi.note or ''}".strip()) for kpi in report.kpis]
    rows.append(("至急確認", report.risks.cases, "安全や法令などに関わる言葉のあったお申し出(件)"))
    for decision in report.decisions:
        words = f"「{decision.topic.label}」{decision.ending} {decision.comparison}{''.join(decision.notes)}"
        rows.append(("ご判断いただきたいこと", decision.topic.change.cases, f"{words} → {decision.request}"))
    if not report.decisions:
        rows.append(("ご判断いただきたいこと", None, report.no_decisions))
    rows += [("打ち手のその後", None, f"「{each.what}」:{each.sentence}") for each in report.actions]
    rows.append(("お褒め", report.praise.cases, "お褒めの声(件)"))
    rows += [
        ("ご回答待ち", None, f"{each.what}(期限{each.due_on.month}/{each.due_on.day})")
        for each in report.overdue
    ]
    return rows
