"""Small topics of which nothing can be told, because their voices share no word."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from nlp.topics.assign import assign
from nlp.topics.discover import Discovery
from nlp.topics.voices import told_by
from nlp.vectors.base import FloatArray, Tokens

_SMALL: Final = 4  # voices; in larger topics some share a word in any case


def drop_unshared(found: Discovery, tokens: Tokens, vectors: FloatArray) -> Discovery:
    """Drop topics of few voices, no two of which share a word; nearby topics take what belongs to them."""
    kept = []
    for topic in range(len(found.theme)):
        members = np.flatnonzero(found.topic == topic).tolist()
        counts = Counter(word for voice in members for word in told_by(tuple(tokens[voice])))
        if len(members) > _SMALL or max(counts.values(), default=0) > 1:
            kept.append(topic)
    if len(kept) == len(found.theme):
        return found
    centroids, thresholds = found.centroids[kept], found.thresholds[kept]
    of_voice, _ = assign(vectors, centroids, thresholds=thresholds)
    return Discovery(of_voice, found.theme[kept], centroids, thresholds)
