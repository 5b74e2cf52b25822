"""Who sees and edits what at the portal's desk, and which forms are ours."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

import pytest

from reports.portal.form_guard import FormGuard
from tests.reports.portal.desk_bench import KEY, NOW, OWN, STATES, TOPIC, hidden


def test_nothing_is_to_be_had_without_logging_in(desk):
    for address in ("/topics", TOPIC, f"{TOPIC}/edit/rename", "/edits", "/cases", "/alerts", "/actions", "/search?q=電話", "/plan",
                    f"{TOPIC}/feedback/known?department=support&week=2026-W46", "/actions/01ACTION"):  # fmt: skip
        answer = desk.get(address, user="")
        assert answer.status == 401, address
        assert "電話がつながらない" not in answer.text
    token = FormGuard(KEY).sign("", NOW)
    for address in (f"{TOPIC}/edit/rename", f"{TOPIC}/original", "/actions/01ACTION"):
        assert desk.post(address, {"koe_form": token, "label": "x", "step": "save"}, user="").status == 401
    assert desk.entries == []


def test_other_departments_see_and_edit_nothing(desk):
    other = {"user": "jiro", "roles": "koe_logistics"}
    token = FormGuard(KEY).sign("jiro", NOW)
    for address in ("/topics/T000002", "/topics/T000002/edit/rename", "/topics/T000002/feedback/known?department=logistics&week=2026-W46"):  # fmt: skip
        assert desk.get(address, **other).status == 403
    fields = {"koe_form": token, "label": "乗っ取り", "step": "save", "seen": ""}
    assert desk.post("/topics/T000002/edit/rename", fields, **other).status == 403
    listed = desk.get("/topics", **other).text
    assert "荷物が届かない" in listed
    assert "待ち時間が長い" not in listed
    assert desk.get("/plan", **other).status == 403
    assert desk.get("/plan?first=2026-11-20&last=2026-11-20", user="boss", roles="Admin").status == 200
    assert desk.entries == []


def test_who_shares_a_topic_sees_it_and_presses_buttons_and_does_not_edit_it(desk):
    other = {"user": "jiro", "roles": "koe_logistics"}
    page = desk.get(TOPIC, **other)
    assert page.status == 200
    assert "編集できるのは、担当のお客様窓口の方です" in page.text
    assert desk.get(f"{TOPIC}/edit/rename", **other).status == 403
    assert desk.post(f"{TOPIC}/edit/rename", {"koe_form": FormGuard(KEY).sign("jiro", NOW), "label": "x", "step": "save"}, **other).status == 403  # fmt: skip
    address = f"{TOPIC}/feedback/known?department=logistics&week=2026-W46"
    told = desk.post(address.partition("?")[0], {**desk.form(address, **other), "step": "preview"}, **other)
    assert desk.post(address.partition("?")[0], {**hidden(told.text), "step": "save"}, **other).status == 303
    assert desk.entries[0].target["department"] == "logistics"
    assert desk.get(f"{TOPIC}/feedback/known?department=support&week=2026-W46", **other).status == 403


def test_merging_needs_the_right_to_both_topics(desk):
    shown = desk.form(f"{TOPIC}/edit/merge")
    assert "T000003" not in desk.get(f"{TOPIC}/edit/merge").text
    answer = desk.post(f"{TOPIC}/edit/merge", {**shown, "into": "T000003", "step": "save"})
    assert answer.status == 403
    assert "統合は両方の話題の担当の方" in answer.text
    assert desk.save(f"{TOPIC}/edit/merge", {"into": "T000003"}, user="boss", roles="Admin").status == 303
    assert len(desk.entries) == 1


def test_a_topic_counts_as_ones_own_before_and_after_a_route_that_waits(desk):
    desk.states["T000002"] = replace(STATES["T000002"], owner="logistics")
    for user, roles in (("taro", "koe_support"), ("jiro", "koe_logistics")):
        assert desk.get("/topics/T000002/edit/route", user=user, roles=roles).status == 200
    assert "担当は物流部になります" in desk.get("/topics/T000002").text


FORGED = [
    ({}, {}),
    ({}, {"sec-fetch-site": "cross-site"}),
    ({}, {"sec-fetch-site": "same-site"}),
    ({}, {"sec-fetch-site": "none"}),
    ({}, {"origin": "http://evil.example"}),
    ({}, {"origin": "null"}),
    ({}, {"origin": "http://portal.evil.example"}),
    ({}, {"sec-fetch-site": "cross-site", "origin": "http://portal"}),
    ({"koe_form": ""}, OWN),
    ({"koe_form": "1.2.3"}, OWN),
    ({"koe_form": FormGuard(KEY).sign("hana", NOW)}, OWN),
    ({"koe_form": FormGuard(b"another").sign("taro", NOW)}, OWN),
    ({"koe_form": FormGuard(KEY).sign("taro", NOW - timedelta(hours=9))}, OWN),
    ({"koe_form": FormGuard(KEY).sign("taro", NOW + timedelta(hours=1))}, OWN),
]


@pytest.mark.parametrize(("fields", "headers"), FORGED)
def test_forms_that_are_not_ours_write_nothing(desk, fields, headers):
    good = {"koe_form": FormGuard(KEY).sign("taro", NOW), "seen": "", "step": "save", "status": "done"}
    good |= {"department": "support", "week": "2026-W46"}
    for address in (f"{TOPIC}/edit/mute", f"{TOPIC}/original", "/actions/01ACTION"):
        answer = desk.post(address, good | fields, headers=headers)
        assert answer.status == 403
        assert "保存していません" in answer.text
    assert desk.entries == []


def test_a_form_of_ours_counts_where_the_browser_tells_only_the_origin(desk):
    good = {"koe_form": FormGuard(KEY).sign("taro", NOW), "seen": "", "step": "save"}
    assert desk.post(f"{TOPIC}/edit/mute", good, headers={"origin": "http://portal"}).status == 303
    proxied = {"origin": "https://voc.example", "x-forwarded-host": "voc.example"}
    assert (
        desk.post(f"{TOPIC}/edit/pin", good | {"seen": desk.entries[-1].entry_id}, headers=proxied).status
        == 303
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_addresses_alone_change_nothing(desk, asgi, method):
    token = FormGuard(KEY).sign("taro", NOW)
    for path in (f"{TOPIC}/edit/mute", f"{TOPIC}/original", "/actions/01ACTION"):
        headers = [("x-user", "taro"), ("x-roles", "koe_support"), *OWN.items()]
        asgi.call(desk.app, f"{path}?koe_form={token}&step=save&seen=", method=method, headers=headers)
    assert desk.entries == []


def test_bodies_that_no_form_sends_are_refused(desk):
    token = FormGuard(KEY).sign("taro", NOW)
    good = {"koe_form": token, "step": "save", "seen": ""}
    assert desk.post(f"{TOPIC}/edit/mute", good, kind="text/plain").status == 415
    assert desk.post(f"{TOPIC}/edit/mute", good, kind="application/json").status == 415
    assert desk.post(f"{TOPIC}/edit/note", good | {"text": "あ" * 60_000}).status == 413
    assert desk.post(f"{TOPIC}/edit/note", good | {f"f{n}": "" for n in range(300)}).status == 413
    assert desk.entries == []


def test_a_withdrawn_department_is_closed_for_everybody(desk):
    desk.withdrawn = frozenset({"support"})
    for user, roles in (("taro", "koe_support"), ("boss", "Admin")):
        who = {"user": user, "roles": roles}
        assert desk.get("/topics/T000002", **who).status == 403
        assert "待ち時間が長い" not in desk.get("/topics", **who).text
        assert "見つかりませんでした" in desk.get(f"/search?q={quote('焦げて')}", **who).text
        assert "焦げて" not in desk.get("/cases", **who).text
