"""The door's two functions: find the topics of many voices, and find the topic of a voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.topics.assign import assign
from nlp.topics.chance import chance_vectors
from nlp.topics.discover import Discovery, discover
from nlp.topics.graph import IntArray
from nlp.topics.name import name_topics
from nlp.topics.shared import drop_unshared
from nlp.topics.summary import name_themes, pick_keywords, pick_representatives
from nlp.vectors.base import Embedder, FloatArray, Tokens
from nlp.vectors.embedder import LsaWordEmbedder
from nlp.vectors.exact import GRID, snap_to_grid


@dataclass(frozen=True, eq=False)
class Topic:
    """A topic without an identity: the registry gives ids by matching.

    Attributes
    ----------
    theme : number of its theme, unique over all kinds
    centroid : float32 unit vector
    threshold : least cosine of a member
    representatives, members : positions in the fitted lists
    """

    kind: str
    label: str
    theme: int
    theme_label: str
    keywords: tuple[str, ...]
    representatives: tuple[int, ...]
    members: IntArray
    centroid: FloatArray
    threshold: float


@dataclass(frozen=True, eq=False)
class TopicIndex:
    """What assigning needs, as plain arrays: the registry stores and restores exactly this.

    Attributes
    ----------
    centroids : float32, shape (topics, d)
    thresholds : float32, shape (topics,)
    kinds : kind of each topic; a voice only joins topics of its own kind
    """

    embedder: Embedder
    centroids: FloatArray
    thresholds: FloatArray
    kinds: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Result of a fit.

    Attributes
    ----------
    topics : largest kind first, then as discovered
    topic : shape (voices,), position in `topics`, -1 = unassigned
    similarity : float32, shape (voices,)
    """

    embedder: Embedder
    topics: tuple[Topic, ...]
    topic: IntArray
    similarity: FloatArray

    def index(self) -> TopicIndex:
        """Give the arrays that a registry keeps."""
        width = self.embedder.transform([]).shape[1]
        centroids = np.array([t.centroid for t in self.topics], dtype=np.float32).reshape(-1, width)
        thresholds = np.array([t.threshold for t in self.topics], dtype=np.float32)
        return TopicIndex(self.embedder, centroids, thresholds, tuple(t.kind for t in self.topics))


def fit_topics(
    sentences: Sequence[str],
    tokens: Tokens,
    phrases: Sequence[Sequence[str]],
    kinds: Sequence[str],
    *,
    seed: int,
    embedder: Embedder | None = None,
    start: IntArray | None = None,
    finer: float | None = None,
) -> TopicModel:
    """Discover and name the topics of each kind; one embedder serves them all.

    The lists run side by side, one entry a voice. The result does not depend on their order.

    Parameters
    ----------
    sentences, tokens, phrases
        Text; lemmas of content words; rendered predicate expressions (電話がつながらない).
    kinds
        complaint, request, …; voices of different kinds never share a topic.
    embedder
        A fitted one; default `LsaWordEmbedder` fitted on all `tokens`.
    start
        Number of each voice's topic before a refit, -1 = none or new; see `discover`.
    finer
        For feedback whose kinds nobody told: cut topics finer by this factor, and name by their subject what
        no clause tells; see `nlp.topics.unsorted`.
    """
    embedder = embedder or LsaWordEmbedder.fit(tokens, seed=seed)
    topics: list[Topic] = []
    topic = np.full(len(sentences), -1, dtype=np.int64)
    similarity = np.zeros(len(sentences), dtype=np.float32)
    for kind, voices in by_kind(kinds):
        own = [tokens[voice] for voice in voices]
        vectors = embedder.transform(own)
        noise = chance_vectors(embedder, own, vectors, seed=seed)
        before = start[voices] if start is not None else None
        found = discover(vectors, seed=seed, noise=noise, start=before, finer=finer)
        found = found if finer is None else drop_unshared(found, own, vectors)
        nearest = assign(vectors, found.centroids, thresholds=found.thresholds)[1]
        topic[voices] = np.where(found.topic >= 0, found.topic + len(topics), -1)
        similarity[voices] = nearest
        texts = [sentences[voice] for voice in voices]
        said = [phrases[voice] for voice in voices]
        first_theme = max((t.theme for t in topics), default=-1) + 1
        topics += describe(
            embedder,
            kind,
            found,
            voices,
            texts,
            own,
            said,
            vectors,
            nearest,
            first_theme,
            broadly=finer is not None,
        )
    return TopicModel(embedder, tuple(topics), topic, similarity)


def assign_topics(index: TopicIndex, tokens: Tokens, kinds: Sequence[str]) -> tuple[IntArray, FloatArray]:
    """Topic of each voice among those of its kind.

    Returns
    -------
    position in the index (-1 = none) and similarity, each of shape (voices,).
    """
    vectors = index.embedder.transform(tokens)
    topic = np.full(len(tokens), -1, dtype=np.int64)
    similarity = np.zeros(len(tokens), dtype=np.float32)
    for kind, voices in by_kind(kinds):
        own = np.flatnonzero(np.array([of == kind for of in index.kinds], dtype=bool))
        found, near = assign(vectors[voices], index.centroids[own], thresholds=index.thresholds[own])
        topic[voices] = np.where(found >= 0, own[found] if len(own) else -1, -1)
        similarity[voices] = near
    return topic, similarity


def by_kind(kinds: Sequence[str]) -> list[tuple[str, IntArray]]:
    """Give each kind and the positions of its voices; the most frequent kind first."""
    values = np.array(kinds, dtype=object)
    groups = [(kind, np.flatnonzero(values == kind)) for kind in sorted(set(kinds))]
    return sorted(groups, key=lambda group: (-len(group[1]), group[0]))


def describe(
    embedder: Embedder,
    kind: str,
    found: Discovery,
    voices: IntArray,
    sentences: Sequence[str],
    tokens: Tokens,
    phrases: Sequence[Sequence[str]],
    vectors: FloatArray,
    similarity: FloatArray,
    first_theme: int,
    *,
    broadly: bool = False,
) -> list[Topic]:
    """Name the topics found among the voices of one kind; `voices` are their positions in the whole list."""
    count = len(found.theme)
    keywords = pick_keywords(found.topic, sentences, tokens, count)
    shown = pick_representatives(found.topic, sentences, vectors, similarity, count)
    centres = snap_to_grid(found.centroids)

    def closeness(terms: Tokens, topic: IntArray) -> FloatArray:
        grid = snap_to_grid(embedder.transform(terms))
        sums: FloatArray = np.einsum("ij,ij->i", grid, centres[topic])  # exact on the grid
        return sums / np.float32(GRID * GRID)

    labels = name_topics(
        found.topic,
        sentences,
        phrases,
        shown,
        similarity=similarity,
        kind=kind,
        closeness=closeness,
        keywords=keywords,
        broadly=broadly,
    )
    themes = name_themes(found.theme, found.topic, sentences, tokens, labels)
    return [
        Topic(
            kind=kind,
            label=labels[number],
            theme=first_theme + int(found.theme[number]),
            theme_label=themes[found.theme[number]],
            keywords=keywords[number],
            representatives=tuple(int(voices[place]) for place in shown[number]),
            members=voices[np.flatnonzero(found.topic == number)],
            centroid=found.centroids[number],
            threshold=float(found.thresholds[number]),
        )
        for number in range(count)
    ]
