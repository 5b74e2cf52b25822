"""The same measure on the fifth set, written blind by channel."""

from pathlib import Path

from benchmarks.masking_blind import recall

TITLE = "Fifth set"


def report(corpora: Path | None) -> str:
    """Recall per type on the fifth set."""
    return recall.report(corpora, "fifth")
