"""ISO weeks, named by their Mondays."""

from datetime import date, timedelta


def monday_of(day: date) -> date:
    """Return the Monday of the ISO week that holds a day."""
    return day - timedelta(days=day.weekday())
