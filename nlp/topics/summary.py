"""Keywords, representative sentences and theme names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from nlp.topics.clauses import tokens_of
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
    theme: IntArray,
    topic: IntArray,
    sentences: Sequence[str],
    tokens: Sequence[Sequence[str]],
    labels: Sequence[str] = (),
) -> list[str]:
    """Name each theme briefly by a noun: 容器, 配送, ログイン.

    The noun is typical of the theme's voices and, where it can be, part of its topics' names.
    No two themes share a name.

    Parameters
    ----------
    theme
        Theme of each topic.
    topic
        Topic of each voice, -1 = none.
    labels
        Name of each topic.
    """
    count = int(theme.max(initial=-1)) + 1
    of_voice = np.where(topic >= 0, theme[topic], -1) if len(theme) else topic
    counts = Counts(tokens, of_voice, count)
    keywords = pick_keywords(of_voice, sentences, tokens, count, wanted=8)
    sizes = np.bincount(topic[topic >= 0], minlength=len(theme))
    names = [""] * count
    voices = np.bincount(of_voice[of_voice >= 0], minlength=count)
    for number in np.lexsort((np.arange(count), -voices)).tolist():
        places = np.flatnonzero(theme == number).tolist()
        own = [(labels[place], int(sizes[place])) for place in places] if labels else []
        options = _theme_nouns(own, counts.typicality(number), keywords[number])
        joined = [f"{options[0]}・{noun}" for noun in options[1:]] if options else []
        free = (name for name in [*options, *joined] if name not in names)
        names[number] = next(free, f"その他の話題{number + 1}")
    return names


def _theme_nouns(
    labels: Sequence[tuple[str, int]], typical: Mapping[str, float], keywords: Sequence[str]
) -> list[str]:
    """Nouns that may name a theme, best first: those of its topics' names, then of its keywords."""
    rated: dict[str, float] = defaultdict(float)
    total = sum(size for _, size in labels)
    for label, size in labels:
        nouns = {t.surface: t.lemma for t in tokens_of(label) if t.tag in "NUXE" and len(t.surface) > 1}
        for noun, lemma in nouns.items():
            rated[noun] += max(typical.get(lemma, 0.0), 1e-3) * (0.3 + size / max(total, 1))
    in_labels = [noun for noun, _ in sorted(rated.items(), key=lambda item: (-round(item[1], 9), item[0]))]
    others = [w for w in keywords if len(w) > 1 and not "ぁ" <= w[-1] <= "ん" and not w.isascii()]
    return list(dict.fromkeys([*in_labels, *others]))


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
