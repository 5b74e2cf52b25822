"""All that a day's content depends on, in one value."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from samples.company.company import Company
from samples.company.dice import Dice, day_dice
from samples.company.material import KINDS, Chooser
from samples.company.small_talk import Material
from samples.company.trends import trend_factor

# how likely a kind is on a channel, against the issue's own weight; order as KINDS
_LEANING: Final = {
    "phone": (1.0, 0.6, 1.6, 1.3, 0.25),
    "mail": (1.1, 1.0, 1.0, 1.0, 0.4),
    "chat": (0.9, 0.5, 1.3, 1.8, 0.15),
    "sns": (1.3, 1.0, 0.05, 0.4, 1.6),
    "survey": (0.9, 1.4, 0.05, 0.15, 0.0),
    "survey_good": (0.004, 0.004, 0.0, 0.0, 3.0),
}


@dataclass(frozen=True, eq=False)
class World:
    """All that a day's content depends on besides the day."""

    company: Company
    material: Material
    end: date
    contacts_per_day: int
    seed: int
    _choosers: dict[tuple[str, int], Chooser] = field(default_factory=dict, repr=False)

    @cached_property
    def customers(self) -> int:
        """Number of customers there are."""
        return max(3000, self.contacts_per_day * 60)

    def dice(self, day: date, name: str) -> Dice:
        """Return the dice of a day for one purpose."""
        return day_dice(self.seed, day, self.end, self.contacts_per_day, name)

    def back(self, day: date) -> int:
        """Return how many days before the last one a day lies."""
        return (self.end - day).days

    def chooser(self, leaning: str, day: date) -> Chooser:
        """Return the issues with the weights they have on a channel and day."""
        key = (leaning, self.back(day))
        if key not in self._choosers:
            if len(self._choosers) > 64:
                self._choosers.clear()
            factors = dict(zip(KINDS, _LEANING[leaning], strict=True))
            issues = self.material.issues
            weights = [i.weight * factors[i.kind] * trend_factor(i.id, key[1]) for i in issues]
            self._choosers[key] = Chooser.make(issues, weights)
        return self._choosers[key]
