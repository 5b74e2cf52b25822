"""Where hardly anything but a name can stand, any word is one that is not known to be something else."""

import pytest

from nlp.masking.asked import ADDRESS, NAME, NUMBER, THING, asked_before, asks_for
from tests.nlp.masking.shipped import MASKER


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("外国語対応の方へ、ドゥクさん転送", "ドゥク"),
        ("お子様瑠翔くんの水筒です", "瑠翔"),
        ("宮崎に多い名前でこうろきと読みます", "こうろき"),
        ("楡崎っちゅうもんやけど", "楡崎"),
    ],
)
def test_it_is_hidden(text: str, name: str) -> None:
    assert name not in MASKER.mask(text).text


@pytest.mark.parametrize(
    "text",
    [
        "定期購入っていうんですか自動で届くやつ",
        "おじさんと店員さんが来ました",
        "うちのわんちゃん用です",
        "同様に多種多様な仕様です",
        "この漢字は何と読みますか",
        "リカちゃん人形の腕が取れました",
        "「使用禁止」と書いてありました",
        "業者さんと大家さんに言われました",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize(
    ("turn", "kind"),
    [
        ("お客様番号はおわかりになりますか", NUMBER),
        ("ご契約される方のお名前を頂戴できますか。", NAME),
        ("新しいご住所をお聞かせください。", ADDRESS),
        ("エラー番号は何番ですか", THING),
        ("電話がつながらない", ""),
        ("名前の変更の件です", ""),
    ],
)
def test_what_a_turn_asks_for(turn: str, kind: str) -> None:
    assert asks_for(turn) == kind


def test_a_question_holds_while_its_answer_is_said_in_parts() -> None:
    turns = [
        "ご住所をお願いします",
        "長崎の",
        "はい",
        "大村市の",
        "あの、" + "別の話ですけれども" * 8,
        "二の三",
    ]
    assert [asked_before(turns, i) for i in (1, 3, 5)] == [ADDRESS, ADDRESS, ""]
