"""How long a night's tests take for a large centre."""

import time

from benchmarks.alerts.null_worlds import HISTORY
from benchmarks.alerts.worlds import Nuisance, history_of, make_world
from pipelines.change.judged import judge_night, judge_week, learn
from warehouse.weeks import monday_of


def seconds_of_a_night(series: int) -> float:
    """Return the seconds of CPU for one night and its week: two models of `series` series."""
    world = make_world(HISTORY + 14, series, 5, Nuisance(holidays=True))
    history = history_of(world)
    monday = monday_of(world.days[-1])
    began = time.process_time()
    week_before = world.days[world.days.index(monday) - 7]
    judge_week(learn(history, monday, {}))
    judge_night(learn(history, week_before, {}), world.days[-1])
    return time.process_time() - began
