import csv
from pathlib import Path

import pytest

from nlp.normalise import normalise
from nlp.tokens import Tokenizer

HERE = Path(__file__).parent
CARRIERS = (
    "{}ができない",
    "{}の件で困っています",
    "{}、よくわかりません",
    "昨日{}を確認した",
    "先週から{}は使えないまま",
)
TOKENIZER = Tokenizer()


def read(name: str) -> list[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.reader(rows))[1:]


def surfaces(sentence: str) -> list[str]:
    return [token.surface for token in TOKENIZER.tokenise(normalise(sentence).text)]


def test_the_table_is_long_enough():
    assert len({row[0] for row in read("terms.csv")}) >= 200


@pytest.mark.parametrize("term", [row[0] for row in read("terms.csv")])
def test_a_term_is_one_token_wherever_it_stands(term):
    found = {carrier: surfaces(carrier.format(term)) for carrier in CARRIERS}
    assert all(normalise(term).text in words for words in found.values()), found


@pytest.mark.parametrize(("sentence", "tokens"), read("apart.csv"))
def test_chance_neighbours_stay_apart(sentence, tokens):
    assert set(tokens.split()) <= set(surfaces(sentence))


@pytest.mark.parametrize(
    ("sentence", "lemma"),
    [
        ("待ち時間が長い", "待ち時間"),
        ("ご利用明細を見たい", "利用明細"),
        ("LINE Payで払えない", "line pay"),
        ("お金が戻らない", "お金"),
        ("再ログインできない", "再ログイン"),
    ],
)
def test_lemmas_of_compounds_read_like_the_word(sentence, lemma):
    assert lemma in [token.lemma for token in TOKENIZER.tokenise(sentence)]


def test_a_chain_too_long_for_a_word_is_only_mended():
    words = surfaces("会員限定特別優待価格商品購入手続きログイン画面")
    assert "ログイン" in words
    assert max(map(len, words)) < 12


@pytest.mark.parametrize("count", [10, 1_000, 20_000])
def test_endless_chains_cost_little(count):
    assert "".join(surfaces("商品" * count)) == "商品" * count
    assert "".join(surfaces("iPhone 15 " * count)).replace(" ", "") == "iPhone15" * count
