"""A night through Airflow's own machinery, without a scheduler: the DAGs' tasks on a small demo company."""

import re
from datetime import UTC, date, datetime

import pytest

pytestmark = pytest.mark.system
DAY = date(2026, 11, 20)
HARMLESS = re.compile(r"\d{4}-\d\d-\d\d|[a-z0-9_]{1,40}|\d+")


@pytest.fixture(scope="module")
def home(airflow_database):
    from samples.company import make_demo

    folder = airflow_database / "home"
    make_demo(folder, days=4, contacts_per_day=20, end=date(2026, 11, 21), seed=7)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KOE_CONFIG", raising=False)
        patch.setenv("KOE_HOME", str(folder))
        patch.setenv("KOE_KEY_FILE", str(airflow_database / "key"))
        yield folder


@pytest.fixture(scope="module")
def run_of_key(home, dag_bag):
    """Run a DAG for a day key. `DAG.test` has no argument for the key, so its run gets it when it is made."""
    from airflow import settings
    from airflow.models import dagrun

    make_run = dagrun.get_or_create_dagrun

    def run(dag_id, key):
        def make_keyed_run(*, session, **arguments):
            made = make_run(session=session, **arguments)
            made.partition_key = key
            session.commit()
            return made

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dagrun, "get_or_create_dagrun", make_keyed_run)
            made = dag_bag.dags[dag_id].test(run_after=datetime.now(UTC), logical_date=None)
        with settings.Session() as session:
            return session.merge(made)

    return run


@pytest.fixture(scope="module")
def night(run_of_key):
    return run_of_key("voc_daily", DAY.isoformat())


def states(run):
    return {(item.task_id, item.map_index): str(item.state) for item in run.get_task_instances()}


def test_every_task_of_the_night_succeeds_mapped_by_source_and_shard(night):
    from pipelines.preparation import source_names
    from pipelines.settings import load_settings

    found = states(night)
    assert set(found.values()) == {"success"}
    receives = sum(name == "receive" for name, _ in found)
    assert receives == len(source_names(load_settings()))
    assert ("annotate", 0) in found


def test_the_night_is_published_and_says_so_with_its_key(night):
    from airflow import settings
    from airflow.models.asset import AssetEvent
    from sqlalchemy import select

    with settings.Session() as session:
        keys = set(session.scalars(select(AssetEvent.partition_key)))
    assert DAY.isoformat() in keys


def test_what_travels_between_tasks_is_days_counts_and_names(night):
    from airflow import settings
    from airflow.models.xcom import XComModel
    from sqlalchemy import select

    def leaves(value):
        if isinstance(value, dict):
            value = list(value.values())
        return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else [value]

    with settings.Session() as session:
        stored = list(session.scalars(select(XComModel.value)))
    values = [leaf for value in stored for leaf in leaves(value)]
    assert DAY.isoformat() in values
    assert [value for value in values if value is not None and not HARMLESS.fullmatch(str(value))] == []


def test_the_same_night_without_airflow_has_the_same_content(night):
    from pipelines.backfill import run_days
    from pipelines.hashing import stored_hashes
    from pipelines.settings import load_settings

    by_airflow = list(stored_hashes([DAY], load_settings()))
    assert by_airflow
    run_days([DAY], load_settings(), now=datetime(2026, 11, 22, tzinfo=UTC), workers=1)
    assert list(stored_hashes([DAY], load_settings())) == by_airflow


def test_the_reports_follow(night, run_of_key, home):
    run = run_of_key("voc_reports", DAY.isoformat())
    assert set(states(run).values()) == {"success"}
    assert (home / "site" / "current" / "index.html").is_file()
