"""Tokens of a sentence: MeCab with UniDic, dictionary entries cached, compounds joined, masks whole."""

import hashlib
from collections.abc import Sequence

from nlp.tokens.compounds import join_compounds
from nlp.tokens.dictionary import Dictionary
from nlp.tokens.protected import ProtectedWords
from nlp.tokens.token import Token
from nlp.vocabulary import Vocabulary
from nlp.words import shipped_terms, words_digest

_NOUNS = frozenset("NUEXJTZS1s")


class Tokenizer:
    """Sentence → tokens.

    Parameters
    ----------
    vocabulary
        The organisation's terms, which stay whole; variants of synonyms that are nouns do so, too.
    """

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        self._dictionary = Dictionary()
        readings = vocabulary.readings if vocabulary else {}
        self._protected = ProtectedWords(shipped_terms(), readings)
        cut = [word for word in vocabulary.synonyms if self._is_cut(word)] if vocabulary else []
        if cut:
            self._protected = ProtectedWords(shipped_terms() | set(cut), readings)
        self._own_words = [*cut, *(f"{word}\t{reading}" for word, reading in sorted(readings.items()))]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the word lists and the dictionary."""
        text = "\n".join([*self._own_words, words_digest(), str(self._dictionary.size)])
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    def tokenise(self, sentence: str) -> list[Token]:
        """Tokenise a normalised sentence: ``再ログインできない`` → 再ログイン / でき / ない."""
        return join_compounds(self.split(sentence), sentence)

    def split(self, sentence: str) -> list[Token]:
        """Tokenise a normalised sentence by the dictionary alone; protected words and placeholders whole."""
        return self.split_all([sentence])[0]

    def split_all(self, sentences: Sequence[str]) -> list[list[Token]]:
        """Tokenise many sentences as `split` does one, which is quicker."""
        hidden = self._protected.hide_all(sentences)
        read = self._dictionary.read_all([text for text, _ in hidden])
        reveal = self._protected.reveal
        return [
            reveal(tokens, words) if words else tokens
            for tokens, (_, words) in zip(read, hidden, strict=True)
        ]

    def _is_cut(self, word: str) -> bool:
        """Tell a noun that the dictionary cuts (みんなの銀行) from a predicate (繋がらない)."""
        tokens = self.tokenise(word)
        return len(tokens) > 1 and tokens[-1].tag in _NOUNS
