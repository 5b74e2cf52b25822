"""Values that every report is made of: a count beside the week before, a topic's figure, a quote."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class NormalRange:
    """Range (件) that counts of ordinary weeks stay in; there is none until it can be estimated."""

    low: int
    high: int


@dataclass(frozen=True)
class Denominator:
    """What a department's counts of a week are set against: 24,300 shipments, or 41,200 subscribers."""

    measure: str
    value: float


@dataclass(frozen=True)
class Change:
    """Cases (件) of a week beside those of the week before.

    Attributes
    ----------
    cases : int
        Distinct cases of the week.
    previous : int or None
        Distinct cases of the week before; None when nothing of that week is published.
    is_comparable : bool
        Whether the same weekdays of both weeks are published.
    normal : NormalRange or None
        None = 「平常の幅はまだ出せません」.
    trend : str or None
        ``up`` or ``down`` where that is beyond chance; a count outside the range alone is not.
    per : Denominator or None
        What the count is set against beside the contacts; None where nobody gave it.
    """

    cases: int
    previous: int | None
    is_comparable: bool
    normal: NormalRange | None = None
    trend: str | None = None
    per: Denominator | None = None

    @property
    def is_below(self) -> bool:
        """Whether the count lies below its normal range."""
        return self.normal is not None and self.cases < self.normal.low

    @property
    def difference(self) -> int | None:
        """Cases more (or fewer) than the week before; None where that would compare unlike weeks."""
        if self.previous is None or not self.is_comparable:
            return None
        return self.cases - self.previous


@dataclass(frozen=True)
class ValueCount:
    """Cases with one value of a dimension, for example 電話 31件."""

    value: str
    cases: int


@dataclass(frozen=True)
class TopicFigure:
    """A topic of a department and week with its count.

    Attributes
    ----------
    topic_id : str or None
        None = voices that were left without a topic.
    role : str
        ``owner`` or ``shared``.
    partners : tuple of str
        Names of the departments that share it (role owner), or that own it (role shared).
    channels : tuple of ValueCount
        Most frequent first. Cases can be in several channels, so these do not add up.
    page, previous_page : str or None
        Relative address of the sentences behind the number; None where there is no page.
    """

    kind: str
    topic_id: str | None
    label: str
    role: str
    change: Change
    voices: int
    is_new: bool = False
    is_muted: bool = False
    partners: tuple[str, ...] = ()
    channels: tuple[ValueCount, ...] = ()
    page: str | None = None
    previous_page: str | None = None


@dataclass(frozen=True)
class Quote:
    """A masked sentence that may be quoted; `day` None = its number has too few cases to be dated."""

    sentence: str
    channel: str
    day: date | None


@dataclass(frozen=True)
class Concentration:
    """One value that holds most of a topic: 「うち39件が…」.

    `cases` of `known` cases (those where the dimension is known) have the value;
    `usual_share` is its share among all contacts of the week.
    """

    dimension: str
    value: str
    cases: int
    known: int
    usual_share: float
