"""Words that say what a sentence is about."""

from collections.abc import Iterable, Mapping, Sequence

from nlp.tokens.token import Token
from nlp.words import word_list

_CONTENT = frozenset("NUEXJVAYG")


def content_terms(
    tokens: Sequence[Token], *, synonyms: Mapping[str, str] | None = None, stop_words: Iterable[str] = ()
) -> tuple[str, ...]:
    """Pick the lemmas that can say what a sentence is about, in order, with repeats.

    Placeholders, numbers and stop words are left out.

    ``電話が全然つながりません`` → ("電話", "繋がる")
    """
    stop = word_list("stop_words").union(stop_words) if stop_words else word_list("stop_words")
    terms = []
    before = ""
    for token in tokens:
        counter = before == "0" and len(token.surface) == 1  # 二|名, 三|日
        before = token.tag
        if token.tag in _CONTENT and not counter:
            lemma = (
                synonyms.get(token.surface, synonyms.get(token.lemma, token.lemma))
                if synonyms
                else token.lemma
            )
            if lemma not in stop and (len(lemma) > 1 or "\u4e00" <= lemma <= "\u9fff"):
                terms.append(lemma)
    return tuple(terms)
