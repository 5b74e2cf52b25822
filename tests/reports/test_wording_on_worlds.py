"""The same rules of wording on demo companies of five seeds, and on months of the visitor survey."""

import os
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.load import load_days
from pipelines.night import refit_topics
from pipelines.preparation import prepare_day
from pipelines.settings import load_settings
from pipelines.site import build_reports
from samples.company import make_demo
from tests.pipelines.homes import set_canaries
from tests.reports.wording_rules import broken_rules

END = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)
SURVEY = Path(__file__).parents[2] / "samples/visitor_survey"


def test_rules_hold_of_the_company_of_these_tests(company_site):
    assert list(broken_rules(company_site)) == []


def test_the_rules_find_what_breaks_them(company_site, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(company_site, site)
    page = site / "logistics/2026-W46/index.html"
    text = page.read_text(encoding="utf-8")
    assert "平常の幅4〜11件" in text
    page.write_text(
        text.replace("平常の幅4〜11件", "平常の幅4〜99件").replace("15件</a>", "16件</a>"), encoding="utf-8"
    )
    faults = "\n".join(broken_rules(site))
    assert "says that 16 cases rise" in faults
    assert "prints 16 for T000002.html" in faults


def build(settings, days, now):
    """Go through the nights without publishing them, find topics, and publish once."""
    for day in days:
        prepare_day(day, settings)
    load_days(days, settings)
    refit_topics(settings, now=now)
    build_reports(settings, now=now)
    return (settings.site_dir / "current").resolve()


@pytest.mark.system
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3, 4, 5))])
def test_rules_hold_of_demo_companies(tmp_path, seed):
    home = tmp_path / "home"
    make_demo(home, days=8, contacts_per_day=40, end=END, seed=seed)
    set_canaries(home / "config", 0)
    settings = load_settings(None, {"KOE_HOME": str(home), "KOE_KEY_FILE": str(tmp_path / "key")})
    site = build(settings, [END - timedelta(days=back) for back in reversed(range(8))], NOW)
    assert list(broken_rules(site)) == []


@pytest.mark.system
@pytest.mark.long
@pytest.mark.corpora
@pytest.mark.parametrize(("year", "month"), [(2023, 8), (2024, 10)])
def test_rules_hold_of_survey_months(tmp_path, year, month):
    corpora = os.environ.get("KOE_CORPORA")
    if not corpora:
        pytest.skip("KOE_CORPORA is unset")
    config = tmp_path / "config"
    shutil.copytree(SURVEY, config)
    (config / "koe.yaml").write_text("canaries: 0\n", encoding="utf-8")
    places = {
        "KOE_HOME": str(tmp_path / "home"),
        "KOE_KEY_FILE": str(tmp_path / "key"),
        "KOE_CORPORA": corpora,
    }
    first = date(year, month, 1)
    days = [first + timedelta(days=place) for place in range(31)]
    site = build(load_settings(config, places), days, datetime(year, month, 31, 20, tzinfo=UTC))
    assert list(broken_rules(site)) == []
