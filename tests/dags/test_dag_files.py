"""DAG files wire and nothing else."""

import ast
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DAG_FILES = sorted((REPOSITORY / "dags").glob("*.py"))
HEAVY = {"numpy", "pyarrow", "duckdb", "spacy", "sklearn", "scipy", "fugashi", "ginza"}


def test_every_dag_file_can_be_imported(dag_bag):
    assert dag_bag.import_errors == {}
    assert set(dag_bag.dags) == {
        "voc_daily",
        "voc_publish_control",
        "voc_reports",
        "voc_topics",
        "voc_verify",
    }


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.name)
def test_a_dag_file_is_short_and_its_tasks_do_not_think(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 120
    if path.name in {"koe_common.py", "koe_alerts.py", "koe_notify.py"}:
        return
    loops = (ast.For, ast.While, ast.If, ast.Try, ast.With, ast.Lambda)
    assert [type(node).__name__ for node in ast.walk(ast.parse(source)) if isinstance(node, loops)] == []
    tasks = [
        node
        for outer in ast.walk(ast.parse(source))
        if isinstance(outer, ast.FunctionDef)
        for node in outer.body
        if isinstance(node, ast.FunctionDef)
    ]
    assert tasks
    assert [task.name for task in tasks if len(task.body) > 4] == []


def test_reading_the_dags_imports_nothing_heavy():
    code = (
        "import sys; sys.path.insert(0, 'dags'); import airflow.sdk; before = set(sys.modules)\n"
        "import voc_daily, voc_reports, voc_topics\n"
        "print(' '.join(sorted({name.partition('.')[0] for name in set(sys.modules) - before})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=120
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "voc_daily" in loaded
    assert loaded & HEAVY == set()


def test_the_night_is_keyed_by_the_day_before_in_japan(dag_bag):
    from airflow.serialization.encoders import coerce_to_core_timetable
    from pendulum import datetime

    timetable = coerce_to_core_timetable(dag_bag.dags["voc_daily"].timetable)
    window = {"earliest": datetime(2026, 11, 1), "latest": datetime(2026, 11, 3, 23, 59, 59)}
    backfilled = [info.partition_key for info in timetable.iter_partition_dagrun_infos(**window)]
    assert backfilled == ["2026-11-01", "2026-11-02", "2026-11-03"]
    _, scheduled = timetable._get_partition_info(run_date=datetime(2026, 11, 21, 17, tz="UTC"))
    assert scheduled == "2026-11-21"  # 02:00 on the 22nd in Japan


def test_runs_side_by_side_where_they_may(dag_bag):
    dags = dag_bag.dags
    assert {name: dag.max_active_runs for name, dag in dags.items()} == {
        "voc_daily": 4,
        "voc_publish_control": 1,
        "voc_reports": 1,
        "voc_topics": 1,
        "voc_verify": 1,
    }
    assert not any(dag.catchup for dag in dags.values())
    assert all("koe" in dag.tags for dag in dags.values())


def test_whoever_writes_the_warehouse_holds_its_one_slot(dag_bag):
    in_pool = {
        (dag.dag_id, task.task_id)
        for dag in dag_bag.dags.values()
        for task in dag.tasks
        if task.pool == "warehouse"
    }
    assert in_pool == {
        ("voc_daily", "load"),
        ("voc_daily", "check"),
        ("voc_daily", "publish"),
        ("voc_publish_control", "carry_out"),
        ("voc_topics", "refit"),
        ("voc_topics", "publish"),
    }


def test_every_task_ends_in_time_and_is_tried_again(dag_bag):
    for dag in dag_bag.dags.values():
        for task in dag.tasks:
            assert timedelta(0) < task.execution_timeout <= timedelta(hours=4), task.task_id
            # a rollback that is tried again would go back one build more
            assert task.retries >= (0 if dag.dag_id == "voc_publish_control" else 2), task.task_id
            assert task.retry_exponential_backoff, task.task_id


def test_what_cannot_get_better_is_not_tried_again(dag_bag):
    from airflow.sdk.definitions.retry_policy import RetryAction

    from pipelines.canary.gate import LeakError
    from pipelines.errors import ConfigError, PipelineError, SourceError
    from warehouse.errors import WarehouseError

    policy = dag_bag.dags["voc_daily"].get_task("publish").retry_policy
    assert policy.evaluate(ConfigError("sources.yaml:3"), 1, 2).action is RetryAction.FAIL
    assert policy.evaluate(PipelineError("checks failed"), 1, 2).action is RetryAction.FAIL
    assert policy.evaluate(LeakError([], []), 1, 2).action is RetryAction.FAIL
    assert policy.evaluate(SourceError("unreachable"), 1, 2).action is not RetryAction.FAIL
    assert policy.evaluate(WarehouseError("locked"), 1, 2).action is not RetryAction.FAIL
