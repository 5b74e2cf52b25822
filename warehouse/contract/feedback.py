"""Tables of the schema ``core`` with what readers gave back: buttons, outcomes of alerts, who was told."""

import pyarrow as pa

from warehouse.contract.model import Column, Table, moment, text, week

FEEDBACK = Table(
    "core",
    "feedback",
    "Buttons that readers pressed, from the journal; by department, never by person",
    (
        text("entry_id", "Entry or file name", nullable=False),
        text("topic_id", "Topic after merges; null = not about a topic"),
        text("department", "Department whose report it was; null = 未割当"),
        text("button", "wrong_department, known, respond or original", nullable=False),
        text("to_department", "Department that a reader would give it to"),
        week("Monday of the ISO week of the report"),
        Column("shown_on", pa.date32(), "Day of a daily page; null = weekly report"),
        moment("given_at", "When it was given", nullable=False),
    ),
    ("entry_id",),
)

ALERT_OUTCOMES = Table(
    "core",
    "alert_outcomes",
    "What readers found an alert to be, from the journal; the last word of each alert",
    (
        text("alert_id", "The alert", nullable=False),
        text("outcome", "real, false or known", nullable=False),
        moment("given_at", "When it was given", nullable=False),
    ),
    ("alert_id",),
)

ESCALATIONS = Table(
    "core",
    "escalations",
    "To whom urgent cases were passed on, from the journal, and what came back",
    (
        text("entry_id", "Entry or file name", nullable=False),
        text("case_id", "A contact of the case, as it was named", nullable=False),
        text("escalated_to", "Department id, or a name outside departments.yaml", nullable=False),
        text("escalation_state", "open or answered", nullable=False),
        text("note", "What was said, in the words of staff"),
        moment("escalated_at", "When it was passed on or answered", nullable=False),
    ),
    ("entry_id",),
)
