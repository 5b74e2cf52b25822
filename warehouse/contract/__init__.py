"""The data contract: every table and column, declared once.

The Parquet schemas, DuckDB DDL and comments, test tables and ``docs/data-dictionary.md`` derive from here.
"""

from warehouse.contract import business, core, feedback, lake, mart
from warehouse.contract.model import Column, Table

DAY_TABLES: tuple[Table, ...] = (core.CONTACTS, core.UTTERANCES, core.VOICES, core.ASSIGNMENTS)
"""Tables that a night makes for its day; their canonical hashes prove a backfill."""

INTAKE_TABLES: tuple[Table, ...] = (core.RECEIPTS, core.QUARANTINE, core.FILE_WARNINGS)

BUSINESS_TABLES: tuple[Table, ...] = (
    business.DAILY_DENOMINATORS,
    business.ORDERS,
    business.SUBSCRIPTIONS,
    business.CALENDAR,
)
"""Tables that come from sources with ``table:`` other than contacts."""

CORE_TABLES: tuple[Table, ...] = (
    *DAY_TABLES,
    *INTAKE_TABLES,
    *BUSINESS_TABLES,
    core.TOPICS,
    core.ROUTES,
    business.ACTIONS,
    feedback.FEEDBACK,
    feedback.ALERT_OUTCOMES,
    feedback.ESCALATIONS,
    business.DEPARTMENTS,
    business.SOURCES,
    business.LINEAGE,
    business.JOURNAL_CONFLICTS,
    business.TOPIC_CANDIDATES,
    business.DAYS,
    business.CHECK_RESULTS,
    business.DAY_INPUTS,
    business.VERIFICATIONS,
)
MART_TABLES: tuple[Table, ...] = (
    mart.CASES,
    mart.VOICE_FACTS,
    mart.DAILY_TOPIC_COUNTS,
    mart.WEEKLY_TOPIC_COUNTS,
    mart.WEEKLY_DEPARTMENT_COUNTS,
    mart.WEEKLY_CASES,
    mart.WEEKLY_CASE_ARRIVALS,
    mart.WEEKLY_EXPECTATIONS,
    mart.ALERTS,
    mart.CHANGE_INPUTS,
    mart.WEEKLY_DENOMINATORS,
    mart.DAILY_CONTACT_COUNTS,
    mart.CORRECTIONS,
    mart.ACTION_EFFECTS,
)
REPLACED_TABLES: tuple[Table, ...] = (
    business.ACTIONS,
    feedback.FEEDBACK,
    feedback.ALERT_OUTCOMES,
    feedback.ESCALATIONS,
    mart.ACTION_EFFECTS,
    mart.WEEKLY_CASE_ARRIVALS,
    mart.ALERTS,
)
"""Every publication fills them anew from what is kept elsewhere, so another version of Koe may drop them."""
LAKE_TABLES: tuple[Table, ...] = (lake.RECEIVED, lake.LAKE_CONTACTS)

KINDS: tuple[str, ...] = ("complaint", "request", "procedure", "question", "praise")
SPEAKERS: tuple[str, ...] = ("customer", "operator", "bot", "system", "memo", "unknown")
CHANNELS: tuple[str, ...] = ("phone", "mail", "chat", "sns", "survey", "bot", "store")

__all__ = [
    "BUSINESS_TABLES",
    "CHANNELS",
    "CORE_TABLES",
    "DAY_TABLES",
    "INTAKE_TABLES",
    "KINDS",
    "LAKE_TABLES",
    "MART_TABLES",
    "REPLACED_TABLES",
    "SPEAKERS",
    "Column",
    "Table",
]
