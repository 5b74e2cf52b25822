from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.config import SourceSettings
from pipelines.sources.dates import parse_moment
from pipelines.sources.turns import BadTurnsError, turn_getters
from pipelines.sources.values import (
    cell_text,
    clean_words,
    parse_flag,
    parse_number,
    parse_seconds,
    said_words,
)

TOKYO = ZoneInfo("Asia/Tokyo")
NINE_FIVE = datetime(2026, 11, 21, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-21 09:05",
        "2026-11-21T09:05:00+09:00",
        "2026-11-21T00:05:00Z",
        "2026/11/21 9:05",
        "2026.11.21 9:05",
        "２０２６年１１月２１日（土）　午前9時5分",
        "2026年11月21日 9:05:00",
        "令和8年11月21日 9:05",
        "R8.11.21 9:05",
        "2026/11/21 9:05 AM",
        "20261121090500",
        "2026/11/21 09:05:00.000",
        datetime(2026, 11, 21, 9, 5),  # noqa: DTZ001
        1_795_219_500,
        1_795_219_500_000,
        46347 + (9 * 60 + 5) / 1440,
    ],
)
def test_one_moment_in_the_ways_centres_write_it(written):
    assert parse_moment(written, TOKYO) == NINE_FIVE


@pytest.mark.parametrize("written", ["9999-12-31T20:00:00Z", "9991/1/2", date(9999, 12, 31), "1899-12-31"])
def test_years_at_the_ends_of_the_calendar_cannot_be_read(written):
    assert parse_moment(written, TOKYO) is None


def test_days_and_late_night_hours():
    assert parse_moment("2026-11-21", TOKYO) == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert parse_moment(date(2026, 11, 21), TOKYO) == datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert parse_moment("2026/11/20 24:30", TOKYO) == datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert parse_moment("2026/11/20 午後12:30", TOKYO) == datetime(2026, 11, 20, 3, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "昨日",
        "2026-13-01",
        "2026-02-30",
        "11/21/2026",
        "1900-01-01",
        "26-11-21",
        "2026-11-21 31:00",
        True,
        7,
        [],
        "9" * 400,
    ],
)
def test_what_is_no_date_is_none(written):
    assert parse_moment(written, TOKYO) is None


@given(st.text())
def test_no_text_breaks_the_date_reader(text):
    moment = parse_moment(text, TOKYO)
    assert moment is None or moment.tzinfo is UTC


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_cleaned_words_can_be_written_and_stay_clean(text):
    cleaned = clean_words(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert "\r" not in cleaned
    assert clean_words(cleaned) == cleaned


def test_nul_and_lone_surrogates_go_and_emoji_stay():
    assert (
        clean_words("漏\x00れ\ud83dました\ud83d\ude00\U0001f4a2\r\n。")
        == "漏れました\U0001f600\U0001f4a2\n。"
    )


def test_signs_of_web_forms_are_turned_back_and_addresses_are_not():
    assert said_words("残念&hellip;&#12290;&amp;&#0;") == "残念…。&\ufffd"
    assert said_words("https://example.com/?a=1&copy=2&lt") == "https://example.com/?a=1&copy=2&lt"


@pytest.mark.parametrize(
    ("cell", "text"), [(12.0, "12"), (1.5, "1.5"), (float("nan"), ""), (True, "true"), (None, ""), (7, "7")]
)
def test_cells_of_spreadsheets_become_plain_text(cell, text):
    assert cell_text(cell) == text


def test_numbers_durations_and_flags():
    assert parse_number("１，２００") == 1200
    assert parse_number("五") is None
    assert parse_number("nan") is None
    assert parse_seconds("1:05:12") == 3912
    assert parse_seconds("5:12") == 312
    assert parse_seconds("312") == 312
    assert [parse_flag(word) for word in ("はい", "未解決", "TRUE", "0", "？")] == [
        True,
        False,
        True,
        False,
        None,
    ]


def getter(part):
    columns = {"contact_id": "id", "channel": {"value": "chat"}}
    settings = SourceSettings.model_validate(
        {"path": "/x", "day": "2026-01-01", "columns": columns, "text": [part]}
    )
    return turn_getters(settings.text)[0]


def test_lines_with_speakers_in_either_width():
    get = getter({"lines": "ログ", "speakers": {"客": "customer", "ＯＰ": "operator"}})
    log = "（保留音）\nOP：はい\nもしもし\n客:漏れます\r\n時刻：9:05\n客：\n"
    assert get({"ログ": log}) == [
        ("unknown", "（保留音）"),
        ("operator", "はい\nもしもし"),
        ("customer", "漏れます\n時刻：9:05"),
    ]


def test_turns_nested_or_as_json_text():
    get = getter({"turns": "会話", "speaker_field": "誰", "text_field": "文", "speakers": {"客": "customer"}})
    turns = [
        {"誰": "客", "文": "あ"},
        {"誰": "？", "文": "い"},
        {"誰": "客", "文": " "},
        {"誰": "bot", "文": 3},
    ]
    said = [("customer", "あ"), ("unknown", "い"), ("bot", "3")]
    assert get({"会話": turns}) == said
    assert get({"会話": '[{"誰": "客", "文": "あ"}]'}) == said[:1]
    assert get({"会話": None}) == get({"会話": ""}) == get({}) == []
    for wrong in ("こんにちは", "{}", "[1]", 5, [["a"]]):
        with pytest.raises(BadTurnsError):
            get({"会話": wrong})
