"""Tokens of sentences, clauses and names: topics are named from few texts that are asked for often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from nlp.normalise import normalise
from nlp.tokens import Token, Tokenizer, content_terms, join_compounds

_REMEMBERED = 20_000  # texts; a topic is named from some 250
_Tokens = tuple[Token, ...]


class _Read(dict[str, _Tokens]):
    """Texts and their tokens, the newest ones remembered; many are read at once, which is quicker."""

    def __init__(self, read: Callable[[Sequence[str]], Iterable[_Tokens]]) -> None:
        super().__init__()
        self._read = read

    def all_of(self, texts: Sequence[str]) -> list[_Tokens]:
        """Tokens of each text."""
        if len(self) > _REMEMBERED:
            self.clear()
        fresh = [text for text in dict.fromkeys(texts) if text not in self]
        if fresh:
            self.update(zip(fresh, self._read(fresh), strict=True))
        return [self[text] for text in texts]


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Tokenizer()


def _split(texts: Sequence[str]) -> Iterable[_Tokens]:
    return map(tuple, _tokenizer().split_all(texts))


def _tokenise(texts: Sequence[str]) -> Iterable[_Tokens]:
    plain = [normalise(text).text for text in texts]
    for text, parts in zip(plain, splits_of(plain), strict=True):
        yield tuple(join_compounds(list(parts), text))


_SPLITS, _WHOLE = _Read(_split), _Read(_tokenise)


def splits_of(texts: Sequence[str]) -> list[_Tokens]:
    """Tokens of texts by the dictionary alone, with the word list that ships with the package."""
    return _SPLITS.all_of(texts)


def all_tokens_of(texts: Sequence[str]) -> list[_Tokens]:
    """Tokens of texts once normalised, compounds joined."""
    return _WHOLE.all_of(texts)


def tokens_of(text: str) -> _Tokens:
    """Tokens of a text once normalised, compounds joined."""
    return _WHOLE.get(text) or _WHOLE.all_of([text])[0]


def terms_of(text: str) -> tuple[str, ...]:
    """Lemmas of the content words of a text."""
    return content_terms(tokens_of(text))
