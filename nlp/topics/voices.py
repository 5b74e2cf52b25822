"""What the voices of a topic say, as far as its name goes: their words, and what they affirm or deny."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from nlp.topics.clauses import LONGEST_READ, Clause, clauses_of
from nlp.topics.reading import terms_of

_MANY = 10  # sentences, of which one alone may be odd
# words that say nothing of what a topic is about
_EMPTY = frozenset(
    re.split(
        r"\s+",
        """有る 無い 居る 為る 出来る 成る 良い 欲しい 願う 希望 下さる 呉れる 貰う 頂く 知る 教える
        付く 嬉しい 助かる 思う 言う 行く 来る 方 所""",
    )
)


class Stances:
    """How many voices affirm and how many deny something of something: 電話―つながる."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._said: dict[str, list[tuple[int, Clause]]] = defaultdict(list)
        self._denied: dict[str, set[bool]] = defaultdict(set)
        self._stands: dict[str, list[tuple[int, frozenset[str], bool]]] = {}
        self._refused: dict[str, set[int]] = defaultdict(set)
        self._count = 0
        for number, sentence in enumerate(sentences):
            self._count += 1
            for clause in clauses_of(sentence):
                if clause.wish and clause.negated:
                    self._refused[clause.head].add(number)
                if clause.nominal and not (clause.circumstance or clause.suggested or clause.wish):
                    head = _affirmed(clause)
                    self._said[head].append((number, clause))
                    self._denied[head].add(clause.negated)

    def refuse_alone(self, clause: Clause) -> bool:
        """Say whether one voice of many does not want what nobody else speaks against."""
        lone = clause.wish and clause.negated and len(self._refused.get(clause.head, ())) < 2
        return lone and self._count >= _MANY

    def contradict(self, clause: Clause) -> bool:
        """Say whether clearly more voices say the opposite of a clause than the same, of the same things."""
        head = _affirmed(clause)
        about = told_by(clause.terms) - {clause.head}
        if not about or (not clause.negated) not in self._denied.get(head, ()):
            return False
        if head not in self._stands:
            self._stands[head] = [
                (number, told_by(other.terms) - {other.head}, other.negated)
                for number, other in self._said[head]
            ]
        stand = {(number, denied) for number, told, denied in self._stands[head] if about <= told}
        same = sum(denied == clause.negated for _, denied in stand)
        return len(stand) - same > 2 * same


def _affirmed(clause: Clause) -> str:
    """Give what is affirmed or denied."""
    return "有る" if clause.head == "無い" else clause.head


@lru_cache(maxsize=20_000)
def told_by(terms: tuple[str, ...]) -> frozenset[str]:
    """Give the words that say what a clause is about."""
    return frozenset(terms) - _EMPTY


class Voices:
    """What is asked of a topic's voices, evenly spread over it: do they say this, too.

    Attributes
    ----------
    sentences : as read
    pairs : character pairs of each voice
    terms : lemmas of each voice's content words
    shared : terms that several of the voices contain
    """

    def __init__(self, sentences: Sequence[str], pairs: Sequence[frozenset[str]]) -> None:
        self.sentences = sentences
        self.pairs = pairs
        self.terms = [frozenset(terms_of(sentence[:LONGEST_READ])) for sentence in sentences]
        counts = Counter(term for terms in set(self.terms) for term in terms)
        distinct = len(set(sentences))
        least = max(2.0, 0.03 * distinct) if distinct > 1 else 1.0
        self.shared = frozenset(term for term, count in counts.items() if count >= least)

    def coverage(self, terms: tuple[str, ...]) -> float:
        """How far a voice contains `terms`, 0…1: on average, and each of them for itself.

        The geometric mean of the terms' shares keeps a word of one odd voice out of the name.
        """
        told = told_by(terms)
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


def pairs_of(text: str) -> set[str]:
    """Give the pairs of neighbouring characters, by which つながらない and つながりません are alike."""
    return {text[start : start + 2] for start in range(len(text) - 1)}
