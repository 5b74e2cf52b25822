"""How many utterances are analysed at a time changes nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import analysis
from nlp.analysis import Analyzer

TEXTS = [
    "電話がつながりません。なので解約します。",
    "",
    "はい。",
    "充電していたら煙が出ました。返品したいです。" * 30,
    "えーと、ｻﾎﾟｰﾄｾﾝﾀｰの番号は",
    "店員さんが親切でした😊",
    "\ud800",
    "お客様より、注ぎ口から漏れるとのご指摘。返金希望。",
]
SPEAKERS = ["customer", "memo", "unknown", "customer", "customer", "operator", "customer", "memo"]


@pytest.mark.parametrize(("many", "characters"), [(1, 10**6), (3, 10**6), (512, 1), (512, 40), (2, 25)])
def test_results_do_not_depend_on_batches(
    monkeypatch: pytest.MonkeyPatch, many: int, characters: int
) -> None:
    analyzer = Analyzer()
    whole = analyzer.analyse_many(TEXTS * 2, SPEAKERS * 2)
    monkeypatch.setattr(analysis, "_BATCH", many)
    monkeypatch.setattr(analysis, "_BATCH_CHARACTERS", characters)

    assert analyzer.analyse_many(TEXTS * 2, SPEAKERS * 2) == whole


@given(st.lists(st.integers(0, 250_000), max_size=40))
def test_batches_take_each_text_once_and_stay_small(lengths: list[int]) -> None:
    texts = ["あ" * length for length in lengths]

    batches = [texts[batch] for batch in analysis._batches(texts)]

    assert [text for batch in batches for text in batch] == texts
    assert all(sum(map(len, batch[:-1])) < 100_000 for batch in batches)
