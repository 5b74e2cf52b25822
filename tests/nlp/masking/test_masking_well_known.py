"""Figures of history and of stories are topics; whoever is spoken of like a customer is masked, whatever the name."""

import pytest

from nlp.masking import Masker
from nlp.masking.well_known import hide_well_known, well_known_text
from tests.nlp.masking.shipped import MASKER


@pytest.mark.parametrize(
    "text",
    [
        "織田信長の大河ドラマを録画できませんでした",
        "野口英世の千円札が機械に入りません",
        "坂本龍馬像の前に車が止まっています",
        "サザエさんの絵皿が割れていました",
        "一休さんのとんちみたいな返事でした",
        "手塚治虫記念館は何時までですか",
    ],
)
def test_what_everybody_knows_stays(text: str) -> None:
    assert MASKER.mask(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "坂本龍馬と申します",
        "夏目漱石様のお荷物です",
        "名前は渋沢栄一で登録しました",
        "担当の高橋是清さんに代わってください",
        "近松門左衛門です。先日の件で",
    ],
)
def test_who_is_called_so_is_masked_all_the_same(text: str) -> None:
    masked = MASKER.mask(text).text
    assert "［氏名1］" in masked
    assert masked != text


def test_only_the_name_is_hidden_and_places_stay() -> None:
    text = "平清盛の番組を見た佐藤です、090-1234-5678"
    hidden = hide_well_known(text)
    assert len(hidden) == len(text)
    assert hidden.endswith("の番組を見た佐藤です、090-1234-5678")
    assert MASKER.mask(text).text == "平清盛の番組を見た［氏名1］です、［電話番号1］"


def test_the_list_belongs_to_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Masker().fingerprint
    monkeypatch.setattr("nlp.masking.rules.well_known_text", lambda: well_known_text() + "\n")
    assert Masker().fingerprint != before
