"""Random draws that depend on the day and purpose alone, never on what was drawn elsewhere."""

import math
import zlib
from collections.abc import Sequence
from datetime import date
from typing import Final, TypeVar

import numpy as np

T = TypeVar("T")
_FIRST_BLOCK: Final = 24
_BLOCK: Final = 1024


class Dice:
    """Draws from one seeded stream.

    Numbers come from a NumPy generator in blocks: a call per number would take most of the run.
    """

    def __init__(self, *entropy: int) -> None:
        self._generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))
        # a person takes a handful of numbers, a day thousands
        self._block: list[float] = self._generator.random(_FIRST_BLOCK).tolist()

    def roll(self) -> float:
        """Return a number in [0, 1)."""
        try:
            return self._block.pop()
        except IndexError:
            self._block = self._generator.random(_BLOCK).tolist()
            return self._block.pop()

    def chance(self, probability: float) -> bool:
        """Return True with the given probability."""
        return self.roll() < probability

    def below(self, limit: int) -> int:
        """Return an integer in [0, limit)."""
        return int(self.roll() * limit)

    def between(self, low: int, high: int) -> int:
        """Return an integer in [low, high]."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items, all equally likely."""
        return items[int(self.roll() * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """Return one of the items, likely as its weight."""
        left = self.roll() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]

    def around(self, mean: float, spread: float = 1.0) -> int:
        """Return a count near ``mean`` with about the scatter of a Poisson count times ``spread``."""
        bell = sum(self.roll() for _ in range(12)) - 6.0
        return max(0, round(mean + bell * spread * math.sqrt(mean)))


def stream(name: str) -> int:
    """Return the number of a named stream (CRC-32: the same on every machine, unlike ``hash``)."""
    return zlib.crc32(name.encode())


def day_dice(seed: int, day: date, end: date, contacts_per_day: int, name: str) -> Dice:
    """Return the dice of one day for one purpose.

    The number of days of the demo is deliberately no part of it: a longer demo holds the same days.
    """
    return Dice(seed, day.toordinal(), end.toordinal(), contacts_per_day, stream(name))
