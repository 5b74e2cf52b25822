"""A portal with a journal of its own, and people who use it."""

import html
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import urlencode

from fastapi import Header, HTTPException

from reports.build import build_site
from reports.portal import AccessLog, Desk, Grant, Person, PortalPlaces, Rights, make_portal
from reports.portal.desk import (
    ActionState,
    BackfillPlan,
    InForce,
    PlannedDay,
    Preview,
    TopicState,
)
from reports.site import publish_site
from tests.reports.copies import MONDAY
from warehouse.journal import Journal

NOW = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
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


def asker(rights):
    """Return how a portal learns who asks: by headers of the test."""

    def who(x_user: str = Header(""), x_roles: str = Header("")):
        if not x_user:
            raise HTTPException(401)
        return rights.viewer(Person(x_user, frozenset(x_roles.split(","))))

    return who


who = asker(RIGHTS)


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


def make_home(home, open_copy, voice, topic):
    """Build the site of two departments below `home`, and return the copy and the site."""
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


def case_ref(case_id):
    import hashlib

    return hashlib.sha256(case_id.encode()).hexdigest()[:16]


TOPIC = "/topics/T000001"
