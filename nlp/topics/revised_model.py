"""A model whose topics go on from the standing ones: where the voices are after a revision, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.topics.assign import assign
from nlp.topics.chance import chance_vectors
from nlp.topics.discover import MIN_VOICES, Discovery, discover
from nlp.topics.evidence import STANDING, Evidence
from nlp.topics.graph import IntArray
from nlp.topics.model import Topic, TopicIndex, TopicModel, by_kind, describe
from nlp.topics.revise import Revision, revise
from nlp.vectors.base import Embedder, FloatArray, Tokens
from nlp.vectors.exact import exact_similarities, snap_to_grid

_SAME_THEME = 0.35  # cosine with the nearest topic from which a new topic joins its theme
_MOST_OF = 0.5


@dataclass(frozen=True, eq=False)
class Voices:
    """Voices of a window; lists run side by side, one entry a voice, as for `fit_topics`.

    Attributes
    ----------
    age : shape (voices,), days before the newest day; all equal where it does not matter
    """

    sentences: Sequence[str]
    tokens: Tokens
    phrases: Sequence[Sequence[str]]
    kinds: Sequence[str]
    age: IntArray

    def take(self, places: IntArray) -> Voices:
        """Return some of the voices."""
        return Voices(
            [self.sentences[place] for place in places],
            [self.tokens[place] for place in places],
            [self.phrases[place] for place in places],
            [self.kinds[place] for place in places],
            self.age[places],
        )


@dataclass(frozen=True, eq=False)
class RevisedModel:
    """Topics after a revision; standing topics are numbered by their place in the index that was revised.

    Attributes
    ----------
    model : the topics that have voices in the window; one with only one or two of them sleeps
    origin : of each topic of the model, the standing topic it continues, -1 = new
    parent : of each topic of the model, the standing topic it split from, -1 = none
    stayed : of each topic of the model, the share of the standing topic's voices that it kept
    successor : of each standing topic, the topic of the model that took its voices over (itself where
        it goes on), -1 = it sleeps
    centroids, thresholds : of the standing topics after the revision
    """

    model: TopicModel
    origin: tuple[int, ...]
    parent: tuple[int, ...]
    stayed: tuple[float, ...]
    successor: tuple[int, ...]
    centroids: FloatArray
    thresholds: FloatArray


@dataclass(frozen=True, eq=False)
class _OfKind:
    """What was found of one kind; standing topics are numbered within the kind."""

    found: Discovery
    similarity: FloatArray
    origin: IntArray
    parent: IntArray
    stayed: NDArray[np.float64]
    successor: IntArray
    revision: Revision


def revise_topics(
    voices: Voices,
    standing: TopicIndex,
    standing_themes: Sequence[int],
    *,
    seed: int,
    evidence: Evidence = STANDING,
) -> RevisedModel:
    """Carry the topics of an index on over a window of voices; see `revise`.

    A kind that has no topics yet gets them as in `fit_topics`.

    Parameters
    ----------
    standing
        The topics so far, with the embedder that the revised ones keep.
    standing_themes
        Number of each standing topic's theme, unique over all kinds.
    evidence
        How much must speak for a new topic.
    """
    topics: list[Topic] = []
    topic = np.full(len(voices.kinds), -1, dtype=np.int64)
    similarity = np.zeros(len(voices.kinds), dtype=np.float32)
    centroids, thresholds = standing.centroids.copy(), standing.thresholds.copy()
    successor = np.full(len(standing.kinds), -1, dtype=np.int64)
    origin: list[int] = []
    parent: list[int] = []
    stayed: list[float] = []
    for kind, places in by_kind(voices.kinds):
        own = np.flatnonzero(np.array([of == kind for of in standing.kinds], dtype=bool))
        part = voices.take(places)
        vectors = standing.embedder.transform(part.tokens)
        themes = np.array(standing_themes, dtype=np.int64)[own]
        here = _revise_kind(part, vectors, standing, own, themes, seed, evidence)
        topic[places] = np.where(here.found.topic >= 0, here.found.topic + len(topics), -1)
        similarity[places] = here.similarity
        successor[own] = np.where(here.successor >= 0, here.successor + len(topics), -1)
        centroids[own] = here.revision.centroids[: len(own)]
        thresholds[own] = here.revision.thresholds[: len(own)]
        origin += [int(own[place]) if place >= 0 else -1 for place in here.origin]
        parent += [int(own[place]) if place >= 0 else -1 for place in here.parent]
        stayed += here.stayed.tolist()
        first_theme = max((t.theme for t in topics), default=-1) + 1
        topics += _described(standing.embedder, kind, here, places, part, vectors, first_theme)
    return RevisedModel(
        TopicModel(standing.embedder, tuple(topics), topic, similarity),
        tuple(origin),
        tuple(parent),
        tuple(stayed),
        tuple(successor.tolist()),
        centroids,
        thresholds,
    )


def _revise_kind(
    voices: Voices,
    vectors: FloatArray,
    standing: TopicIndex,
    own: IntArray,
    themes: IntArray,
    seed: int,
    evidence: Evidence,
) -> _OfKind:
    centroids, thresholds = standing.centroids[own], standing.thresholds[own]
    if len(own):
        revision = revise(vectors, centroids, thresholds, age=voices.age, seed=seed, evidence=evidence)
        new_themes = _themes_of_new(revision, themes)
    else:
        noise = chance_vectors(standing.embedder, voices.tokens, vectors, seed=seed)
        fresh = discover(vectors, seed=seed, noise=noise)
        none = np.full(len(fresh.theme), -1, dtype=np.int64)
        revision = Revision(fresh.centroids, fresh.thresholds, np.zeros(0, dtype=np.int64), none)
        new_themes = fresh.theme
    count = len(own)
    live = np.ones(len(revision.centroids), dtype=bool)
    live[:count] = revision.heir == np.arange(count)
    rows = np.flatnonzero(live)
    index, similarity = assign(vectors, revision.centroids[rows], thresholds=revision.thresholds[rows])
    sizes = np.bincount(index[index >= 0], minlength=len(rows))
    present = np.flatnonzero((sizes >= MIN_VOICES) | ((sizes > 0) & (rows >= count)))
    position = np.full(len(rows) + 1, -1, dtype=np.int64)
    position[present] = np.arange(len(present))
    after = position[index]
    place = rows[present]
    theme = np.concatenate([themes, new_themes])[place]
    before, _ = assign(vectors, centroids, thresholds=thresholds)
    return _OfKind(
        Discovery(
            after,
            np.unique(theme, return_inverse=True)[1].astype(np.int64),
            revision.centroids[place],
            revision.thresholds[place],
        ),
        similarity,
        origin=np.where(place < count, place, -1),
        parent=np.array([-1 if at < count else revision.parent[at - count] for at in place], dtype=np.int64),
        stayed=np.array([_share_in(after[before == at], number) for number, at in enumerate(place)]),
        successor=_successors(before, after, place, revision.heir),
        revision=revision,
    )


def _themes_of_new(revision: Revision, themes: IntArray) -> IntArray:
    """Theme of each new topic: its parent's, else that of the nearest standing topic, else its own."""
    count = len(themes)
    likeness = exact_similarities(
        snap_to_grid(revision.centroids[count:]), snap_to_grid(revision.centroids[:count])
    )
    found = []
    for number, parent in enumerate(revision.parent.tolist()):
        nearest = int(likeness[number].argmax())
        if parent >= 0:
            found.append(int(themes[parent]))
        elif likeness[number, nearest] >= _SAME_THEME:
            found.append(int(themes[nearest]))
        else:
            found.append(int(themes.max()) + 1 + number)
    return np.array(found, dtype=np.int64)


def _successors(before: IntArray, after: IntArray, place: IntArray, heir: IntArray) -> IntArray:
    """Topic in which each standing topic goes on: its own, its heir's, or where most of its voices are."""
    number_of = {int(at): number for number, at in enumerate(place)}
    found = []
    for standing, taker in enumerate(heir.tolist()):
        if taker in number_of:
            found.append(number_of[taker])
            continue
        left = after[(before == standing) & (after >= 0)]
        topics, sizes = np.unique(left, return_counts=True)
        most = int(sizes.argmax()) if len(sizes) else -1
        found.append(int(topics[most]) if most >= 0 and sizes[most] >= _MOST_OF * len(left) else -1)
    return np.array(found, dtype=np.int64)


def _share_in(topics: IntArray, number: int) -> float:
    return round(float((topics == number).mean()), 4) if len(topics) else 0.0


def _described(
    embedder: Embedder,
    kind: str,
    here: _OfKind,
    places: IntArray,
    voices: Voices,
    vectors: FloatArray,
    first_theme: int,
) -> list[Topic]:
    tokens = [list(document) for document in voices.tokens]
    return describe(
        embedder,
        kind,
        here.found,
        places,
        voices.sentences,
        tokens,
        voices.phrases,
        vectors,
        here.similarity,
        first_theme,
    )
