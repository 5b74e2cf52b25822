"""What may be edited, what is asked before it is saved, and what is never lost."""

import errno
import os
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.reports.portal.desk_bench import (
    NOW,
    STATES,
    TOPIC,
    hidden,
)

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
