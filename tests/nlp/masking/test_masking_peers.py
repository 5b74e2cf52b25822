"""Things called like people: two of a row are things, one alone may be somebody."""

import pytest

from nlp.masking.peers import peers
from nlp.masking.people.places import is_place_here
from tests.nlp.masking.shipped import MASKER


@pytest.mark.parametrize(
    "text",
    [
        "ヤマトさんと佐川さん、どちらで届きますか",
        "こだまとひかりどっちが安いんですか",
        "紫の振袖か緑の振袖で迷っています",
        "松、竹、梅とあって梅は三千円です",
        "大塚家具さんのマットレスは扱っていますか",
        "美空ひばりさんの歌を流してください",
        "トム フォードの口紅を探しています",
        "熊谷は暑いのでクール便でお願いします",
        "八王子から大月まで何分ですか",
        "平泉の世界遺産を見たいです",
        "大谷選手の影響で人が増えました",
        "192.168.1.1を開いてください",
    ],
)
def test_things_and_places_stay(text: str) -> None:
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("佐川さんのお荷物です", "［氏名1］さんのお荷物です"),
        ("木村拓哉と申します", "［氏名1］と申します"),
        ("美空ひばりさんからお電話です", "［氏名1］さんからお電話です"),
        ("ひかりちゃんとさくらちゃんの母です", "［氏名1］ちゃんと［氏名2］ちゃんの母です"),
        ("熊谷と申します", "［氏名1］と申します"),
    ],
)
def test_who_is_called_so_is_masked(text: str, masked: str) -> None:
    assert MASKER.mask(text).text == masked


def test_one_alone_is_no_peer() -> None:
    assert peers("佐川さんと鈴木さん") == []
    assert peers("") == []


def test_a_word_that_is_no_place_is_none_here() -> None:
    assert not is_place_here("加藤の工場です", 0, 2)
