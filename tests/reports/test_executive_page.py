from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from reports.keys import WeekKey
from reports.model import load_site, load_week
from reports.model.executive import NO_RANGES, NO_RISES, build_executive, choose_week, say_company
from reports.model.signals import load_signals
from reports.site_facts import load_facts, restrict_index
from tests.reports.copies import MADE_AT, MONDAY


@pytest.fixture(scope="module")
def executive(open_copy, company):
    """Return a function that builds the page, with other signals, ranges or views where they are given."""
    whole = open_copy(**company)

    def build(withdrawn=frozenset(), signals=None, ranges=None, **views):
        reader = open_copy(**{**company, **views}) if views else whole
        site = load_site(reader)
        known = replace(load_signals(reader, newest_day=site.newest_day), **(signals or {}))
        weeks = [load_week(reader, site, WeekKey(MONDAY + timedelta(days=offset))) for offset in (-7, 0)]
        if ranges is not None:
            weeks = [replace(week, ranges=ranges) for week in weeks]
        return build_executive(reader, site, known, weeks, made_at=MADE_AT, withdrawn=withdrawn)

    return build


def test_the_page_tells_the_company_in_few_words(executive):
    page = executive()
    assert page.week == WeekKey(MONDAY)
    assert page.lead == "安全や法令に関わるお申し出が1件、増えている困りごとやご要望が1つあります。"
    assert [(risk.department.name, risk.cases, risk.classes) for risk in page.risks] == [
        ("お客様窓口", 1, "健康被害1件")
    ]
    (rise,) = page.rises
    assert (rise.department.name, rise.label) == ("物流部", "詰め替えの注ぎ口から漏れる")
    assert rise.sentence == "15件(ふだんは4〜11件、11月11日から)"
    assert "漏れる" in rise.quote.sentence
    assert [action.sentence for action in page.actions] == ["声は減りました。"]
    assert page.since == ""
    labels = [kpi.label for kpi in page.kpis]
    assert labels == ["お客様の用件", "至急確認", "担当部署が未定", "実施した打ち手"]
    bars = {bar.label: bar for bar in page.departments.bars}
    assert bars["物流部"].normal.high == 24


def test_what_all_departments_say_together_is_named_so_and_hides_with_any_of_them(executive, company):
    everywhere = {**company["alerts"][0], "department": "*", "repeated_cases": 2}
    (rise,) = executive(alerts=[everywhere]).rises
    assert (rise.department.name, rise.page, rise.quote) == ("全部署", None, None)
    assert rise.sentence == "15件(ふだんは4〜11件、11月11日から)。同じ日の同じ文の繰り返し2件を含みます。"
    assert executive(alerts=[everywhere], withdrawn=frozenset({"support"})).rises == ()


def test_words_that_must_not_be_quoted_are_not_there(executive, company):
    silent = [{**voice, "quotable": False} for voice in company["voices"]]
    dismissed = [{**alert, "outcome": "false"} for alert in company["alerts"] if alert["scope"] == "night"]
    page = executive(voices=silent, alerts=[*dismissed, company["alerts"][0]])
    assert page.rises[0].quote is None


def test_no_rise_is_not_the_same_as_no_range(executive):
    assert executive(signals={"alerts": ()}).no_rises == NO_RISES
    assert executive(signals={"alerts": ()}, ranges={}).no_rises == NO_RANGES


def test_withdrawn_departments_are_left_out(executive):
    page = executive(withdrawn=frozenset({"logistics"}))
    assert page.rises == ()
    assert page.departments is None
    page = executive(withdrawn=frozenset({"support"}))
    assert (page.risk_cases, page.risks, page.actions) == (0, (), ())


def test_a_week_that_has_begun_is_told_in_one_line(executive, company, days, voice):
    monday = MONDAY + timedelta(days=7)
    urgent = voice(9100, "転んでけがをしました。", risk=["injury"], day=monday)
    span = [*company["days"], *days(monday, monday, [urgent])]
    page = executive(voices=[*company["voices"], urgent], days=span)
    assert page.week == WeekKey(MONDAY)
    assert page.since == "その後(11/16(月)):至急確認1件。"


def test_the_only_week_is_told_though_it_is_not_over():
    week = SimpleNamespace(key=WeekKey(MONDAY))
    assert choose_week(SimpleNamespace(newest_day=MONDAY), [week]) is week


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((0, 0), "急ぎでご判断いただくことはありません。"),
        ((2, 0), "安全や法令に関わるお申し出が2件あります。"),
        ((0, 3), "増えている困りごとやご要望が3つあります。"),
    ],
)
def test_the_first_sentence_of_the_company(counts, sentence):
    assert say_company(risk_cases=counts[0], rises=counts[1]) == sentence


def test_who_does_not_see_every_department_does_not_see_the_company(company_site):
    facts = load_facts((company_site / "site.json").read_bytes())
    whole = restrict_index(facts.index, lambda _: True)
    assert whole.executive == "executive.html"
    assert {line.department.folder for line in whole.days} == {"support", "logistics", "unassigned"}
    part = restrict_index(facts.index, lambda folder: folder == "logistics")
    assert part.executive == ""
    assert {line.department.folder for line in part.days} == {"logistics"}
