"""One receiver a file: runs of several days at once look at the same files."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pipelines.sources.listing import SourceFile

_FILE: Final = "receiving.lock"


@contextmanager
def sole_receiver(folder: Path | None, file: SourceFile, *, wait: bool) -> Iterator[bool]:
    """Keep other processes from receiving a file meanwhile.

    A byte of one lock file, far beyond its end, stands for each file; the operating system frees it when its
    holder dies, however it dies.

    Parameters
    ----------
    folder : Path or None
        Where the lock file lies; None when nobody else receives.
    wait : bool
        Whether to wait for another receiver to end.

    Yields
    ------
    bool
        False when another process is receiving the file and `wait` is off.
    """
    if folder is None:
        yield True
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder / _FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB), 1, _place(file))
        except (BlockingIOError, PermissionError):
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


def _place(file: SourceFile) -> int:
    name = f"{file.source}\0{file.url}".encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(name, digest_size=8).digest(), "big") >> 2
