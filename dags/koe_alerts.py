"""One alert for a night that failed, to mail and webhook as koe.yaml says; off where it says nothing.

Registered on the DAG, so that forty failed mapped tasks make one alert; tasks only keep their first error.
"""

from html import escape
from typing import Any

from koe_common import settings, to_day


def keep_first_error(context: Any) -> None:
    """Task callback: keep what failed, where and whether clearing is safe."""
    from pipelines.night_failure import note_failure

    task = context["ti"]
    error = context.get("exception")
    note_failure(to_day(context["dag_run"].partition_key), task.task_id, error, settings())


def alert(context: Any) -> None:
    """Run callback: tell the operators once; runs of a backfill have somebody who watches them."""
    run = context["dag_run"]
    if str(run.run_type).endswith("backfill") or not run.partition_key:
        return
    from pipelines.night_failure import failure_text

    general = settings().general
    text = failure_text(to_day(run.partition_key), settings())
    if general.alert_mail:
        send_mail(context, general.alert_mail, text)
    if general.alert_webhook:
        post(general.alert_webhook, text)


def send_mail(context: Any, to: tuple[str, ...], text: str) -> None:
    """Send by Airflow's connection ``smtp_default``."""
    from airflow.providers.smtp.notifications.smtp import SmtpNotifier

    notifier = SmtpNotifier(to=list(to), subject=f"[Koe] {text[:60]}", html_content=f"<p>{escape(text)}</p>")
    notifier.notify(context)


def post(connection_id: str, text: str) -> None:
    """Post ``{"text": …}``, which Slack and Teams take, to the URL that a connection holds as password."""
    import httpx
    from airflow.sdk import BaseHook

    connection = BaseHook.get_connection(connection_id)
    httpx.post(connection.password or connection.host, json={"text": text}, timeout=20).raise_for_status()
