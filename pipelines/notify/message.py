"""What a department is told: counts and names of topics, never a customer's sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.keys import DayKey
from reports.model.index import DayLine
from reports.model.weekly import NewsItem, WeeklyReport

MOST_NEWS = 3
_OF_COUNTS = frozenset({"至急", "増加", "平常", "新しい話題", "訂正", "分け方"})
"""Kinds of news that are made of counts and names of topics; others quote what people wrote."""


@dataclass(frozen=True)
class Message:
    """One message to one department.

    Attributes
    ----------
    department : str
        Its id.
    day : date
        Newest published day, which the message is about.
    subject, lines : str, tuple of str
        What readers see; the last line is the link, where one is configured.
    mail : tuple of str
        Addresses.
    webhook : str
        Id of Airflow's connection whose URL takes ``{"text": …}``; "" = none.
    """

    department: str
    day: date
    subject: str
    lines: tuple[str, ...]
    mail: tuple[str, ...] = ()
    webhook: str = ""

    @property
    def text(self) -> str:
        """Subject and lines, for chats."""
        return "\n".join((self.subject, *self.lines))


def write_lines(
    report: WeeklyReport, daily: DayLine | None, *, is_week_over: bool, link: str
) -> tuple[str, ...]:
    """Return the lines of a message; none where there is nothing that has to be said today.

    A day speaks up only for exceptions; the week's three changes go out when its last day is in.
    """
    lines: list[str] = []
    if daily is not None and not daily.is_quiet:
        lines.append(f"{daily.day.label}:{daily.lead}")
    if is_week_over:
        lines += [f"週報 {report.week.label}({report.completeness.state})", report.lead]
        lines += [f"・{item.sentence}" for item in pick_news(report.news)]
    if lines and link:
        lines.append(link)
    return tuple(lines)


def pick_news(news: Sequence[NewsItem]) -> tuple[NewsItem, ...]:
    """Return the three changes that matter most, of those that may leave the portal."""
    return tuple(item for item in news if item.label in _OF_COUNTS)[:MOST_NEWS]


def subject_of(name: str, day: DayKey, *, is_week_over: bool) -> str:
    """Return 「[Koe] 商品開発部 お客様の声 週報」 or, on other days, 「… 11月21日」."""
    what = "週報" if is_week_over else day.label
    return f"[Koe] {name} お客様の声 {what}"
