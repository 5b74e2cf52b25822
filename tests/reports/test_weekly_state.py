"""What a weekly report says of its own figures: gaps, provisional ones, refits, corrections."""

from datetime import timedelta

import pytest

from reports.errors import CountMismatchError
from reports.model import build_weekly, list_topic_rows, load_site, load_week, wording
from tests.reports.copies import MADE_AT, MONDAY, WEEK


def test_what_is_missing_is_named_with_source_and_day(report, calls, topic):
    def receipt(day, source, status, quarantined=0):
        return {"day": MONDAY + timedelta(days=day), "source": source, "source_label": source, "source_file": f"{source}.csv",
                "status": status, "row_count": 9, "quarantined_rows": quarantined}  # fmt: skip

    receipts = [
        *(receipt(day, "store", "missing") for day in (2, 3, 4)),
        receipt(1, "mail", "missing"), receipt(1, "mail", "received"),
        receipt(0, "chat", "broken"), receipt(5, "sns", "empty"), receipt(6, "mail", "received", 3),
        receipt(-1, "chat", "missing"),
    ]  # fmt: skip
    checks = [
        {
            "day": MONDAY,
            "check_name": "a",
            "level": "warn",
            "row_count": 2,
            "message": "同じ連絡が2度あります",
        },
        {"day": MONDAY, "check_name": "b", "level": "warn", "row_count": 0, "message": "なにもなし"},
    ]
    data = report(voices=calls(1), topics=[topic()], receipts=receipts, checks=checks).completeness
    assert data.gaps == (
        "未着:store(11/11(水)〜13(金))。届いていない分、少なめに出ています。",
        "ファイル破損:chat(11/9(月))。読めなかった分、少なめに出ています。",
        "中身が空のファイル:sns(11/14(土))。",
        "読み取れず隔離した行:mail 3行(11/15(日))。集計に入っていません。",
    )
    assert data.warnings == ("同じ連絡が2度あります(11/9(月))",)
    assert not data.is_complete


def test_missing_days_forbid_the_comparison(report, calls, topic, days):
    voices = calls(4) + calls(2, first=20, day=MONDAY - timedelta(days=3))
    published = [
        day for day in days(MONDAY - timedelta(days=7), MONDAY + timedelta(days=4), voices)
        if day["day"] != MONDAY + timedelta(days=2)
    ]  # fmt: skip
    made = report(voices=voices, topics=[topic()], days=published)
    data = made.completeness
    assert data.state == "速報(4日分)"
    assert data.gaps == (
        "集計に入っていない日:11/11(水)。取り込み前、または点検で止まっています。",
        "これから集計する日:11/14(土)、11/15(日)。",
    )
    assert "集計できた曜日が前週と違うため、件数を比べられません" in data.concern
    assert made.decisions[0].topic.change.difference is None


def test_state_turns_from_provisional_to_confirmed(report, calls, topic, days):
    span = (MONDAY - timedelta(days=7), WEEK.sunday)
    provisional = report(voices=calls(1), topics=[topic()], days=days(*span))
    assert provisional.completeness.state == "速報(11月18日に確定)"
    confirmed = report(voices=calls(1), topics=[topic()], days=days(*span, state="confirmed"))
    assert confirmed.completeness.state == "確定"
    assert "この週の数字は確定しています。" in confirmed.reading_notes


def test_without_a_week_before_nothing_is_called_unchanged(report, calls, topic, days):
    voices = calls(6) + [
        each for i in range(3) for each in calls(4 + i, first=100 * (i + 1), topic_id=f"t{i}")
    ]
    topics = [topic(), *(topic(f"t{i}", f"話題{i}") for i in range(3))]
    made = report(voices=voices, topics=topics, days=days(MONDAY, WEEK.sunday, voices))
    assert made.unchanged.heading == "そのほかの声"
    assert made.completeness.change.previous is None
    assert "前週のデータはありません" in made.completeness.concern


def test_a_refit_is_dated(report, calls, topic):
    lineage = [
        {
            "registry_version": 2,
            "happened_on": WEEK.sunday,
            "event": event,
            "topic_id": f"t{i}",
            "related_ids": [],
        }
        for i, event in enumerate(["born", "born", "split", "continued"])
    ]
    made = report(voices=calls(1), topics=[topic()], lineage=lineage)
    assert (
        "この週に話題の分け方を見直しました(11月15日:新しくできた話題2、分かれた話題1)。"
        in made.reading_notes
    )


def test_the_first_registry_is_no_refit(report, calls, topic):
    born = {
        "registry_version": 1,
        "happened_on": MONDAY,
        "event": "born",
        "topic_id": "T000001",
        "related_ids": [],
    }
    notes = report(voices=calls(1), topics=[topic()], lineage=[born]).reading_notes
    assert not any("見直し" in note for note in notes)
    assert any("6月30日に作った分け方(第1版)" in note for note in notes)


def test_before_the_first_registry_the_report_says_so(report, calls):
    made = report(None, voices=calls(3, topic_id=None, department=None), build=[])
    assert any("話題の一覧はまだ作られていません" in note for note in made.reading_notes)
    assert made.lead == wording.NO_TOPICS_YET
    assert made.ranking.topics == ()


def test_a_count_that_its_rows_do_not_bear_out_stops_the_build(open_copy, calls, topic):
    extra = {"week": MONDAY, "kind": "complaint", "topic_id": "T000002", "department": "support",
             "role": "owner", "voices": 5, "contacts": 5, "cases": 5}  # fmt: skip
    reader = open_copy(voices=calls(4), topics=[topic()], weekly_topic_counts=[extra])
    site = load_site(reader)
    made = build_weekly(reader, site, load_week(reader, site, WEEK), site.departments[0], made_at=MADE_AT)
    with pytest.raises(CountMismatchError, match=r"2026-W46 support complaint/T000002/owner.*\(5, 5\)"):
        list(list_topic_rows(reader, WEEK, site.departments[0], list(made.figures)))


def test_a_topic_that_readers_were_never_told_of_is_no_correction(report, calls, topic):
    def corrected(topic_id, was, *reasons):
        return {
            "build": "b000001", "period": "week", "first_day": MONDAY, "measure": "cases", "topic_id": topic_id,
            "department": "support", "kind": "complaint" if topic_id else None, "was": was, "became": was + 5,
            "state": "confirmed", "reasons": list(reasons),
        }  # fmt: skip

    made = report(
        voices=calls(5),
        topics=[topic(), topic("T000002"), topic("T000003")],
        corrections=[
            corrected("T000001", 0, "registry", "masking"),
            corrected("T000002", 0, "late_file"),
            corrected("T000003", 3, "registry"),
            corrected(None, 0, "registry", "late_file"),
        ],
    )
    told = [(each.before, each.reason) for each in made.corrections]
    assert sorted(told) == [
        (0, "遅れて届いたデータ"),
        (0, "遅れて届いたデータ、話題の見直し"),
        (3, "話題の見直し"),
    ]
    assert made.more_corrections == 0
