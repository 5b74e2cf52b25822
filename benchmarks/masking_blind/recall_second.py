"""The same measure on the second set, whose author had not seen the rules either."""

from pathlib import Path

from benchmarks.masking_blind import recall

TITLE = "Second blind set"


def report(corpora: Path | None) -> str:
    """Recall per type on the second set."""
    return recall.report(corpora, "second")
