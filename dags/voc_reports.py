"""Department reports, built again after each published day (one run a day key, from the asset).

A build covers all published days, so one at a time is enough. Then each department that koe.yaml names under
``notify`` is told what is new, by mail or chat; nobody else is.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import PartitionedAssetTimetable, dag, task
from koe_common import DEFAULT_ARGS, PUBLISHED_DAYS, current_time, settings


@dag(
    schedule=PartitionedAssetTimetable(assets=PUBLISHED_DAYS),
    catchup=False,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    is_paused_upon_creation=False,
    max_active_runs=1,  # builds must not race for site/current
    tags=["koe", "reports"],
)
def voc_reports() -> None:
    @task(execution_timeout=timedelta(minutes=30))
    def build_reports() -> str:
        from pipelines import night

        return str(night.build_reports(settings(), now=current_time()))

    @task(retries=3)
    def notify_departments(dag_run: Any = None) -> list[str]:
        from functools import partial

        from koe_notify import deliver

        from pipelines import night

        return night.tell_departments(settings(), partial(deliver, context={"dag_run": dag_run}))

    build_reports() >> notify_departments()


voc_reports()
