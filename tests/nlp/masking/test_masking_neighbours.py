"""What stands beside a value and belongs to it, dates of long ago, and places with a house's number."""

import pytest

from tests.nlp.masking.shipped import MASKER


@pytest.mark.parametrize(
    ("turns", "values"),
    [
        (("送付先は〒221-0802です",), ("〒", "221")),
        (("長野県上田市中央西一丁目十五番の三です",), ("の三",)),
        (("アドレスは niwa アンダーバー 58 アットマーク example.co.jp です",), ("niwa", "58")),
        (("えっと、平成元年…あ、平成2年3月14日です",), ("元年", "14日")),
        (("いちきゅうごーごーねんにがつにじゅうはちにちです",), ("いち", "にがつ")),
        (("桃香は平成30年5月6日です",), ("平成",)),
        (("中野西四の百十六のほうに来てください",), ("百十六",)),
        (("お届け先はどちらにしましょうか", "長崎の大村市の", "はい", "四百十二の一です"), ("大村", "四百")),
        (("二号棟の四〇五に住んでいます",), ("四〇五",)),
    ],
)
def test_all_of_it_is_hidden(turns: tuple[str, ...], values: tuple[str, ...]) -> None:
    left = "".join(item.text for item in MASKER.mask_contact(turns))
    assert [value for value in values if value in left] == []


@pytest.mark.parametrize(
    "text",
    [
        "契約は平成28年4月1日からです",
        "平成9年10月10日の開会式",
        "平成30年に購入した冷蔵庫です",
        "2026年11月3日に届きました",
        "5号館の302教室は寒い",
        "東京から3の2で勝った人が多い",
    ],
)
def test_other_dates_and_places_stay(text: str) -> None:
    assert MASKER.mask(text).text == text


def test_a_value_and_what_belongs_to_it_are_one() -> None:
    assert MASKER.mask("送付先は〒221-0802です").text == "送付先は［郵便番号1］です"
