"""Which of the clauses that a topic's voices say tells most of what they say."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from nlp.topics.clauses import Clause
from nlp.topics.form import fit, is_trouble
from nlp.topics.leaning import kind_leanings
from nlp.topics.voices import Stances, Voices, pairs_of, told_by
from nlp.topics.words import topic_words

_TOLD = 250  # of a topic, whose form is looked at
_CANDIDATES = 60  # of a topic, rated closely
_AT_ONCE = 12  # judged by what they feel like
_OUTVOTED, _RIVALLED = 1.8, 0.5
_PHRASE = 0.15
_CENTRAL = 2.0  # power of the cosine with the centre: what a name says matters more than its words
_LEAST_COVERAGE, _LEAST_CLOSENESS = 0.12, 0.45  # a name below both misses its topic
_SELF = re.compile(
    r"(?:私|わたし|僕|俺|自分|うち|こちら|これ|それ|あれ)[がはもをにの]|の[方人][がはにを]|ます|ません|です|ください"
)
_HOPING = frozenset(["request", "procedure", "question", "wish"])  # they lack what they are about
_GENERAL = topic_words("fit_anywhere")
_COUNTED = re.compile(
    r"\d+(?:日|月|分|円|回|個|名|枚|本|通|年|時間|リットル|歳|つ)"
)  # one voice's own number


class Candidate(NamedTuple):
    """A worded clause on the shortlist of a topic.

    Attributes
    ----------
    rate
        By its words and form alone; the lower the better.
    covered, fits
        How far the voices contain its words; the same with its characters.
    """

    text: str
    terms: tuple[str, ...]
    rate: float
    covered: float
    fits: float
    head: tuple[str, bool] = ("", False)

    def is_outvoted(self, others: Iterable[Candidate]) -> bool:
        """Say whether twice as many voices speak of something else in the same way: 蕎麦が美味しい."""
        rivals = [other for other in others if other.head == self.head]
        return any(
            other.covered >= _OUTVOTED * self.covered and other.about and other.about.isdisjoint(self.about)
            for other in rivals
        )

    @property
    def about(self) -> frozenset[str]:
        """What is said of something by the predicate."""
        return told_by(self.terms) - {self.head[0]}


def shortlist(
    said: Mapping[str, tuple[Clause, int]],
    voices: Voices,
    typical: Mapping[str, float],
    tone: str,
    stances: Stances | None = None,
) -> list[Candidate]:
    """Choose the worded clauses of a topic that are worth a closer look.

    Parameters
    ----------
    said
        Worded clauses and how many sentences have each.
    typical
        How much each character pair tells of the topic.
    tone
        Form that the topic's names take; see `wording.tone_of`.
    stances
        What the voices affirm and deny; a name that most of them contradict is hardly one.
    """
    alike = Counter[tuple[frozenset[str], bool]]()
    gists = {text: _gist(text, clause) for text, (clause, _) in said.items()}
    for text, (_, count) in said.items():
        alike[gists[text]] += count
    told = []
    for text, (clause, count) in said.items():
        rate = _telling(text, typical) * _shape(text, clause, voices.shared)
        rate *= 1.0 + 0.4 * math.log(alike[gists[text]]) + 0.1 * math.log(count)
        if stances is not None and tone not in _HOPING and stances.contradict(clause):
            rate *= 0.1
        if stances is not None and stances.refuse_alone(clause):
            rate *= 0.1
        told.append((round(-float(rate), 9), text))
    formed = []
    for rate, text in sorted(told)[:_TOLD]:
        form = fit(said[text][0], text, tone)
        # what is hardly a phrase is worse than any phrase
        formed.append((round(rate * form * (1.0 if form >= _PHRASE else 0.3), 9), text))
    chosen = []
    for rate, text in sorted(formed)[:_CANDIDATES]:
        clause = said[text][0]
        covered = voices.coverage(clause.terms)
        fits = voices.echo(text) * (0.1 + covered) ** 0.8
        chosen.append(Candidate(text, clause.terms, rate, covered, fits, (clause.head, clause.negated)))
    return chosen


def rank(
    candidates: Sequence[Candidate], near: Sequence[float] | None, tone: str, mood: float
) -> Iterator[str]:
    """Order the shortlist of a topic, best first, without those that miss it.

    A clause misses a topic when hardly a voice has its words and they lie far from the centre, too: it was
    said by one of many who speak of different things. What the words feel like is judged of those alone
    that may come next.

    Parameters
    ----------
    near
        Cosine of each candidate with the topic's centroid, where that is known.
    tone
        Form that the topic's names take; see `wording.tone_of`.
    mood
        Mean sentiment of the topic's voices, where its kind tells nothing of it.
    """
    bounds = []
    for place, candidate in enumerate(candidates):
        cosine = 1.0 if near is None else float(near[place])
        if near is not None and candidate.covered < _LEAST_COVERAGE and cosine < _LEAST_CLOSENESS:
            continue
        central = max(0.1 + cosine, 0.01) ** _CENTRAL * (
            _RIVALLED if candidate.is_outvoted(candidates) else 1.0
        )
        # no leaning makes it better than this
        bounds.append((_rate(candidate, 1.0, central), candidate.text, candidate, central))
    bounds.sort()
    judged: list[tuple[float, str]] = []
    for start in range(0, len(bounds), _AT_ONCE):
        some = bounds[start : start + _AT_ONCE]
        leanings = kind_leanings([text for _, text, _, _ in some], tone, mood).tolist()
        for (_, text, candidate, central), leaning in zip(some, leanings, strict=True):
            # a known trouble needs no second opinion
            floor = 0.5 if tone != "complaint" or is_trouble(text) else 0.2
            heappush(judged, (_rate(candidate, floor + (1.0 - floor) * leaning, central), text))
        following = bounds[start + _AT_ONCE :][:1]
        while judged and (not following or judged[0][0] < following[0][0]):
            yield heappop(judged)[1]


def _rate(candidate: Candidate, leaning: float, central: float) -> float:
    return round(candidate.rate * leaning * candidate.fits * central, 9)


def _gist(text: str, clause: Clause) -> tuple[frozenset[str], bool]:
    """Give what wordings of one thing share: お電話がつながりません and 電話はつながらない."""
    return told_by(clause.terms), text[-4:].count("ない") > 0


def _shape(text: str, clause: Clause, shared: frozenset[str]) -> float:
    """Prefer 8–18 characters and two words that say something, all of them other voices' words, too."""
    length = 1.0 if 8 <= len(text) <= 18 else 0.85 if len(text) < 8 else 1.0 - 0.05 * (len(text) - 18)
    told = told_by(clause.terms)
    common = len(told & shared) / len(told) if told else 0.0
    words = (
        (1.0 if len(set(clause.terms)) > 1 else 0.65) * (1.0 if len(told) > 1 else 0.9) * (0.4 + 0.6 * common)
    )
    words *= 0.75 if told and told <= _GENERAL else 1.0
    return length * words * (0.6 if _SELF.search(text) else 1.0) * (0.5 if _COUNTED.search(text) else 1.0)


def _telling(text: str, typical: Mapping[str, float]) -> float:
    pairs = pairs_of(text)
    return float(sum(typical.get(pair, 0.0) for pair in pairs) / math.sqrt(len(pairs) + 4.0))
