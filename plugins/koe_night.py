"""Airflow plugin: writes one line about the night into the run's note, where the UI's list of runs shows it.

A listener runs inside the scheduler, which may write the note; tasks may not, and would need a password.
"""

import json
import sys
from datetime import date
from typing import Any

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin

NIGHT = "voc_daily"
REPORTS = "voc_reports"


@hookimpl
def on_dag_run_success(dag_run: Any, msg: str) -> None:  # noqa: ARG001 the hook's form
    """Note what readers have now, and where the reports stand."""
    if _is_of(dag_run, REPORTS):
        dag_run.note = f"レポート: {_portal()}"
    if _is_of(dag_run, NIGHT):
        from pipelines.settings import load_settings

        path = load_settings().home / "nights" / f"day={dag_run.partition_key}.json"
        if path.exists():
            line = json.loads(path.read_text(encoding="utf-8"))["text"]
            dag_run.note = f"{line}\n\nレポート: {_portal()}"


@hookimpl
def on_dag_run_failed(dag_run: Any, msg: str) -> None:  # noqa: ARG001 the hook's form
    """Note that readers keep what they had, and the first error."""
    if _is_of(dag_run, NIGHT):
        from pipelines.night_failure import failure_text
        from pipelines.settings import load_settings

        dag_run.note = failure_text(date.fromisoformat(dag_run.partition_key), load_settings())


def _is_of(dag_run: Any, dag_id: str) -> bool:
    """Say whether it is a run of a day whose note can be written; `DAG.test` hands over detached runs."""
    from sqlalchemy.orm import object_session

    return bool(dag_run.dag_id == dag_id and dag_run.partition_key and object_session(dag_run) is not None)


def _portal() -> str:
    """Return the portal's address as a link for the note, which the UI shows as Markdown."""
    from airflow.configuration import conf

    base = conf.get("api", "base_url", fallback="").rstrip("/")
    return f"[{base or ''}/koe/]({base}/koe/)"


class KoeNightPlugin(AirflowPlugin):
    """Registers this module's hooks."""

    name = "koe_night"
    listeners = [sys.modules[__name__]]  # noqa: RUF012 Airflow's form
