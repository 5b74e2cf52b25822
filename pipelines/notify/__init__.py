"""Messages to departments after the reports were built; nothing is sent where koe.yaml says nothing."""

from pipelines.notify.due import due_messages, mark_sent, tell_departments
from pipelines.notify.message import Message

__all__ = ["Message", "due_messages", "mark_sent", "tell_departments"]
