"""Numbers that are dictated over several turns, and names whose letters are explained."""

import re

import pytest

from tests.nlp.masking.shipped import MASKER


def masked(*turns: str) -> list[str]:
    """Mask turns whose values stand between ⟦ and ⟧; say which of the values outlived it."""
    plain = [re.sub("[⟦⟧]", "", turn) for turn in turns]
    texts = MASKER.mask_contact(plain)
    left = []
    for turn, text, result in zip(turns, plain, texts, strict=True):
        covered = {i for span in result.spans for i in range(span.start, span.end)}
        at = 0
        for part in re.split("(⟦[^⟧]*⟧)", turn):
            length = len(part.strip("⟦⟧"))
            if part.startswith("⟦"):
                left += [text[at : at + length]] * (
                    not {i for i in range(at, at + length) if text[i].isalnum()} <= covered
                )
            at += length
    return left


@pytest.mark.parametrize(
    "turns",
    [
        ("お電話番号をお願いします", "⟦ゼロキューゼロ⟧の", "はい", "⟦一二三四⟧の", "⟦五六七八⟧です"),
        ("携帯番号は", "⟦０７０⟧の", "はい、⟦070⟧", "⟦ﾛｸﾅﾅｲﾁﾆｰ⟧", "⟦0098⟧です"),
        ("会員番号は", "⟦55⟧の", "はい", "⟦1023⟧", "ええ", "⟦778⟧です"),
        ("生年月日をお願いします", "⟦昭和五十二年⟧の", "はい", "⟦八月三日⟧です"),
        ("いつもお世話になります", "⟦090⟧の", "はい", "⟦1234⟧の", "はい", "⟦5678⟧です"),
        ("お名前の漢字は", "⟦山川の山⟧に⟦田んぼの田⟧です"),
    ],
)
def test_each_part_is_masked(turns: tuple[str, ...]) -> None:
    assert masked(*turns) == []


@pytest.mark.parametrize(
    "turns",
    [
        ("エラー番号は何番ですか", "401", "はい", "4012です"),
        ("何個ご希望ですか", "2個です", "3個ですね"),
        ("商品番号をお願いします", "8834", "はい", "2210です"),
        ("ご用件は", "はい", "2です", "3です"),
        ("電話番号はお分かりですか", "いいえ、それより送料は550円ですか", "はい", "10時に届きますか"),
    ],
)
def test_other_numbers_stay(turns: tuple[str, ...]) -> None:
    assert [item.text for item in MASKER.mask_contact(turns)] == list(turns)
