"""One alert for a night that failed, one line of urgent cases, to mail and webhook as koe.yaml says.

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

    tell(context, failure_text(to_day(run.partition_key), settings()))


def tell_risks(context: Any) -> None:
    """Run callback: tell how many urgent cases the day brought: counts and a link, no customer's word."""
    run = context["dag_run"]
    if str(run.run_type).endswith("backfill") or not run.partition_key:
        return
    from pipelines.actions.risk_news import note_told, risk_text

    day = to_day(run.partition_key)
    text = risk_text(day, settings(), link=portal_address())
    if text and tell(context, text):
        note_told(day, settings())


def portal_address() -> str:
    """Return where the reports are shown; empty where Airflow does not know its own address."""
    from airflow.sdk.configuration import conf

    base = conf.get("api", "base_url", fallback="") or ""
    return f"{base.rstrip('/')}/koe/current/index.html" if base else ""


def tell(context: Any, text: str) -> bool:
    """Send a line to mail and webhook as koe.yaml says; False where it names neither."""
    general = settings().general
    if general.alert_mail:
        send_mail(context, general.alert_mail, text)
    if general.alert_webhook:
        post(general.alert_webhook, text)
    return bool(general.alert_mail or general.alert_webhook)


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
