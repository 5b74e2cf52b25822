import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.normalise import normalise
from nlp.tokens import Tokenizer, content_terms
from nlp.vocabulary import Term, Vocabulary, vocabulary_of


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(vocabulary_of(["配送希望時間帯", "プリン"]))


def test_terms_of_the_list_stay_whole_but_not_inside_longer_katakana(tokenizer: Tokenizer) -> None:
    assert "配送希望時間帯" in [t.surface for t in tokenizer.tokenise("配送希望時間帯を選べない")]
    assert "プリンター" in [t.surface for t in tokenizer.tokenise("プリンターが動かない")]
    assert "プリン" in [t.surface for t in tokenizer.tokenise("プリンが溶けていた")]


def test_placeholder_is_one_token_and_no_topic_word(tokenizer: Tokenizer) -> None:
    tokens = tokenizer.tokenise("［氏名1］様の［電話番号1］［住所2］に電話した")
    assert [t.surface for t in tokens if t.tag == "M"] == ["［氏名1］", "［電話番号1］", "［住所2］"]
    assert content_terms(tokens) == ("電話",)


@pytest.mark.parametrize("text", ["［氏名1］😊", "😊［氏名1］", "［氏名1］［氏名1］※😊［氏名1］"])
def test_placeholders_beside_smileys(tokenizer: Tokenizer, text: str) -> None:
    assert [t.surface for t in tokenizer.tokenise(text)].count("［氏名1］") == text.count("［氏名1］")


def test_lemmas_are_plain_words(tokenizer: Tokenizer) -> None:
    assert content_terms(tokenizer.tokenise("アプリが全然つながりませんでした")) == ("アプリ", "繋がる")


def test_an_own_term_is_a_token_of_its_own_with_its_reading() -> None:
    words = Vocabulary((Term("肌極", "ハダキワミ", "製品名"),))
    tokens = Tokenizer(words).tokenise("肌極定期便の解約")
    assert [(t.surface, t.reading) for t in tokens[:2]] == [("肌極", "ハダキワミ"), ("定期便", "テイキビン")]


def test_synonyms_replace_words_and_variants_that_the_dictionary_cuts_stay_whole() -> None:
    words = vocabulary_of(synonyms={"スマホ": "スマートフォン", "みんなの銀行": "ネット銀行"})
    tokens = Tokenizer(words).tokenise("スマホでみんなの銀行を使えない")
    assert content_terms(tokens, words) == ("スマートフォン", "ネット銀行", "使う")


def test_a_predicate_among_the_variants_is_left_to_the_expressions() -> None:
    words = vocabulary_of(synonyms={"繋がらない": "つながらない"})
    surfaces = [t.surface for t in Tokenizer(words).tokenise("電話が繋がらない")]
    assert surfaces == ["電話", "が", "繋がら", "ない"]


def test_a_synonym_holds_for_all_forms_of_a_verb() -> None:
    words = vocabulary_of(synonyms={"固まる": "フリーズする"})
    assert content_terms(Tokenizer(words).tokenise("画面が固まった"), words) == ("画面", "フリーズする")


@pytest.mark.parametrize("stop_word", ["つながる", "繋がる", "つながり"])
def test_stop_words_may_be_written_as_word_as_lemma_or_as_it_stands(stop_word: str) -> None:
    words = vocabulary_of(stop_words=[stop_word])
    assert content_terms(Tokenizer(words).tokenise("電話がつながりません"), words) == ("電話",)


def test_empty_term_is_refused() -> None:
    with pytest.raises(ValueError, match="an empty word"):
        vocabulary_of([" "])


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from("電話ログイン再［氏名1］-Wi配送プリン ")), max_size=40)
)
def test_no_text_is_lost(text: str) -> None:
    clean = normalise(text).text.replace("\n", " ")
    tokens = (
        Tokenizer(vocabulary_of(["プリン"])).tokenise(clean)
        if len(text) % 7 == 0
        else _SHARED.tokenise(clean)
    )
    assert "".join("".join(t.surface.split()) for t in tokens) == "".join(clean.split())


_SHARED = Tokenizer()
