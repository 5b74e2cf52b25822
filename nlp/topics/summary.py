"""Keywords, representative sentences and theme names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from nlp.topics.graph import IntArray
from nlp.topics.keyness import Counts
from nlp.topics.leaning import kinds_and_feelings
from nlp.topics.reading import tokens_of
from nlp.vectors.base import FloatArray
from nlp.vectors.exact import exact_similarities, snap_to_grid

_CANDIDATES = 40
_REDUNDANCY = 0.5  # how much likeness to a sentence already chosen costs
# what is left of がっかりする, もぐもぐ, ~がる: no reader takes it for a word
_FRAGMENT = re.compile(r"[ぁ-ゖー]{1,2}|[ァ-ヺー]|[a-z0-9]|が[るり]|[ぁ-ゖ]*(?:っ|ー)")
_READABLE = range(8, 61)  # characters
_FELT, _CONTRARY = 0.25, 0.6  # mean sentiment from which a topic feels something; cost of the contrary
_HALTING = re.compile(
    r"えー?っ?と|ええと|うーん|なんか|なんていうか|(?:^|[、。をがはにでの])(?:あの|その)ー?[、ですーを]|ですね[、。]?$|まあ"
)


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
    return [
        _readable_words(counts.log_likelihood(number), members[number], sentences, tokens, wanted)
        for number in range(topics)
    ]


def pick_representatives(
    topic: IntArray,
    sentences: Sequence[str],
    vectors: FloatArray,
    similarity: FloatArray,
    topics: int,
    *,
    wanted: int = 3,
) -> list[tuple[int, ...]]:
    """Voices near the centre, different from each other and short (maximal marginal relevance).

    A sentence that feels otherwise than its topic on the whole comes last: 待たされなかった of complaints.
    """
    chosen = []
    for members in _members(topic, topics):
        distinct = {sentences[voice]: voice for voice in reversed(members)}
        appeal = {v: _appeal(float(similarity[v]), sentences[v]) for v in distinct.values()}
        near = sorted(appeal, key=lambda v: (-appeal[v], sentences[v]))[:_CANDIDATES]
        against = _against_the_rest([sentences[v] for v in near])
        appeals = [round(appeal[v] - cost, 6) for v, cost in zip(near, against, strict=True)]
        chosen.append(_spread(near, snap_to_grid(vectors[near]), sentences, appeals, wanted))
    return chosen


def _against_the_rest(sentences: Sequence[str]) -> list[float]:
    """Cost of each sentence for feeling otherwise than most; none where they feel nothing in common."""
    feelings = kinds_and_feelings(sentences)[1]
    common = float(np.round(feelings.mean(), 6)) if len(feelings) else 0.0
    if abs(common) < _FELT:
        return [0.0] * len(sentences)
    cost: list[float] = np.round(_CONTRARY * np.maximum(-np.sign(common) * feelings, 0.0), 6).tolist()
    return cost


def name_themes(
    theme: IntArray,
    topic: IntArray,
    sentences: Sequence[str],
    tokens: Sequence[Sequence[str]],
    labels: Sequence[str] = (),
) -> list[str]:
    """Name each theme briefly by a noun: 容器, 配送, ログイン.

    The noun is typical of the theme's voices and said in as many of its topics as can be.
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
    members, in_theme = _members(topic, len(theme)), _members(of_voice, count)
    names = [""] * count
    voices = np.bincount(of_voice[of_voice >= 0], minlength=count)
    for number in np.lexsort((np.arange(count), -voices)).tolist():
        places = np.flatnonzero(theme == number).tolist()
        own = [labels[place] for place in places] if labels else []
        typical = counts.typicality(number)
        found = counts.log_likelihood(number)
        keywords = _readable_words(found, in_theme[number], sentences, tokens, wanted=8)
        nouns = _theme_nouns(own, keywords)
        breadth = _breadth(sorted(set(nouns.values())), places, members, tokens)
        rated = {noun: typical.get(lemma, 1e-3) * breadth[lemma] for noun, lemma in nouns.items()}
        in_label = {noun: 1.0 if any(noun in label for label in own) else 0.8 for noun in nouns}
        options = sorted(rated, key=lambda noun: (-round(rated[noun] * in_label[noun], 9), noun))
        joined = [f"{options[0]}・{noun}" for noun in options[1:]] if options else []
        free = (name for name in [*options, *joined] if name not in names)
        names[number] = next(free, f"その他の話題{number + 1}")
    return names


def _theme_nouns(labels: Sequence[str], keywords: Sequence[str]) -> dict[str, str]:
    """Nouns that may name a theme, of its topics' names and of its keywords, and the lemma of each."""
    nouns = {
        token.surface: token.lemma
        for label in labels
        for token in tokens_of(label)
        if token.tag in "NUXE" and len(token.surface) > 1
    }
    others = [w for w in keywords if len(w) > 1 and not "ぁ" <= w[-1] <= "ん" and not w.isascii()]
    return {word: word for word in others if word not in nouns.values()} | nouns


def _breadth(
    lemmas: Sequence[str],
    topics: Sequence[int],
    members: Sequence[Sequence[int]],
    tokens: Sequence[Sequence[str]],
) -> dict[str, float]:
    """How widely each word is spread over a theme's topics: mean fourth root of its share of voices."""
    wanted = frozenset(lemmas)
    roots: dict[str, float] = defaultdict(float)
    for number in topics:
        found = Counter(lemma for voice in members[number] for lemma in wanted.intersection(tokens[voice]))
        for lemma, count in found.items():
            roots[lemma] += (count / len(members[number])) ** 0.25 / len(topics)
    return {lemma: roots[lemma] for lemma in lemmas}


def _spread(
    near: list[int], grid: FloatArray, sentences: Sequence[str], appeals: Sequence[float], wanted: int
) -> tuple[int, ...]:
    chosen: list[int] = []
    alike = exact_similarities(grid, grid)
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (sentences[v] for v in near)]
    left = list(range(len(near)))
    while left and len(chosen) < wanted:
        costs = [
            max(
                (float(alike[place, other]) + _repeats(pairs[place], pairs[other]) for other in chosen),
                default=0.0,
            )
            for place in left
        ]
        gains = [appeals[place] - _REDUNDANCY * cost for place, cost in zip(left, costs, strict=True)]
        chosen.append(left.pop(int(np.argmax(np.round(gains, 6)))))
    return tuple(near[place] for place in chosen)


def _repeats(one: set[str], other: set[str]) -> float:
    """Tell 大きなベッドがいい and 大きなベッドがいいです, by their character pairs."""
    shorter = min(len(one), len(other))
    return 1.0 if shorter and len(one & other) >= 0.7 * shorter else 0.0


def _appeal(similarity: float, sentence: str) -> float:
    penalty = 0.0 if len(sentence) in _READABLE else 0.3
    penalty += 0.1 if _HALTING.search(sentence) else 0.0
    return round(float(similarity) - penalty - 0.002 * len(sentence), 6)


def _readable_words(
    found: Sequence[tuple[str, float]],
    members: Sequence[int],
    sentences: Sequence[str],
    tokens: Sequence[Sequence[str]],
    wanted: int,
) -> tuple[str, ...]:
    """Choose the first words that stand in the texts as readers know them."""
    ranked = [word for word, _ in found[: wanted * 4]]
    texts: dict[str, list[str]] = {word: [] for word in ranked}
    wanted_words = frozenset(ranked)
    for voice in members:
        for word in wanted_words.intersection(tokens[voice]):
            texts[word].append(sentences[voice].lower())
    readable = [word for word in ranked if _is_written(word, texts[word])]
    return tuple([*readable, *(word for word in ranked if word not in readable)][:wanted])


def _is_written(word: str, texts: Sequence[str]) -> bool:
    """Tell lemmas as written from lemmas that the text spells otherwise: 面皰 of ニキビ."""
    if _FRAGMENT.fullmatch(word):
        return False
    stem = word[:-1] if len(word) > 1 and "ぁ" <= word[-1] <= "ん" else word
    return sum(stem in text for text in texts) * 3 >= len(texts) > 0


def _members(topic: IntArray, topics: int) -> list[list[int]]:
    members: list[list[int]] = [[] for _ in range(topics)]
    for voice in np.flatnonzero(topic >= 0).tolist():
        members[topic[voice]].append(voice)
    return members
