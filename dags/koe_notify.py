"""Sends a department's message: mail by Airflow's ``smtp_default``, chats by the URL of a connection."""

from html import escape
from typing import TYPE_CHECKING, Any

from koe_alerts import post

if TYPE_CHECKING:
    from pipelines.notify import Message


def deliver(message: "Message", context: Any) -> None:
    """Send one message to all its readers."""
    if message.mail:
        from airflow.providers.smtp.notifications.smtp import SmtpNotifier

        body = "".join(f"<p>{_line(line)}</p>" for line in message.lines)
        notifier = SmtpNotifier(to=list(message.mail), subject=message.subject, html_content=body)
        notifier.notify(context)
    if message.webhook:
        post(message.webhook, message.text)


def _line(line: str) -> str:
    shown = escape(line)
    return f'<a href="{shown}">{shown}</a>' if line.startswith(("https://", "http://")) else shown
