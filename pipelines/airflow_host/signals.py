"""How a launcher is interrupted: SIGTERM and SIGHUP unwind it like Ctrl-C does."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from pipelines.airflow_host.errors import Interrupted

ENDING = (signal.SIGTERM, signal.SIGHUP)
ALL = (signal.SIGINT, *ENDING)


def raise_on_signals() -> None:
    """Turn SIGTERM and SIGHUP into `Interrupted`, so that ``finally`` and ``with`` clean up."""
    for number in ENDING:
        signal.signal(number, _interrupt)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nothing interrupt the cleaning up; it is bounded in time by itself."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in ALL}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    raise Interrupted(number)
