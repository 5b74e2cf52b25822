"""Which of the clauses that a topic's voices say tells most of what they say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from nlp.topics.clauses import Clause, terms_of
from nlp.topics.wording import fit, kind_leanings
from nlp.vectors.base import FloatArray

_TOLD = 250  # of a topic, whose form is looked at
_CANDIDATES = 60  # of a topic, rated closely
_LEAST_COVERAGE, _LEAST_CLOSENESS = 0.12, 0.4  # a name below both misses its topic
_SELF = re.compile(
    r"(?:私|わたし|僕|俺|自分|うち|こちら|これ|それ|あれ)[がはもをにの]|の[方人][がはにを]|ます|ません|です|ください"
)
# words that say nothing of what a topic is about
_EMPTY = frozenset(
    re.split(
        r"\s+",
        """有る 無い 居る 為る 出来る 成る 良い 欲しい 願う 希望 下さる 呉れる 貰う 頂く 知る 教える
        付く 嬉しい 助かる 思う 言う 行く 来る 方 所""",
    )
)


class Voices:
    """What is asked of a topic's voices, evenly spread over it: do they say this, too.

    Attributes
    ----------
    pairs : character pairs of each voice
    terms : lemmas of each voice's content words
    shared : terms that several of the voices contain
    """

    def __init__(self, sentences: Sequence[str], pairs: Sequence[frozenset[str]]) -> None:
        self.pairs = pairs
        self.terms = [frozenset(terms_of(sentence[:300])) for sentence in sentences]
        counts = Counter(term for terms in set(self.terms) for term in terms)
        distinct = len(set(sentences))
        least = max(2.0, 0.03 * distinct) if distinct > 1 else 1.0
        self.shared = frozenset(term for term, count in counts.items() if count >= least)

    def coverage(self, terms: Sequence[str]) -> float:
        """How far a voice contains `terms`, 0…1: on average, and each of them for itself.

        The geometric mean of the terms' shares keeps a word of one odd voice out of the name.
        """
        told = set(terms) - _EMPTY
        if not told or not self.terms:
            return 0.0
        shares = [sum(term in voice for voice in self.terms) / len(self.terms) for term in sorted(told)]
        each = float(np.exp(np.mean(np.log(np.maximum(shares, 0.01)))))
        return (sum(shares) / len(shares) + each) / 2.0

    def share(self, term: str) -> float:
        """Share of the voices that contain a term."""
        return sum(term in voice for voice in self.terms) / max(len(self.terms), 1)

    def echo(self, text: str) -> float:
        """Share of the phrase's character pairs that the voices have, on average; the least part is noise."""
        pairs = pairs_of(text)
        shares = [len(pairs & voice) / max(len(pairs), 1) for voice in self.pairs]
        return 0.1 + sum(max(share - 0.25, 0.0) for share in shares) / max(len(shares), 1)


def rank(
    said: Mapping[str, tuple[Clause, int]],
    voices: Voices,
    typical: Mapping[str, float],
    tone: str,
    closeness: Callable[[Sequence[Sequence[str]]], FloatArray] | None,
) -> list[str]:
    """Order the worded clauses of a topic, best first, without those that miss it.

    A clause misses a topic when hardly a voice has its words and they lie far from the centre, too: it was
    said by one of many who speak of different things.

    Parameters
    ----------
    said
        Worded clauses and how many sentences have each.
    typical
        How much each character pair tells of the topic.
    tone
        Form that the topic's names take; see `wording.tone_of`.
    closeness
        Lists of words → cosines with the topic's centroid.
    """
    alike = Counter[tuple[frozenset[str], bool]]()
    for text, (clause, count) in said.items():
        alike[_gist(text, clause)] += count
    told = []
    for text, (clause, count) in said.items():
        rate = _telling(text, typical) * _shape(text, clause, voices.shared)
        rate *= 1.0 + 0.4 * np.log(alike[_gist(text, clause)]) + 0.1 * np.log(count)
        told.append((round(-float(rate), 9), text))
    formed = [(round(rate * fit(said[text][0], text, tone), 9), text) for rate, text in sorted(told)[:_TOLD]]
    best = sorted(formed)[:_CANDIDATES]
    leaning = kind_leanings([text for _, text in best], tone).tolist()
    near = closeness([said[text][0].terms for _, text in best]) if closeness and best else np.ones(len(best))
    rated = []
    for (rate, text), lean, cosine in zip(best, leaning, near, strict=True):
        covered = voices.coverage(said[text][0].terms)
        if closeness and covered < _LEAST_COVERAGE and float(cosine) < _LEAST_CLOSENESS:
            continue
        fits = voices.echo(text) * (0.1 + covered) ** 0.8
        rated.append((round(rate * lean * fits * max(0.1 + float(cosine), 0.01), 9), text))
    return [text for _, text in sorted(rated)]


def pairs_of(text: str) -> set[str]:
    """Give the pairs of neighbouring characters, by which つながらない and つながりません are alike."""
    return {text[start : start + 2] for start in range(len(text) - 1)}


def _gist(text: str, clause: Clause) -> tuple[frozenset[str], bool]:
    """Give what wordings of one thing share: お電話がつながりません and 電話はつながらない."""
    return frozenset(clause.terms) - _EMPTY, text[-4:].count("ない") > 0


def _shape(text: str, clause: Clause, shared: frozenset[str]) -> float:
    """Prefer 8–18 characters and two words that say something, all of them other voices' words, too."""
    length = 1.0 if 8 <= len(text) <= 18 else 0.85 if len(text) < 8 else 1.0 - 0.05 * (len(text) - 18)
    terms = set(clause.terms)
    told = terms - _EMPTY
    common = len(told & shared) / len(told) if told else 0.0
    words = (1.0 if len(terms) > 1 else 0.75) * (1.0 if len(told) > 1 else 0.9) * (0.3 + 0.7 * common)
    return length * words * (0.6 if _SELF.search(text) else 1.0)


def _telling(text: str, typical: Mapping[str, float]) -> float:
    pairs = pairs_of(text)
    return float(sum(typical.get(pair, 0.0) for pair in pairs) / np.sqrt(len(pairs) + 4.0))
