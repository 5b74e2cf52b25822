"""Keywords, representative sentences and theme names."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.topics.graph import IntArray
from nlp.topics.keyness import Counts
from nlp.vectors.base import FloatArray
from nlp.vectors.exact import exact_similarities, snap_to_grid

_CANDIDATES = 60
_REDUNDANCY = 0.5  # how much likeness to a sentence already chosen costs
_READABLE = range(8, 61)  # characters


def pick_keywords(
    topic: IntArray,
    sentences: Sequence[str],
    tokens: Sequence[Sequence[str]],
    topics: int,
    *,
    wanted: int = 5,
) -> list[tuple[str, ...]]:
    """Words with the highest log-likelihood of each topic, in the spelling that readers know."""
    counts = Counts(tokens, topic, topics)
    members = _members(topic, topics)
    chosen = []
    for number in range(topics):
        ranked = [word for word, _ in counts.log_likelihood(number)[: wanted * 4]]
        with_word = [
            [sentences[voice] for voice in members[number] if word in tokens[voice]] for word in ranked
        ]
        readable = [word for word, texts in zip(ranked, with_word, strict=True) if _is_written(word, texts)]
        chosen.append(tuple([*readable, *(word for word in ranked if word not in readable)][:wanted]))
    return chosen


def pick_representatives(
    topic: IntArray,
    sentences: Sequence[str],
    vectors: FloatArray,
    similarity: FloatArray,
    topics: int,
    *,
    wanted: int = 3,
) -> list[tuple[int, ...]]:
    """Voices near the centre, different from each other and short (maximal marginal relevance)."""
    grid = snap_to_grid(vectors)
    chosen = []
    for members in _members(topic, topics):
        distinct = {sentences[voice]: voice for voice in reversed(members)}
        near = sorted(
            distinct.values(), key=lambda v: (-_appeal(float(similarity[v]), sentences[v]), sentences[v])
        )
        chosen.append(_spread(near[:_CANDIDATES], grid, sentences, similarity, wanted))
    return chosen


def name_themes(
    theme: IntArray, topic: IntArray, sentences: Sequence[str], tokens: Sequence[Sequence[str]]
) -> list[str]:
    """Name each theme briefly: its most typical word (容器); two where one is taken.

    Parameters
    ----------
    theme
        Theme of each topic.
    topic
        Topic of each voice, -1 = none.
    """
    count = int(theme.max(initial=-1)) + 1
    of_voice = np.where(topic >= 0, theme[topic], -1) if len(theme) else topic
    names: list[str] = []
    for words in pick_keywords(of_voice, sentences, tokens, count, wanted=6):
        nouns = [word for word in words if len(word) > 1 and not "ぁ" <= word[-1] <= "ん"] or list(words)
        options = [*nouns, *(f"{nouns[0]}・{word}" for word in nouns[1:])] if nouns else []
        names.append(next((name for name in options if name not in names), f"その他の話題{len(names) + 1}"))
    return names


def _spread(
    near: list[int], grid: FloatArray, sentences: Sequence[str], similarity: FloatArray, wanted: int
) -> tuple[int, ...]:
    chosen: list[int] = []
    alike = exact_similarities(grid[near], grid[near])
    left = list(range(len(near)))
    while left and len(chosen) < wanted:
        costs = [max((float(alike[place, other]) for other in chosen), default=0.0) for place in left]
        gains = [
            _appeal(float(similarity[near[place]]), sentences[near[place]]) - _REDUNDANCY * cost
            for place, cost in zip(left, costs, strict=True)
        ]
        chosen.append(left.pop(int(np.argmax(np.round(gains, 6)))))
    return tuple(near[place] for place in chosen)


def _appeal(similarity: float, sentence: str) -> float:
    penalty = 0.0 if len(sentence) in _READABLE else 0.3
    return round(float(similarity) - penalty - 0.002 * len(sentence), 6)


def _is_written(word: str, texts: Sequence[str]) -> bool:
    """Tell lemmas as written from lemmas that the text spells otherwise: 面皰 of ニキビ."""
    stem = word[:-1] if len(word) > 1 and "ぁ" <= word[-1] <= "ん" else word
    return sum(stem in text.lower() for text in texts) * 3 >= len(texts) > 0


def _members(topic: IntArray, topics: int) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(topics)]
    for voice in np.flatnonzero(topic >= 0).tolist():
        members[topic[voice]].append(voice)
    return members
