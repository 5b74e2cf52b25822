"""The night: one run a day of contacts, keyed by the day (``partition_key``, like 2026-11-21).

Wait for the day's files → receive each source → pull → annotate each shard → assign topics → load → check →
publish. Between tasks travel days, counts and source names only. Every task can be run again; days may run in
any order and side by side. The parameter ``steps`` lets a run begin later: the steps before are skipped. What
a step does is in ``pipelines/night.py``, what each choice takes in ``pipelines/steps.py``.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import CronPartitionTimetable, PokeReturnValue, dag, task
from koe_alerts import alert, keep_first_error, tell_risks
from koe_common import (
    AFTER_SKIPPED,
    DEFAULT_ARGS,
    PUBLISHED_DAYS,
    STEPS_PARAM,
    WAREHOUSE_POOL,
    current_time,
    leave_out_unless,
    settings,
    to_day,
)


@dag(
    schedule=CronPartitionTimetable("0 2 * * *", timezone="Asia/Tokyo", run_offset=-1, key_format="%Y-%m-%d"),
    catchup=False,
    default_args=DEFAULT_ARGS | {"on_failure_callback": keep_first_error},
    on_failure_callback=alert,
    on_success_callback=tell_risks,
    doc_md=__doc__,
    max_active_runs=4,
    params={"steps": STEPS_PARAM},
    tags=["koe", "nightly"],
)
def voc_daily() -> None:
    # Reschedule mode gives the slot back while it waits. It ends by itself: a source is waited for only until
    # its `expected_by`; after that the night goes on without it.
    @task.sensor(mode="reschedule", poke_interval=300, timeout=timedelta(hours=36).total_seconds())
    def wait_for_files(partition_key: str | None = None, params: Any = None) -> PokeReturnValue:
        from pipelines import preparation

        leave_out_unless("receive", params["steps"])
        waiting = preparation.waiting_sources(to_day(partition_key), settings(), current_time())
        return PokeReturnValue(is_done=not waiting, xcom_value=preparation.source_names(settings()))

    @task(retries=3)
    def receive(source: str, partition_key: str | None = None) -> list[str]:
        from pipelines import preparation

        return preparation.receive_source(source, to_day(partition_key), settings())

    @task(trigger_rule=AFTER_SKIPPED)
    def pull(partition_key: str | None = None, params: Any = None, ti: Any = None) -> list[dict[str, Any]]:
        from pipelines import preparation

        days = preparation.begin_days(to_day(partition_key), params["steps"], settings())
        ti.xcom_push("days", days)  # beside the shards, over which annotate is mapped
        return preparation.list_shards(days, settings(), params["steps"])

    @task(execution_timeout=timedelta(hours=3))
    def annotate(day: str, shard: int) -> int:
        from pipelines import preparation

        return preparation.annotate_shard(day, shard, settings())

    @task(trigger_rule=AFTER_SKIPPED)
    def assign(days: list[str], params: Any = None) -> None:
        from pipelines import preparation

        leave_out_unless("assign", params["steps"])
        preparation.assign_days(days, settings(), params["steps"])

    @task(pool=WAREHOUSE_POOL, trigger_rule=AFTER_SKIPPED)
    def load(days: list[str], params: Any = None) -> None:
        from pipelines import night

        leave_out_unless("load", params["steps"])
        night.load_days(days, settings(), params["steps"])

    @task(pool=WAREHOUSE_POOL, trigger_rule=AFTER_SKIPPED)
    def check(days: list[str]) -> list[str]:
        from pipelines import night

        return night.check_days(days, settings())

    @task(pool=WAREHOUSE_POOL, outlets=[PUBLISHED_DAYS])
    def publish(passed: list[str], outlet_events: Any = None, dag_run: Any = None) -> str:
        from pipelines import night

        published = night.publish_night(passed, settings(), started_at=dag_run.start_date, now=current_time)
        outlet_events[PUBLISHED_DAYS].add_partitions(passed)
        return published.build

    received = receive.expand(source=wait_for_files())
    pulled = pull()
    days = pulled["days"]
    annotated = annotate.expand_kwargs(pulled)
    passed = check(days)
    received >> pulled >> annotated >> assign(days) >> load(days) >> passed >> publish(passed)


voc_daily()
