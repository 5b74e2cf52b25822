"""A cheap and exact look in front of many patterns: which of them may be found in which sentences.

Each pattern asks for its clauses (see `nlp.intent.clauses`). All clauses of all patterns are asked of many
sentences at once, with one look at each pair of their characters.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp.characters import codes_of, codes_of_all, pair_places
from nlp.intent.clauses import MOST, clauses

_BITS = 18  # pairs of characters that share a place let some sentences pass, and stop none
_CHUNK = 256  # sentences at a time; bounds memory, does not change results
_Ints = npt.NDArray[np.int64]


class Gate:
    """Patterns that a sentence may match.

    Clause k of pattern n is column ``k * width + n`` of a table with a row a sentence.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self._width = -(-max(len(patterns), 1) // 8) * 8  # so that a row can be seen as numbers of 64 bits
        columns: list[list[int]] = [[]]
        self._unasked = np.zeros(MOST * self._width, dtype=np.bool_)
        pairs, singles = np.zeros(1 << _BITS, dtype=np.uint16), np.zeros(1 << _BITS, dtype=np.uint16)
        for number, pattern in enumerate(patterns):
            needed = clauses(pattern)
            self._unasked[[k * self._width + number for k in range(len(needed), MOST)]] = True
            for k, gram in ((k, gram) for k, clause in enumerate(needed) for gram in clause):
                table, place = (pairs, _place(gram)) if len(gram) > 1 else (singles, ord(gram) % (1 << _BITS))
                if not table[place]:
                    table[place] = len(columns)
                    columns.append([])
                columns[table[place]].append(k * self._width + number)
        self._pairs, self._singles = pairs, singles
        self._columns = np.array([column for row in columns for column in row], dtype=np.int64)
        self._counts = np.array(list(map(len, columns)), dtype=np.int64)
        self._starts = np.cumsum(self._counts) - self._counts

    def open(self, sentence: str) -> int:
        """Give a number in which bit n says that pattern n may be found; it cannot where the bit is 0."""
        _, numbers = self.open_all([sentence])
        return sum(1 << number for number in numbers.tolist())

    def open_all(self, sentences: Sequence[str]) -> tuple[_Ints, _Ints]:
        """Places of sentences and, for each, a pattern that may be found there: in order of both."""
        chunks = range(0, len(sentences), _CHUNK)
        found = [self._open_chunk(sentences[i : i + _CHUNK], i) for i in chunks] or [(np.zeros(0, int),) * 2]
        return np.concatenate([places for places, _ in found]), np.concatenate([n for _, n in found])

    def _open_chunk(self, sentences: Sequence[str], first: int) -> tuple[_Ints, _Ints]:
        held = np.tile(self._unasked, (len(sentences), 1))
        places, rows = self._asked(sentences)
        counts = self._counts[rows]
        within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        held[np.repeat(places, counts), self._columns[np.repeat(self._starts[rows], counts) + within]] = True
        clause = held.view(np.uint64).reshape(len(sentences), MOST, -1)
        both = clause[:, 0]
        for k in range(1, MOST):
            both = both & clause[:, k]
        # most numbers of eight patterns are 0, and are passed over together
        flat = both.ravel()
        eights = np.flatnonzero(flat)
        within, number = np.nonzero(flat[eights].view(np.bool_).reshape(-1, 8))
        found, eight = np.divmod(eights[within], self._width // 8)
        return found + first, eight * 8 + number

    def _asked(self, sentences: Sequence[str]) -> tuple[_Ints, _Ints]:
        """Sentences and the rows of what is asked for and stands in them."""
        codes, ends = codes_of_all(sentences)
        by_pair = self._pairs[pair_places(codes, _BITS)]
        by_single = self._singles[codes & np.uint32((1 << _BITS) - 1)]
        pairs, singles = np.flatnonzero(by_pair), np.flatnonzero(by_single)
        places = np.searchsorted(ends, np.concatenate([pairs, singles]), side="right")
        return places, np.concatenate([by_pair[pairs], by_single[singles]]).astype(np.int64)


def _place(pair: str) -> int:
    return int(pair_places(codes_of(pair), _BITS)[0])
