"""A cheap look in front of a search for words: in which of many texts one of them may begin."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

_BITS = 16  # pairs of characters that share a place let some texts pass, and stop none
_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)


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
        self._alone[_codes("".join([*alone, *(word for word in whole if len(word) == 1)])) % (1 << _BITS)] = (
            True
        )
        for word in whole:
            self._pairs[_places(_codes(word[:2]))] = True

    def among(self, texts: Sequence[str]) -> list[int]:
        """Places of the texts that may hold a word; the others hold none."""
        codes = _codes("\n".join([*texts, ""]))
        found = self._alone[codes % (1 << _BITS)]
        found[:-1] |= self._pairs[_places(codes)]
        ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1)
        places: list[int] = np.unique(np.searchsorted(ends, np.flatnonzero(found), side="right")).tolist()
        return places


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _places(codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Place of each character and the one behind it in the table."""
    return (codes[:-1] * _FIRST + codes[1:] * _SECOND) >> np.uint32(32 - _BITS)
