from datetime import date, datetime, timedelta

import pytest

from reports.errors import CountMismatchError
from reports.keys import WeekKey
from reports.model import build_weekly, list_topic_rows, load_site, load_week, wording
from reports.model.labels import JST
from reports.model.topics import likeness

MONDAY = date(2026, 11, 9)
WEEK = WeekKey(MONDAY)
MADE_AT = datetime(2026, 11, 16, 5, 40, tzinfo=JST)
SENTENCES = [
    "何度かけても話し中でつながりません。",
    "電話が混んでいて三十分待たされました。",
    "オペレーターにつながる前に切れてしまう。",
    "ﾃﾞﾝﾜが全然通じないんですけど😡",
    "昼休みにかけてもずっと音楽が流れるだけ",
]


@pytest.fixture
def report(open_copy):
    """Return a function that writes a copy and builds one department's report of the week."""

    def build(department="support", week=WEEK, **views):
        reader = open_copy(**views)
        site = load_site(reader)
        context = load_week(reader, site, week)
        whose = next(each for each in site.departments if each.department == department)
        return build_weekly(reader, site, context, whose, made_at=MADE_AT)

    return build


@pytest.fixture
def calls(voice):
    """Return a function that makes voices of different cases, one sentence after the other."""

    def make(count, first=1, **changes):
        return [voice(first + i, SENTENCES[i % len(SENTENCES)], **changes) for i in range(count)]

    return make


def test_a_case_counts_once_whatever_was_said_in_it(report, voice, topic):
    same = [voice(1), voice(1, voice_id="tel:000001/1.2"), voice(2, case_id="tel:000001")]
    before = [voice(9, day=MONDAY - timedelta(days=1))]
    made = report(voices=[*same, voice(3), *before], topics=[topic()])
    (figure,) = made.figures
    assert (figure.change.cases, figure.change.previous, figure.voices) == (2, 1, 4)
    assert made.completeness.change.cases == 2
    assert "お問い合わせ3回(2件)を受信しました(前週1回)" in made.completeness.received


def test_decisions_are_the_three_most_heard_complaints_and_requests(report, calls, topic):
    kinds = ["complaint", "request", "complaint", "complaint", "question", "praise", "procedure"]
    sizes = [5, 7, 4, 3, 9, 9, 9]
    topics = [topic(f"t{i}", f"話題{i}", kind=kind) for i, kind in enumerate(kinds)]
    voices = [
        each
        for i, (kind, size) in enumerate(zip(kinds, sizes, strict=True))
        for each in calls(size, first=100 * (i + 1), kind=kind, topic_id=f"t{i}")
    ]
    made = report(voices=voices, topics=topics)
    assert [decision.topic.topic_id for decision in made.decisions] == ["t1", "t0", "t2"]
    assert [topic.topic_id for topic in made.unchanged.topics] == ["t3"]
    assert [topic.topic_id for topic in made.questions.topics] == ["t4"]
    assert [topic.topic_id for topic in made.procedures.topics] == ["t6"]
    assert made.praise.cases == 9
    assert [topic.topic_id for topic in made.ranking.topics] == ["t1", "t0", "t2", "t3"]


def test_two_cases_do_not_set_the_agenda(report, calls, topic):
    made = report(voices=calls(2), topics=[topic()])
    assert made.decisions == ()
    assert made.lead == wording.NOTHING_NEW
    assert (made.unchanged.topics, made.unchanged.more) == ((), 1)


def test_muted_topics_are_counted_but_not_asked_about(report, calls, topic):
    made = report(voices=calls(5), topics=[topic(status="muted")])
    assert (made.decisions, made.unchanged.topics) == ((), ())
    assert [figure.is_muted for figure in made.ranking.topics] == [True]


def test_shared_topics_are_marked_and_decided_by_their_owner(report, calls, topic):
    views = {
        "voices": calls(4, department="logistics", shared_with=["support"]),
        "topics": [topic()],
        "departments": [
            {"department": "support", "name": "お客様窓口", "position": 1},
            {"department": "logistics", "name": "物流部", "position": 2},
        ],
    }
    sharer, owner = report("support", **views), report("logistics", **views)
    assert sharer.decisions == ()
    assert [(figure.role, figure.partners) for figure in sharer.unchanged.topics] == [("shared", ("物流部",))]
    assert [decision.topic.partners for decision in owner.decisions] == [("お客様窓口",)]
    assert sharer.completeness.change.cases == owner.completeness.change.cases == 4


def test_voices_without_owner_have_a_report_of_their_own(report, calls, topic):
    voices = [*calls(4, department=None), *calls(2, first=50, department=None, topic_id=None)]
    made = report(None, voices=voices, topics=[topic()])
    assert made.department.folder == "unassigned"
    assert [decision.request for decision in made.decisions] == ["担当部署を決めてください。"]
    assert [(each.change.cases, each.page) for each in made.unassigned] == [(2, "no-topic-complaint.html")]
    assert any("6文のうち2文(33%)" in note for note in made.reading_notes)


def test_quotes_are_quotable_different_and_of_different_cases(report, voice, topic):
    voices = [
        voice(1, "何度かけても話し中でつながりません。", similarity=0.99, quotable=False),
        voice(2, "何度かけても話し中でつながらないんです。", similarity=0.9),
        voice(3, "何度かけても話し中でつながらないのです。", similarity=0.8),
        voice(2, "朝から三十分も待たされました。", similarity=0.7, voice_id="tel:000002/1.2"),
        voice(4, "昼休みにかけてもずっと音楽が流れるだけ", similarity=0.1, channel="chat"),
        voice(5, "あ" * 400, similarity=1.0),
    ]
    (decision,) = report(voices=voices, topics=[topic()]).decisions
    assert [quote.sentence for quote in decision.quotes] == [
        "何度かけても話し中でつながらないんです。",
        "昼休みにかけてもずっと音楽が流れるだけ",
    ]
    assert [quote.channel for quote in decision.quotes] == ["電話", "チャット"]


def test_a_second_quote_may_resemble_the_first_but_not_repeat_it(report, voice, topic):
    said = [
        "キャップが固くて開けられません",
        "キャップが固くて開けられませんね",
        "キャップが固くて毎回苦労します",
    ]
    voices = [voice(number, sentence, similarity=1 - number / 10) for number, sentence in enumerate(said)]
    (decision,) = report(voices=voices, topics=[topic()]).decisions
    assert [quote.sentence for quote in decision.quotes] == [said[0], said[2]]
    assert 0.3 < likeness(said[0], said[2]) <= 0.6 < likeness(said[0], said[1])


def test_concentration_is_told_only_where_it_is_more_than_usual(report, calls, topic):
    leaks = calls(8, product="ミスト詰替", lot="L2410") + calls(2, first=20, product="泡シャンプー")
    others = calls(40, first=100, topic_id="t2", product="洗剤", department="logistics")
    (decision,) = report(voices=leaks + others, topics=[topic(), topic("t2", "別の話題")]).decisions
    told = [(found.dimension, found.value, found.cases, found.known) for found in decision.concentrations]
    # All contacts are phone calls, all known lots are L2410: that the topic's are, too, tells nothing.
    assert told == [("product", "ミスト詰替", 8, 10)]
    assert "うち8件が「ミスト詰替」です(お問い合わせ全体では16%)。" in decision.notes


def test_four_cases_with_one_product_are_not_broken_down(report, calls, topic):
    voices = calls(4, product="ミスト詰替") + calls(40, first=100, topic_id=None, product="洗剤")
    (decision,) = report(voices=voices, topics=[topic()]).decisions
    assert decision.concentrations == ()


def test_only_topics_born_after_the_first_registry_are_new(report, calls, topic):
    voices = calls(3) + calls(4, first=50, topic_id="t2")
    later = report(voices=voices, topics=[topic(), topic("t2", "新しい話題", born_on=MONDAY)])
    assert {figure.topic_id: figure.is_new for figure in later.figures} == {"T000001": False, "t2": True}
    first = report(voices=voices, topics=[topic(born_on=MONDAY), topic("t2", "同じ版", born_on=MONDAY)])
    assert not any(figure.is_new for figure in first.figures)


def test_small_new_topics_are_named_apart(report, calls, topic):
    voices = calls(1, topic_id="t2")
    made = report(voices=voices, topics=[topic(), topic("t2", "コードが届かない", born_on=MONDAY)])
    assert [figure.label for figure in made.new_topics] == ["コードが届かない"]
    assert made.lead == "今週はじめて見つかった話題が1つあります。"
    assert made.unchanged.more == 0


def test_a_young_topic_says_since_when(report, calls, topic, days):
    first_day = MONDAY + timedelta(days=2)
    made = report(
        voices=calls(3, day=first_day),
        topics=[topic()],
        days=days(MONDAY - timedelta(days=60), WEEK.sunday),
    )
    assert made.decisions[0].notes == ("最初の声は11月11日です。",)


def test_one_risk_is_enough_and_words_not_to_be_shown_are_not_read(report, voice, topic):
    voices = [
        voice(1, "フタを開けたら煙が出ました。", risk=["smoke_fire"], product="加湿器", topic_id=None),
        voice(1, "ｹｶﾞはないです", risk=["injury"], voice_id="tel:000001/2.1", topic_id=None),
        voice(
            2, "田中と申しますが消費生活センターに相談します", risk=["legal"], quotable=False, day=WEEK.sunday
        ),
    ]
    made = report(voices=voices, topics=[topic()])
    assert made.risks.cases == 2
    first, second = made.risks.listed
    assert first.classes == ("けが", "発煙・発火")
    assert (first.product, first.channel, first.sentence) == (
        "加湿器",
        "電話",
        "フタを開けたら煙が出ました。",
    )
    assert second.sentence is None
    assert made.lead.startswith("至急ご確認いただきたいものが2件")


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


def test_whoever_answers_a_survey_has_asked_nothing(report, calls):
    survey = calls(5, channel="survey")
    assert report(voices=survey).completeness.received.startswith("アンケートのご回答5回")
    assert report(voices=[*survey, *calls(1, first=9)]).completeness.received.startswith("お問い合わせ6回")
