"""Openings and buttons by department, proposals of routes, and the page for those who took the calls."""

from dataclasses import replace
from datetime import timedelta

import pytest

from reports.build import build_site
from reports.keys import WeekKey
from reports.model import load_site, load_week
from reports.model.action_facts import load_actions
from reports.model.agents import build_agents
from reports.model.feedback import Button
from reports.model.usage import build_usage, list_proposals
from reports.portal.access_log import OpeningCount
from reports.portal.site_paths import Area, parse_address
from reports.site_facts import load_facts, restrict_index
from tests.reports.copies import MADE_AT, MONDAY

FIRST, LAST = MONDAY - timedelta(days=21), MONDAY + timedelta(days=7)
WRONG = Button("T000002", "logistics", "wrong_department", "support", WeekKey(MONDAY), MONDAY)


@pytest.fixture(scope="module")
def reader(open_copy, company):
    topics = [dict(each) for each in company["topics"]]
    topics[1]["owner_department"] = "logistics"
    pressed = [
        {"entry_id": str(number), "topic_id": topic, "department": department, "button": button,
         "to_department": to, "week": MONDAY, "shown_on": None, "given_at": MADE_AT}
        for number, (topic, department, button, to) in enumerate(
            [("T000002", "logistics", "wrong_department", "support"), ("T000001", "support", "known", None)]
        )
    ]  # fmt: skip
    passed_on = [
        {"entry_id": "E1", "case_id": "tel:009001", "escalated_to": "logistics", "escalation_state": "open",
         "note": None, "escalated_at": MADE_AT}
    ]  # fmt: skip
    return open_copy(**{**company, "topics": topics, "feedback": pressed, "escalations": passed_on})


@pytest.fixture(scope="module")
def built(reader, tmp_path_factory):
    openings = [
        OpeningCount(MONDAY, "support", "report", 4, 2),
        OpeningCount(MONDAY, "support", "sentences", 2, 1),
    ]
    return build_site(
        reader,
        tmp_path_factory.mktemp("use") / "site",
        made_at=MADE_AT,
        weeks=["2026-W46"],
        openings=openings,
    )


@pytest.fixture(scope="module")
def facts(built):
    return load_facts((built.out / "site.json").read_bytes())


def test_openings_and_buttons_are_counted_by_department(facts):
    lines = {line.department.folder: line for line in facts.index.usage.lines}
    support, logistics = lines["support"], lines["logistics"]
    assert (support.reports, support.sentences, support.last_opened, support.known) == (4, 2, MONDAY, 1)
    assert (logistics.reports, logistics.last_opened, logistics.wrong_department) == (0, None, 1)


def test_a_report_that_nobody_opens_is_noticed(built):
    page = (built.out / "index.html").read_text(encoding="utf-8")
    assert "開かれていません" in page
    assert "この間の閲覧の記録はありません" not in page


def test_without_any_log_nobody_is_blamed(reader):
    site = load_site(reader)
    usage = build_usage(site, [load_week(reader, site, WeekKey(MONDAY))], [], [], first=FIRST, last=LAST)
    assert not usage.is_logged


def test_routing_is_measured_by_what_departments_refuse(facts):
    assert "担当違い:直近1週に各部署へお届けした話題のべ4のうち1(25%)。" in facts.index.usage.accuracy


def test_a_refused_topic_is_proposed_with_the_command_until_it_has_moved(reader, facts):
    proposal = facts.index.usage.proposals[0]
    assert (proposal.from_department, proposal.to_department) == ("物流部", "お客様窓口")
    assert proposal.command.startswith("koe journal add route topic_id=T000002 department=support ")
    site = load_site(reader)
    moved = replace(site, topics=site.topics | {"T000002": replace(site.topics["T000002"], owner="support")})
    assert list_proposals(moved, [WRONG]) == ()
    unnamed = list_proposals(site, [replace(WRONG, to_department=None)])[0]
    assert (unnamed.to_department, "department=部署のid" in unnamed.command) == ("未記入", True)


def test_only_those_who_see_all_departments_see_how_reports_are_used(facts):
    assert restrict_index(facts.index, lambda folder: folder == "support").usage is None
    assert restrict_index(facts.index, lambda folder: True).usage == facts.index.usage


def test_a_known_topic_leaves_the_decisions_and_keeps_its_count(built):
    page = (built.out / "support" / "2026-W46" / "index.html").read_text(encoding="utf-8")
    known = page.index("すでにご存じの声")
    assert "「電話が混んでつながらない」が増えています" not in page
    assert "電話が混んでつながらない" in page[known : known + 200]
    assert "8週間、または新たに増え始めるまで" in page


def test_an_urgent_case_shows_whom_it_was_passed_on_to(built):
    page = (built.out / "support" / "2026-W46" / "index.html").read_text(encoding="utf-8")
    assert "物流部へ16日5:40に連絡済み、回答待ち" in page
    behind = (built.out / "support" / "2026-W46" / "risk.html").read_text(encoding="utf-8")
    assert "案件1「健康被害」(11月13日 電話):物流部へ16日5:40に連絡済み、回答待ち" in behind
    assert "連絡と回答" not in (built.out / "support" / "2026-W46" / "T000001.html").read_text("utf-8")


def test_the_agents_page_tells_counts_and_no_customers_words(built):
    page = (built.out / "agents" / "index.html").read_text(encoding="utf-8")
    assert "「電話が混んでつながらない」という声から:お客様窓口「回線を増やした」(10月14日)" in page
    assert "前3週 平均13件/週 → 後3週 平均7件/週。" in page
    assert "お客様窓口:「無香料の検討」(検討しています)" in page
    assert "回目の連絡です" not in page
    assert 'href="agents/index.html"' in (built.out / "index.html").read_text(encoding="utf-8")


def test_the_agents_page_leaves_withdrawn_departments_and_small_counts_out(reader):
    actions = load_actions(reader)
    site = load_site(reader)
    assert build_agents(site, actions, made_at=MADE_AT, withdrawn={"support"}).changed == ()
    few = build_agents(replace(site, least_cases=100), actions, made_at=MADE_AT).changed[0]
    assert (few.topics, few.what, few.counts) == ((), "回線を増やした", "")
    assert few.result == "効果は、件数からは判定できませんでした。"


def test_the_agents_page_alone_is_open_to_everyone_who_is_logged_in():
    page = parse_address("current/agents/index.html")
    assert (page.area, page.folder, page.holds_sentences) == (Area.EVERYONE, "", False)
    for other in ("current/agents/T000001.html", "current/agents/2026-W46/index.html", "current/agents.html"):
        assert parse_address(other).area is not Area.EVERYONE
