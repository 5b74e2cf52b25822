"""Steps of the night share the lake; a removal has it alone, so that no step writes back what is removed."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.errors import PipelineError

WAIT_SECONDS = 3600.0
_POLL_SECONDS = 0.2
_alone: set[Path] = set()


@contextmanager
def working(home: Path) -> Iterator[None]:
    """Take part in the work on an installation; waits while a removal is at work."""
    if home in _alone:  # the removal's own steps
        yield
        return
    with _locked(home, fcntl.LOCK_SH):
        yield


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Have an installation alone: waits for the steps at work, and lets none begin.

    Raises
    ------
    PipelineError
        Steps are still at work after an hour.
    """
    with _locked(home, fcntl.LOCK_EX):
        _alone.add(home)
        try:
            yield
        finally:
            _alone.discard(home)


@contextmanager
def _locked(home: Path, kind: int) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = home / "work.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    message = f"{path} is still held by other work; see which run hangs, then try again"
                    raise PipelineError(message) from None
                time.sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)  # frees the lock, as the end of the process does
