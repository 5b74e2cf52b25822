"""Commands ``mask``, ``annotate`` and ``cluster``: JSON lines in, JSON lines out, in order."""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Annotated, Final

import typer

Workers = Annotated[
    int, typer.Option("--workers", min=0, help="Processes; 0 takes one a core, eight at most.")
]
# what a shell shows for a filter that was ended by these signals
_INTERRUPTED: Final = 128 + 2
_BROKEN_PIPE: Final = 128 + 13


Explain = Annotated[bool, typer.Option("--explain", help="Also give the words that decided each kind.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("mask")(mask)
    app.command("annotate")(annotate)
    app.command("cluster")(cluster)


def mask(workers: Workers = 0) -> None:
    """Mask personal data: {"id","text"} to {"id","text","spans"}."""
    from pipelines.filters import mask_block

    _filter(mask_block, workers)


def annotate(workers: Workers = 0, explain: Explain = False) -> None:
    """Analyse texts as a customer's: {"id","text"} to {"id","intent","sentiment","sentences",…}."""
    from pipelines.filters import annotate_block

    _filter(partial(annotate_block, explain=explain), workers)


def cluster() -> None:
    """Find topics in comments: {"id","text"} to {"id","topic_id","parent_id","label","similarity"}."""
    from pipelines.filters import cluster_lines

    with _ending_quietly():
        for line in cluster_lines(sys.stdin.buffer):
            sys.stdout.buffer.write(line + b"\n")
        sys.stdout.buffer.flush()


def _filter(work: Callable[[bytes], bytes], workers: int) -> None:
    from pipelines.streams import BlockReader, answer_blocks
    from pipelines.workers import default_workers

    gc.disable()  # answers make no cycles, and the collector would walk over all that is loaded
    reader = BlockReader(sys.stdin.buffer)
    answers = answer_blocks(reader, work, workers=workers or default_workers())
    with _ending_quietly(), closing(answers):
        for answer in answers:
            sys.stdout.buffer.write(answer)
            sys.stdout.buffer.flush()


@contextmanager
def _ending_quietly() -> Iterator[None]:
    """Let Ctrl-C, or a reader that has enough, end the filter without a word and with a shell's code."""
    try:
        yield
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        code = _BROKEN_PIPE
    else:
        return
    # what is still in the buffer has nowhere to go, and the interpreter must not complain at its end
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise typer.Exit(code)
