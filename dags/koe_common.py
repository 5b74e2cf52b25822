"""What the DAGs share: asset, pool, how tasks retry, and the arguments every step of the night takes."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from airflow.sdk import Asset, ExceptionRetryPolicy, Param, RetryRule
from airflow.sdk.definitions.retry_policy import RetryAction
from airflow.sdk.exceptions import AirflowSkipException

from pipelines.errors import ConfigError, PipelineError, SourceError
from pipelines.steps import LABELS, Steps
from pipelines.workers import pin_threads
from pipelines.writing import keep_files_private

if TYPE_CHECKING:
    from pipelines.settings import Settings

keep_files_private()
pin_threads()  # a task's process reads this file before numpy: one thread for linear algebra

PUBLISHED_DAYS = Asset(name="koe_published_days", uri="koe://warehouse/published")
WAREHOUSE_POOL = "warehouse"  # one slot: DuckDB has one writer
AFTER_SKIPPED = "none_failed"  # a run that begins in the middle skips the steps before

# Airflow checks a run's parameters against this schema before it makes the run, also those of a backfill.
STEPS_PARAM = Param(
    str(Steps.ALL),
    type="string",
    enum=list(LABELS),
    values_display=LABELS,
    title="やり直す範囲",
    description_md=(
        "どの工程からやり直すかを選びます。どれを選んでも、最後に公開とレポートの作成をします。"
        "**バックフィルでは、上の「Override parameters on existing runs」に印を付けたときだけ、"
        "ここで選んだ内容が使われます**(印がなければ「すべて」)。"
    ),
)

DEFAULT_ARGS = {
    "owner": "koe",
    "retries": 2,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": 4.0,
    "max_retry_delay": timedelta(minutes=10),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            # a storage that cannot be reached may be back in a minute; so may a locked database (the default)
            RetryRule(exception=[SourceError], action=RetryAction.DEFAULT),
            RetryRule(
                exception=[PipelineError, ImportError, TypeError],
                action=RetryAction.FAIL,
                reason="the same again would fail the same way",
            ),
        ]
    ),
    "execution_timeout": timedelta(hours=1),
}


def settings() -> "Settings":
    """Return the installation's settings; for task bodies."""
    from pipelines.settings import load_settings

    return load_settings()


def to_day(partition_key: str | None) -> date:
    """Return the day that a run is about; ``ds`` and ``logical_date`` are empty in runs with a key."""
    if partition_key is None:
        message = 'this run has no partition key; trigger it with {"partition_key": "2026-11-21"}'
        raise ConfigError(message)
    return date.fromisoformat(partition_key)


def leave_out_unless(step: str, steps: str) -> None:
    """Skip the task where the run's parameter leaves its step out."""
    if not Steps(steps).includes(step):
        message = f"steps = {steps}: this run does without '{step}'"
        raise AirflowSkipException(message)


def current_time() -> datetime:
    """Return the time of the task; below the DAGs nothing reads a clock."""
    return datetime.now(UTC)
