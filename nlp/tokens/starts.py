"""A cheap look in front of a search for words: in which of many texts one of them may begin."""

from collections.abc import Iterable, Sequence

import numpy as np

from nlp.characters import codes_of, codes_of_all, pair_places

_BITS = 16  # pairs of characters that share a place let some texts pass, and stop none


class Starts:
    """Texts that may hold one of some words, by the first two characters of these.

    Parameters
    ----------
    words
        As they are written in the texts.
    alone
        Characters of which one is enough.
    """

    def __init__(self, words: Iterable[str], alone: Iterable[str]) -> None:
        whole = list(words)
        self._alone = np.zeros(1 << _BITS, dtype=np.bool_)
        self._pairs = np.zeros(1 << _BITS, dtype=np.bool_)
        letters = codes_of("".join([*alone, *(word for word in whole if len(word) == 1)]))
        self._alone[letters % (1 << _BITS)] = True
        for word in whole:
            self._pairs[pair_places(codes_of(word[:2]), _BITS)] = True

    def among(self, texts: Sequence[str]) -> list[int]:
        """Places of the texts that may hold a word; the others hold none."""
        codes, ends = codes_of_all(texts)
        found = self._alone[codes % (1 << _BITS)]
        found[:-1] |= self._pairs[pair_places(codes, _BITS)]
        places: list[int] = np.unique(np.searchsorted(ends, np.flatnonzero(found), side="right")).tolist()
        return places
