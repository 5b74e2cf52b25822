"""Entries asked for word by word are those that MeCab chose in the text, and what is remembered is bounded."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.normalise import normalise
from nlp.tokens.dictionary import Dictionary

TEXTS = [
    "電話が全然つながりません。",
    "サブスクの解約ができないｗｗ",
    "あせぼができた",  # two entries that MeCab cannot tell apart: 馬酔木, 汗疹
    "えっしようとした",
    "すもももももももものうち",
    "今日 は  晴れ",
    "ヅァヴィモリャ買った",
    "😀😀😀 困る ♪",
    "abc,def \"x\" 'y'",
    "ㇷ゚ 𠮷野家 ﷽ ไม่",
    "",
]
ALPHABET = st.sampled_from(
    "電話繋つながらないでできますがをはもー。、 ログイン解約料金abcXYZ019ヴ々〆😀♪\"',\t"
)


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary()


@pytest.fixture(scope="module")
def in_context():
    """Read a text with all features, as MeCab chooses entries in it."""
    return Dictionary().read_in_context


@pytest.mark.parametrize("text", TEXTS)
def test_entries_of_a_text_are_those_that_mecab_chose_in_it(dictionary, in_context, text):
    clean = normalise(text).text
    expected = in_context(clean)
    assert Dictionary().read(clean) == expected  # every word is new
    assert dictionary.read(clean) == expected
    assert dictionary.read(clean) == expected  # every word is known
    assert dictionary.read(clean + "困る") == in_context(clean + "困る")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(ALPHABET, max_size=40), st.text(max_size=40)))
def test_any_text_has_the_entries_that_mecab_chose(dictionary, in_context, text):
    clean = normalise(text).text
    assert dictionary.read(clean) == in_context(clean) == dictionary.read(clean)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(ALPHABET, max_size=20)))
def test_texts_read_together_are_those_read_alone(in_context, texts):
    clean = [normalise(text).text for text in texts]
    assert Dictionary().read_all(clean) == [in_context(text) for text in clean]


def test_all_entries_of_a_word_are_asked_for_not_the_first():
    """行った is 行く, and 遣る and 行う elsewhere: each is the entry that its sentence needs."""
    small = Dictionary()
    lemmas = [small.read(text)[2].lemma for text in ("店に行ったら", "会を行ったら", "本を読んだら")]
    assert lemmas == ["行く", "行う", "読む"]


def test_distinct_unknown_words_do_not_grow_the_memory():
    small = Dictionary(limit=100)
    kana = "アイウエオカキクケコ"
    words = [kana[i // 100] + "ヴ" + kana[i // 10 % 10] + "ヮ" + kana[i % 10] + "ヱ" for i in range(1000)]
    for word in words:
        assert "".join(token.surface for token in small.read(word)) == word
    assert len(small) <= 102


@pytest.mark.corpora
def test_customers_texts_have_the_entries_that_mecab_chose(dictionary, in_context):
    from benchmarks.analysis.corpora import corpora_folder, distinct_texts

    if corpora_folder() is None:
        pytest.skip("KOE_CORPORA names no folder of corpora")
    clean = [normalise(text).text for text in distinct_texts(corpora_folder())[::4]]
    assert dictionary.read_all(clean) == [in_context(text) for text in clean]
