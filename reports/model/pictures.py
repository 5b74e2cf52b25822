"""What pictures show: numbers and words of a trend, a ranking, a heat map, before any drawing."""

from dataclasses import dataclass
from datetime import date

from reports.keys import WeekKey
from reports.model.figures import NormalRange


@dataclass(frozen=True)
class TrendPoint:
    """Cases (件) of one week; `cases` None = no day of it is published, `is_partial` = some days are not."""

    week: WeekKey
    cases: int | None
    normal: NormalRange | None = None
    is_partial: bool = False

    @property
    def is_above(self) -> bool:
        """Whether the week left its normal range upwards."""
        return self.cases is not None and self.normal is not None and self.cases > self.normal.high

    @property
    def is_below(self) -> bool:
        """Whether the week left its normal range downwards."""
        return self.cases is not None and self.normal is not None and self.cases < self.normal.low


@dataclass(frozen=True)
class TrendMark:
    """A day on which something was done (``action``), or the topics were sorted anew (``refit``)."""

    day: date
    kind: str
    text: str


@dataclass(frozen=True)
class Trend:
    """Cases week by week, oldest first, with what happened meanwhile."""

    name: str
    title: str
    points: tuple[TrendPoint, ...]
    marks: tuple[TrendMark, ...] = ()


@dataclass(frozen=True)
class RankedBar:
    """Cases of this week beside the week before and the normal range, each None where there is none."""

    label: str
    cases: int
    previous: int | None
    normal: NormalRange | None = None


@dataclass(frozen=True)
class Ranking:
    """Bars, most cases first."""

    name: str
    title: str
    bars: tuple[RankedBar, ...]


@dataclass(frozen=True)
class HeatRow:
    """A topic's cases by value; None = fewer than may be shown."""

    label: str
    cells: tuple[int | None, ...]


@dataclass(frozen=True)
class HeatMap:
    """Topics by the values of one dimension; `least_cases` of a cell that may be shown, 0 = every cell."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    least_cases: int = 0


@dataclass(frozen=True)
class Pictures:
    """The pictures of a page, in the order they are shown."""

    trends: tuple[Trend, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    heat_maps: tuple[HeatMap, ...] = ()


NO_PICTURES = Pictures()
