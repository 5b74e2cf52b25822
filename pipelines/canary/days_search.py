"""The search over many days: rows of a few days at a time, each with the persons planted on those days."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from pipelines.canary.search import Hit, Search
from pipelines.canary.sinks import Block

_AT_ONCE: Final = 14


class DaysSearch:
    """A `Search` of any number of days, whose time and memory for a day do not grow with their number."""

    def __init__(self, days: Sequence[date], allowed: Collection[str]) -> None:
        self._days, self._allowed = sorted(days), allowed

    def run(self, blocks: Iterable[Block]) -> list[Hit]:
        """Return what was found in blocks that belong to no day, of the persons of all days."""
        return self._whole.run(blocks)

    def run_dated(self, blocks_of: Callable[[Sequence[date]], Iterable[Block]]) -> list[Hit]:
        """Return what was found in the blocks that `blocks_of` gives for some days, for all days."""
        if len(self._days) <= _AT_ONCE:
            return self._whole.run(blocks_of(self._days))
        groups = [self._days[first : first + _AT_ONCE] for first in range(0, len(self._days), _AT_ONCE)]
        return [hit for days in groups for hit in Search(days, self._allowed).run(blocks_of(days))]

    @cached_property
    def _whole(self) -> Search:
        return Search(self._days, self._allowed)
