"""Runs that begin in the middle of the night, and what a plan says beforehand."""

import os
import signal
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest

from pipelines import topics
from pipelines.annotate import annotate_shard
from pipelines.backfill import run_days
from pipelines.errors import EarlierRunError, PipelineError
from pipelines.hashing import stored_hashes
from pipelines.pace import KEPT_RUNS, START_SECONDS, note_pace, read_pace
from pipelines.plan import Outlook, make_plan
from pipelines.refit import refit_topics
from pipelines.steps import LABELS, Steps
from pipelines.workers import map_unordered
from tests.pipelines.homes import NOW, last_days, make_home
from warehouse.contract.lake import LAKE_CONTACTS

DAYS = last_days(3)
TASKS = {"receive", "pull", "annotate", "assign", "load"}


def lines(settings, days):
    return [item.line() for item in stored_hashes(days, settings)]


def run(settings, days, steps=Steps.ALL):
    return run_days(days, settings, now=NOW, workers=1, steps=steps)


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = make_home(tmp_path_factory.mktemp("homes") / "steps", days=4, contacts_per_day=10)
    run(made, DAYS[:2])
    return made


def outlooks(settings, days, steps=Steps.ALL):
    return [item.outlook for item in make_plan(days, settings, steps=steps, workers=2).days]


def test_each_choice_takes_less_than_the_one_before():
    taken = [{task for task in TASKS if steps.includes(task)} for steps in Steps]
    assert taken[0] == TASKS
    assert taken[-1] == set()
    assert all(later < earlier for earlier, later in pairwise(taken))
    assert list(LABELS) == [str(steps) for steps in Steps]


def test_a_plan_says_what_is_new_same_or_missing(settings):
    before = DAYS[0] - timedelta(days=40)
    assert outlooks(settings, [before, DAYS[0], DAYS[2]]) == [Outlook.EMPTY, Outlook.SAME, Outlook.NEW]
    assert outlooks(settings, [DAYS[0], DAYS[2]], Steps.TOPICS) == [Outlook.SAME, Outlook.REFUSED]
    plan = make_plan(DAYS, settings, steps=Steps.ALL, workers=2)
    known = [item.contacts for item in plan.days if item.contacts]
    assert plan.contacts == sum(known) + round(sum(known) / len(known))
    assert not settings.lake.has_day(LAKE_CONTACTS, DAYS[2])


def test_a_changed_dictionary_is_foreseen_with_its_name_and_only_where_it_counts(settings):
    path = settings.config_dir / "dictionary.csv"
    before = path.read_bytes() if path.exists() else None
    try:
        path.write_text("term,reading,kind\nもくもくポット,もくもくぽっと,製品名\n", encoding="utf-8")
        (planned,) = make_plan(DAYS[:1], settings, steps=Steps.ANALYSIS, workers=1).days
        assert planned.outlook is Outlook.CHANGES
        assert [change.kind for change in planned.changes] == ["dictionary"]
        assert outlooks(settings, DAYS[:1], Steps.TOPICS) == [Outlook.SAME]
        assert outlooks(settings, DAYS[:1], Steps.REPORTS) == [Outlook.SAME]
    finally:
        path.write_bytes(before) if before is not None else path.unlink()


@pytest.mark.parametrize("steps", [steps for steps in Steps if steps.needs_earlier_run])
def test_beginning_in_the_middle_needs_an_earlier_run_and_changes_nothing_by_itself(settings, steps):
    before = lines(settings, DAYS[:2])
    with pytest.raises(EarlierRunError, match=rf"{DAYS[2]} was never run.*steps 'all'"):
        run(settings, DAYS[2:], steps)
    assert run(settings, DAYS[:2], steps).published is not None
    assert lines(settings, DAYS[:2]) == before


def test_new_topics_reach_a_day_by_the_steps_that_say_so(settings):
    before = lines(settings, DAYS[:2])
    refit_topics(settings)
    assert outlooks(settings, DAYS[:1], Steps.TOPICS) == [Outlook.CHANGES]
    run(settings, DAYS[:2], Steps.TOPICS)
    changed = {line.split()[0] for line in set(lines(settings, DAYS[:2])) - set(before)}
    assert changed == {"core.assignments", "lake.assignments"}
    assert outlooks(settings, DAYS[:1], Steps.TOPICS) == [Outlook.SAME]


def test_topics_are_not_assigned_to_an_analysis_that_was_interrupted(settings):
    day = DAYS[1]
    voices = settings.lake.path("voices", f"day={day}", "part-0.parquet")
    whole = settings.lake.fs.cat_file(voices)
    other = settings.lake.path("voices", f"day={DAYS[0]}", "part-0.parquet")
    try:
        settings.lake.write_bytes(voices, settings.lake.fs.cat_file(other), attempt="test")
        with pytest.raises(EarlierRunError, match=rf"{day} .*steps 'analysis'"):
            run(settings, [day], Steps.TOPICS)
    finally:
        settings.lake.write_bytes(voices, whole, attempt="test")
    annotate_shard(day, 0, settings)
    topics.assign_day(day, settings)


def test_minutes_follow_the_last_runs_of_these_steps(settings):
    assert not read_pace(settings, Steps.ANALYSIS).measured
    note_pace(settings, Steps.ANALYSIS, contacts=0, seconds=50, workers=2)
    assert not read_pace(settings, Steps.ANALYSIS).measured
    for _ in range(KEPT_RUNS + 3):
        note_pace(settings, Steps.ANALYSIS, contacts=100, seconds=START_SECONDS + 50, workers=2)
    pace = read_pace(settings, Steps.ANALYSIS)
    assert pace.measured
    assert pace.seconds_per_contact == pytest.approx(1.0)
    assert pace.minutes(600, workers=4) == pytest.approx((START_SECONDS + 150) / 60)
    assert not read_pace(settings, Steps.ALL).measured


def die(_, number):
    os.kill(os.getpid(), number)


@pytest.mark.system
def test_a_lost_worker_is_one_sentence_with_its_remedy():
    with pytest.raises(PipelineError, match=r"ended from outside.*--workers"):
        list(map_unordered(partial(die, number=signal.SIGKILL), [1, 2, 3], workers=2))
