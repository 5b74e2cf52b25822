from datetime import timedelta

from reports.model import wording
from reports.model.topics import likeness
from tests.reports.copies import MONDAY, WEEK


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


def test_whoever_answers_a_survey_has_asked_nothing(report, calls):
    survey = calls(5, channel="survey")
    assert report(voices=survey).completeness.received.startswith("アンケートのご回答5回")
    assert report(voices=[*survey, *calls(1, first=9)]).completeness.received.startswith("お問い合わせ6回")
