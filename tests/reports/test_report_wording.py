from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.errors import ReportError
from reports.model import labels, wording
from reports.model.figures import Change, Concentration, Denominator, NormalRange, TopicFigure
from reports.model.labels import JST

counts = st.integers(min_value=0, max_value=100_000)


@pytest.mark.parametrize(
    ("cases", "previous", "sentence"),
    [
        (48, 29, "前週より19件多い件数でした。"),
        (24, 36, "前週より12件少ない件数でした。"),
        (1_512, 12, "前週より1,500件多い件数でした。"),
        (7, 7, "前週と同じ件数でした。"),
        (0, 0, "前週と同じ件数でした。"),
        (3, 0, "前週にはありませんでした。"),
        (0, 3, "前週より3件少ない件数でした。"),
        (3, None, "前週のデータがないため、比べられません。"),
    ],
)
def test_comparison_with_the_week_before(cases, previous, sentence):
    assert wording.say_comparison(Change(cases, previous, is_comparable=True)) == sentence


@given(counts, st.none() | counts, st.booleans())
def test_two_numbers_never_make_a_trend(cases, previous, is_comparable):
    change = Change(cases, previous, is_comparable)
    said = wording.say_comparison(change) + wording.say_previous(change)
    assert not any(word in said for word in ("増え", "減っ", "減り", "急", "悪化", "改善"))
    assert wording.NO_NORMAL_RANGE in said
    assert "None" not in said


@given(counts, counts)
def test_unlike_weeks_are_not_compared(cases, previous):
    change = Change(cases, previous, is_comparable=False)
    assert "比べられません" in wording.say_comparison(change)
    assert change.difference is None
    assert labels.format_signed(change.difference) == "—"


def test_a_normal_range_takes_the_place_that_is_kept_for_it():
    change = Change(48, 29, is_comparable=True, normal=NormalRange(20, 34))
    assert wording.say_previous(change) == "前週29件、平常の幅20〜34件"


@pytest.mark.parametrize(
    ("measure", "value", "normal", "sentence"),
    [
        ("shipments", 120_000.0, NormalRange(20, 34), "出荷1万個あたり4.0件(平常1.7〜2.8件)"),
        ("shipments", 24_000_000.0, None, "出荷1万個あたり0.02件"),
        ("subscribers", 41_200.0, NormalRange(0, 60), "会員1千人あたり1.2件(平常0.0〜1.5件)"),
        ("visitors", 9_000.0, None, "来訪者1千人あたり5.3件"),
    ],
)
def test_a_count_is_told_beside_what_was_shipped(measure, value, normal, sentence):
    change = Change(48, 29, is_comparable=True, normal=normal, per=Denominator(measure, value))
    assert wording.say_rate(change) == sentence
    assert wording.say_previous(change).endswith(f"、{sentence}")


def test_without_a_denominator_nothing_is_told_of_one():
    assert wording.say_rate(Change(48, 29, is_comparable=True, normal=NormalRange(20, 34))) == ""
    zero = Change(0, 0, is_comparable=True, per=Denominator("shipments", 5.0))
    assert wording.say_rate(zero) == "出荷1万個あたり0.0件"


@pytest.mark.parametrize(
    ("found", "total", "sentence"),
    [
        (Concentration("product", "しっとりミスト", 39, 48, 0.224), 48,
         "うち39件が「しっとりミスト」です(お問い合わせ全体では22%)。"),
        (Concentration("lot", "L2410", 31, 35, 0.036), 48,
         "ロットの分かる35件中31件が「L2410」です(お問い合わせ全体では3.6%)。"),
        (Concentration("channel", "phone", 9, 9, 0.0), 9, "うち9件が電話です(お問い合わせ全体では0%)。"),
    ],
)  # fmt: skip
def test_where_a_topic_concentrates(found, total, sentence):
    assert wording.say_concentration(found, total) == sentence


def test_the_first_sentence_says_what_there_is_to_look_at():
    assert wording.say_lead(risk_cases=1, decisions=2, new_topics=0, candidates=0, voices=9) == (
        "至急ご確認いただきたいものが1件、ご判断いただきたい話題が2つあります。"
    )
    assert (
        wording.say_lead(risk_cases=0, decisions=0, new_topics=0, candidates=0, voices=9)
        == wording.NOTHING_NEW
    )
    assert wording.say_lead(risk_cases=0, decisions=0, new_topics=1, candidates=2, voices=9) == (
        "今週はじめて見つかった話題が1つ、新しい話題の候補が2つあります。"
    )
    for voices in (0, 9):
        untold = wording.say_lead(
            risk_cases=1, decisions=0, new_topics=0, candidates=0, voices=voices, has_topics=False
        )
        assert untold == "至急ご確認いただきたいものが1件あります。" + wording.NO_TOPICS_YET
    quiet = wording.say_lead(risk_cases=0, decisions=0, new_topics=0, candidates=0, voices=0)
    assert quiet.startswith("今週、当部に関わるお客様の声はありませんでした")
    assert quiet.endswith(wording.NOTHING_NEW)


def test_owner_and_sharer_are_told_apart():
    change = Change(1, 0, is_comparable=True)
    owned = TopicFigure(
        "complaint", "t1", "外箱がつぶれて届く", "owner", change, 1, partners=("物流部", "営業部")
    )
    shared = TopicFigure("complaint", "t1", "外箱がつぶれて届く", "shared", change, 1, partners=("物流部",))
    assert wording.say_partners(owned) == "物流部・営業部と共有"
    assert wording.say_partners(shared) == "物流部が担当"
    assert wording.say_partners(replace(shared, partners=("未割当",))) == "担当は未定"


def test_brackets_inside_a_quote_are_doubled():
    assert wording.quote("「入力内容」のまま進まない") == "「『入力内容』のまま進まない」"


def test_days_are_joined_where_three_or_more_follow_one_another():
    days = [date(2026, 11, day) for day in (15, 13, 14, 10, 8, 7, 13)]
    assert labels.format_days(days) == "11/7(土)、11/8(日)、11/10(火)、11/13(金)〜15(日)"
    assert (
        labels.format_days([date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2)])
        == "10/31(土)〜11/2(月)"
    )
    assert labels.format_days([]) == ""


@given(st.sets(st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 3, 1)), min_size=1))
def test_first_and_last_day_are_always_named(days):
    said = labels.format_days(days)
    assert said.startswith(labels.format_day(min(days)))
    assert said.endswith(labels.format_day(max(days)).split("/")[1])


@given(st.text(max_size=300), st.integers(min_value=1, max_value=80))
def test_a_shortened_text_fits_its_line(text, limit):
    short = labels.shorten(text, limit)
    assert len(short) <= limit
    assert "\n" not in short


def test_time_is_told_in_japan_and_needs_a_zone():
    assert labels.format_moment(datetime(2026, 11, 16, 5, 40, tzinfo=JST)) == "11月16日 5:40"
    with pytest.raises(ReportError, match="time zone"):
        labels.format_moment(datetime(2026, 11, 16, 5, 40))  # noqa: DTZ001


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=1, max_value=10**6))
def test_shares_are_readable(part, whole):
    said = labels.format_percent(min(part, whole), whole)
    assert said.endswith("%")
    assert 0 <= float(said[:-1]) <= 100
