"""A run of ``koe annotate`` that is fed and read from here, so that it can be timed and looked at."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

_CHUNK = 500  # lines given at a time


@dataclass(frozen=True)
class FilterRun:
    """Seconds until the first answer, and from there to the last."""

    start_seconds: float
    seconds: float


def recombined(texts: Sequence[str], count: int) -> Iterator[str]:
    """Yield `count` texts that all differ: two of the given ones in ever new pairs."""
    size = len(texts)
    for number in range(count):
        turn, place = divmod(number, size)
        yield f"{texts[place]}\n{texts[(place * 7 + turn * 31 + 1) % size]}" if turn else texts[place]


def run_annotate(
    texts: Iterator[str], *, workers: int, look: Callable[[int, int], None] = lambda _pid, _answers: None
) -> FilterRun:
    """Let ``koe annotate`` answer all texts; `look` gets its process id and the answers so far."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "pipelines.cli", "annotate", "--workers", str(workers)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as process:
        if process.stdin is None or process.stdout is None:
            message = "koe annotate: no pipes to it"
            raise RuntimeError(message)
        process.stdin.write(_line(next(texts)))
        process.stdin.flush()
        process.stdout.readline()
        first = time.perf_counter()
        feeder = Thread(target=_feed, args=(process.stdin, texts))
        feeder.start()
        for answers, _ in enumerate(process.stdout, 2):
            if answers % 1_000 == 0:
                look(process.pid, answers)
        feeder.join()
    return FilterRun(first - began, time.perf_counter() - first)


def _feed(stream: IO[bytes], texts: Iterator[str]) -> None:
    lines: list[bytes] = []
    for text in texts:
        lines.append(_line(text))
        if len(lines) == _CHUNK:
            stream.write(b"".join(lines))
            lines.clear()
    stream.write(b"".join(lines))
    stream.close()


def _line(text: str) -> bytes:
    return json.dumps({"id": 1, "text": text}, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
