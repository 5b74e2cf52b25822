"""A number that a rule finds in part is masked to its ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.masking.whole import whole_values
from tests.nlp.masking.shipped import MASKER


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("国保の記号番号は21-884-1790です", "21-884", "21-884-1790"),
        ("注文番号は#88214073です", "88214073", "#88214073"),
        ("番号は03 2281 5540 117です", "2281 5540 117", "03 2281 5540 117"),
        ("番号は03 2281 5540 117です", "03 2281 5540", "03 2281 5540 117"),
        ("会員番号はK-88213-02です", "88213", "K-88213-02"),
        ("電話は090 1234 5678 10時から", "090 1234 5678", "090 1234 5678"),
        ("TEL-03-1234-5678", "03-1234-5678", "03-1234-5678"),
        ("番号8821、3300円です", "8821", "8821"),
        (
            "ゴーゴーサンゴーのヨンサンハチゼロのイチハチヨンハチです",
            "ゴーゴーサンゴー",
            "ゴーゴーサンゴーのヨンサンハチゼロのイチハチヨンハチ",
        ),
        ("四四二一の八八三〇、ごご三時に", "四四二一の八八三〇", "四四二一の八八三〇"),
        ("番号8821です", "8821", "8821"),
    ],
)
def test_a_number_ends_where_what_it_is_joined_to_ends(text: str, found: str, whole: str) -> None:
    start = text.index(found)
    [(first, last, kind)] = whole_values(text, [(start, start + len(found), "member_number")])
    assert (text[first:last], kind) == (whole, "member_number")


@given(st.text("0123456789-# Aa番\ue000\n", max_size=30), st.data())
def test_what_was_found_stays_found_and_nothing_is_left_to_stretch(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if start == end:
        return
    once = whole_values(text, [(start, end, "phone")])
    assert once[0][0] <= start
    assert end <= once[0][1] <= len(text)
    assert "\ue000" not in text[once[0][0] : start] + text[end : once[0][1]]


def test_names_and_addresses_end_where_they_were_found() -> None:
    assert whole_values("佐藤-1", [(0, 2, "name")]) == [(0, 2, "name")]


def test_no_part_of_a_number_outlives_the_masking() -> None:
    assert MASKER.mask("国保の記号番号は21-884-1790です").text == "国保の記号番号は［口座番号1］です"
