"""The same measure on the fourth set, written type by type."""

from pathlib import Path

from benchmarks.masking_blind import recall

TITLE = "Fourth set"


def report(corpora: Path | None) -> str:
    """Recall per type on the fourth set."""
    return recall.report(corpora, "fourth")
