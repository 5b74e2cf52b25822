"""The visitor survey of 2022–2024, week by week: what would have been raised, by words and counts.

The home is filled as `samples/visitor_survey/README.md` says, over all days, with ``refit_days: 980`` in its
koe.yaml, so that one list of topics covers all of it. Sentences stay in the home.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipelines.change.expect import HISTORY_DAYS
from pipelines.change.judged import Expected, JudgedWeek, Learnt, judge_night, judge_week, learn
from pipelines.change.series import History, SeriesKey, make_history
from warehouse.database import Database, open_database
from warehouse.sql import read_sql
from warehouse.weeks import monday_of

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Raised:
    """A topic of a department that rose, from its first alert to its last."""

    nights: int
    weeks: int
    strongest: Expected


def report(home: Path) -> str:
    """Return the table of all that would have been raised, in the order of time."""
    with open_database(home / "warehouse", read_only=True) as database:
        history = _history(database)
        words = {
            row["topic_id"]: "・".join(row["keywords"])
            for row in database.query("SELECT topic_id, keywords FROM core.topics").to_pylist()
        }
    judged = list(_judge(history))
    raised = runs_of(judged)
    rows = [_row(each, words) for each in raised]
    nights = sum(len(one.nights) for one in judged)
    alarmed = sum(bool(night.rising) for one in judged for night in one.nights)
    series = sum(key.is_topic for key in history.keys)
    told = (
        f"話題 × 地域の {series:,} 系列を {len(judged)} 週・{nights} 夜判定し、"
        f"警告のあった夜は {alarmed}、警告は {len(rows)}(続くものは 1 つに数える)。件数は最も強い期間のもの。"
    )
    heads = ("週", "夜", "週の警告", "話題", "種類", "地域", "特徴語", "件", "見込み", "上限", "補正後の p")
    return "\n".join(
        [
            "## 実データ:来訪者アンケート 2022–2024",
            "",
            told,
            "",
            f"| {' | '.join(heads)} |",
            "|" + "---|" * len(heads),
            *rows,
            "",
        ]
    )


def _row(raised: Raised, words: Mapping[str, str]) -> str:
    item, key = raised.strongest, raised.strongest.key
    cells = (
        monday_of(item.first_day), raised.nights, raised.weeks, key.topic_id, key.kind, key.department or "—",
        words.get(key.topic_id, ""), item.seen, f"{item.expected:.1f}", item.high, f"{item.adjusted_p:.2g}",
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def runs_of(judged: Iterable[JudgedWeek]) -> list[Raised]:
    """Put alerts of one series that are at most a week apart together, those of nights and of weeks."""
    found: dict[SeriesKey, list[list[tuple[bool, Expected]]]] = {}
    for one in judged:
        items = [(False, item) for night in one.nights for item in night.rising]
        for is_week, item in [*items, *((True, item) for item in one.series if item.trend == "up")]:
            runs = found.setdefault(item.key, [])
            if not runs or item.last_day - runs[-1][-1][1].last_day > WEEK:
                runs.append([])
            runs[-1].append((is_week, item))
    raised = [
        Raised(
            nights=sum(not is_week for is_week, _ in run),
            weeks=sum(is_week for is_week, _ in run),
            strongest=min((item for _, item in run), key=lambda item: (item.adjusted_p, item.first_day)),
        )
        for runs in found.values()
        for run in runs
    ]
    return sorted(raised, key=lambda each: (each.strongest.first_day, each.strongest.key))


def _history(database: Database) -> History:
    days = database.query(read_sql("change/days")).to_pylist()
    first, newest = min(row["day"] for row in days), max(row["day"] for row in days)
    rows = [database.query(read_sql(f"change/{name}"), {"first": first}) for name in ("arrivals", "volumes")]
    return make_history(rows[0], rows[1], {row["day"]: row["digest"] for row in days}, newest)


def _judge(history: History) -> Iterator[JudgedWeek]:
    """Yield every week with its nights, from half a history on."""
    models: dict[date, Learnt] = {}
    week = monday_of(history.first) + WEEK
    while history.position(week) < history.length:
        if history.position(week) >= HISTORY_DAYS // 2:
            models = {
                monday: models[monday] if monday in models else learn(history, monday, {})
                for monday in (week - WEEK, week)
            }
            nights = [week + timedelta(days=number) for number in range(7)]
            found = [
                judge_night(models[week - WEEK], night)
                for night in nights
                if history.position(night) < history.length
            ]
            yield JudgedWeek(judge_week(models[week], found), found)
        week += WEEK
