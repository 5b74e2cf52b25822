"""Tokens of sentences, clauses and names: topics are named from few texts that are asked for again and again."""

from __future__ import annotations

from functools import lru_cache

from nlp.normalise import normalise
from nlp.tokens import Token, Tokenizer, content_terms, join_compounds

_REMEMBERED = 20_000  # texts; a topic is named from some 250


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Tokenizer()


@lru_cache(maxsize=_REMEMBERED)
def split_of(text: str) -> tuple[Token, ...]:
    """Tokens of a text by the dictionary alone, with the word list that ships with the package."""
    return tuple(_tokenizer().split(text))


@lru_cache(maxsize=_REMEMBERED)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Tokens of a text once normalised, compounds joined."""
    plain = normalise(text).text
    return tuple(join_compounds(list(split_of(plain)), plain))


def terms_of(text: str) -> tuple[str, ...]:
    """Lemmas of the content words of a text."""
    return content_terms(tokens_of(text))
