"""An organisation's own words: terms that stay whole, synonyms and stop words."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nlp.normalise import normalise
from nlp.word_pattern import LONGEST_WORD

_SEEN_LIMIT = 100_000  # words whose representative is remembered; unknown words would grow it without bound


@dataclass(frozen=True, slots=True)
class Term:
    """A word that stays whole, its reading in katakana (may be empty) and its kind, e.g. 製品名."""

    text: str
    reading: str = ""
    kind: str = ""


class Synonyms(Mapping[str, str]):
    """Variant → representative; `get` also tries patterns, and costs one look-up for words seen before.

    Parameters
    ----------
    exact
        Variant as written → representative.
    patterns
        Regular expressions of a whole word → representative, tried in order; `nlp.word_pattern` checks them.
    """

    def __init__(self, exact: Mapping[str, str], patterns: Mapping[str, str]) -> None:
        self.exact = {normalise(variant).text: word for variant, word in exact.items()}
        self.patterns = dict(patterns)
        self._compiled = [(re.compile(pattern), word) for pattern, word in patterns.items()]
        self._seen: dict[str, str | None] = {}

    def __len__(self) -> int:
        return len(self.exact) + len(self.patterns)

    def __iter__(self) -> Iterator[str]:
        return iter(self.exact)

    def __getitem__(self, word: str) -> str:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def get(self, word: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """Return the representative of a word, `default` when it has none."""
        found = self.exact.get(word)
        if found is None and self.patterns:
            found = self._seen[word] if word in self._seen else self._seek(word)
        return default if found is None else found

    def _seek(self, word: str) -> str | None:
        if len(self._seen) >= _SEEN_LIMIT:
            self._seen.clear()
        tried = self._compiled if len(word) <= LONGEST_WORD else ()
        found = next((target for pattern, target in tried if pattern.fullmatch(word)), None)
        self._seen[word] = found
        return found


@dataclass(frozen=True)
class Vocabulary:
    """Words that an organisation adds to those of the package.

    Attributes
    ----------
    terms
        ``config/dictionary.csv``.
    synonyms
        ``config/synonyms.csv``; never a chain: no representative is itself a variant.
    stop_words
        ``config/stop_words.csv``: never what a sentence is about.

    Raises
    ------
    ValueError
        A word is empty.

    Examples
    --------
    >>> words = Vocabulary(synonyms=Synonyms({"スマホ": "スマートフォン"}, {}))
    >>> words.representative("スマホ")
    'スマートフォン'
    """

    terms: tuple[Term, ...] = ()
    synonyms: Synonyms = field(default_factory=lambda: Synonyms({}, {}))
    stop_words: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        words = [*(term.text for term in self.terms), *self.synonyms, *self.synonyms.exact.values()]
        if not all(map(str.strip, words)):
            raise ValueError("vocabulary: an empty word; remove the blank row from the word list")

    def representative(self, word: str) -> str:
        """Return the word that stands for `word`; itself where it has no synonym."""
        return self.synonyms.get(word, word) or word if self.synonyms else word

    @cached_property
    def readings(self) -> Mapping[str, str]:
        """Normalised term → reading, empty where none was given."""
        return {normalise(term.text).text: term.reading for term in self.terms}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all words; the order of rows does not matter, but that of patterns."""
        body = (
            sorted((term.text, term.reading, term.kind) for term in self.terms),
            sorted(self.synonyms.exact.items()),
            list(self.synonyms.patterns.items()),
            sorted(self.stop_words),
        )
        return hashlib.sha256(json.dumps(body).encode("ascii")).hexdigest()


def vocabulary_of(
    terms: Iterable[str] = (), synonyms: Mapping[str, str] | None = None, stop_words: Iterable[str] = ()
) -> Vocabulary:
    """Make a vocabulary of plain words, without readings and patterns."""
    return Vocabulary(tuple(map(Term, terms)), Synonyms(synonyms or {}, {}), frozenset(stop_words))
