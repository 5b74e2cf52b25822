"""The search itself: blocks of texts in, hits out; a hit names place and rule and never the words."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from pipelines.canary.contacts import planted_on
from pipelines.canary.folding import SEPARATOR, fold
from pipelines.canary.leaks import find_leaks
from pipelines.canary.needles import Needles, make_needles
from pipelines.canary.sinks import Block

ANYONE: Final = "not planted, known by its form"


@dataclass(frozen=True, order=True)
class Hit:
    """Personal data found.

    Attributes
    ----------
    sink, place : str
        Where.
    type, form : str
        What the masker should have hidden: ``phone``, ``planted spoken``; for what was not planted, `ANYONE`.
    texts : int
        How many different texts hold it.
    """

    sink: str
    place: str
    type: str
    form: str
    texts: int


@dataclass
class Search:
    """Searches blocks; a text that was found clean is not looked at again.

    Attributes
    ----------
    days : sequence of date
        Nights whose planted persons are looked for.
    allowed : collection of str
        Mail addresses and numbers that may stand anywhere, because the configuration names them.
    """

    days: Sequence[date]
    allowed: Collection[str] = ()
    _clean: set[str] = field(default_factory=set)
    _clean_ids: set[str] = field(default_factory=set)

    @cached_property
    def _everywhere(self) -> Needles:
        return make_needles((value for day in self.days for value in planted_on(day)), everywhere=True)

    def run(self, blocks: Iterable[Block]) -> list[Hit]:
        """Return what was found in the blocks, in order."""
        return sorted(hit for block in blocks for hit in self._search(block))

    def _search(self, block: Block) -> Iterator[Hit]:
        own = block.planted_on
        needles = self._everywhere if own is None else make_needles(planted_on(own), everywhere=False)
        clean = self._clean if block.has_words else self._clean_ids
        texts = [text for text in block.texts if own is not None or text not in clean]
        if not self._holds_any(SEPARATOR.join(texts), needles, block):
            clean.update(texts)
            return
        found: Counter[tuple[str, str]] = Counter()
        for text in texts:
            found.update(set(self._found(text, needles, block)))
        for (kind, form), count in found.items():
            yield Hit(block.sink, block.place, kind, form, count)

    def _holds_any(self, joined: str, needles: Needles, block: Block) -> bool:
        return next(self._found(joined, needles, block), None) is not None

    def _found(self, text: str, needles: Needles, block: Block) -> Iterator[tuple[str, str]]:
        for planted in needles.search(fold(text)):
            yield planted.type, f"planted {planted.form}"
        if block.has_words:
            for kind, value in find_leaks(text):
                if value not in self.allowed:
                    yield kind, ANYONE
