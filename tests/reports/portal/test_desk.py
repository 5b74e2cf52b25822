"""The portal's desk: who may edit what, what is asked before it is saved, and what is never lost."""

import errno
import html
import json
import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote, urlencode

import pytest
from fastapi import Header, HTTPException

from reports.build import build_site
from reports.portal import AccessLog, Desk, Grant, Person, PortalPlaces, Rights, make_portal
from reports.portal.desk import (
    ActionState,
    BackfillPlan,
    EscalationState,
    InForce,
    PlannedDay,
    Preview,
    TopicState,
)
from reports.portal.desk_pages import list_runs
from reports.portal.entry_words import Names, tell
from reports.portal.errors import DeskError
from reports.portal.form_guard import FormGuard
from reports.site import publish_site
from warehouse.journal import Journal, make_entry

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
MONDAY = date(2026, 11, 9)
KEY = b"k" * 32
OWN = {"sec-fetch-site": "same-origin"}
RIGHTS = Rights(
    Grant(roles=frozenset({"Admin"})),
    {
        "support": Grant(frozenset({"koe_support"})),
        "logistics": Grant(frozenset({"koe_logistics"})),
        None: Grant(),
    },
)
TRICK = "<!--koe:topic T000001--><script>alert(1)</script>電話がつながらない"
WORDS = "電話が混んでいてつながりません。"


def who(x_user: str = Header(""), x_roles: str = Header("")):
    if not x_user:
        raise HTTPException(401)
    return RIGHTS.viewer(Person(x_user, frozenset(x_roles.split(","))))


STATES = {
    "T000001": TopicState("T000001", "complaint", "電話がつながらない", "active", None, "T000010", "support", ("logistics",)),
    "T000002": TopicState("T000002", "complaint", "待ち時間が長い", "active", None, "T000010", "support"),
    "T000003": TopicState("T000003", "complaint", "荷物が届かない", "active", None, "T000011", "logistics"),
    "T000010": TopicState("T000010", "complaint", "電話", "active", None, None, "support"),
    "T000011": TopicState("T000011", "complaint", "配送", "active", None, None, "logistics"),
}  # fmt: skip
ALERT = {
    "alert_id": "A1820a2a3931e", "scope": "week", "day": MONDAY + timedelta(days=6), "kind": "complaint", "topic_id": "T000001",
    "department": "support", "window_days": 7, "first_day": MONDAY, "seen": 8, "expected": 3.1, "low": 1, "high": 6,
    "adjusted_p": 0.001, "since": MONDAY,
}  # fmt: skip
ACTION = ActionState("01ACTION", ("T000001",), "support", "窓口を増やす", "draft", due_on=date(2026, 11, 20))


@pytest.fixture(scope="module")
def home(tmp_path_factory, open_copy, voice, topic):
    home = tmp_path_factory.mktemp("desk")
    voices = [voice(i, WORDS, tokens=["電話", "混む", "繋がる"], shared_with=["logistics"]) for i in range(8)]
    voices += [voice(20 + i, "ｺｰﾙｾﾝﾀｰにＴＥＬしました。", topic_id="T000002") for i in range(3)]
    voices += [voice(30 + i, "担当の田中さんへ電話しました。", quotable=False) for i in range(2)]
    voices += [
        voice(40 + i, "荷物の電話番号が違います。", topic_id="T000003", department="logistics")
        for i in range(6)
    ]
    voices += [voice(50, "焦げて煙が出ました。", topic_id="T000002", risk=["smoke_fire"])]
    voices += [voice(51, "煙の話です。", topic_id="T000003", department="logistics", risk=["smoke_fire"])]
    voices += [voice(60, TRICK)]
    names = (("support", "お客様窓口"), ("logistics", "物流部"))
    departments = [{"department": d, "name": n, "position": p} for p, (d, n) in enumerate(names)]
    rows = [
        topic(key, state.label, parent_id=state.parent_id, parent_label="電話" if state.parent_id else None,
              owner_department=state.owner, shared_with=list(state.shared_with))
        for key, state in STATES.items()
    ]  # fmt: skip
    event = {"registry_version": 1, "happened_on": date(2026, 6, 30), "related_ids": []}
    lineage = [event | {"event": "born", "topic_id": "T000001"}, event | {"event": "split", "topic_id": "T000002", "related_ids": ["T000001"]}]  # fmt: skip
    alerts = [ALERT, ALERT | {"alert_id": "A0other", "topic_id": "T000003", "department": "logistics"}]
    reader = open_copy(voices=voices, topics=rows, departments=departments, lineage=lineage, alerts=alerts)
    publish_site(
        home / "site",
        "000001-20261116T204000Z",
        lambda out: build_site(reader, out, made_at=NOW, weeks=["2026-W46"]),
    )
    return SimpleNamespace(path=reader.path, site=home / "site")


@pytest.fixture
def desk(home, tmp_path, asgi):
    return Bench(home, tmp_path, asgi)


class Bench:
    """A portal with a journal of its own, and people who use it."""

    def __init__(self, home, tmp_path, asgi):
        self.home, self.folder, self._asgi = home, tmp_path, asgi
        self.journal = Journal(tmp_path / "journal")
        self.now, self.states, self.conflict, self.withdrawn = NOW, dict(STATES), "", frozenset()
        self.escalations, self.outcomes, self.previewed = {}, {}, []
        self.taken_up = frozenset()
        self.app = self.make()

    def make(self, **changes):
        desk = Desk(
            journal=self.journal, key=lambda: KEY, find_copy=lambda: self.home.path, in_force=self.in_force,
            preview=self.preview, withdrawn=lambda: self.withdrawn,
            lemmas=lambda text: ("繋がる",) if text.startswith("つなが") else (),
            plan=lambda first, last: BackfillPlan((PlannedDay(first, None, "はじめて集計します"),), 12, 0.4, False),
        )  # fmt: skip
        places = PortalPlaces(
            self.home.site,
            AccessLog(self.folder / "access"),
            "airflow",
            lambda: self.now,
            replace(desk, **changes),
        )
        return make_portal(places, who)

    def in_force(self):
        return InForce(
            self.states, {}, {ACTION.action_id: ACTION}, self.outcomes, self.escalations, self.taken_up
        )

    def preview(self, entry):
        self.previewed.append(entry)
        return Preview(conflict=self.conflict)

    def get(self, address, user="taro", roles="koe_support", scopes=None):
        headers = [("x-user", user), ("x-roles", roles)]
        return self._asgi.call(self.app, address, headers=headers, scopes=scopes)

    def post(self, address, fields, user="taro", roles="koe_support", headers=OWN, kind="application/x-www-form-urlencoded"):  # fmt: skip
        sent = [("x-user", user), ("x-roles", roles), ("content-type", kind), *headers.items()]
        return self._asgi.call(
            self.app, address, method="POST", headers=sent, body=urlencode(fields, doseq=True).encode()
        )

    def form(self, address, **who):
        """Open a form and return its hidden fields."""
        return hidden(self.get(address, **who).text)

    def save(self, address, fields, **who):
        """Go the whole way: form, preview, save."""
        shown = self.form(address, **who)
        told = self.post(address, {**shown, **fields, "step": "preview"}, **who)
        assert told.status == 200, told.text
        return self.post(address, {**hidden(told.text), "step": "save"}, **who)

    @property
    def entries(self):
        return self.journal.entries()

    def log(self):
        files = sorted((self.folder / "access").glob("*"))
        return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def hidden(text):
    found = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text):
        found.setdefault(name, []).append(html.unescape(value))
    return found


TOPIC = "/topics/T000001"
EDITS = [
    (f"{TOPIC}/edit/rename", {"label": "電話が話し中でつながらない"}, "rename", {"topic_id": "T000001"}, {"label": "電話が話し中でつながらない"}),
    (f"{TOPIC}/edit/merge", {"into": "T000002"}, "merge", {"topic_id": "T000001"}, {"into": "T000002"}),
    (f"{TOPIC}/edit/mute", {}, "mute", {"topic_id": "T000001"}, {}),
    (f"{TOPIC}/edit/pin", {}, "pin", {"topic_id": "T000001"}, {}),
    (f"{TOPIC}/edit/unmute", {}, "unmute", {"topic_id": "T000001"}, {}),
    (f"{TOPIC}/edit/unpin", {}, "unpin", {"topic_id": "T000001"}, {}),
    ("/alerts/A1820a2a3931e", {"outcome": "false"}, "outcome", {"alert_id": "A1820a2a3931e"}, {"outcome": "false"}),
    (f"{TOPIC}/edit/route", {"department": "logistics", "shared_with": ["support"]}, "route", {"topic_id": "T000001"},
     {"department": "logistics", "shared_with": ["support"]}),
    (f"{TOPIC}/edit/route", {"department": "unassigned"}, "route", {"topic_id": "T000001"}, {"department": None, "shared_with": []}),
    (f"{TOPIC}/edit/set_parent", {"parent_id": "T000010"}, "set_parent", {"topic_id": "T000001"}, {"parent_id": "T000010"}),
    (f"{TOPIC}/edit/note", {"text": "一行目\n二行目"}, "note", {"topic_id": "T000001"}, {"text": "一行目\n二行目"}),
    (f"{TOPIC}/edit/synonym", {"representative": "ログイン", "variants": "サインイン、ログオン"}, "synonym",
     {"topic_id": "T000001"}, {"representative": "ログイン", "variants": ["サインイン", "ログオン"]}),
    (f"{TOPIC}/edit/action", {"what": "窓口を増やす", "status": "done", "done_on": "2026-11-20", "department": "support"}, "action",
     {"topic_ids": ["T000001"]}, {"what": "窓口を増やす", "status": "done", "done_on": "2026-11-20", "department": "support"}),
    (f"{TOPIC}/feedback/wrong_department?department=support&week=2026-W46", {"to": "logistics", "button": "x"}, "feedback",
     {"topic_id": "T000001", "department": "support", "week": "2026-W46"}, {"button": "wrong_department", "to": "logistics"}),
    (f"{TOPIC}/feedback/known?department=support&week=2026-W46", {}, "feedback",
     {"topic_id": "T000001", "department": "support", "week": "2026-W46"}, {"button": "known"}),
    ("/actions/01ACTION", {"status": "done", "text": "二人増やした", "done_on": "2026-11-21"}, "answer", {"action_id": "01ACTION"},
     {"status": "done", "text": "二人増やした", "done_on": "2026-11-21"}),
]  # fmt: skip


@pytest.mark.parametrize(("address", "fields", "action", "target", "values"), EDITS, ids=[f"{e[2]}-{n}" for n, e in enumerate(EDITS)])  # fmt: skip
def test_every_edit_is_shown_before_it_is_written_with_the_name(
    desk, address, fields, action, target, values
):
    path = address.partition("?")[0]
    shown = desk.form(address)
    told = desk.post(path, {**shown, **fields, "why": "窓口の希望", "step": "preview"})
    assert told.status == 200
    assert "保存する" in told.text
    assert desk.entries == []
    saved = desk.post(path, {**hidden(told.text), "step": "save"})
    assert saved.status == 303
    (entry,) = desk.entries
    assert (entry.action, dict(entry.target), dict(entry.values)) == (action, target, values)
    assert (entry.by, entry.why, entry.at) == ("taro", "窓口の希望", NOW)
    back = path.rpartition("/")[0] + "/" + saved.headers["location"]
    page = desk.get(os.path.normpath(back.partition("?")[0]) + "?" + back.partition("?")[2])
    assert page.status == 200
    assert "記録しました" in page.text
    assert "次の夜間処理" in page.text
    waits = "採用待ち" if action == "synonym" else "反映待ち"
    assert re.search(f'class="mark wait">{waits}<', desk.get("/edits").text)


def test_words_wait_until_the_word_lists_hold_them_whatever_is_published(desk):
    shown = desk.form(f"{TOPIC}/edit/synonym")
    sent = {**shown, "representative": "ログイン", "variants": "サインイン", "step": "preview"}
    assert "まだ何も変わりません" in desk.post(f"{TOPIC}/edit/synonym", sent).text
    desk.save(f"{TOPIC}/edit/synonym", {"representative": "ログイン", "variants": "サインイン"})
    (entry,) = desk.entries
    assert "採用待ちの言葉" in desk.get("/edits").text
    assert 'class="mark wait">反映待ち' not in desk.get("/topics").text
    desk.taken_up = frozenset({entry.entry_id})
    listed = desk.get("/edits").text
    assert "採用待ちの言葉" not in listed
    assert "採用済み" in listed


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


@pytest.mark.parametrize(
    ("label", "said"),
    [("長" * 300, "60文字までです(いま300文字)"), ("", "ご記入ください"), ("   ", "ご記入ください"), ("二行の\n名前", "使えない文字"), ("\u202e逆", "使えない文字")],
)  # fmt: skip
def test_a_name_that_cannot_be_taken_is_refused_and_kept_in_the_form(desk, label, said):
    shown = desk.form(f"{TOPIC}/edit/rename")
    answer = desk.post(f"{TOPIC}/edit/rename", {**shown, "label": label, "step": "save"})
    assert answer.status == 422
    assert said in answer.text
    assert "長" * 300 in answer.text or label != "長" * 300
    assert desk.entries == []


def test_a_script_as_a_name_stays_text_everywhere(desk):
    name = '"><script>alert(1)</script>'
    shown = desk.form(f"{TOPIC}/edit/rename")
    told = desk.post(f"{TOPIC}/edit/rename", {**shown, "label": name, "why": name, "step": "preview"})
    assert desk.post(f"{TOPIC}/edit/rename", {**hidden(told.text), "step": "save"}).status == 303
    desk.states["T000001"] = replace(STATES["T000001"], label=name)
    pages = [told.text, *(desk.get(each).text for each in (TOPIC, "/topics", "/edits", f"{TOPIC}/edit/merge", "/topics/T000002/edit/merge"))]  # fmt: skip
    assert all("<script" not in page for page in pages)
    assert sum("&lt;script&gt;" in page for page in pages) >= 4


def test_two_people_at_once_both_stand_and_the_second_is_told(desk):
    hers, his = desk.form(f"{TOPIC}/edit/rename"), desk.form(f"{TOPIC}/edit/rename", user="jiro")
    assert desk.post(f"{TOPIC}/edit/rename", {**hers, "label": "彼女の名前", "step": "save"}).status == 303
    desk.now += timedelta(minutes=1)
    told = desk.post(f"{TOPIC}/edit/rename", {**his, "label": "彼の名前", "step": "save"}, user="jiro")
    assert told.status == 200
    assert "この画面を開いたあとに、ほかの編集がありました" in told.text
    assert "彼女の名前" in told.text
    assert len(desk.entries) == 1
    saved = desk.post(f"{TOPIC}/edit/rename", {**hidden(told.text), "step": "save"}, user="jiro")
    assert saved.status == 303
    assert [(entry.by, entry.values["label"]) for entry in desk.entries] == [
        ("taro", "彼女の名前"),
        ("jiro", "彼の名前"),
    ]


def test_an_edit_of_another_topic_does_not_stand_in_the_way(desk):
    shown = desk.form(f"{TOPIC}/edit/rename")
    assert desk.save("/topics/T000002/edit/note", {"text": "別の話題"}, user="hana").status == 303
    assert desk.post(f"{TOPIC}/edit/rename", {**shown, "label": "新しい名前", "step": "save"}).status == 303


def test_a_button_pressed_twice_writes_one_entry(desk):
    shown = desk.form(f"{TOPIC}/edit/rename")
    sent = {**shown, "label": "新しい名前", "step": "save"}
    first, second = (desk.post(f"{TOPIC}/edit/rename", sent) for _ in range(2))
    assert first.status == second.status == 303
    assert first.headers["location"] == second.headers["location"]
    assert len(desk.entries) == 1


@pytest.mark.parametrize("address", ["/topics/T999999", "/topics/T999999/edit/rename", "/topics/x", "/topics/T999999/feedback/known?department=support&week=2026-W46"])  # fmt: skip
def test_a_topic_that_is_gone_is_told_in_plain_words(desk, address):
    answer = desk.get(address)
    assert answer.status == 404
    assert "この話題はありません" in answer.text


def test_a_topic_that_goes_while_its_form_is_open_keeps_what_was_written(desk):
    shown = desk.form(f"{TOPIC}/edit/rename")
    desk.conflict = "この話題は T000002「待ち時間が長い」 に統合されています。統合先に記録し直してください"
    answer = desk.post(f"{TOPIC}/edit/rename", {**shown, "label": "書いた名前", "step": "save"})
    assert answer.status == 422
    assert "統合されています。" in answer.text
    assert 'value="書いた名前"' in answer.text
    del desk.states["T000001"]
    gone = desk.post(f"{TOPIC}/edit/rename", {**shown, "label": "書いた名前", "step": "save"})
    assert (gone.status, desk.entries) == (404, [])


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "空きがありません"), (errno.EACCES, "書き込めません"), (errno.EIO, "記録を書き込めませんでした")])  # fmt: skip
def test_what_cannot_be_written_is_not_lost(desk, monkeypatch, number, said):
    shown = desk.form(f"{TOPIC}/edit/rename")
    with monkeypatch.context() as broken:
        broken.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(number, os.strerror(number))))
        answer = desk.post(f"{TOPIC}/edit/rename", {**shown, "label": "書いた名前", "step": "save"})
    assert answer.status == 503
    assert "保存できませんでした" in answer.text
    assert said in answer.text
    assert list((desk.folder / "journal").iterdir()) == []
    assert desk.post(f"{TOPIC}/edit/rename", {**hidden(answer.text), "step": "save"}).status == 303
    assert desk.entries[0].values["label"] == "書いた名前"


def test_entries_are_ours_alone(desk):
    desk.save(f"{TOPIC}/edit/mute", {})
    (path,) = (desk.folder / "journal").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


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


def case_ref(case_id):
    import hashlib

    return hashlib.sha256(case_id.encode()).hexdigest()[:16]


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


def test_marks_and_mutes_can_be_taken_back(desk):
    def offered():
        return set(re.findall(r"/edit/([a-z_]+)", desk.get(TOPIC).text))

    assert offered().isdisjoint({"unpin", "unmute"})
    desk.save(f"{TOPIC}/edit/pin", {})
    desk.states["T000001"] = replace(STATES["T000001"], status="muted")
    assert offered() >= {"unpin", "unmute"}
    assert offered().isdisjoint({"pin", "mute"})
    assert ">目印<" in desk.get("/topics").text
    desk.now += timedelta(minutes=1)
    desk.save(f"{TOPIC}/edit/unpin", {})
    assert ">目印<" not in desk.get("/topics").text
    assert "unpin" not in offered()


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


def test_a_withdrawn_department_is_closed_for_everybody(desk):
    desk.withdrawn = frozenset({"support"})
    for user, roles in (("taro", "koe_support"), ("boss", "Admin")):
        who = {"user": user, "roles": roles}
        assert desk.get("/topics/T000002", **who).status == 403
        assert "待ち時間が長い" not in desk.get("/topics", **who).text
        assert "見つかりませんでした" in desk.get(f"/search?q={quote('焦げて')}", **who).text
        assert "焦げて" not in desk.get("/cases", **who).text


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
