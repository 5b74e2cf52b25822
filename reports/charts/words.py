"""Pictures in words, for those who do not see them: the numbers that matter, no judgement."""

from reports.model.figures import NormalRange
from reports.model.labels import format_date, format_number
from reports.model.pictures import HeatMap, RankedBar, Ranking, Trend, TrendPoint

_LISTED = 3


def say_cases(point: TrendPoint) -> str:
    """Return 48件, 12件(途中) for a week that is not whole, or データなし."""
    if point.cases is None:
        return "データなし"
    return f"{format_number(point.cases)}件" + ("(途中)" if point.is_partial else "")


def say_band(normal: NormalRange | None) -> str:
    """Return 20〜34件, or a dash where no range can be given."""
    return "—" if normal is None else f"{format_number(normal.low)}〜{format_number(normal.high)}件"


def describe_trend(trend: Trend) -> str:
    """Return the newest week, the most and least of the whole weeks, and the marked days.

    Examples
    --------
    >>> from datetime import date
    >>> from reports.keys import WeekKey
    >>> week = WeekKey(date(2026, 11, 9))
    >>> describe_trend(Trend("t", "漏れ", (TrendPoint(week, 48, NormalRange(20, 34)),)))
    '11月9日からの週は48件、平常の幅は20〜34件。平常の幅より多い週:11月9日からの週。'
    """
    counted = [point for point in trend.points if point.cases is not None]
    if not counted:
        return "データのある週はありません。"
    last = counted[-1]
    said = f"{_week(last)}は{say_cases(last)}"
    said += f"、平常の幅は{say_band(last.normal)}。" if last.normal else "。"
    whole = [point for point in counted if not point.is_partial]
    if len(whole) > 1:
        most = max(whole, key=lambda point: point.cases or 0)
        least = min(whole, key=lambda point: point.cases or 0)
        said += f"{len(whole)}週のうち最も多いのは{_week(most)}の{say_cases(most)}、"
        said += f"最も少ないのは{_week(least)}の{say_cases(least)}。"
    for word, weeks in (
        ("多い", [p for p in whole if p.is_above]),
        ("少ない", [p for p in whole if p.is_below]),
    ):
        if weeks:
            more = f"ほか{len(weeks) - _LISTED}週" if len(weeks) > _LISTED else ""
            said += f"平常の幅より{word}週:{'、'.join(map(_week, weeks[-_LISTED:]))}{more}。"
    return said + "".join(f"{format_date(mark.day)} {mark.text}。" for mark in trend.marks)


def describe_ranking(ranking: Ranking) -> str:
    """Return every bar: its cases, the week before, the normal range."""
    return "。".join(_say_bar(bar) for bar in ranking.bars) + "。"


def describe_heat_map(heat: HeatMap) -> str:
    """Return for each topic the value with most cases."""
    return "".join(_say_row(heat, place) for place in range(len(heat.rows)))


def _week(point: TrendPoint) -> str:
    return f"{format_date(point.week.monday)}からの週"


def _say_bar(bar: RankedBar) -> str:
    before = "" if bar.previous is None else f"、前週{format_number(bar.previous)}件"
    normal = "" if bar.normal is None else f"、平常の幅{say_band(bar.normal)}"
    return f"{bar.label} {format_number(bar.cases)}件{before}{normal}"


def _say_row(heat: HeatMap, place: int) -> str:
    row = heat.rows[place]
    shown = [(cell, -column) for column, cell in enumerate(row.cells) if cell]
    if not shown:
        return f"{row.label}:数を出せる欄はありません。"
    cell, column = max(shown)
    return f"{row.label}:最も多いのは{heat.columns[-column]}の{format_number(cell)}件。"
