"""Names that UniDic does not list: of the children of these years, of the old, of people from abroad."""

import re

import pytest

from nlp.masking.more_names import given_of_one_letter, is_name_from_abroad, more_codes, more_kinds
from nlp.masking.names_romaji import is_name_of_words
from nlp.masking.not_names import is_stop_word
from nlp.masking.people.lexicon import around_names, name_words
from tests.nlp.masking.shipped import MASKER


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("孫の颯がいるから代わるわ", "孫の［氏名1］がいるから代わるわ"),
        ("長男蒼6歳と長女茜4歳です", "長男［氏名1］6歳と長女［氏名2］4歳です"),
        ("長女の凛々子の分もお願い", "長女の［氏名1］の分もお願い"),
        ("朝陽様の免許証の番号を", "［氏名1］様の免許証の番号を"),
        ("同行の方はバスネット・ビカス様です", "同行の方は［氏名1］様です"),
        ("カードはCARLOS E NUNES で作りました", "カードは［氏名1］ で作りました"),
        ("ゆっくり話してくれた。Pham Thi Lan", "ゆっくり話してくれた。［氏名1］"),
        ("ツル江さん、お熱が38度です", "［氏名1］さん、お熱が38度です"),
        ("うちのヨネばあちゃんが店で", "うちの［氏名1］ばあちゃんが店で"),
    ],
)
def test_names_without_an_honorific_are_masked(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "娘の夢は叶いましたか",
        "母の声が遠くて聞こえません",
        "Premium Card の年会費です",
        "Windows Update のあとで止まります",
        "血液検査のBUNが32でした",
        "クレジット カードの期限",
        "お風呂場が花畑みたいになって幸せです。",
    ],
)
def test_things_stay(text: str) -> None:
    assert MASKER.mask(text).text == text


def test_a_surname_of_one_letter_is_one_again_where_it_is_called() -> None:
    turns = ["堤です、川の堤で。", "堤様ですね、堤防の工事です"]
    assert [found.text for found in MASKER.mask_contact(turns)] == [
        "［氏名1］です、川の［氏名1］で。",
        "［氏名1］様ですね、堤防の工事です",
    ]


def test_the_lists_hold_nothing_else() -> None:
    for word, code in more_codes().items():
        assert re.fullmatch("[一-鿿々]{1,5}|[ぁ-ゖ]{2,5}|[ァ-ヺー]{2,10}", word), word
        assert not is_stop_word(word), word
        assert word in name_words(), word
        assert code[-1] in "0234b-", word
    assert all(re.fullmatch("[一-鿿]", word) for word in given_of_one_letter())


def test_words_of_english_are_no_names_from_abroad() -> None:
    assert not [word for word in around_names()["english"] if is_name_from_abroad(word)]
    assert not is_name_of_words("Credit Card")


def test_kinds_are_known_by_the_word() -> None:
    assert more_kinds("久手堅") == {"surname"}
    assert more_kinds("結翔") == {"given"}
    assert more_kinds("机") == frozenset()
