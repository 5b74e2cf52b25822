"""The same tokens as a spaCy `Doc`, for rules, names or a parse that ask for one; not on the fast path."""

import re
from collections.abc import Iterator
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer

from nlp.tokens.token import Token
from nlp.tokens.tokenizer import Tokenizer

# of the tags of `nlp.tokens.tags`; what is missing here is told by the part of speech
_UD_OF_TAG = {
    **dict.fromkeys("NUEXTZS1sPH", "NOUN"),
    **dict.fromkeys("VDG", "VERB"),
    **dict.fromkeys("JAY", "ADJ"),
    **dict.fromkeys("Ba", "AUX"),
    **dict.fromkeys("gonedtfuykqwm", "ADP"),
    **dict.fromkeys("jcz", "SCONJ"),
    "M": "PROPN",
    "0": "NUM",
    "F": "ADV",
    "R": "PRON",
    "L": "DET",
    "C": "CCONJ",
    "I": "INTJ",
    "l": "PART",
    ",": "PUNCT",
}
_UD_OF_POS = {
    "補助記号": "PUNCT",
    "記号": "SYM",
    "空白": "SPACE",
    "助詞": "ADP",
    "接頭辞": "NOUN",
    "形状詞": "AUX",
    "名詞": "NOUN",
}
# what normalising takes out; MeCab sees the lines between
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff]")
_LINES = re.compile(f"{_UNSEEN.pattern}|[^{_UNSEEN.pattern[1:]}+")
_NOT_IN_MORPH = re.compile(r"[|=,\s]")


def make_language(tokenizer: Tokenizer) -> Language:
    """Make a spaCy `Language` whose tokens are those of `tokenizer`.

    Its docs have lemma_, tag_ (UniDic part of speech), pos_ (Universal Dependencies) and morph (Reading,
    Inflection); ``doc.text`` is the text. Add pipes, or a `Matcher` on its vocabulary, as with any language.

    ``make_language(Tokenizer())("再ログインできない")`` → 再ログイン/NOUN でき/VERB ない/AUX
    """
    language = spacy.blank("xx")
    language.meta["name"] = "koe_unidic"
    language.tokenizer = _DocMaker(tokenizer, language.vocab)
    return language


class _DocMaker(DummyTokenizer):
    """spaCy's interface of a tokenizer."""

    def __init__(self, tokenizer: Tokenizer, vocab: Any) -> None:
        self._tokenizer = tokenizer
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Make the doc of a normalised text, which must have no lone surrogates (spaCy stores UTF-8)."""
        pieces: list[tuple[str, Token | None]] = []
        for line in _LINES.findall(text):
            pieces += _pieces(line, [] if _UNSEEN.match(line) else self._tokenizer.tokenise(line))
        spaces = [False] * len(pieces)
        words: list[tuple[str, Token | None]] = []
        for surface, token in pieces:
            if surface == " " and token is None and words and not spaces[len(words) - 1]:
                spaces[len(words) - 1] = True
            else:
                words.append((surface, token))
        return Doc(
            self.vocab,
            words=[surface for surface, _ in words],
            spaces=spaces[: len(words)],
            lemmas=[token.lemma if token else surface for surface, token in words],
            tags=[_unidic_tag(token) if token else "空白" for _, token in words],
            pos=[_universal_tag(token) if token else "SPACE" for _, token in words],
            morphs=[_morph(token) if token else "" for _, token in words],
        )


def _pieces(text: str, tokens: list[Token]) -> Iterator[tuple[str, Token | None]]:
    """Yield the tokens and, one by one, the characters between them that are in no token."""
    position = 0
    for token in tokens:
        start = text.index(token.surface, position)
        yield from ((char, None) for char in text[position:start])
        yield token.surface, token
        position = start + len(token.surface)
    yield from ((char, None) for char in text[position:])


def _unidic_tag(token: Token) -> str:
    return f"{token.pos}-{token.pos2}" if token.pos2 else token.pos


def _universal_tag(token: Token) -> str:
    if token.pos2 == "固有名詞":
        return "PROPN"
    return _UD_OF_TAG.get(token.tag) or _UD_OF_POS.get(token.pos, "X")


def _morph(token: Token) -> str:
    inflection = ";".join(part for part in (token.conjugation, token.form) if part and token.conjugation)
    features = {"Inflection": inflection, "Reading": token.reading}
    return "|".join(f"{name}={_NOT_IN_MORPH.sub('_', value)}" for name, value in features.items() if value)
