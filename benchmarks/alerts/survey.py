"""The visitor survey of 2022–2024, week by week: what would have been raised, by words and counts.

The home is filled as `samples/visitor_survey/README.md` says, over all days, with ``refit_days: 980`` in its
koe.yaml, so that one list of topics covers all of it. Sentences stay in the home.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipelines.change.expect import HISTORY_DAYS
from pipelines.change.judged import Expected, Learnt, judge_night, judge_week, learn, monday_of
from pipelines.change.series import History, make_history
from warehouse.database import Database, open_database
from warehouse.sql import read_sql

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Raised:
    """A topic of a department that rose in one or more weeks that follow each other."""

    weeks: tuple[date, ...]
    keywords: tuple[str, ...]
    strongest: Expected


def report(home: Path) -> str:
    """Return the table of all that would have been raised."""
    with open_database(home / "warehouse", read_only=True) as database:
        history = _history(database)
        words = {
            row["topic_id"]: tuple(row["keywords"])
            for row in database.query("SELECT topic_id, keywords FROM core.topics").to_pylist()
        }
    judged = dict(_judge(history))
    rows = [
        f"| {raised.weeks[0]} | {len(raised.weeks)} | {raised.strongest.key.topic_id} "
        f"| {raised.strongest.key.kind} | {raised.strongest.key.department or '—'} "
        f"| {'・'.join(raised.keywords)} | {raised.strongest.seen} "
        f"| {raised.strongest.low}〜{raised.strongest.high} | {raised.strongest.adjusted_p:.2g} |"
        for raised in _runs(judged, words)
    ]
    tested = sum(bool(items) for items in judged.values())
    told = (
        f"{len(history.keys)} 系列、判定した週 {tested}、警告の出た話題 {len(rows)}"
        "(続く週は 1 つに数える)。件数は最も強い週のもの。"
    )
    return "\n".join(
        [
            "## 実データ:来訪者アンケート 2022–2024",
            "",
            told,
            "",
            "| 週 | 続いた週 | 話題 | 種類 | 地域 | 特徴語 | 件 | 平常の幅 | 補正後の p |",
            "|---|---:|---|---|---|---|---:|---:|---:|",
            *rows,
            "",
        ]
    )


def _history(database: Database) -> History:
    days = database.query(read_sql("change/days")).to_pylist()
    first, newest = min(row["day"] for row in days), max(row["day"] for row in days)
    rows = [database.query(read_sql(f"change/{name}"), {"first": first}) for name in ("arrivals", "volumes")]
    return make_history(rows[0], rows[1], {row["day"]: row["digest"] for row in days}, newest)


def _judge(history: History) -> Iterator[tuple[date, list[Expected]]]:
    week = monday_of(history.first) + WEEK
    models: dict[date, Learnt] = {}
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
            yield week, [item for item in judge_week(models[week], found) if item.trend == "up"]
        week += WEEK


def _runs(judged: dict[date, list[Expected]], words: dict[str, tuple[str, ...]]) -> list[Raised]:
    runs: list[list[tuple[date, Expected]]] = []
    for week, items in sorted(judged.items()):
        for item in items:
            last = next(
                (run for run in runs if run[-1][0] == week - WEEK and run[-1][1].key == item.key), None
            )
            if last is None:
                runs.append([(week, item)])
            else:
                last.append((week, item))
    return [
        Raised(
            tuple(week for week, _ in run),
            words.get(run[0][1].key.topic_id, ()),
            min((item for _, item in run), key=lambda item: item.adjusted_p),
        )
        for run in runs
    ]
