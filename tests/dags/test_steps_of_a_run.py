"""The parameter ``steps`` of voc_daily: what is refused, and what each choice runs on Airflow's machinery."""

import re
from datetime import UTC, date, datetime

import pytest

pytestmark = pytest.mark.system

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def home(airflow_database):
    from samples.company import make_demo

    folder = airflow_database / "steps-home"
    make_demo(folder, days=4, contacts_per_day=12, end=date(2026, 11, 21), seed=7)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KOE_CONFIG", raising=False)
        patch.setenv("KOE_HOME", str(folder))
        patch.setenv("KOE_KEY_FILE", str(airflow_database / "steps-key"))
        yield folder


@pytest.fixture(scope="module")
def run(home, dag_bag):
    """Run the night for a day with a choice of steps; returns state of run and tasks."""
    from airflow import settings
    from airflow.models import dagrun

    make_run = dagrun.get_or_create_dagrun

    def run_steps(steps, day=DAY):
        def make_keyed_run(*, session, **arguments):
            made = make_run(session=session, **arguments)
            made.partition_key = day.isoformat()
            session.commit()
            return made

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dagrun, "get_or_create_dagrun", make_keyed_run)
            made = dag_bag.dags["voc_daily"].test(
                run_after=datetime.now(UTC), logical_date=None, run_conf={"steps": steps}
            )
        with settings.Session() as session:
            merged = session.merge(made)
            tasks = {item.task_id: str(item.state) for item in merged.get_task_instances()}
            return str(merged.state), tasks

    return run_steps


def hashes():
    from pipelines.hashing import stored_hashes
    from pipelines.settings import load_settings

    return [line.line() for line in stored_hashes([DAY], load_settings())]


def copies(home):
    return sorted(path.name for path in (home / "warehouse").glob("published-*.duckdb"))


@pytest.fixture(scope="module")
def whole_night(run):
    state, tasks = run("all")
    assert (state, set(tasks.values())) == ("success", {"success"})
    return hashes()


@pytest.mark.parametrize(
    ("steps", "skipped"),
    [
        ("analysis", {"wait_for_files", "receive"}),
        ("topics", {"wait_for_files", "receive", "annotate"}),
        ("reports", {"wait_for_files", "receive", "annotate", "assign", "load"}),
    ],
)
def test_a_run_that_begins_later_skips_what_lies_before_and_changes_nothing(
    whole_night, home, run, steps, skipped
):
    before = copies(home)
    state, tasks = run(steps)
    assert state == "success"
    assert {name for name, found in tasks.items() if found == "skipped"} == skipped
    assert {found for name, found in tasks.items() if name not in skipped} == {"success"}
    assert hashes() == whole_night
    assert len(copies(home)) > len(before)


def test_new_topics_reach_the_day_without_another_analysis(whole_night, run, home):
    from pipelines.refit import refit_topics
    from pipelines.settings import load_settings

    settings = load_settings()
    voices = settings.lake.path("voices", f"day={DAY.isoformat()}", "part-0.parquet")
    before = settings.lake.fs.modified(voices)
    refit_topics(settings)
    state, _ = run("topics")
    assert state == "success"
    assert settings.lake.fs.modified(voices) == before
    changed = {line.split()[0] for line in set(hashes()) - set(whole_night)}
    assert changed == {"core.assignments", "lake.assignments"}


@pytest.mark.parametrize("steps", ["analysis", "topics", "reports"])
def test_a_day_that_never_ran_cannot_be_taken_up_in_the_middle(whole_night, run, steps):
    state, tasks = run(steps, date(2026, 11, 18))
    assert state == "failed"
    assert tasks["pull"] == "failed"
    assert set(tasks.values()) <= {"skipped", "failed", "upstream_failed"}


@pytest.mark.parametrize("wrong", ["alles", "", None, 7, ["all"], "ALL"])
def test_airflow_refuses_a_wrong_choice_before_it_makes_a_run(airflow_database, dag_bag, wrong):
    """The check that a backfill's parameters go through in the API, on the DAG as the API knows it."""
    from airflow.models.backfill import InvalidBackfillConf, ReprocessBehavior, _validate_backfill_params
    from airflow.serialization.serialized_objects import DagSerialization

    known = DagSerialization.from_dict(DagSerialization.to_dict(dag_bag.dags["voc_daily"]))
    day = datetime(2026, 11, 20, tzinfo=UTC)
    with pytest.raises(InvalidBackfillConf, match="steps"):
        _validate_backfill_params(known, False, day, day, ReprocessBehavior.NONE, {"steps": wrong})
    _validate_backfill_params(known, False, day, day, ReprocessBehavior.NONE, {"steps": "topics"})


def test_operators_read_the_choices_in_japanese(dag_bag):
    schema = dag_bag.dags["voc_daily"].params.get_param("steps").schema
    assert schema["enum"] == ["all", "analysis", "topics", "reports"] == list(schema["values_display"])
    words = [schema["title"], *schema["values_display"].values(), schema["description_md"]]
    assert [text for text in words if not re.search(r"[ぁ-んァ-ヶ一-龠]", text)] == []
