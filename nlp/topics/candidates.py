"""Unassigned voices that lie near each other: what may become a topic (新しい話題の候補)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from nlp.topics.discover import MIN_VOICES
from nlp.topics.evidence import STANDING
from nlp.topics.graph import IntArray
from nlp.topics.model import TopicIndex, by_kind
from nlp.topics.name import name_topics
from nlp.topics.revise import revise
from nlp.topics.summary import pick_representatives
from nlp.vectors.base import Tokens
from nlp.vectors.exact import exact_similarities, snap_to_grid

SEED = 20_260_101
_EVIDENCE = replace(STANDING, loose_voices=MIN_VOICES)  # nobody is troubled by an id


@dataclass(frozen=True, eq=False)
class Candidate:
    """A group of unassigned voices.

    Attributes
    ----------
    label : name a customer could have said
    members, examples : positions in the lists given; the examples lie near the middle
    """

    kind: str
    label: str
    members: IntArray
    examples: tuple[int, ...]


def find_candidates(
    index: TopicIndex,
    sentences: Sequence[str],
    tokens: Tokens,
    phrases: Sequence[Sequence[str]],
    kinds: Sequence[str],
) -> list[Candidate]:
    """Group voices that no topic of the index holds; the largest group of a kind first.

    The lists run side by side. A group must be clearly closer to itself than to any topic, as in a refit.
    """
    found: list[Candidate] = []
    for kind, voices in by_kind(kinds):
        own = np.flatnonzero(np.array([of == kind for of in index.kinds], dtype=bool))
        vectors = index.embedder.transform([tokens[voice] for voice in voices])
        centroids, thresholds = index.centroids[own], index.thresholds[own]
        no_age = np.zeros(len(voices), dtype=np.int64)
        revision = revise(vectors, centroids, thresholds, age=no_age, seed=SEED, evidence=_EVIDENCE)
        new = np.asarray(revision.centroids[len(own) :], dtype=np.float32)
        if not len(new):
            continue
        alike = exact_similarities(snap_to_grid(vectors), snap_to_grid(revision.centroids))
        nearest = alike.argmax(axis=1)
        near = alike.max(axis=1)
        held = near >= revision.thresholds[nearest]
        group = np.where(held & (nearest >= len(own)), nearest - len(own), -1).astype(np.int64)
        texts = [sentences[voice] for voice in voices]
        said = [phrases[voice] for voice in voices]
        shown = pick_representatives(group, texts, vectors, near, len(new))
        labels = name_topics(group, texts, said, shown, similarity=near, kind=kind)
        found += [
            Candidate(
                kind,
                labels[number],
                voices[np.flatnonzero(group == number)],
                tuple(int(voices[place]) for place in shown[number]),
            )
            for number in range(len(new))
        ]
    return sorted(found, key=lambda item: (-len(item.members), item.kind, item.label))
