"""Tokens of a sentence: MeCab with UniDic, dictionary entries cached, compounds joined, masks whole."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

import fugashi
import unidic_lite

from nlp.normalise import PLACEHOLDER
from nlp.tokens.compounds import join_compounds
from nlp.tokens.token import Entries, Token
from nlp.words import word_list, words_digest

_PROTECTED_FIRST = 0xE000
_FORMAT = r"%m\t%H\n"
# proper runs of Latin letters such as Wi-Fi, each looked at once, and addresses of pages
_ALWAYS = rf"{PLACEHOLDER}|https?://[!-~？！]+|(?<![A-Za-z])[A-Za-z]++[0-9]*+(?:[-&+.'_][A-Za-z0-9]+)+"


class Tokenizer:
    """Sentence → tokens.

    Parameters
    ----------
    terms
        Words that stay whole, e.g. rows of ``config/dictionary.csv``; an empty one raises ValueError.
    """

    def __init__(self, terms: Iterable[str] = ()) -> None:
        words = sorted({*word_list("terms"), *terms})
        if any(not word.strip() for word in words):
            raise ValueError("terms: an empty term; remove the blank row from the word list")
        self._terms = words
        self._protect = re.compile(f"{_ALWAYS}|{_trie_pattern(words)}")
        directory = unidic_lite.DICDIR
        self._tagger = fugashi.GenericTagger(
            f'-r "{directory}/mecabrc" -d "{directory}" -O "" -F"{_FORMAT}" -U"{_FORMAT}" -E"\\n"'
        )
        self._entry = Entries().__getitem__

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the word lists and the dictionary."""
        text = "\n".join([*self._terms, words_digest(), str(self._tagger.dictionary_info[0]["size"])])
        return hashlib.sha256(text.encode()).hexdigest()

    def tokenise(self, sentence: str) -> list[Token]:
        """Tokenise a normalised sentence: ``再ログインできない`` → 再ログイン / でき / ない."""
        return join_compounds(self.split(sentence))

    def split(self, sentence: str) -> list[Token]:
        """Tokenise a normalised sentence by the dictionary alone; protected words and placeholders whole."""
        protected: list[str] = []

        def hide(match: "re.Match[str]") -> str:
            protected.append(match.group())
            return chr(_PROTECTED_FIRST + (len(protected) - 1) % 6400)

        text = self._protect.sub(hide, sentence)
        if not text or text.isspace():
            return []
        tokens = list(map(self._entry, self._tagger.parse(text).split("\n")))
        if protected:
            tokens = _reveal(tokens, protected)
        return tokens


_HIDDEN = re.compile("([\ue000-\uf8ff])")


def _reveal(tokens: list[Token], protected: Sequence[str]) -> list[Token]:
    """Put protected words back in the place of their private-use characters.

    MeCab takes these for marks, so one token may hold several, and smileys beside them.
    """
    revealed: list[Token] = []
    words = iter(protected)
    for token in tokens:
        if token.tag == "." and _HIDDEN.search(token.surface):
            pieces = [piece for piece in _HIDDEN.split(token.surface) if piece]
            revealed += [
                _protected(next(words)) if _HIDDEN.match(p) else token._replace(surface=p) for p in pieces
            ]
            continue
        # から behind a mark looks like a conjunction
        after_word = token.surface == "から" and revealed and revealed[-1].tag in "XM"
        revealed.append(token._replace(tag="f") if after_word else token)
    return revealed


def _protected(word: str) -> Token:
    """Make the token of a placeholder (M), an address of a page (.) or a word of the list (X)."""
    tag = "M" if word.startswith("［") else "." if "://" in word else "X"
    lemma = word.lower() if word.isascii() else word
    return Token(word, lemma, "名詞", "固有名詞" if tag == "M" else "普通名詞", word, word, "", "", tag)


def _trie_pattern(words: Sequence[str]) -> str:
    """One regular expression for all words, longest first, in time that does not grow with their number."""
    trie: dict[str, dict[str, object]] = {}
    for word in words:
        node: dict[str, object] = trie  # type: ignore[assignment]
        for char in word:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    # a word in katakana or Latin letters must not be a piece of a longer one: プリン in プリンター
    before = r"(?:(?<![ァ-ヶー])(?=[ァ-ヶ])|(?<![A-Za-z])(?=[A-Za-z])|(?=[^ァ-ヶA-Za-z]))"
    behind = r"(?:(?<![ァ-ヶー])|(?![ァ-ヶー]))(?:(?<![A-Za-z])|(?![A-Za-z]))"
    return f"{before}{_branch(trie)}{behind}"


def _branch(node: Mapping[str, object]) -> str:
    children = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]  # type: ignore[arg-type]
    if not children:
        return ""
    body = children[0] if len(children) == 1 else f"(?:{'|'.join(children)})"
    return f"(?:{body})?" if "" in node else body
