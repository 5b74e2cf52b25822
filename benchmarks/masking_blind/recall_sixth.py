"""The same measure on the sixth set, written blind for nine kinds of firms."""

from pathlib import Path

from benchmarks.masking_blind import recall

TITLE = "Sixth set"


def report(corpora: Path | None) -> str:
    """Recall per type on the sixth set."""
    return recall.report(corpora, "sixth")
