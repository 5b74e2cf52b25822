"""What a topic of a list without kinds may be called, where no clause tells enough of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from nlp.topics.form import KINDS_WITH_FORM, is_hollow
from nlp.topics.joined import MANY, NEAR, SOME, Near, joined_names, speaks_for
from nlp.topics.rating import Candidate
from nlp.topics.sides import both_ways, neutral_names, sided_names, sides_of
from nlp.topics.subjects import subject_names
from nlp.topics.voices import Voices

_WIDE = 1 / 3  # of the voices, for whom a clause speaks that stands though others feel otherwise
_FELT = {"praise": "満足", "complaint": "不満", "request": "要望"}
_NARROW = 0.4  # of the voices, for whom a clause must speak where there are other names


def _none(_: object) -> Iterable[str]:
    return ()


class Beside(NamedTuple):
    """Names that go before the best clause, if that speaks for few, for one side only or for none.

    Attributes
    ----------
    directions
        What some report to grow and others to shrink.
    neutral, sided
        Where the voices are of two minds; where the clause takes no stand.
    joined, subjects
        Where the clause speaks for few: names said by that share of the voices, names beside that clause.
    """

    tone: str
    asked: Voices
    directions: Sequence[str] = ()
    neutral: Iterable[str] = ()
    sided: Iterable[str] = ()
    joined: Callable[[float], Iterable[str]] = _none
    subjects: Callable[[str], Iterable[str]] = _none

    def before(self, best: Candidate | None) -> Iterator[str]:
        """Give the names that are more honest than the best clause."""
        said = speaks_for(best, self.asked) if best else 0.0
        share = speaks_for(best, self.asked, praise=True) if best and self.tone == "praise" else said
        hollow = best is None or is_hollow(best.text, self.tone)
        narrow = share < _NARROW
        return chain(
            self.directions,
            self.neutral if share < _WIDE else (),
            self.sided if hollow else (),
            self.joined(MANY) if said < _NARROW else (),
            self.subjects(best.text if best else "") if narrow else (),
            self.joined(SOME) if narrow else (),
        )


def beside_clauses(
    tone: str,
    kind: str,
    asked: Voices,
    nearest: Iterable[str],
    *,
    keywords: Sequence[str],
    near: Near,
    nouns: Mapping[str, frozenset[int]] | None,
) -> Beside:
    """Find other names than clauses; `nearest` are the sentences near the centre.

    Parameters
    ----------
    near
        Cosines of words with the topic's centre.
    nouns
        Typical nouns and the voices asked that say them; None where the list is no feedback.
    """
    if tone == "question" or (kind in KINDS_WITH_FORM and nouns is None):
        return Beside(tone, asked)
    found = Beside(tone, asked)
    if nouns is not None or tone == "wish":
        found = found._replace(joined=partial(joined_names, asked, near, tone))
    if nouns is not None:
        central = [noun for noun, cosine in zip(nouns, near(list(nouns)), strict=True) if cosine >= NEAR]
        about = {noun: nouns[noun] for noun in central}
        found = found._replace(subjects=partial(subject_names, about, asked.sentences))
    if kind in KINDS_WITH_FORM:
        return found._replace(sided=sided_names(keywords, asked, _FELT.get(kind, "")))
    if tone == "wish":
        return found._replace(sided=sided_names(keywords, asked, "希望"))
    sides = sides_of(asked.sentences)
    return found._replace(
        directions=list(both_ways(nearest)),
        neutral=neutral_names(keywords, asked) if sides.divided else (),
        sided=sided_names(keywords, asked, sides.told),
    )
