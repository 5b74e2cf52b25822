"""The voices that a refit looks at."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from nlp.analysis import Analyzer
from pipelines.errors import PipelineError
from pipelines.manifest import code_hash
from pipelines.resources import analyzer
from pipelines.settings import Settings
from warehouse.contract import core

MOST_VOICES = 120_000
SEED = 20_260_101
_COLUMNS = ["day", "voice_id", "sentence", "tokens", "kind"]


@dataclass(frozen=True)
class Window:
    """Voices that a refit looks at; lists run side by side.

    Attributes
    ----------
    until : date
        Last day of the window.
    old_topics : list of str or None
        Topic of each voice on the version before.
    days : list of date
        Day of each voice; empty where it does not matter.
    reader : Analyzer
        Reads further sentences as the window's own were read.
    """

    until: date
    voice_ids: list[str]
    sentences: list[str]
    tokens: list[list[str]]
    kinds: list[str]
    old_topics: list[str | None]
    days: list[date] = field(default_factory=list)
    reader: Analyzer = field(default_factory=analyzer)

    def digest(self) -> str:
        """Return a hash of everything that a fit is made from."""
        digest = hashlib.sha256(f"{self.until} {SEED} {code_hash()}\n".encode())
        words = map("\t".join, self.tokens)
        for row in zip(self.voice_ids, self.kinds, self.sentences, words, strict=True):
            digest.update("\0".join(row).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


def read_window(settings: Settings, until: date | None) -> Window:
    """Read the window's voices; beyond 120,000 a sample by hash of their ids stands for all.

    Raises
    ------
    PipelineError
        The lake holds no voices, or none in the window.
    """
    days = settings.lake.days(core.VOICES)
    if not days:
        message = "topics refit: the lake holds no voices yet; run 'koe backfill FROM TO' first"
        raise PipelineError(message)
    last = until or days[-1]
    first = last - timedelta(days=settings.general.refit_days - 1)
    tables = []
    for day in days:
        if first <= day <= last:
            voices = settings.lake.read_day(core.VOICES, day, _COLUMNS)
            assigned = settings.lake.read_day(core.ASSIGNMENTS, day, ["voice_id", "topic_id"])
            place = pc.index_in(voices.column("voice_id"), assigned.column("voice_id").combine_chunks())
            tables.append(voices.append_column("topic_id", assigned.column("topic_id").take(place)))
    if not tables:
        message = f"topics refit: no voices between {first} and {last}; choose another day"
        raise PipelineError(message)
    rows = _sample(pa.concat_tables(tables).sort_by("voice_id"))
    columns = {name: rows.column(name).to_pylist() for name in rows.column_names}
    return Window(
        last,
        columns["voice_id"],
        columns["sentence"],
        columns["tokens"],
        columns["kind"],
        columns["topic_id"],
        columns["day"],
        analyzer(settings),
    )


def _sample(rows: pa.Table) -> pa.Table:
    if rows.num_rows <= MOST_VOICES:
        return rows
    keys = [hashlib.sha256(item.encode()).digest() for item in rows.column("voice_id").to_pylist()]
    chosen = sorted(sorted(range(len(keys)), key=keys.__getitem__)[:MOST_VOICES])
    return rows.take(chosen)
