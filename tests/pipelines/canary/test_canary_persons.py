"""The fictitious persons: the same for a day, others on another, and found in whatever form they turn up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.masking import Masker
from nlp.masking.rules import load_rules
from pipelines.canary.contacts import Planted, make_contacts, planted_on
from pipelines.canary.folding import SEPARATOR, fold, narrow
from pipelines.canary.leaks import find_leaks
from pipelines.canary.needles import make_needles

DAY = date(2026, 11, 21)
CHANNELS = ["phone", "mail", "chat", "phone", "sns", "survey"]
RULES = load_rules()


def words_of(day=DAY):
    return [
        [*(text for _, text in contact.turns), contact.note, contact.case_number, *contact.refused]
        for contact in make_contacts(day, CHANNELS)
    ]


def leaks(masker, day=DAY):
    needles = make_needles(planted_on(day), everywhere=False)
    return {
        planted
        for texts in words_of(day)
        for masked in masker.mask_contact(texts)
        for planted in needles.search(fold(masked.text))
    }


def test_a_day_has_its_persons_whatever_the_installation():
    assert make_contacts(DAY, CHANNELS) == make_contacts(DAY, CHANNELS)
    assert not phones(DAY) & phones(DAY + timedelta(days=1))


def phones(day):
    return {value.written for value in planted_on(day) if (value.type, value.form) == ("phone", "hyphens")}


@pytest.mark.parametrize("count", [1, 2, 7])
def test_every_value_is_found_before_masking_however_many_contacts_there_are(count):
    said = "\n".join(text for contact in make_contacts(DAY, ["chat"] * count) for _, text in contact.turns)
    found = {value.type for value in make_needles(planted_on(DAY), everywhere=True).search(fold(said))}
    expected = {value.type for value in planted_on(DAY)} - {"postcode", "birth_date"}
    assert found == expected


def test_a_year_of_nights_is_not_found_in_hashes_of_ids():
    """Seven digits in a row stand in one of some million hashes: a lake of months has them by chance."""
    days = [DAY - timedelta(days=back) for back in range(0, 366, 30)]
    needles = make_needles((value for day in days for value in planted_on(day)), everywhere=True)
    numbers = [form for form in needles.planted if form.isdecimal()]
    assert numbers
    assert min(map(len, numbers)) >= 10


@given(
    st.lists(st.text("12a", min_size=4, max_size=12), min_size=1, max_size=8),
    st.lists(st.text("12a", max_size=24), max_size=4),
)
def test_needles_of_any_length_are_found_where_they_stand(forms, texts):
    values = {form: Planted("contract", "x", form) for form in forms}
    needles = make_needles(values.values(), everywhere=False)
    together = SEPARATOR.join([*texts, forms[0]])
    expected = {
        (form, place)
        for place, text in enumerate(together.split(SEPARATOR))
        for form in values
        if form in text
    }
    assert {(found.written, place) for found, place in needles.locate(together)} == expected
    assert {found.written for found in needles.search(together)} == {form for form, _ in expected}


def test_what_stands_around_the_values_is_not_taken_for_one():
    needles = make_needles(planted_on(DAY), everywhere=False)
    values = sorted({value.written for value in planted_on(DAY)}, key=len, reverse=True)
    for text in (text for texts in words_of() for text in texts):
        for value in values:
            text = text.replace(value, "〓")
        assert not list(needles.search(fold(text))), text


@pytest.mark.parametrize("weeks", range(0, 104, 26))
def test_the_masker_finds_every_planted_value(weeks):
    assert leaks(Masker(), DAY + timedelta(weeks=weeks)) == set()


def test_what_other_people_may_be_called_is_no_leak():
    """Surnames are shops and stations, too, and in kana even parts of words: 「…では担当」 holds ハタ(ノ)."""
    needles = make_needles(planted_on(DAY), everywhere=True)
    assert not list(
        needles.search(fold("では担当の者に、新垣さんのCMの件で船越駅の店から連絡します。榎本様。"))
    )
    assert min(map(len, needles.planted)) >= 4


@pytest.mark.parametrize("kind", sorted({rule.type for rule in RULES}))
def test_without_the_rules_of_a_type_the_night_is_stopped(kind):
    assert leaks(Masker([rule for rule in RULES if rule.type != kind]))


@given(st.text(alphabet="０１２３４５６７８９0123456789-－‐ 　〇一二三四五六七八九の"))
def test_folding_leaves_nothing_but_the_digits(text):
    assert fold(text).isdecimal() or not fold(text)
    assert all(char in "0123456789" for char in fold(text))


@pytest.mark.parametrize("text", ["", "\x00", "\ud800髙①㈱", "😀" * 100, "ﾀﾃﾞｻｺ"])
def test_nasty_texts_are_folded_and_keep_their_length_when_narrowed(text):
    assert len(narrow(text)) == len(text)
    assert fold(fold(text)) == fold(text)


LEAKING = [
    ("card", "番号は４１１１－１１１１－１１１１－１１１１です"),
    ("card", "378282246310005"),
    ("my_number", "マイナンバーは1234 5678 9018です"),
    ("email", "連絡は taro＠example.com まで"),
    ("phone", "０９０－１２３４－５６７８"),
    ("phone", "(03)1234-5678に"),
    ("phone", "+81-90-1234-5678"),
]
HARMLESS = [
    "4111111111111112",
    "123456789018",
    "0120-123-456",
    "2026-11-21T20:12:33.123456",
    "ロット 2026-1118-0001",
    "0.4111111111111111",
    "a4111111111111111b",
    "3-12-5",
    "1個@500円",
    "品番 4411-2208",
]


@pytest.mark.parametrize(("kind", "text"), LEAKING)
def test_what_has_the_form_of_personal_data_is_a_leak(kind, text):
    assert kind in {found for found, _ in find_leaks(text)}


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_are_none(text):
    assert list(find_leaks(text)) == []
