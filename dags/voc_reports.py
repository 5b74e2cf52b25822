"""Department reports, built again after each published day (one run a day key, from the asset).

A build covers all published days, so one at a time is enough.
"""

from datetime import timedelta

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

    build_reports()


voc_reports()
