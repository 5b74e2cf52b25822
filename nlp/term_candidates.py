"""Words that a dictionary might want: unknown to UniDic, or cut although their parts belong together."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import fugashi
import unidic_lite

from nlp.normalise import normalise
from nlp.tokens import COMPOUND, Token, Tokenizer, join_compounds
from nlp.words import word_list

LEAST_SENTENCES = 3
_LEAST_ASSOCIATION = 0.5  # normalised pointwise mutual information: 0 chance, 1 never apart
_LONGEST_CHAIN = 4
_MOSTLY = 0.7
_JOINING = frozenset(["名詞", "接頭辞", "接尾辞", "形状詞", "記号"])
_MIMETIC = re.compile(r".[っん].り|(..)\1")  # しっとり|ミスト, ふわふわ|パン
_NEVER = frozenset("M0TZsRx.1H") | {""}
_KATAKANA = re.compile("[ァ-ヶー]+")
_KANA = re.compile("[ァ-ヶー・]+")
_WORD = re.compile(r"\w{2,}")
Why = Literal["unknown", "chain"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word to add.

    Attributes
    ----------
    term, reading
        As in the normalised text, and in katakana where the parts tell.
    why
        ``unknown`` to the dictionary, or a ``chain`` of words that stand together far above chance.
    places
        Numbers of the sentences it is in.
    """

    term: str
    reading: str
    why: Why
    places: tuple[int, ...]


def find_candidates(sentences: Iterable[str], tokenizer: Tokenizer) -> list[Candidate]:
    """Find candidates in sentences, those of most sentences first.

    ``ゆうパック`` that the tokenizer cuts into ゆう and パック is a chain; ``ポチる`` may be unknown.
    """
    counts: Counter[str] = Counter()
    chains: dict[tuple[str, ...], set[int]] = defaultdict(set)
    unknown: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, set[int]] = defaultdict(set)
    readings: dict[str, str] = {}
    knows = _Lexicon().knows
    for number, sentence in enumerate(sentences):
        text = normalise(sentence).text
        parts = tokenizer.split(text)
        tokens = join_compounds(parts, text)
        counts.update(token.surface for token in tokens)
        for word, whole in _unknown_in(parts, tokens, knows):
            unknown[word][whole] += 1
            places[word].add(number)
            places[whole].add(number)
        for chain in _chains(tokens, text):
            surfaces = tuple(token.surface for token in chain)
            chains[surfaces].add(number)
            readings["".join(surfaces)] = _reading(chain)
    found = [*_strong(chains, counts, readings), *_unknown(unknown, places)]
    shown = {item.term: item for item in reversed(found)}
    return sorted(shown.values(), key=lambda item: (-len(item.places), item.term))


class _Lexicon:
    """Says whether UniDic has a word."""

    def __init__(self) -> None:
        folder = unidic_lite.DICDIR
        self._tagger = fugashi.GenericTagger(
            f'-r "{folder}/mecabrc" -d "{folder}" -O "" -F"%s" -U"%s" -E"\\n"'
        )
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Say whether `word` is more than one token of unknown kind; asked once a word."""
        if word not in self._known:
            self._known[word] = self._tagger.parse(word).strip() != "1"
        return self._known[word]


def _unknown_in(parts: Sequence[Token], tokens: Sequence[Token], knows: object) -> Iterator[tuple[str, str]]:
    """Yield the unknown words of a sentence, each with the compound that it went into."""
    words = [
        part.surface
        for part in parts
        if part.tag in "NEF" and _WORD.fullmatch(part.surface) and not knows(part.surface)  # type: ignore[operator]
    ]
    for word in words:
        yield word, next((t.surface for t in tokens if t.form == COMPOUND and word in t.surface), word)


def _unknown(unknown: dict[str, Counter[str]], places: dict[str, set[int]]) -> Iterator[Candidate]:
    """Unknown words, or the one compound that a word is nearly always in."""
    for word, wholes in unknown.items():
        whole, count = wholes.most_common(1)[0]
        term = whole if count >= _MOSTLY * wholes.total() else word
        if len(places[term]) >= LEAST_SENTENCES:
            reading = term if _KANA.fullmatch(term) else ""
            yield Candidate(term, reading, "unknown", tuple(sorted(places[term])))


def _chains(tokens: Sequence[Token], text: str) -> Iterator[Sequence[Token]]:
    """Neighbouring tokens that could be one word, two to `_LONGEST_CHAIN`."""
    apart = word_list("apart")
    start = 0
    for place in range(len(tokens) + 1):
        if place < len(tokens) and _may_join(tokens[place]) and tokens[place].surface not in apart:
            continue
        counted = bool(start) and tokens[start - 1].tag == "0"  # the counter belongs to its number
        for first in range(start + counted, place - 1):
            for last in range(first + 2, min(place, first + _LONGEST_CHAIN) + 1):
                chain = tokens[first:last]
                # 敷地|内 stays apart on purpose
                if chain[-1].joint != "J" and "".join(token.surface for token in chain) in text:
                    yield chain
        start = place + 1


def _may_join(token: Token) -> bool:
    if _KATAKANA.fullmatch(token.surface) or (token.pos == "副詞" and _MIMETIC.fullmatch(token.surface)):
        return True
    return token.tag not in _NEVER and token.pos in _JOINING


def _reading(chain: Sequence[Token]) -> str:
    reading = "".join(token.reading for token in chain)
    return reading if _KANA.fullmatch(reading) else ""


def _strong(
    chains: dict[tuple[str, ...], set[int]], counts: Counter[str], readings: dict[str, str]
) -> Iterator[Candidate]:
    """Chains far above chance, without those that are nearly always a piece of a longer one."""
    total = counts.total()
    kept = {
        chain: places
        for chain, places in chains.items()
        if len(places) >= LEAST_SENTENCES and _association(chain, chains, counts, total) >= _LEAST_ASSOCIATION
    }
    for chain, places in kept.items():
        term = "".join(chain)
        longer = (other for other in kept if len(other) > len(chain) and term in "".join(other))
        if not any(len(kept[other]) >= _MOSTLY * len(places) for other in longer):
            yield Candidate(term, readings[term], "chain", tuple(sorted(places)))


def _association(
    chain: tuple[str, ...], chains: dict[tuple[str, ...], set[int]], counts: Counter[str], total: int
) -> float:
    """Weakest normalised pointwise mutual information over the places where the chain could be cut."""
    together = len(chains[chain]) / total

    def share(part: tuple[str, ...]) -> float:
        return (counts[part[0]] if len(part) == 1 else len(chains[part])) / total

    return min(
        math.log(together / (share(chain[:cut]) * share(chain[cut:]))) / -math.log(together)
        for cut in range(1, len(chain))
    )
