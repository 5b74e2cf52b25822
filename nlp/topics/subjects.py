"""Names of topics by what their voices are about, where these say too many different things of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from nlp.topics.clauses import LONGEST_READ
from nlp.topics.form import WISH, is_trouble
from nlp.topics.leaning import likeliest_kinds
from nlp.topics.reading import tokens_of
from nlp.topics.words import topic_words

_COVERED: Final = 0.4  # of the voices must be about the subjects of a name
_FEWEST: Final = 3  # voices
_GAINED: Final = 0.15  # of the voices, that each further subject must bring
_SUBJECTS: Final = 3
_LOOKED_AT: Final = 8  # nouns that most say
_TYPICAL: Final = 2.0  # times as often as in the other topics
_LONGEST_NOUN, _LONGEST_NAME, _LONGEST_EXAMPLE = 8, 24, 22
_ALONE, _HALF, _SIDE = 0.6, 0.5, 0.25
_STANCES: Final = {"complaint": "不満", "wish": "要望", "question": "質問", "praise": "満足"}
_STANCE_OF: Final = {"request": "wish", "procedure": "wish"}
_NO_SUBJECT: Final = topic_words("general") | topic_words("no_subject")


class Nouns:
    """Which nouns the voices of each topic say."""

    def __init__(self, sentences_of_topic: Sequence[Sequence[str]]) -> None:
        self._said = [[_nouns_of(sentence) for sentence in own] for own in sentences_of_topic]
        self._counts = [Counter(noun for said in own for noun in said) for own in self._said]
        self._total = sum(self._counts, Counter[str]())
        self._voices = sum(map(len, self._said))

    def typical(self, topic: int) -> dict[str, frozenset[int]]:
        """Nouns that a topic has clearly more often than the others, and the voices that say each.

        A noun is said within others, too: マシン in ランニングマシン.
        """
        own = self._said[topic]
        found = {}
        for noun, count in self._counts[topic].items():
            elsewhere = (self._total[noun] - count + 0.5) / (self._voices - len(own) + 1.0)
            voices = frozenset(n for n, said in enumerate(own) if any(_is_part(noun, word) for word in said))
            if len(voices) > 1 and count / len(own) >= _TYPICAL * elsewhere:
                found[noun] = voices
        return found


def subject_names(
    speakers: Mapping[str, Collection[int]], sentences: Sequence[str], clause: str = ""
) -> Iterator[str]:
    """Name a topic by as few subjects as two fifths of its voices are about, and what they have for them.

    Three voices, or half of fewer than six, must be about them in any case.

    更衣室への不満と要望, シャワーやトイレへの不満; with a clause about it 更衣室が寒いなどの不満と要望.

    Parameters
    ----------
    speakers
        Nouns and the positions of the sentences that say each.
    """
    least = max(_COVERED * len(sentences), min(_FEWEST, len(sentences) / 2))
    wide = sorted(speakers, key=lambda noun: (-len(speakers[noun]), noun))[:_LOOKED_AT]
    for number in range(1, _SUBJECTS + 1):
        found = []
        for nouns in combinations(wide, number):
            about: set[int] = set().union(*(speakers[noun] for noun in nouns))
            if len(about) >= least and _is_worth_it(nouns, speakers, len(sentences)):
                found.append((-len(about), wide.index(nouns[0]), nouns, sorted(about)))
        for _, _, nouns, places in sorted(found):
            stance = stance_of([sentences[place] for place in places])
            example = f"{clause}などの{stance}"
            fits = number == 1 and nouns[0] in clause and len(example) <= _LONGEST_EXAMPLE
            if fits and _is_example(clause, stance):
                yield example
            text = "や".join(nouns) + "への" + stance
            if len(text) <= _LONGEST_NAME:
                yield text


def stance_of(sentences: Sequence[str]) -> str:
    """Tell what the sentences have for their subject: 不満, 要望, 不満と要望.

    A second stance is named where less than 60 % take the first, or less than half if a quarter take no
    other; praise beside others from a quarter on.
    """
    count = Counter(_STANCE_OF.get(kind, kind) for kind in likeliest_kinds(sentences))
    first, second = sorted(_STANCES, key=lambda stance: -count[stance])[:2]
    if count["praise"] > 1 and _SIDE <= count["praise"] / len(sentences) <= 1 - _SIDE:
        both = _STANCES[max(("complaint", "wish", "question"), key=lambda stance: count[stance])]
        return f"満足と{both}"
    few = count[second] < max(2, _SIDE * len(sentences))
    if count[first] >= (_HALF if few else _ALONE) * len(sentences):
        return _STANCES[first]
    return "と".join(_STANCES[stance] for stance in _STANCES if stance in (first, second))


def _is_example(clause: str, stance: str) -> bool:
    """Tell whether a clause takes the stance that is named first: クーポンが使えない is a 不満, no 要望."""
    if re.search(r"\d|など", clause):
        return False
    if stance.startswith("不満"):
        return is_trouble(clause)
    return bool(WISH.search(clause)) and stance.startswith("要望") and not clause.endswith("知りたい")


def _is_worth_it(nouns: Sequence[str], speakers: Mapping[str, Collection[int]], voices: int) -> bool:
    """Whether no noun is part of another, and each speaks for voices that no other does."""
    if any(one in other or other in one for one, other in combinations(nouns, 2)):
        return False
    for noun in nouns:
        rest = set().union(*(speakers[other] for other in nouns if other != noun))
        if len(nouns) > 1 and len(set(speakers[noun]) - rest) < max(2, _GAINED * voices):
            return False
    return True


def _nouns_of(sentence: str) -> frozenset[str]:
    """Nouns that name a thing, as written: お土産, not キロ of 30キロ."""
    found = set()
    before = None
    for token in tokens_of(sentence[:LONGEST_READ]):
        thing = token.tag in "NUE" and token.pos2 != "固有名詞"
        if thing and _is_thing(token.surface) and not (before and before.tag == "0"):
            found.add((before.surface if before and before.tag == "H" else "") + token.surface)
        before = token
    return frozenset(found)


def _is_part(noun: str, word: str) -> bool:
    return noun in word if len(noun) > 1 else noun == word


def _is_thing(noun: str) -> bool:
    plain = len(noun) <= _LONGEST_NOUN and not noun.isascii()
    return plain and not any("ぁ" <= edge <= "ん" for edge in (noun[0], noun[-1])) and noun not in _NO_SUBJECT
