"""Words that say what a sentence is about."""

from collections.abc import Sequence

from nlp.tokens.token import Token
from nlp.vocabulary import Vocabulary
from nlp.words import word_list

_CONTENT = frozenset("NUEXJVAYG")


def content_terms(tokens: Sequence[Token], vocabulary: Vocabulary | None = None) -> tuple[str, ...]:
    """Pick the lemmas that can say what a sentence is about, in order, with repeats.

    Placeholders, numbers and stop words are left out; words with a synonym give its representative.

    ``電話が全然つながりません`` → ("電話", "繋がる")
    """
    synonyms = (vocabulary and vocabulary.synonyms) or None
    own_stop_words = (vocabulary and vocabulary.stop_words) or None
    stop = word_list("stop_words")
    terms = []
    before = tag = ""
    for token in tokens:
        before, tag = tag, token.tag
        if tag not in _CONTENT or (before == "0" and len(token.surface) == 1):  # 二|名, 三|日
            continue
        lemma = token.lemma
        if synonyms is not None:
            lemma = synonyms.get(token.surface) or synonyms.get(token.base) or synonyms.get(lemma) or lemma
        if lemma in stop or (
            own_stop_words and not own_stop_words.isdisjoint((lemma, token.surface, token.lemma, token.base))
        ):
            continue
        if len(lemma) > 1 or "\u4e00" <= lemma <= "\u9fff":
            terms.append(lemma)
    return tuple(terms)
