"""The weekly report of a department: numbers, words and notes, before any format."""

from dataclasses import dataclass
from datetime import date, datetime

from reports.keys import WeekKey
from reports.model.figures import Change, Concentration, Quote, TopicFigure
from reports.model.kpis import Kpi
from reports.model.pictures import NO_PICTURES, Pictures


@dataclass(frozen=True)
class Department:
    """Who a report is for; `department` None is the list of voices without owner (未割当)."""

    department: str | None
    name: str
    folder: str


@dataclass(frozen=True)
class Completeness:
    """Whether the data are there: the first thing a reader must know.

    `gaps` name what is missing, `warnings` what the data checks found; `state` is 速報 or 確定.
    """

    state: str
    received: str
    concern: str
    change: Change
    gaps: tuple[str, ...]
    warnings: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True)
class Risk:
    """One case that counts by itself; `sentence` None = not to be shown.

    `case_ref` stands for the case where its own id has no business: the page as it is stored and copied.
    `passed_on` says who was told, when, and what came back.
    """

    classes: tuple[str, ...]
    day: date
    channel: str
    product: str | None
    sentence: str | None
    case_ref: str = ""
    passed_on: str = ""


@dataclass(frozen=True)
class Risks:
    """【至急確認】: the newest cases, and how many there are in all."""

    cases: int
    listed: tuple[Risk, ...]
    page: str | None


@dataclass(frozen=True)
class Decision:
    """One of at most three topics that the department is asked to decide on.

    `ending` completes the topic's name to a sentence: 「…」が増えています.
    """

    topic: TopicFigure
    comparison: str
    notes: tuple[str, ...]
    quotes: tuple[Quote, ...]
    request: str
    concentrations: tuple[Concentration, ...] = ()
    ending: str = ""


@dataclass(frozen=True)
class ActionOutcome:
    """【打ち手のその後】 of one improvement action.

    Attributes
    ----------
    topics, notes : tuple of str
        Names of its topics; what a reader must know of them and of what was hoped for.
    verdict : str
        decreased, increased, unchanged, undecidable or planned.
    done_by : str or None
        Id of the department that did it.
    """

    what: str
    done_on: date | None
    sentence: str
    topics: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    verdict: str = "undecidable"
    done_by: str | None = None


@dataclass(frozen=True)
class OverdueAnswer:
    """【ご回答待ち】: what the department did not answer in time; `state` tells who and when."""

    what: str
    due_on: date
    state: str = ""


@dataclass(frozen=True)
class Correction:
    """【訂正】: a figure that was published and is another now; `is_confirmed`: it had been 確定."""

    what: str
    before: int
    after: int
    reason: str
    is_confirmed: bool = False


@dataclass(frozen=True)
class TopicLine:
    """Topics in one line, and how many more there are in the table below."""

    heading: str
    topics: tuple[TopicFigure, ...]
    more: int = 0


@dataclass(frozen=True)
class Praise:
    """【お褒め】 with all cases of the kind (topics overlap, so they are not summed)."""

    cases: int
    topics: tuple[TopicFigure, ...]
    quotes: tuple[Quote, ...]
    page: str | None


@dataclass(frozen=True)
class TopicCandidate:
    """A group that may become a topic at the next refit.

    `position` is its place among all candidates of the build; its cases are those of the department alone.
    """

    position: int
    label: str
    kind: str
    cases: int
    voices: int
    first_day: date
    last_day: date
    quotes: tuple[Quote, ...]
    page: str


@dataclass(frozen=True)
class NewsItem:
    """One thing that a reader of last week's report does not know; `page` leads to all of it."""

    label: str
    sentence: str
    page: str


@dataclass(frozen=True)
class WeeklyReport:
    """The weekly report of one department, in the order it is read.

    `no_decisions` says why there are none, empty where there are some; so does `none_overdue`. `known` are
    topics that the department said it knows: counted as ever, but not put forward. `unassigned` are the
    voices without a topic, by kind; `further` are lines of topics that rise or fall and are no decision;
    `figures` is every topic of the week, also those that only pages behind the report show.
    """

    department: Department
    week: WeekKey
    made_at: datetime
    lead: str
    completeness: Completeness
    risks: Risks
    decisions: tuple[Decision, ...]
    no_decisions: str
    new_topics: tuple[TopicFigure, ...]
    candidates: tuple[TopicCandidate, ...]
    actions: tuple[ActionOutcome, ...]
    unchanged: TopicLine
    praise: Praise
    overdue: tuple[OverdueAnswer, ...]
    reading_notes: tuple[str, ...]
    corrections: tuple[Correction, ...]
    more_corrections: int
    unassigned: tuple[TopicFigure, ...]
    ranking: TopicLine
    questions: TopicLine
    procedures: TopicLine
    figures: tuple[TopicFigure, ...]
    further: tuple[TopicLine, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    news: tuple[NewsItem, ...] = ()
    pictures: Pictures = NO_PICTURES
    more_actions: int = 0
    actions_note: str = ""
    none_overdue: str = ""
    known: tuple[TopicFigure, ...] = ()
