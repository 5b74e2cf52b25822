"""Commands ``mask``, ``annotate`` and ``cluster``: JSON lines in, JSON lines out, in order."""

import sys
from collections.abc import Iterator

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("mask")(mask)
    app.command("annotate")(annotate)
    app.command("cluster")(cluster)


def mask() -> None:
    """Mask personal data: {"id","text"} to {"id","text","spans"}."""
    from pipelines.filters import mask_lines

    _write(mask_lines(sys.stdin.buffer))


def annotate() -> None:
    """Analyse texts as a customer's: {"id","text"} to {"id","intent","sentiment","sentences",…}."""
    from pipelines.filters import annotate_lines

    _write(annotate_lines(sys.stdin.buffer))


def cluster() -> None:
    """Find topics in comments: {"id","text"} to {"id","topic_id","parent_id","label","similarity"}."""
    from pipelines.filters import cluster_lines

    _write(cluster_lines(sys.stdin.buffer))


def _write(lines: Iterator[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()
