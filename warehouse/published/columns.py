"""Descriptions of published columns: the contract's, and those that only the views have."""

from warehouse.contract import CORE_TABLES, MART_TABLES
from warehouse.ddl import describe

_OF_VIEWS = {
    "state": "provisional (速報) while late data may come, then confirmed (確定)",
    "confirmed_on": "Day from which the figures are confirmed",
    "quarantined": "Rows in quarantine",
    "days": "Published days of the week",
    "parent_label": "Name of the theme",
    "key": "build, registry_version, journal_position, newest_day, topics_since, provisional_days",
}


def column_descriptions() -> dict[str, str]:
    """Return a description for every column name that a published view may have."""
    found = dict(_OF_VIEWS)
    for table in (*MART_TABLES, *CORE_TABLES):
        for column in table.columns:
            found.setdefault(column.name, describe(column))
    return found
