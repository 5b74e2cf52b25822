"""The coarser level: topics that are neighbours in the graph form a theme (主題)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from nlp.topics.graph import IntArray, renumber


def merge_into_themes(graph: csr_matrix, topic: IntArray, *, resolution: float) -> IntArray:
    """Merge topics greedily while the modularity of the row graph grows (Clauset, Newman and Moore 2004).

    Parameters
    ----------
    graph
        Neighbour graph of the rows.
    topic
        Topic of each row, -1 = none.
    resolution
        Below the resolution of the topics; the lower, the fewer themes.

    Returns
    -------
    Theme of each topic, numbered from the one with the most topics.
    """
    count = int(topic.max(initial=-1)) + 1
    links = _links_between_topics(graph, topic, count)
    total = links.sum()
    theme = np.arange(count, dtype=np.int64)
    if total <= 0.0:
        return theme
    share = links / total
    alive = np.ones(count, dtype=bool)
    while alive.sum() > 1:
        degree = share.sum(axis=1)
        gain = share - resolution * np.outer(degree, degree)
        gain[~alive] = gain[:, ~alive] = -1.0
        np.fill_diagonal(gain, -1.0)
        keep, drop = divmod(int(np.argmax(np.round(gain, 12))), count)
        if gain[keep, drop] <= 0.0:
            break
        share[keep] += share[drop]
        share[:, keep] += share[:, drop]
        share[drop] = share[:, drop] = 0.0
        alive[drop] = False
        theme[theme == drop] = keep
    return renumber(theme)


def _links_between_topics(graph: csr_matrix, topic: IntArray, count: int) -> NDArray[np.float64]:
    rows = np.flatnonzero(topic >= 0)
    member = csr_matrix((np.ones(len(rows)), (topic[rows], rows)), shape=(count, len(topic)))
    return np.asarray((member @ graph @ member.T).toarray(), dtype=np.float64)
