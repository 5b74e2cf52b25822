"""Surnames that UniDic lacks are masked whole; what is made of ordinary words is nobody's name."""

import re

import pytest

from nlp.masking.people.lexicon import name_words, name_words_text
from nlp.masking.rare_surnames import rare_surnames
from nlp.masking.surnames import surnames
from tests.nlp.masking.shipped import MASKER


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("大豆生田様、お待たせしました", "［氏名1］様、お待たせしました"),
        ("百目鬼 章様", "［氏名1］様"),
        ("与那覇と申します", "［氏名1］と申します"),
        ("お名前を五反田莉子様に変更します", "お名前を［氏名1］様に変更します"),
        ("四ツ谷 澄恵様でいらっしゃいますね", "［氏名1］様でいらっしゃいますね"),
    ],
)
def test_a_name_is_masked_to_its_first_letter(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "満65歳以上の方は入場無料でございます。",
        "クレジットカードって、まだ申し込めますか。",
        "温泉の数が日本一って聞きました",
        "秋はさんまのお祭りですよ",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert MASKER.mask(text).text == text


def test_rare_surnames_are_such_and_in_every_list() -> None:
    for surname, reading in rare_surnames().items():
        assert re.fullmatch("[一-鿿々]+", surname)
        assert "s" in name_words()[surname]
        assert surname in surnames().alone
        assert not reading or re.fullmatch("[ぁ-ゖ]{4,}", reading)


def test_what_unidic_lists_needs_no_list_of_ours() -> None:
    lines = (line.split("\t") for line in name_words_text().splitlines())
    assert {word for word, code in lines if "s" in code}.isdisjoint(rare_surnames())
