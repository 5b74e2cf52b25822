"""A predicate while it is read, and what comes of it."""

from typing import NamedTuple

import msgspec

from nlp.expressions.forms import ADJECTIVE, negative_stem
from nlp.tokens import Token

NEGATIONS = frozenset({"ない", "ず", "へん"})


class Predicate(NamedTuple):
    """Plain form of a predicate, its polarity as spoken, whether it states a wish, and where it ends."""

    text: str
    negated: bool
    wish: bool
    end: int


class Word(msgspec.Struct, gc=False):
    """The growing predicate: what stands before, then a word that can still be inflected."""

    prefix: str
    surface: str
    base: str
    conjugation: str
    negated: bool = False
    wish: bool = False
    given: bool = False

    def extend(self, token: Token, link: str = "") -> None:
        """Let `token` become the inflected part: 届い+て+いる."""
        self.prefix += self.surface + link
        self.surface, self.base, self.conjugation = token.surface, token.base, token.conjugation

    def become(self, base: str, conjugation: str, *, before: str | None = None) -> None:
        """Put `base` in the place of the inflected part; `before` replaces what stands in front."""
        if before is not None:
            self.prefix = before
        self.base, self.surface, self.conjugation = base, base, conjugation

    def negate(self) -> None:
        """Turn into the plain negative, which inflects like an adjective."""
        stem = negative_stem(self.base, self.conjugation)
        self.base, self.surface, self.conjugation = stem + "ない", stem + "なく", ADJECTIVE
        self.negated = not self.negated
