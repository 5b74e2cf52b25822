"""Topics of a window: carried on from the version before, or found anew and matched to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.analysis import Analyzer
from nlp.expressions import phrase
from nlp.topics import (
    FRESH,
    KnownTopic,
    Lineage,
    RevisedModel,
    TopicIndex,
    TopicModel,
    Voices,
    carry_ids,
    fit_topics,
    match_topics,
    revise_topics,
)
from nlp.topics.graph import IntArray
from nlp.vectors import LsaWordEmbedder, WordVectorsError
from nlp.vectors.base import Embedder, FloatArray
from pipelines.topics import topic_index
from pipelines.window import SEED, Window
from warehouse.registry import RegistryVersion

_LEAST_KNOWN = 0.7  # share of the window's words that an embedder knows, under which it is fitted anew
_SETTLING = 2  # revisions of a fresh fit
_SAME_NAME = 0.6  # share of its voices that a topic keeps, under which its name is chosen anew


@dataclass(frozen=True)
class Fitted:
    """Topics of a window with their ids.

    Attributes
    ----------
    model : topics that have voices in the window; `lineage` gives their ids in the same order
    index : what nights assign by: the model's topics, then those that sleep through the window
    index_ids : id of each row of `index`
    named : ids of topics that keep the name they had
    """

    model: TopicModel
    lineage: Lineage
    index: TopicIndex
    index_ids: tuple[str, ...]
    named: frozenset[str]


def fit_anew(window: Window, old: RegistryVersion | None) -> Fitted:
    """Find topics without regard to the standing ones, then match them to these.

    What the next refit would change without new voices is changed at once, so that it has no reason to.
    """
    phrases = phrases_of(window.sentences, window.reader)
    model = fit_topics(
        window.sentences,
        window.tokens,
        phrases,
        window.kinds,
        seed=SEED,
        start=_old_places(window, old),
    )
    voices = Voices(window.sentences, window.tokens, phrases, window.kinds, _ages(window))
    for _ in range(_SETTLING):
        themes = [topic.theme for topic in model.topics]
        model = revise_topics(voices, model.index(), themes, seed=SEED, evidence=FRESH).model
    new = [
        KnownTopic(topic.kind, frozenset(window.voice_ids[place] for place in topic.members), topic.centroid)
        for topic in model.topics
    ]
    known = _known_topics(window, model.embedder, old) if old else []
    lineage = match_topics(known, new, next_number=old.meta["next_number"] if old else 1)
    return Fitted(model, lineage, model.index(), lineage.ids, frozenset())


def carry_on(window: Window, old: RegistryVersion) -> Fitted:
    """Let the topics of a version go on over a new window; only clear evidence changes them."""
    standing = _standing(window, old)
    ids: list[str] = old.meta["index_ids"]
    rows = {row["topic_id"]: row for row in old.topics.to_pylist()}
    parents = [rows[topic_id]["parent_id"] or "" for topic_id in ids]
    numbers = {parent: number for number, parent in enumerate(dict.fromkeys(parents))}
    phrases = phrases_of(window.sentences, window.reader)
    voices = Voices(window.sentences, window.tokens, phrases, window.kinds, _ages(window))
    revised = revise_topics(voices, standing, [numbers[parent] for parent in parents], seed=SEED)
    lineage = carry_ids(
        revised,
        ids,
        dormant={topic_id for topic_id in ids if rows[topic_id]["status"] == "dormant"},
        woken=_woken(window, revised, old),
        next_number=old.meta["next_number"],
    )
    asleep = [place for place, successor in enumerate(revised.successor) if successor < 0]
    named = {
        ids[origin]
        for origin, stayed in zip(revised.origin, revised.stayed, strict=True)
        if origin >= 0 and stayed >= _SAME_NAME
    }
    model = revised.model.index()
    index = TopicIndex(
        model.embedder,
        np.vstack([model.centroids, revised.centroids[asleep]]),
        np.append(model.thresholds, revised.thresholds[asleep]),
        (*model.kinds, *(standing.kinds[place] for place in asleep)),
    )
    index_ids = (*lineage.ids, *(ids[place] for place in asleep))
    return Fitted(revised.model, lineage, index, index_ids, frozenset(named))


def _ages(window: Window) -> IntArray:
    """Return the days of each voice before the window's end."""
    ages = [(window.until - day).days for day in window.days] or [0] * len(window.kinds)
    return np.array(ages, dtype=np.int64)


def _standing(window: Window, old: RegistryVersion) -> TopicIndex:
    """Return the old index; with a new embedder where the old one no longer knows the words in use."""
    try:
        index = topic_index(old)
    except WordVectorsError:
        return _embedded_anew(window, old)
    return index if _knows(index.embedder, window) else _embedded_anew(window, old)


def _knows(embedder: Embedder, window: Window) -> bool:
    vocabulary = set(getattr(embedder, "vocabulary", ()))
    words = [word for document in window.tokens for word in document]
    return not words or sum(word in vocabulary for word in words) >= _LEAST_KNOWN * len(words)


def _embedded_anew(window: Window, old: RegistryVersion) -> TopicIndex:
    """Return the old topics in a new space: each centred on the voices or samples it had."""
    embedder = LsaWordEmbedder.fit(window.tokens, seed=SEED)
    known = {topic.topic_id: topic for topic in _known_topics(window, embedder, old)}
    ids = old.meta["index_ids"]
    return TopicIndex(
        embedder,
        np.array([known[topic_id].centroid for topic_id in ids], dtype=np.float32),
        np.asarray(old.arrays["thresholds"], dtype=np.float32),
        tuple(old.meta["index_kinds"]),
    )


def _woken(window: Window, revised: RevisedModel, old: RegistryVersion) -> dict[int, str]:
    """Match new topics to those that sleep outside the index: place in the model → old id."""
    fresh = [place for place, origin in enumerate(revised.origin) if origin < 0]
    indexed = set(old.meta["index_ids"])
    asleep = [
        KnownTopic(topic.kind, frozenset(), topic.centroid, topic.topic_id, is_dormant=True)
        for topic in _known_topics(window, revised.model.embedder, old)
        if topic.is_dormant and topic.topic_id not in indexed
    ]
    topics = [revised.model.topics[place] for place in fresh]
    new = [KnownTopic(topic.kind, frozenset(), topic.centroid) for topic in topics]
    lineage = match_topics(asleep, new, next_number=old.meta["next_number"])
    known = {topic.topic_id for topic in asleep}
    return {place: topic_id for place, topic_id in zip(fresh, lineage.ids, strict=True) if topic_id in known}


def _known_topics(window: Window, embedder: Embedder, old: RegistryVersion) -> list[KnownTopic]:
    """Return the old topics as an embedder sees them: by their voices in the window, else by samples."""
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
                _centre(embedder.transform(documents)),
                row["topic_id"],
                row["status"] == "dormant",
            )
        )
    return known


def _old_places(window: Window, old: RegistryVersion | None) -> np.ndarray | None:
    """Return the old topic of each voice as a number, so that the new partition starts from the old one."""
    if old is None:
        return None
    places = {topic_id: place for place, topic_id in enumerate(old.meta["index_ids"])}
    return np.array([places.get(topic_id or "", -1) for topic_id in window.old_topics], dtype=np.int64)


def phrases_of(sentences: Sequence[str], reader: Analyzer) -> list[list[str]]:
    """Render the expressions of each sentence; form letters are analysed once."""
    distinct = sorted(set(sentences))
    found = reader.read_many(distinct)
    said = {
        sentence: [phrase(item) for item in reading.expressions]
        for sentence, reading in zip(distinct, found, strict=True)
    }
    return [said[sentence] for sentence in sentences]


def _tokens(sentences: Sequence[str], reader: Analyzer) -> list[list[str]]:
    return [list(reading.tokens) for reading in reader.read_many(sentences)]


def _centre(vectors: FloatArray) -> FloatArray:
    mean = vectors.mean(axis=0)
    length = float(np.linalg.norm(mean))
    centre: FloatArray = np.round(mean / length if length else mean, 6).astype(np.float32)
    return centre
