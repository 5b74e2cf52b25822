"""MeCab's short lines give the tokens that its full lines give, and what is remembered is bounded."""

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
def short():
    """A dictionary that reads short lines from the first text on."""
    return Dictionary(enough=-1)


@pytest.fixture(scope="module")
def full():
    """A dictionary that never reads short lines."""
    return Dictionary(enough=10**9)


@pytest.mark.parametrize("text", TEXTS)
def test_known_and_unknown_words_are_the_same_by_short_lines(short, full, text):
    clean = normalise(text).text
    expected = full.read(clean)
    assert short.read(clean) == expected  # learns
    assert short.read(clean) == expected  # knows
    assert short.read(clean + "困る") == full.read(clean + "困る")


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(ALPHABET, max_size=40), st.text(max_size=40)))
def test_any_text_is_the_same_by_short_lines(short, full, text):
    clean = normalise(text).text.replace("\n", " ")
    assert short.read(clean) == full.read(clean) == short.read(clean)


def test_distinct_unknown_words_do_not_grow_the_memory():
    small = Dictionary(enough=20, limit=100)
    kana = "アイウエオカキクケコ"
    words = [kana[i // 100] + "ヴ" + kana[i // 10 % 10] + "ヮ" + kana[i % 10] + "ヱ" for i in range(1000)]
    for word in words:
        assert "".join(token.surface for token in small.read(word)) == word
    assert len(small) <= 102


@pytest.mark.corpora
def test_customers_texts_are_the_same_by_short_lines(short, full):
    from benchmarks.analysis.corpora import corpora_folder, distinct_texts

    if corpora_folder() is None:
        pytest.skip("KOE_CORPORA names no folder of corpora")
    for text in distinct_texts(corpora_folder())[::4]:
        clean = normalise(text).text
        assert short.read(clean) == full.read(clean)
