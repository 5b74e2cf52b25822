"""The look in front of the search for protected words passes by none of them."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.tokens.protected import ProtectedWords
from nlp.tokens.starts import Starts

WORDS = ["定期便", "置き配", "Wi-Fi", "+メッセージ", "鍵", ".net"]
TEXTS = st.lists(
    st.lists(
        st.sampled_from([*WORDS, *"定期便置配鍵Wi.+NETnet ［］1あ\n\ud800😢", "［氏名1］", "10GB"]),
        max_size=6,
    ).map("".join),
    max_size=6,
)


@given(TEXTS)
def test_many_sentences_are_hidden_as_each_of_them(texts):
    words = ProtectedWords(WORDS[:4], dict.fromkeys(WORDS[4:], ""))
    many = [(text, list(hidden)) for text, hidden in words.hide_all(texts)]
    assert many == [words.hide(text) for text in texts]


@given(TEXTS)
def test_texts_that_hold_a_word_are_among_those_found(texts):
    found = Starts(WORDS, "")
    assert {n for n, text in enumerate(texts) if any(w in text for w in WORDS)} <= set(found.among(texts))


def test_most_texts_are_passed_by():
    texts = ["電話がつながらない", "定期便を止めたい", "画面が固まる", "鍵"]
    assert Starts(WORDS, "").among(texts) == [1, 3]
