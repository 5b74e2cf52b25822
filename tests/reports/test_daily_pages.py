from datetime import date, timedelta

import pytest

from reports.build import build_site
from reports.keys import DayKey, WeekKey
from reports.model import load_site
from reports.model.daily import NOT_COUNTED, NOTHING_TODAY, build_days, list_days, say_day
from reports.model.signals import load_signals
from reports.withdrawn import Withdrawal
from tests.reports.copies import MADE_AT, MONDAY

WEEKS = [WeekKey(MONDAY - timedelta(days=7)), WeekKey(MONDAY)]


@pytest.fixture(scope="module")
def pages(open_copy, company):
    """All daily pages of the company by department and day."""
    reader = open_copy(**company)
    site = load_site(reader)
    signals = load_signals(reader, newest_day=site.newest_day)
    made = build_days(reader, site, signals, list_days(site, WEEKS), site.departments, made_at=MADE_AT)
    return {(page.department.department, page.day.day): page for page in made}


def test_the_last_fourteen_days_have_a_page_also_the_missing_one(pages):
    days = sorted(day for department, day in pages if department == "support")
    assert days == [MONDAY - timedelta(days=7) + timedelta(days=i) for i in range(14)]
    missing = pages["support", MONDAY - timedelta(days=4)]
    assert (missing.lead, missing.state, missing.is_quiet) == (NOT_COUNTED, "未集計", False)
    assert missing.older == DayKey(MONDAY - timedelta(days=5))
    assert pages["support", days[0]].older is None
    assert pages["support", days[-1]].newer is None


def test_a_quiet_day_says_that_there_is_nothing(pages):
    quiet = pages["logistics", MONDAY + timedelta(days=1)]
    assert quiet.is_quiet
    assert quiet.lead == NOTHING_TODAY
    assert [*quiet.risks.listed, *quiet.rises, *quiet.overdue, *quiet.gaps] == []


def test_one_urgent_case_is_enough(pages):
    page = pages["support", MONDAY + timedelta(days=4)]
    assert page.risks.cases == 1
    assert page.risks.listed[0].sentence == "塗ったら肌が腫れました。"
    assert page.risks.page == "../2026-W46/risk.html"
    assert page.lead.startswith("至急ご確認いただきたいお申し出が1件")


def test_a_rise_is_told_with_its_window_and_range_and_without_a_cause(pages):
    (rise,) = pages["logistics", MONDAY + timedelta(days=5)].rises
    assert rise.label == "詰め替えの注ぎ口から漏れる"
    assert rise.sentence == "11/8(日)〜11/14(土)に15件(平常の幅4〜11件)。増えています。"
    assert rise.page == "../2026-W46/index.html#ranking"
    assert not pages["logistics", MONDAY + timedelta(days=4)].rises


def test_an_answer_is_due_from_its_date_on(pages):
    assert not pages["support", date(2026, 11, 11)].overdue
    (due,) = pages["support", date(2026, 11, 12)].overdue
    assert due.what.endswith("無香料の検討")
    later = pages["support", date(2026, 11, 14)]
    assert (later.overdue, later.known_overdue, later.lead) == ((), (due,), NOTHING_TODAY)
    assert pages["logistics", date(2026, 11, 12)].overdue == ()


def test_what_is_missing_stands_on_every_department_of_the_day(open_copy, company):
    day = MONDAY + timedelta(days=1)
    receipt = {"day": day, "source": "store", "source_label": "店頭アンケート", "source_file": "f",
               "status": "missing", "encoding": None, "row_count": 0, "quarantined_rows": 0}  # fmt: skip
    reader = open_copy(**company, receipts=[receipt])
    site = load_site(reader)
    signals = load_signals(reader, newest_day=site.newest_day)
    made = list(build_days(reader, site, signals, [DayKey(day)], site.departments, made_at=MADE_AT))
    assert [page.gaps for page in made] == [
        ("未着:店頭アンケート(11/10(火))。届いていない分、少なめに出ています。",)
    ] * 3
    assert all(page.lead.endswith("データの未着などが1件あります。") for page in made)


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, NOTHING_TODAY),
        ({"risk_cases": 2}, "至急ご確認いただきたいお申し出が2件あります。"),
        ({"rises": 1, "overdue": 1}, "増え始めた話題が1つ、期限の来たご回答が1件あります。"),
        ({"gaps": 1}, "データの未着などが1件あります。"),
        ({"risk_cases": 3, "is_counted": False}, NOT_COUNTED),
    ],
)
def test_the_first_sentence(counts, sentence):
    nothing = {"risk_cases": 0, "rises": 0, "overdue": 0, "gaps": 0, "is_counted": True}
    assert say_day(**{**nothing, **counts}) == sentence


def test_days_of_a_withdrawn_department_say_so(open_copy, company, tmp_path):
    withdrawn = {"support": Withdrawal(MADE_AT, "")}
    reader = open_copy(**company)
    weeks = ["2026-W46"]
    out = build_site(reader, tmp_path / "site", weeks=weeks, made_at=MADE_AT, withdrawn=withdrawn).out
    page = (out / "support/2026-11-13/index.html").read_text(encoding="utf-8")
    assert "公開を取り下げています" in page
    assert not [path for path in out.rglob("*.html") if "腫れました" in path.read_text(encoding="utf-8")]
