"""Days as tasks hand them on: ISO texts, because their results are JSON."""

from collections.abc import Sequence
from datetime import date


def to_days(texts: Sequence[str]) -> list[date]:
    """Return the days of some texts, in their order."""
    return [date.fromisoformat(text) for text in texts]


def to_texts(days: Sequence[date]) -> list[str]:
    """Return the texts of some days, in their order."""
    return [day.isoformat() for day in days]
