"""Names that join two things of which the same is said, where no clause speaks for enough voices."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from nlp.topics.clauses import Clause, clauses_of
from nlp.topics.rating import Candidate
from nlp.topics.reading import tokens_of
from nlp.topics.spans import wants_owner
from nlp.topics.voices import Voices, told_by
from nlp.topics.wording import word

MANY, SOME = 1 / 3, 0.15  # of the voices must be spoken for
NEAR: Final = 0.4  # cosine of a noun with its topic's centre
_FEWEST: Final = 3
_ONE: Final = 0.6  # of those who say the same; then it is the clause of one thing
_LONGEST, _LONGEST_NOUN = 22, 8
_SIMPLE = re.compile(r"([^がをにはもでと]{1,8})([がをに])([^がをにはも]{2,12})")
_NOUNS: Final = frozenset("NUEXTS")
# what fits whatever is said of anything
_EMPTY_HEADS: Final = frozenset(["為る", "成る", "思う", "言う", "良い", "呉れる", "貰う"])
_THERE: Final = frozenset(["有る", "居る"])

Near = Callable[[Sequence[str]], Sequence[float]]
"""Cosines of words with the centre of a topic."""


class _Said(NamedTuple):
    """What is said of a thing: 暗い of 照明."""

    particle: str
    head: str
    negated: bool
    wish: bool


def speaks_for(candidate: Candidate, voices: Voices, *, praise: bool = False) -> float:
    """Share of the voices that have more than half of the words of a name; half where all of them praise.

    The predicate is one of the words, also where it says little: who writes of 薬 does not yet say
    薬をもらえない.
    """
    told = told_by(candidate.terms) | ({candidate.head[0]} - {""})
    if not told or not voices.terms:
        return 0.0
    words = max(len(told), 2)
    least = words if praise else words + 1
    return sum(2 * len(told & own) >= least for own in voices.terms) / len(voices.terms)


def joined_names(voices: Voices, near: Near, tone: str, share: float) -> Iterator[str]:
    """Join what the same is said of: 床や廊下が滑る, フランス料理や中華料理が食べたい.

    Most widely said first; each must be said by a `share` of the voices, of no one thing for the most part,
    and the things must lie `near` the topic's centre, but where many complain of them.
    """
    things: dict[_Said, Counter[str]] = defaultdict(Counter)
    wordings: dict[_Said, Counter[str]] = defaultdict(Counter)
    speakers: dict[_Said, set[int]] = defaultdict(set)
    for number, sentence in enumerate(voices.sentences):
        for clause in clauses_of(sentence):
            read = _read(clause, tone)
            if read is not None:
                said, noun, predicate = read
                things[said][noun] += 1
                wordings[said][predicate] += 1
                speakers[said].add(number)
    for said in sorted(things, key=lambda said: (-len(speakers[said]), said)):
        if len(speakers[said]) < max(_FEWEST, share * len(voices.sentences)):
            return
        written = {noun: sum(noun in sentence for sentence in voices.sentences) for noun in things[said]}
        nouns = _two_of(things[said], written, near if share < MANY or tone == "praise" else None)
        if nouns:
            predicate = _most(wordings[said])
            text = f"{nouns[0]}や{nouns[1]}{said.particle}{predicate}"
            if len(text) <= _LONGEST:
                yield text


def _read(clause: Clause, tone: str) -> tuple[_Said, str, str] | None:
    if (
        not clause.nominal
        or clause.torn
        or clause.loose
        or clause.bare
        or clause.circumstance
        or clause.asked
    ):
        return None
    if not clause.head or clause.head in _EMPTY_HEADS or (clause.head in _THERE and not clause.wish):
        return None
    found = _SIMPLE.fullmatch(word(clause, tone))
    if not found or not _is_thing(found[1]):
        return None
    return _Said(found[2], clause.head, clause.negated, clause.wish), found[1], found[3]


def _is_thing(text: str) -> bool:
    tokens = tokens_of(text)
    plain = all(token.tag in _NOUNS or token.surface == "の" for token in tokens)
    return plain and bool(tokens) and tokens[0].surface != "の" and not wants_owner(tokens[-1])


def _two_of(nouns: Counter[str], written: Mapping[str, int], near: Near | None) -> Sequence[str]:
    """Choose the two things that most write of, neither part of the other; none where one has most of it."""
    if max(nouns.values()) >= _ONE * nouns.total():
        return ()
    words = sorted(nouns)
    closeness = dict(zip(words, near(words) if near else [1.0] * len(words), strict=True))
    order = sorted(nouns, key=lambda noun: (-written[noun], -closeness[noun], noun))
    order = [noun for noun in order if closeness[noun] >= NEAR]
    others = [noun for noun in order[1:] if noun not in order[0] and order[0] not in noun]
    return (order[0], others[0]) if others else ()


def _most(texts: Counter[str]) -> str:
    return min(texts, key=lambda text: (-texts[text], len(text), text))
