"""Words for codes, days and numbers, as readers see them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

from reports.errors import ReportError
from reports.keys import WEEKDAYS

JST = timezone(timedelta(hours=9), "Asia/Tokyo")
UNASSIGNED_NAME = "未割当"
EVERYWHERE_NAME = "全部署"
LABEL_LIMIT = 60

CHANNELS = {
    "phone": "電話",
    "mail": "メール",
    "chat": "チャット",
    "sns": "SNS",
    "survey": "アンケート",
    "bot": "ボット",
    "store": "店頭",
}
KINDS = {
    "complaint": "不満・お困りごと",
    "request": "改善のご要望",
    "procedure": "お手続き",
    "question": "ご質問",
    "praise": "お褒め",
}
EDITS = {
    "rename": "名前の変更",
    "merge": "統合",
    "pin": "目印",
    "unpin": "目印の取り消し",
    "mute": "確認済み",
    "unmute": "確認済みの取り消し",
    "route": "担当の変更",
    "set_parent": "主題の変更",
    "note": "メモ",
    "synonym": "言葉の提案",
    "action": "打ち手の登録",
    "answer": "打ち手への回答",
    "feedback": "週報のボタン",
    "outcome": "お知らせの結果",
    "escalation": "至急の連絡",
}
RISKS = {
    "smoke_fire": "発煙・発火",
    "injury": "けが",
    "health": "健康被害",
    "foreign_matter": "異物混入",
    "privacy": "個人情報",
    "legal": "法的な対応・消費生活センター",
    "sns_spread": "SNSでの拡散",
}


def name_channel(channel: str) -> str:
    """Return 電話 for ``phone``; an unknown channel keeps its own name."""
    return CHANNELS.get(channel, channel)


def name_kind(kind: str) -> str:
    """Return 改善のご要望 for ``request``."""
    return KINDS.get(kind, kind)


def name_risk(risk: str) -> str:
    """Return 発煙・発火 for ``smoke_fire``."""
    return RISKS.get(risk, risk)


def shorten(text: str, limit: int = LABEL_LIMIT) -> str:
    """Cut a text for a line of a report; 「…」 shows the cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def format_number(number: int) -> str:
    """Return 1,234."""
    return f"{number:,}"


def format_signed(number: int | None) -> str:
    """Return +19, −5, ±0, or a dash where there is nothing to compare."""
    if number is None:
        return "—"
    if number == 0:
        return "±0"
    return f"+{number:,}" if number > 0 else f"−{-number:,}"


def format_percent(part: int, whole: int) -> str:
    """Return a share in per cent: one decimal, and none from 10 % on; `whole` must not be 0."""
    percent = 100 * part / whole
    return f"{percent:.0f}%" if percent >= 10 or part == 0 else f"{percent:.1f}%"


def format_day(day: date) -> str:
    """Return 11/13(金)."""
    return f"{day.month}/{day.day}({WEEKDAYS[day.weekday()]})"


def format_date(day: date) -> str:
    """Return 11月13日."""
    return f"{day.month}月{day.day}日"


def format_days(days: Iterable[date]) -> str:
    """Return days in order, runs of three or more joined: 11/11(水)、11/13(金)〜15(日)."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(part for run in runs for part in _format_run(run))


def _format_run(run: list[date]) -> list[str]:
    if len(run) < 3:
        return [format_day(day) for day in run]
    first, last = run[0], run[-1]
    end = format_day(last) if first.month != last.month else format_day(last).split("/")[1]
    return [f"{format_day(first)}〜{end}"]


def format_moment(moment: datetime) -> str:
    """Return 11月16日 5:40 in Japan; raises `ReportError` for a time without zone."""
    if moment.tzinfo is None:
        message = "made_at has no time zone; pass an aware datetime (UTC or Asia/Tokyo)"
        raise ReportError(message)
    local = moment.astimezone(JST)
    return f"{format_date(local.date())} {local.hour}:{local.minute:02d}"
