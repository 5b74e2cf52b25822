"""The desk's pages: what they show of topics, alerts, risks and actions, and what they keep to themselves."""

import os
import re
from datetime import timedelta
from urllib.parse import quote

from reports.portal import AccessLog, PortalPlaces, make_portal
from reports.portal.desk import (
    EscalationState,
)
from reports.portal.desk_pages import list_runs
from reports.portal.entry_words import Names, tell
from reports.portal.errors import DeskError
from tests.reports.portal.desk_bench import ALERT, MONDAY, NOW, TOPIC, case_ref, hidden, who
from warehouse.journal import make_entry


def test_weekly_pages_get_buttons_and_customers_words_get_none(desk, home):
    stored = (home.site / "current/support/2026-W46/T000001.html").read_text("utf-8")
    assert "koe:page" in stored
    assert "<form" not in stored
    page = desk.get("/current/support/2026-W46/T000001.html")
    assert page.text.count("<form") == 1
    assert "担当違い" in page.text
    assert "&lt;!--koe:topic T000001--&gt;&lt;script&gt;" in page.text
    week = desk.get("/current/support/2026-W46/index.html")
    assert week.text.count("原文を見る") == week.text.count("<form") >= 1
    assert "../../../topics/T000001/feedback/known?department=support&amp;week=2026-W46" in week.text
    assert "<!--koe:" not in week.text
    assert f"cases/{case_ref('tel:000050')}" in week.text
    assert "form-action 'self'" in week.headers["content-security-policy"]
    assert "form-action 'self'" in week.text
    assert week.headers["referrer-policy"] == "same-origin"
    assert "topics" in desk.get("/current/index.html").text


def test_a_portal_without_a_desk_shows_the_pages_as_they_are(desk, home, asgi):
    app = make_portal(PortalPlaces(home.site, AccessLog(desk.folder / "a"), "airflow", lambda: NOW), who)
    headers = [("x-user", "taro"), ("x-roles", "koe_support")]
    page = asgi.call(app, "/current/support/2026-W46/index.html", headers=headers)
    assert page.text.encode() == (home.site / "current/support/2026-W46/index.html").read_bytes()
    assert asgi.call(app, TOPIC, headers=headers).status == 403


def test_opening_the_originals_is_noted_once_and_leads_there(desk):
    page = hidden(desk.get("/current/support/2026-W46/index.html").text)
    fields = {name: values[0] for name, values in page.items()}
    for _ in range(2):
        answer = desk.post(f"{TOPIC}/original", fields)
        assert answer.status == 303
    assert (
        os.path.normpath(f"{TOPIC}/{answer.headers['location']}") == "/current/support/2026-W46/T000001.html"
    )
    (entry,) = desk.entries
    assert dict(entry.values) == {"button": "original"}
    assert "反映を待っている編集はありません" in desk.get("/edits").text


def test_an_urgent_case_is_passed_on_and_answered(desk):
    listed = desk.get("/cases").text
    assert "焦げて煙が出ました。" in listed
    assert "煙の話です" not in listed
    assert "未連絡" in listed
    address = f"/cases/{case_ref('tel:000050')}"
    assert desk.save(address, {"to": "品質保証部", "at": "2026-11-13T10:20", "state": "open", "text": "至急"}).status == 303  # fmt: skip
    (entry,) = desk.entries
    assert dict(entry.target) == {"case_id": "tel:000050"}
    assert dict(entry.values) == {
        "to": "品質保証部",
        "at": "2026-11-13T10:20",
        "state": "open",
        "text": "至急",
    }
    desk.escalations["tel:000050"] = EscalationState("品質保証部", False, NOW, "至急")
    assert "回答待ち" in desk.get("/cases").text
    for other in (case_ref("tel:000051"), "0" * 16, "x"):
        assert desk.get(f"/cases/{other}").status == 404


def test_what_an_alert_turned_out_to_be_is_recorded_and_shown_at_once(desk):
    address = f"/alerts/{ALERT['alert_id']}"
    shown = desk.form(address)
    for wrong in ("", "maybe"):
        assert desk.post(address, {**shown, "outcome": wrong, "step": "save"}).status == 422
    assert desk.entries == []
    assert desk.save(address, {"outcome": "real"}).status == 303
    desk.outcomes[ALERT["alert_id"]] = "real"
    listed = desk.get("/alerts").text
    assert "電話がつながらない" in listed
    assert '<span class="mark">本物</span>' in listed
    assert "荷物が届かない" not in listed
    for other in ("A0other", "A0nothing", "あ"):
        assert desk.get(f"/alerts/{quote(other)}").status == 404
    assert "電話がつながらない" not in desk.get("/alerts", user="jiro", roles="koe_logistics").text


def test_a_rise_that_is_told_every_night_is_one_line_with_what_was_said_of_it():
    def made(back, scope="night", outcome="", topic_id="T1"):
        day = MONDAY - timedelta(days=back)
        return {"alert_id": f"{scope}{back}{topic_id}", "day": day, "scope": scope, "kind": "complaint",
                "topic_id": topic_id, "department": "support", "outcome": outcome}  # fmt: skip

    alerts = [
        made(0),
        made(1),
        made(1, "week"),
        made(2, outcome="本物"),
        made(3, topic_id="T2"),
        made(9),
        made(17),
    ]
    runs = [(run["alert_id"], run["began"], run["last"], run["outcome"]) for run in list_runs(alerts)]
    assert runs == [
        ("week1T1", MONDAY - timedelta(days=9), MONDAY, "本物"),
        ("night3T2", MONDAY - timedelta(days=3), MONDAY - timedelta(days=3), ""),
        ("night17T1", MONDAY - timedelta(days=17), MONDAY - timedelta(days=17), ""),
    ]


def test_the_page_of_a_topic_tells_its_history(desk):
    desk.save(f"{TOPIC}/edit/note", {"text": "増設の予定あり"})
    text = desk.get(TOPIC).text
    for told in ("11件", "お客様窓口", "物流部と共有", "新しい話題として見つかりました", "「待ち時間が長い」がここから分かれました",
                 "電話が混んでいてつながりません。", "メモ:増設の予定あり", "反映待ち", "../current/support/2026-W46/T000001.html"):  # fmt: skip
        assert told in text, told
    assert "田中" not in text
    assert [line["page"] for line in desk.log()] == ["topics/T000001"]
    assert "「電話がつながらない」から分かれました" in desk.get("/topics/T000002").text


def test_few_cases_are_shown_without_their_days(desk):
    said = desk.get("/topics/T000002").text.split('id="said"')[1].split('id="lineage"')[0]
    assert "ｺｰﾙｾﾝﾀｰ" in said
    assert "11/9" not in said
    assert "11/9" in desk.get(TOPIC).text.split('id="said"')[1].split('id="lineage"')[0]


def test_what_the_desk_cannot_read_is_told_plainly(desk, caplog):
    def fail():
        raise DeskError("/x/topics: damaged; restore it")

    desk.app = desk.make(in_force=fail)
    answer = desk.get(TOPIC)
    assert answer.status == 503
    assert "Koeの管理担当" in answer.text
    assert "damaged" not in answer.text
    desk.app = desk.make(find_copy=lambda: None)
    assert "週報はまだありません" in desk.get("/topics").text


def test_pages_of_the_desk_carry_the_headers_and_no_script(desk):
    for address in ("/topics", TOPIC, f"{TOPIC}/edit/rename", "/search", "/edits", "/cases", "/actions"):
        answer = desk.get(address)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "script" not in policy
        assert "<script" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        meta = re.search(r'Content-Security-Policy" content="([^"]+)"', answer.text)[1]
        assert set(re.findall("sha256-[^']+", meta)) == set(re.findall("sha256-[^']+", policy))


def test_entries_of_every_kind_are_told_in_japanese():
    names = Names({"T1": "電話"}, {"support": "お客様窓口"})
    made = [("merge", {"into": "T1"}), ("route", {"department": None}), ("outcome", {"outcome": "false"}), ("pin", {}), ("mute", {}),
            ("escalation", {"to": "品質保証部", "state": "answered"}), ("answer", {"status": "closed"}), ("set_parent", {"parent_id": "T9"})]  # fmt: skip
    told = [
        tell(make_entry(action, target={}, values=values, by="x", why="", at=NOW), names)
        for action, values in made
    ]
    assert told[:3] == ["「電話」に統合", "担当を未割当に変更", "お知らせの結果:空振り"]
    assert all(re.search(r"[ぁ-ん]", each) for each in told)
