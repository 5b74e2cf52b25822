"""What the DAGs share: asset, pool, how tasks retry, and the arguments every step of the night takes."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from airflow.sdk import Asset, ExceptionRetryPolicy, RetryRule
from airflow.sdk.definitions.retry_policy import RetryAction

from pipelines.errors import ConfigError
from pipelines.workers import pin_threads

if TYPE_CHECKING:
    from pipelines.settings import Settings

pin_threads()  # a task's process reads this file before numpy: one thread for linear algebra

PUBLISHED_DAYS = Asset(name="koe_published_days", uri="koe://warehouse/published")
WAREHOUSE_POOL = "warehouse"  # one slot: DuckDB has one writer

DEFAULT_ARGS = {
    "owner": "koe",
    "retries": 2,
    "retry_delay": timedelta(seconds=5),
    "retry_exponential_backoff": 4.0,
    "max_retry_delay": timedelta(minutes=10),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(
                exception=[ConfigError, ImportError, TypeError],
                action=RetryAction.FAIL,
                reason="the same again would fail the same way",
            )
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


def current_time() -> datetime:
    """Return the time of the task; below the DAGs nothing reads a clock."""
    return datetime.now(UTC)
