"""The same measure on the third set, written before the name model was trained."""

from pathlib import Path

from benchmarks.masking_blind import recall

TITLE = "Third set"


def report(corpora: Path | None) -> str:
    """Recall per type on the third set."""
    return recall.report(corpora, "third")
