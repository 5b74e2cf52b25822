"""Tables of the schema ``mart``: counts that reports show. Cases are distinct counts and are never summed."""

import pyarrow as pa

from warehouse.contract.model import Column, Table, count, day, number, text, words

CASES = Table(
    "mart",
    "cases",
    "Contact to case (案件): contacts of one matter are linked",
    (
        day("Day of the contact"),
        text("contact_id", "The contact", nullable=False),
        text("case_id", "Id of the first contact of the case", nullable=False),
        count("contact_number", "Position of the contact in its case, from 1"),
    ),
    ("contact_id",),
)

VOICE_FACTS = Table(
    "mart",
    "voice_facts",
    "One row a counted voice with what it is broken down by; no words",
    (
        day(),
        text("voice_id", "The voice", nullable=False),
        text("contact_id", "Its contact", nullable=False),
        text("topic_id", "Topic after merges; null = unassigned"),
        text("kind", "Kind of voice", nullable=False),
        text("department", "Owner; null = 未割当"),
        words("shared_with", "Departments that see it too"),
        text("channel", "Channel", nullable=False),
        text("desk", "Desk"),
        text("product", "Product"),
        text("lot", "Lot"),
        words("risk", "Risk classes"),
    ),
    ("voice_id",),
)

DAILY_TOPIC_COUNTS = Table(
    "mart",
    "daily_topic_counts",
    "Counts per day, kind, topic, owner and channel",
    (
        day(),
        text("kind", "Kind of voice", nullable=False),
        text("topic_id", "Topic; null = unassigned"),
        text("department", "Owner; null = 未割当"),
        text("channel", "Channel", nullable=False),
        count("voices", "Sentences"),
        count("contacts", "Distinct contacts"),
        count("cases", "Distinct cases; not to be summed"),
    ),
    ("kind", "topic_id", "department", "channel"),
)

WEEKLY_TOPIC_COUNTS = Table(
    "mart",
    "weekly_topic_counts",
    "Counts per ISO week (its Monday), kind, topic and department that owns or shares it",
    (
        Column("week", pa.date32(), "Monday of the ISO week", nullable=False),
        text("kind", "Kind of voice", nullable=False),
        text("topic_id", "Topic; null = unassigned"),
        text("department", "Department that owns or shares it; null = 未割当"),
        text("role", "owner or shared", nullable=False),
        count("voices", "Sentences"),
        count("contacts", "Distinct contacts"),
        count("cases", "Distinct cases; not to be summed"),
    ),
    ("week", "kind", "topic_id", "department", "role"),
)

WEEKLY_DEPARTMENT_COUNTS = Table(
    "mart",
    "weekly_department_counts",
    "Contacts and cases per ISO week that concern a department (any kind, owner or shared)",
    (
        Column("week", pa.date32(), "Monday of the ISO week", nullable=False),
        text("department", "Department; null = 未割当", nullable=True),
        count("voices", "Sentences"),
        count("contacts", "Distinct contacts"),
        count("cases", "Distinct cases"),
    ),
    ("week", "department"),
)

DAILY_CONTACT_COUNTS = Table(
    "mart",
    "daily_contact_counts",
    "Contacts per day, source, channel and desk, with the centre's own figures",
    (
        day(),
        text("source", "Source", nullable=False),
        text("channel", "Channel", nullable=False),
        text("desk", "Desk"),
        count("contacts", "Counted contacts"),
        count("excluded", "Contacts kept out of counts"),
        count("resolved", "Contacts that were solved"),
        number("mean_csat", "Mean satisfaction", unit="1-5"),
        number("mean_handle_seconds", "Mean handling time", unit="s"),
    ),
    ("source", "channel", "desk"),
)

CORRECTIONS = Table(
    "mart",
    "corrections",
    "Published figures that became others: was, is, why; one row a figure and publication",
    (
        text("build", "Published build that brought the new figure", nullable=False),
        text("period", "day or week", nullable=False),
        Column("first_day", pa.date32(), "The day, or the Monday of the ISO week", nullable=False),
        text("measure", "contacts, voices or cases", nullable=False),
        text("department", "Department; null = 未割当, or the whole centre for days"),
        text("kind", "Kind of the topic's voices; null = not about a topic"),
        text("topic_id", "Topic; null = not about a topic"),
        count("was", "The figure as it was published"),
        count("became", "The figure as it is"),
        text("state", "confirmed or provisional, when it was changed", nullable=False),
        words("reasons", "late_file, forgotten, registry, dictionary, code, journal, related_days …"),
    ),
    ("build", "period", "first_day", "measure", "department", "kind", "topic_id"),
)
