"""Documents as the embedder sees them."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.vectors.words import WordVectors

_LEAST_ORDINARY = 0.25  # share of characters in ordinary words below which a document is noise


class Reader:
    """Reads compounds with their parts, and noise as nothing."""

    def __init__(self, words: WordVectors) -> None:
        self._words = words
        self._known: dict[str, tuple[tuple[str, ...], int]] = {}

    def read(self, document: Sequence[str]) -> tuple[str, ...]:
        """Give the words of a document and the known parts of unknown compounds; none for noise."""
        found = [self._expand(word) for word in document]
        ordinary = sum(length for _, length in found)
        if ordinary < _LEAST_ORDINARY * sum(map(len, document)) or not ordinary:
            return ()
        return tuple(part for parts, _ in found for part in parts)

    def _expand(self, word: str) -> tuple[tuple[str, ...], int]:
        if word not in self._known:
            parts = self._words.split_unknown(word)
            expanded = parts if parts == (word,) else (word, *parts)
            self._known[word] = (expanded, self._words.ordinary_length(word))
        return self._known[word]
