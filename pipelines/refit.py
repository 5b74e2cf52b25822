"""The weekly refit: topics found anew on a window, matched to the old ones, and every day assigned again."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from nlp.analysis import Analyzer
from nlp.expressions import phrase
from nlp.topics import Change, KnownTopic, Lineage, TopicModel, fit_topics, match_topics
from nlp.vectors.base import FloatArray
from pipelines.errors import PipelineError
from pipelines.manifest import code_hash
from pipelines.resources import analyzer, attempt_name
from pipelines.settings import Settings
from pipelines.themes import name_themes
from pipelines.topics import EMBEDDER_PREFIX, Assigner, assign_again
from warehouse.contract import business, core
from warehouse.registry import SAMPLES, RegistryVersion

MOST_VOICES = 120_000
SAMPLE_SENTENCES = 40
SEED = 20_260_101


@dataclass(frozen=True)
class Window:
    """Voices that a refit looks at, side by side in lists, and what reads further sentences."""

    until: date
    voice_ids: list[str]
    sentences: list[str]
    tokens: list[list[str]]
    kinds: list[str]
    old_topics: list[str | None]
    reader: Analyzer = field(default_factory=analyzer)

    def digest(self) -> str:
        """Return a hash of everything that a fit is made from."""
        digest = hashlib.sha256(f"{self.until} {SEED} {code_hash()}\n".encode())
        words = map("\t".join, self.tokens)
        for row in zip(self.voice_ids, self.kinds, self.sentences, words, strict=True):
            digest.update("\0".join(row).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


@dataclass(frozen=True)
class Refit:
    """Outcome: the new version and the days that were assigned again."""

    version: RegistryVersion
    days: tuple[date, ...]


def refit_topics(settings: Settings, *, until: date | None = None) -> Refit:
    """Fit, match, write a new registry version, and assign every day of the lake again.

    Parameters
    ----------
    until : date, optional
        Last day of the window; default the newest day with voices.

    Raises
    ------
    PipelineError
        The lake holds no voices yet.
    """
    damaged = settings.registry.damaged()
    if damaged:
        message = f"topics refit: {damaged[0]}; a refit without it would give old ids to new topics"
        raise PipelineError(message)
    old = settings.registry.latest()
    window = read_window(settings, until)
    if old is not None and old.meta["inputs"] == window.digest():
        version = old  # a refit may only change what the data changed
    else:
        version = fit_version(window, old, number=max(settings.registry.versions(), default=0) + 1)
        settings.registry.write(version, attempt=attempt_name())
    assigner = Assigner(version)
    days = settings.lake.days(core.VOICES)
    for day in days:
        assign_again(day, settings, assigner)
    return Refit(version, tuple(days))


def read_window(settings: Settings, until: date | None) -> Window:
    """Read the window's voices; beyond 120,000 a sample by hash of their ids stands for all."""
    days = settings.lake.days(core.VOICES)
    if not days:
        message = "topics refit: the lake holds no voices yet; run 'koe backfill FROM TO' first"
        raise PipelineError(message)
    last = until or days[-1]
    first = last - timedelta(days=settings.general.refit_days - 1)
    tables = []
    for day in days:
        if first <= day <= last:
            voices = settings.lake.read_day(core.VOICES, day, ["voice_id", "sentence", "tokens", "kind"])
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
        analyzer(settings),
    )


def fit_version(window: Window, old: RegistryVersion | None, *, number: int) -> RegistryVersion:
    """Make the next registry version from a window, matched to the old one."""
    model = fit_topics(
        window.sentences,
        window.tokens,
        _phrases(window.sentences, window.reader),
        window.kinds,
        seed=SEED,
        start=_old_places(window, old),
    )
    lineage = _match(window, model, old)
    themes = name_themes(model, lineage, old)
    topics = _topic_rows(window, model, lineage, old, number) + themes.rows(window.until, number)
    for row in topics:
        row["parent_id"] = themes.parent_of.get(row["topic_id"], row.get("parent_id"))
    index = model.index()
    arrays = {f"{EMBEDDER_PREFIX}{name}": array for name, array in index.embedder.to_arrays().items()}
    return RegistryVersion(
        number,
        pa.Table.from_pylist(topics, schema=core.TOPICS.arrow_schema()),
        _lineage_rows(lineage, old, window.until, number),
        _samples(window, model, lineage, old),
        arrays | {"centroids": index.centroids, "thresholds": index.thresholds},
        {
            "until": window.until.isoformat(),
            "voices": len(window.voice_ids),
            "seed": SEED,
            "inputs": window.digest(),
            "embedder": index.embedder.metadata(),
            "index_ids": list(lineage.ids),
            "index_kinds": list(index.kinds),
            "next_number": themes.next_number,
        },
    )


def _sample(rows: pa.Table) -> pa.Table:
    if rows.num_rows <= MOST_VOICES:
        return rows
    keys = [hashlib.sha256(item.encode()).digest() for item in rows.column("voice_id").to_pylist()]
    chosen = sorted(sorted(range(len(keys)), key=keys.__getitem__)[:MOST_VOICES])
    return rows.take(chosen)


def _phrases(sentences: Sequence[str], reader: Analyzer) -> list[list[str]]:
    """Render the expressions of each sentence; form letters are analysed once."""
    distinct = sorted(set(sentences))
    found = reader.read_many(distinct)
    said = {
        sentence: [phrase(item) for item in reading.expressions]
        for sentence, reading in zip(distinct, found, strict=True)
    }
    return [said[sentence] for sentence in sentences]


def _old_places(window: Window, old: RegistryVersion | None) -> np.ndarray | None:
    """Return the old topic of each voice as a number, so that the new partition starts from the old one."""
    if old is None:
        return None
    places = {topic_id: place for place, topic_id in enumerate(old.meta["index_ids"])}
    return np.array([places.get(topic_id or "", -1) for topic_id in window.old_topics], dtype=np.int64)


def _match(window: Window, model: TopicModel, old: RegistryVersion | None) -> Lineage:
    new = [
        KnownTopic(topic.kind, frozenset(window.voice_ids[place] for place in topic.members), topic.centroid)
        for topic in model.topics
    ]
    known = _known_topics(window, model, old) if old else []
    return match_topics(known, new, next_number=old.meta["next_number"] if old else 1)


def _known_topics(window: Window, model: TopicModel, old: RegistryVersion) -> list[KnownTopic]:
    """Return the old topics as the new embedder sees them: by their voices in the window, else by samples."""
    members: dict[str, list[int]] = {}
    for place, topic_id in enumerate(window.old_topics):
        if topic_id is not None:
            members.setdefault(topic_id, []).append(place)
    samples: dict[str, list[str]] = {}
    for row in old.samples.to_pylist():
        samples.setdefault(row["topic_id"], []).append(row["sentence"])
    known = []
    for row in old.topics.to_pylist():
        if row["topic_id"] not in samples or row["status"] == "merged":
            continue
        places = members.get(row["topic_id"], [])
        documents = [window.tokens[place] for place in places]
        documents = documents or _tokens(samples[row["topic_id"]], window.reader)
        known.append(
            KnownTopic(
                row["kind"],
                frozenset(window.voice_ids[place] for place in places),
                _centre(model.embedder.transform(documents)),
                row["topic_id"],
                row["status"] == "dormant",
            )
        )
    return known


def _tokens(sentences: Sequence[str], reader: Analyzer) -> list[list[str]]:
    return [list(reading.tokens) for reading in reader.read_many(sentences)]


def _centre(vectors: FloatArray) -> FloatArray:
    mean = vectors.mean(axis=0)
    length = float(np.linalg.norm(mean))
    centre: FloatArray = np.round(mean / length if length else mean, 6).astype(np.float32)
    return centre


def _topic_rows(
    window: Window, model: TopicModel, lineage: Lineage, old: RegistryVersion | None, number: int
) -> list[dict[str, Any]]:
    before = {row["topic_id"]: row for row in old.topics.to_pylist()} if old else {}
    rows = []
    for topic_id, topic in zip(lineage.ids, model.topics, strict=True):
        known = before.pop(topic_id, None)
        rows.append(
            {
                "topic_id": topic_id,
                "kind": topic.kind,
                "label": topic.label,
                "label_source": "machine",
                "born_on": known["born_on"] if known else window.until,
                "status": "active",
                "merged_into": None,
                "keywords": list(topic.keywords),
                "representatives": [window.voice_ids[place] for place in topic.representatives],
                "registry_version": number,
            }
        )
    ended = {event.topic_id: event for event in lineage.events if event.topic_id in before}
    for topic_id, row in before.items():
        event = ended.get(topic_id)
        merged = event is not None and event.change == Change.MERGED
        if row["parent_id"] is None and topic_id not in ended:
            continue
        status = "merged" if merged or row["status"] == "merged" else "dormant"
        into = event.related_id if event is not None and merged else row["merged_into"]
        rows.append(row | {"status": status, "merged_into": into, "registry_version": number})
    return rows


def _lineage_rows(lineage: Lineage, old: RegistryVersion | None, until: date, number: int) -> pa.Table:
    rows = [
        {
            "registry_version": number,
            "happened_on": until,
            "event": str(event.change),
            "topic_id": event.topic_id,
            "related_ids": [event.related_id] if event.related_id else [],
        }
        for event in lineage.events
    ]
    fresh = pa.Table.from_pylist(rows, schema=business.LINEAGE.arrow_schema())
    return pa.concat_tables([old.lineage, fresh]) if old else fresh


def _samples(window: Window, model: TopicModel, lineage: Lineage, old: RegistryVersion | None) -> pa.Table:
    """Return up to 40 different sentences of each topic, chosen by hash so that they stay spread out."""
    rows = []
    for topic_id, topic in zip(lineage.ids, model.topics, strict=True):
        sentences = sorted(
            {window.sentences[place] for place in topic.members},
            key=lambda text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(),
        )
        rows += [{"topic_id": topic_id, "sentence": text} for text in sentences[:SAMPLE_SENTENCES]]
    if old:
        rows += [row for row in old.samples.to_pylist() if row["topic_id"] not in set(lineage.ids)]
    return pa.Table.from_pylist(rows, schema=SAMPLES)
