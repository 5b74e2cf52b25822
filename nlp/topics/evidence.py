"""What speaks for a new topic: it lies apart from the standing ones, and is unassigned, new or misplaced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.topics.discover import MIN_VOICES
from nlp.topics.graph import DistinctRows, IntArray

_Doubles = NDArray[np.float64]

_CLEAR_COHESION, _CLEAR_LIKENESS = 0.42, 0.66  # else it is a mixture, or the same matter in other words
NEW_GAIN, _NEW_CHANCE = 0.08, 0.0005  # a group of which more came lately than chance brings
_LOOSE_GAIN = 0.1  # a group of unassigned voices
_LEAST_COHESION, _FEW_MORE = 0.2, 0.3  # mean cosine of two voices; a few must lie closer
MOST_OF = 0.5
_WEEK = 7


@dataclass(frozen=True)
class Evidence:
    """How much must speak for a new topic.

    Attributes
    ----------
    clear_gain : cosine by which a group that is neither new nor unassigned must lie nearer to itself
    clear_voices, loose_voices : voices of such a group, and of one of unassigned voices
    """

    clear_gain: float
    clear_voices: int
    loose_voices: int


STANDING = Evidence(clear_gain=0.2, clear_voices=8, loose_voices=5)
"""An id that was given is worth more than a slightly better grouping."""
FRESH = Evidence(clear_gain=0.15, clear_voices=5, loose_voices=MIN_VOICES)
"""No id is lost by a split."""


@dataclass(frozen=True, eq=False)
class Arrivals:
    """When voices came, and which topic they were in before the revision.

    Attributes
    ----------
    came : shape (rows, weeks), voices of each row in the last week, the last two and so on
    weight, home : shape (rows,)
    came_to, weight_of : shape (topics, weeks) and (topics,), sums of each topic's rows
    """

    came: _Doubles
    weight: IntArray
    home: IntArray
    came_to: _Doubles
    weight_of: _Doubles

    def chance(self, group: IntArray, home: int) -> float:
        """Chance that so much of a group came so lately, were it like all others and like its topic's.

        A matter of one voice a day differs from chance over weeks only, not within the last one: of all cuts
        between weeks the least chance counts, times their number (Bonferroni). 1 for a group of a topic that
        was not there before.
        """
        if not self.came.shape[1] or home >= len(self.weight_of):
            return 1.0
        came, count = self.came[group].sum(axis=0), int(self.weight[group].sum())
        found = _chance(came, count, self.came.sum(axis=0) - came, float(self.weight.sum()) - count)
        if home < 0:
            return found
        own = group[self.home[group] == home]
        others = self.came_to[home] - self.came[own].sum(axis=0)
        return max(found, _chance(came, count, others, self.weight_of[home] - self.weight[own].sum()))


def _chance(came: _Doubles, count: int, others: _Doubles, total: float) -> float:
    # half a voice more, because none so far does not say never
    share = (others + 0.5) / (total + 0.5)
    told = (came > 0) & (share < 1.0)
    if not told.any():
        return 1.0
    from scipy.special import bdtrc  # of the binomial distribution; scipy.stats takes a second to import

    chance = bdtrc(came[told] - 1, count, share[told])
    return float(min(1.0, chance.min() * len(share)))


@dataclass(frozen=True, eq=False)
class Group:
    """A proposed topic: its distinct rows, and what speaks for it.

    `home` is the topic that most of them are in now, -1 = none; `likeness` the cosine with the nearest topic;
    `chance` that of their coming so lately.
    """

    rows: IntArray
    voices: int
    chance: float
    likeness: float
    gain: float
    cohesion: float
    unassigned: float
    home: int


def is_clear(group: Group, evidence: Evidence) -> bool:
    """Say whether the evidence for a new topic is clear: unassigned, new, or described badly so far."""
    if group.cohesion < _LEAST_COHESION + _FEW_MORE / len(group.rows):
        return False
    if group.unassigned >= MOST_OF:
        return group.gain >= _LOOSE_GAIN and group.voices >= evidence.loose_voices
    if group.chance <= _NEW_CHANCE and group.gain >= NEW_GAIN:
        return True
    return (
        group.gain >= evidence.clear_gain
        and group.voices >= evidence.clear_voices
        and group.cohesion >= _CLEAR_COHESION
        and group.likeness <= _CLEAR_LIKENESS
    )


def arrivals_of(rows: DistinctRows, age: IntArray, home: IntArray) -> Arrivals:
    """Count the voices of each row by weeks before the newest; `home` is the topic of each row."""
    known = rows.of_input >= 0
    days = age - age[known].min(initial=age.max(initial=0))
    weeks = int(days[known].max(initial=0)) // _WEEK
    came = np.zeros((len(rows.grid), weeks))
    for week in range(weeks):
        lately = rows.of_input[known & (days < _WEEK * (week + 1))]
        came[:, week] = np.bincount(lately, minlength=len(rows.grid))
    count = int(home.max(initial=-1)) + 1
    held = home >= 0
    came_to = np.zeros((count, weeks))
    np.add.at(came_to, home[held], came[held])
    weight_of = np.bincount(home[held], weights=rows.weight[held], minlength=count).astype(np.float64)
    return Arrivals(came, rows.weight, home, came_to, weight_of)
