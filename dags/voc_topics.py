"""Weekly refit of the topics: found anew on a window, matched to the old ones, every day assigned again.

The only scheduled maker of topic versions; the nights only assign to the version in force.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task
from koe_common import DEFAULT_ARGS, PUBLISHED_DAYS, WAREHOUSE_POOL, current_time, settings


@dag(
    schedule=CronTriggerTimetable("0 5 * * 1", timezone="Asia/Tokyo"),  # Mondays, after Sunday's night
    catchup=False,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    max_active_runs=1,
    tags=["koe", "weekly"],
)
def voc_topics() -> None:
    @task(pool=WAREHOUSE_POOL, execution_timeout=timedelta(hours=4))
    def refit() -> list[str]:
        from pipelines import night

        result = night.refit_topics(settings(), now=current_time(), publish_after=False)
        return [day.isoformat() for day in result.days]

    @task(pool=WAREHOUSE_POOL, outlets=[PUBLISHED_DAYS])
    def publish(days: list[str], outlet_events: Any = None) -> str:
        from pipelines import night

        published = night.publish(settings(), now=current_time())
        # Every day changed, but a build of the reports covers them all: one event, not one a day.
        outlet_events[PUBLISHED_DAYS].add_partitions(days[-1:])
        return published.build

    publish(refit())


voc_topics()
