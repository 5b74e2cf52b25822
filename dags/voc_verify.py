"""Weekly proof that stored days are what their inputs give: a sample of days run again aside and compared.

The outcome stands in the reports (「直近の再計算の照合」) and in ``koe doctor``. The task fails where the
same inputs gave another result; a result that changed inputs explain is noted and fails nothing.
"""

from datetime import timedelta
from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, dag, task
from koe_common import DEFAULT_ARGS, current_time, settings


@dag(
    schedule=CronTriggerTimetable("0 7 * * 1", timezone="Asia/Tokyo"),  # Mondays, after the refit
    catchup=False,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    max_active_runs=1,
    params={"days": Param(3, type="integer", minimum=1, maximum=31, title="照合する日数")},
    tags=["koe", "weekly"],
)
def voc_verify() -> None:
    @task(execution_timeout=timedelta(hours=3))
    def verify(params: dict[str, Any]) -> list[str]:
        from pipelines import night

        return night.verify_sample(settings(), count=params["days"], now=current_time())

    verify()


voc_verify()
