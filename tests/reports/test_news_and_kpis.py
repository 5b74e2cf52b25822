from datetime import date, timedelta

import pytest

from reports.keys import WeekKey
from reports.model import build_weekly, load_site, load_week
from reports.model.figures import Change, NormalRange
from reports.model.kpis import make_kpis, say_change, say_normal
from reports.model.signals import load_signals
from tests.reports.copies import MADE_AT, MONDAY


@pytest.fixture(scope="module")
def report(open_copy, company):
    """Return a function that builds a department's report of one week of the company."""
    reader = open_copy(**company)
    site = load_site(reader)
    signals = load_signals(reader, newest_day=site.newest_day)

    def build(department, monday=MONDAY):
        whose = next(each for each in site.departments if each.department == department)
        week = load_week(reader, site, WeekKey(monday))
        return build_weekly(reader, site, week, whose, made_at=MADE_AT, signals=signals)

    return build


def test_a_rise_that_began_stands_on_top_of_the_week(report):
    told = [(item.label, item.sentence) for item in report("logistics").news]
    assert ("増加", "「詰め替えの注ぎ口から漏れる」が15件(平常の幅4〜11件)と、増え始めました。") in told


def test_urgent_cases_and_actions_are_news(report):
    told = [(item.label, item.sentence, item.page) for item in report("support").news]
    assert told[0] == ("至急", "健康被害に関わる可能性のあるお申し出 1件", "#risk")
    done = report("support", date(2026, 10, 12)).news
    assert [(item.label, item.sentence) for item in done] == [
        ("打ち手", "「回線を増やした」を10月14日に実施しました。")
    ]


def test_a_week_without_news_has_none(report):
    assert report("support", MONDAY - timedelta(weeks=7)).news == ()


def test_pictures_show_the_topics_asked_about_and_the_normal_range(report):
    pictures = report("logistics").pictures
    assert [trend.title for trend in pictures.trends][:2] == [
        "当部に関わるもの",
        "「詰め替えの注ぎ口から漏れる」",
    ]
    last = pictures.trends[1].points[-1]
    assert (last.cases, last.normal, last.is_above) == (15, NormalRange(4, 11), True)
    assert len(pictures.trends[0].points) == 10
    assert pictures.trends[0].points[-2].is_partial
    assert [heat.title for heat in pictures.heat_maps if heat.name == "heat-channel"] == ["話題と経路"]


def test_marks_date_the_action_on_the_topic(report):
    trends = {trend.title: trend for trend in report("support").pictures.trends}
    (mark,) = trends["「電話が混んでつながらない」"].marks
    assert (mark.day, mark.kind, mark.text) == (date(2026, 10, 14), "action", "打ち手:回線を増やした")


def test_heat_maps_leave_small_cells_of_products_and_desks_empty(report):
    for heat in report("support").pictures.heat_maps:
        cells = [cell for row in heat.rows for cell in row.cells if cell is not None]
        assert all(cell >= heat.least_cases for cell in cells)
        assert heat.least_cases == (0 if heat.name == "heat-channel" else 5)


def test_the_strip_names_cases_difference_urgent_and_actions(report):
    strip = [(kpi.label, kpi.value, kpi.note) for kpi in report("support").kpis]
    assert strip[1][0] == "前週との差"
    assert strip[2:] == [
        ("至急確認", "1件", "1件でも掲載"),
        ("実施した打ち手", "1件", "減った1・回答待ち1"),
    ]


@pytest.mark.parametrize(
    ("cases", "sentence"),
    [
        (25, "平常の幅20〜34件の中"),
        (20, "平常の幅20〜34件の中"),
        (34, "平常の幅20〜34件の中"),
        (35, "平常の幅20〜34件より多い"),
        (19, "平常の幅20〜34件より少ない"),
    ],
)
def test_where_a_count_lies(cases, sentence):
    change = Change(cases, 29, is_comparable=True, normal=NormalRange(20, 34))
    assert say_normal(change) == sentence


def test_what_cannot_be_compared_is_not_compared():
    assert say_normal(Change(3, 2, is_comparable=True)) == "平常の幅はまだ出せません"
    assert say_change(Change(48, 29, is_comparable=True)) == "前週29件(+19)"
    assert say_change(Change(48, 29, is_comparable=False)) == "曜日がそろわず比べられません"
    assert say_change(Change(48, None, is_comparable=False)) == "前週のデータはありません"
    strip = make_kpis(
        Change(48, 29, is_comparable=False), risk_cases=0, risk_page=None, actions=[], day=MONDAY
    )
    assert [(kpi.value, kpi.is_urgent) for kpi in strip] == [
        ("48件", False), ("—", False), ("0件", False), ("0件", False),
    ]  # fmt: skip
