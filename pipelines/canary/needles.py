"""The forms in which a planted value is looked for, folded so that one form stands for many."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from pipelines.canary.contacts import Planted
from pipelines.canary.folding import SEPARATOR, fold

_COMMON: Final = frozenset({"postcode", "birth_date"})
_COMMON_FORMS: Final = frozenset(
    (
        *("account", "bare", "last", "local", "number", "short", "symbol", "third"),
        *("building_name", "house", "room", "town"),
        # many people, shops and stations share a surname; in kana it may even be part of a word
        *("surname", "katakana_surname", "hiragana_surname", "latin_surname", "given"),
        *("said", "word", "word_kana"),
    )
)
_SHORTEST: Final = {"name": 1}
_SHORTEST_ELSE: Final = 4
_SHORTEST_NUMBER: Final = 10  # fewer digits occur by chance in the hashes of a year's ids
_START: Final = 4  # characters of 16 bits, so that a beginning is one number of 64
_FACTORS: Final = (0x9E37, 0x79B1, 0x85EB, 0xC2B3)

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Needles:
    """Folded forms to what they are.

    Attributes
    ----------
    planted : mapping of str to Planted
        All forms.
    short : sequence of str
        Those of fewer than four characters; only few, and none where everything is searched.
    starts : array of uint64
        The first four characters of the others, sorted.
    seconds : array of uint64, sorted
        The next four characters of those of eight and more: numbers in ids begin like some form all the time.
    medium : array of uint64, sorted
        The beginnings of those of four to seven characters.
    sizes : mapping of int to sequence of int
        How long a form may be that begins so.
    """

    planted: Mapping[str, Planted]
    short: Sequence[str]
    starts: npt.NDArray[np.uint64]
    seconds: npt.NDArray[np.uint64]
    medium: npt.NDArray[np.uint64]
    sizes: Mapping[int, Sequence[int]]

    def search(self, folded: str) -> Iterator[Planted]:
        """Yield what occurs in a folded text; a long form as often as it occurs."""
        yield from (self.planted[form] for form in self.short if form in folded)
        yield from (found for found, _ in self._long(_units(folded)))

    def locate(self, folded: str) -> Iterator[tuple[Planted, int]]:
        """Yield what occurs in folded texts that stand together, and in which of them."""
        parts = folded.split(SEPARATOR) if self.short else ()
        for number, part in enumerate(parts):
            yield from ((self.planted[form], number) for form in self.short if form in part)
        units = _units(folded)
        ends = np.flatnonzero(units == ord(SEPARATOR))
        for found, place in self._long(units):
            yield found, int(np.searchsorted(ends, place))

    def _long(self, units: npt.NDArray[np.uint16]) -> Iterator[tuple[Planted, int]]:
        if len(units) < _START or not self.sizes:
            return
        for place, code in self._places(units):
            for size in self.sizes[code]:
                written = units[place : place + size].tobytes().decode("utf-16-le", "surrogatepass")
                found = self.planted.get(written)
                if found is not None:
                    yield found, place

    def _places(self, units: npt.NDArray[np.uint16]) -> Iterator[tuple[int, int]]:
        """Yield where a beginning stands, and which; a hash of 16 bits rules out most places."""
        table = np.zeros(1 << 16, dtype=bool)
        table[_hashes(self.starts.view(np.uint16))[::_START]] = True
        places = np.flatnonzero(table[_hashes(units)])
        codes = _codes_at(units, places)
        begun = _among(codes, self.starts)
        places, codes = places[begun], codes[begun]
        padded = np.append(units, np.zeros(_START, dtype=units.dtype))
        goes_on = _among(_codes_at(padded, places + _START), self.seconds) | _among(codes, self.medium)
        yield from zip(places[goes_on].tolist(), codes[goes_on].tolist(), strict=True)


def make_needles(values: Iterable[Planted], *, everywhere: bool) -> Needles:
    """Return the needles for some values.

    Parameters
    ----------
    values : iterable of Planted
        What was planted.
    everywhere : bool
        Leave out forms that other people's data may hold by chance, such as a surname, a date or seven
        digits; these are looked for in the planted contacts only.
    """
    forms: dict[str, Planted] = {}
    wanted = [value for value in values if not (everywhere and _is_common(value))]
    together = fold(SEPARATOR.join(value.written for value in wanted))  # one call costs as much as the next
    for value, folded in zip(wanted, together.split(SEPARATOR) if wanted else (), strict=True):
        shortest = _SHORTEST_NUMBER if everywhere and folded.isdecimal() else _SHORTEST_ELSE
        if value.form == "said" or len(folded) >= _SHORTEST.get(value.type, shortest):
            forms.setdefault(folded, value)
    sizes: dict[int, set[int]] = {}
    seconds: set[int] = set()
    for form in forms:
        if len(form) >= _START:
            units = _units(form)
            sizes.setdefault(_code_of(units), set()).add(len(units))
            if len(units) >= 2 * _START:
                seconds.add(_code_of(units[_START:]))
    medium = [start for start, lengths in sizes.items() if min(lengths) < 2 * _START]
    return Needles(
        forms,
        [form for form in forms if len(form) < _START],
        np.array(sorted(sizes), dtype=np.uint64),
        np.array(sorted(seconds), dtype=np.uint64),
        np.array(sorted(medium), dtype=np.uint64),
        {start: sorted(lengths) for start, lengths in sizes.items()},
    )


def _is_common(value: Planted) -> bool:
    return value.type in _COMMON or value.form in _COMMON_FORMS


def _units(text: str) -> npt.NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def _among(codes: npt.NDArray[np.uint64], known: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Tell which codes are in a sorted array; far fewer are known than asked for."""
    if not len(known):
        return np.zeros(len(codes), dtype=bool)
    places = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.asarray(known[places] == codes)


def _code_of(units: npt.NDArray[np.uint16]) -> int:
    return int(_codes_at(units, np.zeros(1, dtype=np.intp))[0])


def _hashes(units: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """Return for each place a number of the four characters that begin there; it overflows on purpose."""
    count = len(units) - _START + 1
    mixed = np.zeros(count, dtype=np.uint16)
    for offset, factor in enumerate(_FACTORS):
        mixed ^= units[offset : offset + count] * np.uint16(factor)
    return mixed


def _codes_at(units: npt.NDArray[np.uint16], places: Places) -> npt.NDArray[np.uint64]:
    """Return the four characters that begin at each of some places, as one number."""
    codes = np.zeros(len(places), dtype=np.uint64)
    for offset in range(_START):
        codes |= units[places + offset].astype(np.uint64) << np.uint64(16 * offset)
    return codes
