"""What holds for any sentence, however broken."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlp.expressions import Expression, find_expressions, find_relations, phrase, read_sentence
from nlp.normalise import normalise
from nlp.tokens import Token, Tokenizer

TOKENIZER = Tokenizer()
PIECES = [
    "電話",
    "画面",
    "返金",
    "駐車場",
    "説明",
    "アプリ",
    "が",
    "を",
    "に",
    "は",
    "も",
    "で",
    "から",
    "の",
    "や",
    "しか",
    "だけ",
    "と",
    "って",
    "、",
    "。",
    "？",
    "つながら",
    "届い",
    "使え",
    "高",
    "わかり",
    "見",
    "し",
    "でき",
    "ない",
    "なく",
    "なけれ",
    "ば",
    "ませ",
    "ん",
    "た",
    "たら",
    "て",
    "ない",
    "で",
    "いる",
    "ください",
    "いただけ",
    "ます",
    "か",
    "ほしい",
    "たい",
    "と",
    "いい",
    "助かる",
    "よう",
    "に",
    "さ",
    "せ",
    "れ",
    "られ",
    "にくい",
    "すぎる",
    "まま",
    "だ",
    "そう",
    "しか",
    "ない",
    "お",
    "ご",
    "願い",
    "連絡",
    "なら",
    "のに",
    "ので",
    "ため",
    "解約",
    "全然",
    "もっと",
    "大",
    "きれい",
    "無料",
    "満車",
    "ー",
    "づれ",
    "［氏名1］",
    "2",
    "人",
    "こと",
    "もの",
    "のが",
    "遅い",
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


def tokens_of(text: str) -> list[Token]:
    return TOKENIZER.tokenise(normalise(text).text)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("電話見づれ")
def test_any_text_is_read_and_every_part_comes_from_it(text: str) -> None:
    tokens = tokens_of(text)
    clean = normalise(text).text

    expressions, relations = read_sentence(tokens)

    assert len(set(expressions)) == len(expressions)
    for item in expressions:
        assert item.subject in clean
        assert item.predicate
        assert item.particle in {"", *"がをにでと", "から", "まで", "より", "しか"}
        assert phrase(item).endswith(item.predicate)
    assert all(item.purpose and item.background for item in relations)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_any_list_of_tokens_is_read(pieces: list[str]) -> None:
    # cut where no sentence would be: predicates begin and end anywhere
    tokens = [token for piece in pieces for token in TOKENIZER.split(piece)]

    assert find_expressions(tokens) == find_expressions(list(tokens))
    assert find_relations(tokens, tokens[::-1]) == find_relations(tokens, tokens[::-1])


@pytest.mark.parametrize(
    ("sentence", "negated"),
    [
        ("荷物が届く", False),
        ("荷物が届かない", True),
        ("荷物が届かないわけではない", False),
        ("荷物が届くわけではない", True),
        ("書類を送らなければならない", False),
        ("書類を送ってはいけない", True),
        ("書類を送らなくてもいい", False),
        ("値段が安くない", True),
        ("値段が安くなくはない", False),
        ("在庫がない", True),
        ("メールを送らないでください", True),
    ],
)
def test_two_negations_make_none(sentence: str, negated: bool) -> None:
    assert [item.negated for item in find_expressions(tokens_of(sentence))] == [negated]


def test_expressions_come_in_the_order_of_their_predicates() -> None:
    found = find_expressions(
        tokens_of("箱がつぶれていて、中身がこぼれて、返金をお願いしたいのに電話がつながらない")
    )

    assert [item.predicate for item in found] == [
        "つぶれている",
        "こぼれる",
        "お願いしたい",
        "つながらない",
    ]


def test_said_twice_is_found_once() -> None:
    assert find_expressions(tokens_of("電話がつながらない、電話がつながらない")) == (
        Expression("電話", "つながらない", True, "が"),
    )


@pytest.mark.parametrize(
    "unit",
    [
        "電話が",
        "とても",
        "今日",
        "ない",
        "高く",
        "電話",
        "届いて",
        "に",
        "人に",
        "、",
        "のに",
        "お",
        "きれいに",
    ],
)
def test_time_grows_with_the_length(unit: str) -> None:
    def seconds(count: int) -> float:
        tokens = tokens_of(unit * count + "困る")
        began = time.process_time()
        read_sentence(tokens)
        return time.process_time() - began

    seconds(100)
    assert seconds(1_600) < 0.5 + 30 * seconds(200)
