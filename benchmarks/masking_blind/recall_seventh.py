"""The same measure on the seventh set, written blind as a month of five firms."""

from pathlib import Path

from benchmarks.masking_blind import recall

TITLE = "Seventh set"


def report(corpora: Path | None) -> str:
    """Recall per type on the seventh set."""
    return recall.report(corpora, "seventh")
