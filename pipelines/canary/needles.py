"""The forms in which a planted value is looked for, folded so that one form stands for many."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from pipelines.canary.contacts import Planted
from pipelines.canary.folding import fold

_COMMON: Final = frozenset({"postcode", "birth_date"})
_COMMON_FORMS: Final = frozenset(
    (
        *("account", "last", "local", "number", "short", "symbol"),
        *("building_name", "house", "room", "town"),
        *("explained", "explained_twice", "given", "letters"),
        *("word", "word_direction", "word_kana", "word_place"),
    )
)
_SHORTEST: Final = {"name": 1}
_SHORTEST_ELSE: Final = 4
_START: Final = 3


@dataclass(frozen=True)
class Needles:
    """Folded forms to what they are, an expression for where one may begin, and how long it then may be."""

    planted: Mapping[str, Planted]
    starts: re.Pattern[str]
    sizes: Mapping[str, Sequence[int]]

    def search(self, folded: str) -> Iterator[Planted]:
        """Yield what occurs in a folded text, as often as it occurs."""
        for start in self.starts.finditer(folded):
            place = start.start()
            begun = (folded[place : place + length] for length in range(1, _START + 1))
            for size in chain.from_iterable(self.sizes.get(word, ()) for word in begun):
                found = self.planted.get(folded[place : place + size])
                if found is not None:
                    yield found


def make_needles(values: Iterable[Planted], *, everywhere: bool) -> Needles:
    """Return the needles for some values.

    Parameters
    ----------
    values : iterable of Planted
        What was planted.
    everywhere : bool
        Leave out forms that other people's data may hold by chance, such as a date or seven digits; these are
        looked for in the planted contacts only.
    """
    forms: dict[str, Planted] = {}
    for value in values:
        is_common = value.type in _COMMON or value.form in _COMMON_FORMS
        folded = fold(value.written)
        if not (everywhere and is_common) and len(folded) >= _SHORTEST.get(value.type, _SHORTEST_ELSE):
            forms.setdefault(folded, value)
    sizes: dict[str, set[int]] = {}
    for form in forms:
        sizes.setdefault(form[:_START], set()).add(len(form))
    return Needles(forms, _starts(sizes), {start: sorted(lengths) for start, lengths in sizes.items()})


def _starts(words: Iterable[str]) -> re.Pattern[str]:
    """Return an expression that stands on the first character of each of some short words.

    It takes one character, so that no second beginning is skipped, and looks ahead for the others.
    """
    seconds: dict[str, set[str]] = {}
    for word in words:
        seconds.setdefault(word[0], set()).add(re.escape(word[1:]))
    branches = (
        re.escape(first) if "" in others else f"{re.escape(first)}(?={'|'.join(sorted(others))})"
        for first, others in sorted(seconds.items())
    )
    return re.compile("|".join(branches) or "(?!)")
