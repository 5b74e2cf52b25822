"""The search itself: blocks of texts in, hits out; a hit names place and rule and never the words."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.canary.chance import is_chance
from pipelines.canary.contacts import planted_on
from pipelines.canary.folding import SEPARATOR, fold
from pipelines.canary.leaks import find_leaks
from pipelines.canary.needles import Needles, make_needles
from pipelines.canary.sinks import Block

ANYONE: Final = "not planted, known by its form"

_PLACEHOLDER: Final = re.compile("［[^［］]{1,16}］")
_MASKED: Final = "□"  # a placeholder's number must not run into a number beside it
_BATCH_BYTES: Final = 64_000_000  # bounds the memory of a search over many days


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

    A run writes the same words to many places, so blocks are put together, each text once, and searched as
    one. Only where that finds something is every block looked at by itself, to name the places.

    Attributes
    ----------
    days : sequence of date
        Nights whose planted persons are looked for.
    allowed : collection of str
        Mail addresses and numbers that may stand anywhere, because the configuration names them.
    """

    days: Sequence[date]
    allowed: Collection[str] = ()
    _clean: dict[bool, pa.Array] = field(default_factory=dict)

    @cached_property
    def _everywhere(self) -> Needles:
        return make_needles((value for day in self.days for value in planted_on(day)), everywhere=True)

    def run(self, blocks: Iterable[Block]) -> list[Hit]:
        """Return what was found in the blocks, in order."""
        return sorted(hit for batch in _batches(blocks) for hit in self._search(batch))

    def _search(self, batch: Sequence[Block]) -> Iterator[Hit]:
        for has_words in (True, False):
            common = [item for item in batch if item.planted_on is None and item.has_words is has_words]
            if common and self._holds_any(common, has_words=has_words):
                for block in common:
                    yield from self._hits(block, self._everywhere)
        for block in batch:
            if block.planted_on is not None:
                yield from self._hits(block, _own_needles(block.planted_on))

    def _holds_any(self, blocks: Sequence[Block], *, has_words: bool) -> bool:
        texts = pc.unique(pa.concat_arrays([block.texts for block in blocks]))
        known = self._clean.get(has_words)
        fresh = texts if known is None else texts.filter(pc.invert(pc.is_in(texts, known)))
        found = self._found(_joined(fresh), self._everywhere, has_words=has_words)
        if next(found, None) is not None:
            return True
        self._clean[has_words] = texts
        return False

    def _hits(self, block: Block, needles: Needles) -> Iterator[Hit]:
        if next(self._found(_joined(block.texts), needles, has_words=block.has_words), None) is None:
            return
        counts: Counter[tuple[str, str]] = Counter()
        for text in block.texts.to_pylist():
            counts.update(set(self._found(text, needles, has_words=block.has_words)))
        for (kind, form), count in counts.items():
            yield Hit(block.sink, block.place, kind, form, count)

    def _found(self, text: str, needles: Needles, *, has_words: bool) -> Iterator[tuple[str, str]]:
        masked = _PLACEHOLDER.sub(_MASKED, text)
        if not has_words:
            yield from _found_in_ids(masked, needles)
            return
        for planted in needles.search(fold(masked)):
            yield planted.type, f"planted {planted.form}"
        for kind, value in find_leaks(text):
            if value not in self.allowed:
                yield kind, ANYONE


def _found_in_ids(text: str, needles: Needles) -> Iterator[tuple[str, str]]:
    """Yield what texts of ids hold other than by chance; each is judged by itself, for there are millions."""
    ids: list[str] = []
    for planted, number in needles.locate(fold(text)):
        ids = ids or text.split(SEPARATOR)
        if not is_chance(planted.written, ids[number]):
            yield planted.type, f"planted {planted.form}"


@lru_cache(maxsize=2)
def _own_needles(day: date) -> Needles:
    """Return what is looked for in the planted contacts of a night."""
    return make_needles(planted_on(day), everywhere=False)


def _batches(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    batch: list[Block] = []
    size = 0
    for block in blocks:
        batch.append(block)
        size += block.texts.nbytes
        if size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _joined(texts: pa.Array) -> str:
    if not len(texts):
        return ""
    offsets = pa.array([0, len(texts)], pa.int64())
    lines = pa.LargeListArray.from_arrays(offsets, texts)
    return str(pc.binary_join(lines, pa.scalar(SEPARATOR, pa.large_string()))[0].as_py())
