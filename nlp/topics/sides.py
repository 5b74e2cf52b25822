"""Topics that speak for and against one thing, and the names that take no more sides than their voices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from nlp.intent.model import KINDS
from nlp.topics.clauses import LONGEST_READ, Clause, clauses_of
from nlp.topics.leaning import kinds_and_feelings
from nlp.topics.reading import tokens_of
from nlp.topics.voices import Voices, told_by
from nlp.topics.words import topic_words

_FEW, _SHARE = 4, 1 / 3  # voices of the smaller side that make a topic two-sided
_LACKING = 0.3  # who wishes something lacks it, and stands on neither side for certain
_OPEN_MOOD = 0.3
_TIMES = 1.2  # as many as of all others must speak for what stands for the whole
_SURE = (
    0.72  # mean chance of the likeliest kind; reports of facts, which the model was not made for, have less
)
_SUBJECT = 0.35  # of the voices must say the word by which such a topic is named
_REPORTS = 0.2  # of the voices must tell of more or less
_BOTH, _VOICE = "満足と不満", "声"
_GENERAL = topic_words("general")
_GROWING = {"増える", "増加", "伸びる", "増大", "増す", "急増", "回復", "好転", "好調"}
_SHRINKING = {"減る", "減少", "落ち込む", "急減", "激減", "悪化", "減退", "低迷"}
_RISING, _FALLING = {"上がる", "上昇", "上向く", "高騰"}, {"下がる", "低下", "下落", "落ちる"}
_MUCH, _LITTLE = {"多い", "高い"}, {"少ない", "低い", "安い"}
_UP, _DOWN = frozenset(_GROWING | _RISING | _MUCH), frozenset(_SHRINKING | _FALLING | _LITTLE)
_STATES, _LEVELS = frozenset(_MUCH | _LITTLE), frozenset(_RISING | _FALLING)


class Sides(NamedTuple):
    """How many voices praise, complain and wish, as far as the model of kinds can tell."""

    praise: int
    complaint: int
    wish: int
    voices: int
    mood: float
    sureness: float

    @property
    def divided(self) -> bool:
        """Whether neither praise nor complaint speaks for the whole."""
        felt = self.praise + self.complaint
        return (
            self.sureness >= _SURE
            and min(self.praise, self.complaint) >= _FEW
            and self.complaint >= _SHARE * felt
            and self.praise >= _LACKING * (felt + self.wish)
            and abs(self.mood) < _OPEN_MOOD
        )

    @property
    def told(self) -> str:
        """What most of the voices have for their subject: 満足, 不満, 要望; empty where that is not clear."""
        if self.divided:
            return _BOTH
        most = max(self.praise, self.complaint, self.wish)
        if self.sureness < _SURE:
            return ""
        if 2 * most < self.voices or most < _TIMES * (self.praise + self.complaint + self.wish - most):
            return _VOICE if self.praise + self.complaint >= self.wish else ""
        return "要望" if most == self.wish else "満足" if most == self.praise else "不満"


def sides_of(sentences: Sequence[str]) -> Sides:
    """Count what each sentence is for: praise, complaint, a wish."""
    if not sentences:
        return Sides(0, 0, 0, 0, 0.0, 0.0)
    likely, feeling = kinds_and_feelings(sentences)
    counts = Counter(KINDS[place] for place in likely.argmax(axis=1).tolist())
    wish = counts["request"] + counts["procedure"]
    mood, sure = (round(float(np.mean(values)), 6) for values in (feeling, likely.max(axis=1)))
    return Sides(counts["praise"], counts["complaint"], wish, len(sentences), mood, sure)


def neutral_names(keywords: Sequence[str], asked: Voices) -> Iterator[str]:
    """Name a divided topic by its subject alone: 駐車場への満足と不満.

    The subject is a noun that many of the voices say, and of which they are of two minds.
    """
    for noun, own in _subjects(keywords, asked):
        if sides_of(own).divided:
            yield f"{noun}への{_BOTH}"


def sided_names(keywords: Sequence[str], asked: Voices, told: str) -> Iterator[str]:
    """Name a topic by its subject and what most voices have for it: お土産への満足, ベッドへの希望."""
    for noun, _ in _subjects(keywords, asked) if told else ():
        if not _is_proper(noun):  # 北海道がいい says it all
            yield noun + ("に触れた声" if told == _VOICE else f"への{told}")


def both_ways(sentences: Iterable[str]) -> Iterator[str]:
    """Name what some report to grow and others to shrink: 受注の増減; a level moves: 単価の変動."""
    votes: dict[str, dict[bool, set[int]]] = defaultdict(lambda: {True: set(), False: set()})
    heads: dict[str, Counter[str]] = defaultdict(Counter)
    count = 0
    for number, sentence in enumerate(dict.fromkeys(sentences)):
        count += 1
        for clause in clauses_of(sentence):
            moves = _movement(clause)
            for noun in told_by(clause.terms) - {moves} if moves else ():
                if any(noun + particle in clause.text for particle in "がはも"):
                    votes[noun][(moves in _UP) != clause.negated].add(number)
                    heads[noun][moves] += 1
    for noun in sorted(votes, key=lambda noun: (-len(votes[noun][True] | votes[noun][False]), noun)):
        more, less = len(votes[noun][True]), len(votes[noun][False])
        even = min(more, less) >= max(_FEW - 1, _SHARE * (more + less))
        if even and more + less >= _REPORTS * count and len(noun) > 1 and noun not in _GENERAL:
            yield from _moved(noun, heads[noun])


def _movement(clause: Clause) -> str:
    """Give the verb or the verbal noun (増加|する) by which a clause says that something moves."""
    if clause.circumstance or clause.wish:
        return ""
    head = clause.terms[-1] if clause.head == "為る" and clause.terms else clause.head
    return head if head in _UP or head in _DOWN else ""


def _moved(noun: str, heads: Counter[str]) -> Iterator[str]:
    """Name a change by the verbs it is told with; none where most only say that there is much or little."""
    if 2 * sum(heads[head] for head in _STATES) <= heads.total():
        levels = sum(heads[head] for head in _LEVELS)
        yield f"{noun}の変動" if 2 * levels > heads.total() else f"{noun}の増減"


def nouns_by_share(keywords: Sequence[str], asked: Voices) -> list[str]:
    """Keywords that are nouns; the one that most of the voices say first."""
    nouns = [
        word for word in keywords if len(word) > 1 and not word.isascii() and not "ぁ" <= word[-1] <= "ん"
    ]
    return sorted(nouns, key=asked.share, reverse=True)


def _subjects(keywords: Sequence[str], asked: Voices) -> Iterator[tuple[str, list[str]]]:
    """Nouns that many of the voices say, also within a compound (道路 in 高速道路), and who says them."""
    for noun in nouns_by_share(keywords, asked):
        own = [
            sentence
            for sentence, terms in zip(asked.sentences, asked.terms, strict=True)
            if any(term.endswith(noun) for term in terms)
        ]
        if noun not in _GENERAL and len(own) >= _SUBJECT * len(asked.sentences):
            written = _as_written(noun, own)
            if written:
                yield written, own


def _is_proper(noun: str) -> bool:
    return any(token.pos2 == "固有名詞" for token in tokens_of(noun))


def _as_written(noun: str, sentences: Iterable[str]) -> str:
    """Give a noun as most sentences have it, お土産 of 土産; empty where it only limits others: 地元の."""
    written: Counter[str] = Counter()
    limiting = 0
    for sentence in sentences:
        tokens = tokens_of(sentence[:LONGEST_READ])
        for place, token in enumerate(tokens):
            if token.lemma == noun:
                honorific = tokens[place - 1].surface if place and tokens[place - 1].tag == "H" else ""
                written[honorific + token.surface] += 1
                limiting += any(after.surface == "の" for after in tokens[place + 1 : place + 2])
    if 2 * limiting > written.total():
        return ""
    return min(written, key=lambda text: (-written[text], text), default=noun)
