from datetime import date, timedelta

from reports.charts.words import describe_heat_map, describe_ranking, describe_trend, say_band, say_cases
from reports.keys import WeekKey
from reports.model.figures import NormalRange
from reports.model.pictures import HeatMap, HeatRow, RankedBar, Ranking, Trend, TrendMark, TrendPoint

MONDAY = date(2026, 10, 26)
USUAL = NormalRange(20, 34)


def make_point(place, cases, *, normal=USUAL, is_partial=False):
    return TrendPoint(WeekKey(MONDAY + timedelta(weeks=place)), cases, normal, is_partial)


def test_a_trend_in_words():
    points = (make_point(0, 25), make_point(1, 12), make_point(2, 48), make_point(3, 9, is_partial=True))
    marks = (TrendMark(date(2026, 11, 3), "action", "打ち手:金型を修正"),)
    assert describe_trend(Trend("t", "漏れ", points, marks)) == (
        "11月16日からの週は9件(途中)、平常の幅は20〜34件。"
        "3週のうち最も多いのは11月9日からの週の48件、最も少ないのは11月2日からの週の12件。"
        "平常の幅より多い週:11月9日からの週。平常の幅より少ない週:11月2日からの週。"
        "11月3日 打ち手:金型を修正。"
    )


def test_a_week_that_is_not_whole_is_neither_the_least_nor_below_its_range():
    said = describe_trend(Trend("t", "x", (make_point(0, 25), make_point(1, 3, is_partial=True))))
    assert said == "11月2日からの週は3件(途中)、平常の幅は20〜34件。"


def test_a_trend_without_data_and_without_range():
    assert describe_trend(Trend("t", "x", (make_point(0, None),))) == "データのある週はありません。"
    assert describe_trend(Trend("t", "x", (make_point(0, 3, normal=None),))) == "10月26日からの週は3件。"
    assert say_cases(make_point(0, None)) == "データなし"
    assert say_band(None) == "—"


def test_a_ranking_and_a_heat_map_in_words():
    bars = (RankedBar("漏れ", 1_048, 29, USUAL), RankedBar("香り", 3, None))
    assert describe_ranking(Ranking("r", "x", bars)) == "漏れ 1,048件、前週29件、平常の幅20〜34件。香り 3件。"
    rows = (HeatRow("漏れ", (5, 9)), HeatRow("香り", (None, 0)))
    assert describe_heat_map(HeatMap("h", "x", ("電話", "メール"), rows, 5)) == (
        "漏れ:最も多いのはメールの9件。香り:数を出せる欄はありません。"
    )
