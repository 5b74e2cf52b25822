"""Figures that nothing explains are hidden; those that count, price, date or name a thing stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.nlp.masking.shipped import MASKER

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
SAID = ("ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー")
FRAMES = ("控えには{}と", "{}です", "えっと、{}だったかな", "さっき言った{}のこと")
NUMBERS = st.text("3456789", min_size=6, max_size=12)


def written(number: str, way: str) -> str:
    """Return a number as someone writes or says it."""
    if way == "said":
        return "".join(SAID[int(digit)] for digit in number)
    if way == "grouped":
        return f"{number[:3]}の{number[3:]}"
    return number.translate({"plain": {}, "wide": WIDE, "kanji": KANJI}[way])


@settings(max_examples=60, deadline=None)
@given(NUMBERS, st.sampled_from(FRAMES), st.sampled_from(("plain", "wide", "kanji", "said", "grouped")))
def test_a_long_number_without_a_unit_is_hidden_however_it_is_written(
    number: str, frame: str, way: str
) -> None:
    value = written(number, way)
    assert value not in MASKER.mask(frame.format(value)).text


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1000, 99999),
    st.sampled_from(("円", "ポイント", "人", "件", "歩", "パケット", "キロ", "時間", "kWh", "%")),
    st.sampled_from(("", "約", "合計")),
)
def test_what_counts_something_stays(number: int, unit: str, before: str) -> None:
    text = f"{before}{number}{unit}でした"
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "画面にエラー80070005と出ます",
        "ロット番号20260417のお茶です",
        "品番4471-20の替えはありますか",
        "1998から2004までのモデルです",
        "2026-11-20に届きました",
        "バージョン4.12.1083に上げた",
        "合計54780のはずです",
        "10、20、30の順です",
        "ISO27001を取っていますか",
    ],
)
def test_what_is_explained_stays(text: str) -> None:
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize(
    ("turns", "value"),
    [
        (("診察券の番号はおわかりですか", "はい、三三〇の八一七だと思います"), "三三〇"),
        (("ご契約の番号をお願いいたします", "紙には417って書いてありますけど"), "417"),
        (("学籍番号を書き忘れました 2A19-0447",), "2A19-0447"),
        (("ログインしてるのは tubo_niwa77 です",), "tubo_niwa77"),
    ],
)
def test_shorter_ones_are_hidden_where_a_number_is_spoken_of(turns: tuple[str, ...], value: str) -> None:
    assert value not in "".join(item.text for item in MASKER.mask_contact(turns))


def test_a_question_for_a_thing_leaves_numbers() -> None:
    turns = ("型番を教えていただけますか", "4471です", "はい", "4473かもしれません")
    assert [item.text for item in MASKER.mask_contact(turns)] == list(turns)
