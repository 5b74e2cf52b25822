import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher

from nlp.normalise import normalise
from nlp.tokens import Tokenizer
from nlp.tokens.spacy_language import make_language

TOKENIZER = Tokenizer()
LANGUAGE = make_language(TOKENIZER)
PIECES = st.sampled_from(
    [
        "再ログイン",
        "できない",
        "LINE Pay",
        " ",
        "  ",
        "［氏名1］",
        "😊",
        "\n",
        "\t",
        "電話",
        "=|,",
        "\x00",
        "\ue000",
        "ｶﾞ",
        "。",
        "1",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=10).map("".join), st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_text_is_kept_to_the_last_blank(text):
    assert LANGUAGE(text).text == text


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_tokens_are_those_of_the_fast_path(text):
    clean = normalise(text).text.replace("\n", " ")
    fast = TOKENIZER.tokenise(clean)
    slow = [token for token in LANGUAGE(clean) if token.pos_ != "SPACE"]
    expected = [token for token in fast if token.pos != "空白"]
    assert [token.text for token in slow] == [token.surface for token in expected]
    assert [token.lemma_ for token in slow] == [token.lemma for token in expected]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("電話が全然つながりません", "NOUN ADP ADV VERB AUX AUX"),
        ("再ログインできないので解約したい", "NOUN VERB AUX SCONJ AUX NOUN VERB AUX"),
        ("［氏名1］様は親切でした。", "PROPN NOUN ADP ADJ AUX AUX PUNCT"),
    ],
)
def test_universal_tags(text, tags):
    assert " ".join(token.pos_ for token in LANGUAGE(text)) == tags


def test_reading_inflection_and_tag():
    token = LANGUAGE("電話がつながらない")[2]
    assert (token.tag_, token.lemma_) == ("動詞-一般", "繋がる")
    assert token.morph.get("Reading") == ["ツナガル"]
    assert token.morph.get("Inflection") == ["五段-ラ行;未然形-一般"]


def test_a_matcher_works_on_it():
    matcher = Matcher(LANGUAGE.vocab)
    matcher.add("cannot", [[{"POS": "NOUN"}, {"LEMMA": "出来る"}, {"LEMMA": "ない"}]])
    doc = LANGUAGE("アプリに 再ログインできないです")
    assert [doc[start:end].text for _, start, end in matcher(doc)] == ["再ログインできない"]


def test_pipes_batches():
    assert [doc.text for doc in LANGUAGE.pipe(["電話", "", "再 ログイン"])] == ["電話", "", "再 ログイン"]


def test_the_fast_path_does_not_load_spacy():
    code = "import sys, nlp.tokens, nlp.vocabulary; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
