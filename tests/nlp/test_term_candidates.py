from nlp.term_candidates import find_candidates
from nlp.tokens import Tokenizer
from nlp.vocabulary import vocabulary_of

FILL = [
    f"{word}がつながらないので困っています"
    for word in ("電話", "画面", "商品", "店員", "回線", "通知", "送料")
] * 20
TEXTS = [
    "しっとりミストの詰め替えが漏れる",
    "昨日買ったしっとりミストが空だった",
    "しっとりミストはどこで買えますか",
    "PayPayの解約",
    "PayPayを開けない",
    "PayPayについて",
]


def found(texts, tokenizer=None):
    return {item.term: item for item in find_candidates(texts, tokenizer or Tokenizer())}


def test_words_that_are_cut_and_words_that_are_unknown_are_found():
    candidates = found([*FILL, *TEXTS])
    assert (candidates["しっとりミスト"].why, candidates["しっとりミスト"].reading) == (
        "chain",
        "シットリミスト",
    )
    assert candidates["しっとりミスト"].places == (140, 141, 142)
    assert candidates["PayPay"].why == "unknown"
    assert not set(candidates) - {"しっとりミスト", "PayPay"}


def test_terms_of_the_dictionary_are_not_proposed_again():
    words = Tokenizer(vocabulary_of(["しっとりミスト"]))
    assert "しっとりミスト" not in found([*FILL, *TEXTS], words)


def test_a_neighbour_by_chance_is_no_candidate():
    texts = [f"{time}商品が届いた" for time in ("昨日", "今日", "先日", "昨日", "今朝", "昨日")]
    assert found([*FILL, *texts]) == {}


def test_what_stands_apart_in_the_text_is_not_joined():
    assert found([*FILL, *["しっとり ミストが漏れる"] * 5]) == {}


def test_nothing_comes_of_nothing():
    assert found([]) == {}
    assert found(["", "  ", "😊", "［氏名1］"]) == {}
