"""The one lock that loader, checks and publisher share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.errors import WarehouseError

WAIT_SECONDS = 1800.0


@contextmanager
def warehouse_lock(folder: Path, *, purpose: str, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold ``warehouse/lock``; WarehouseError names the holder when it is not free in time.

    The operating system frees the lock when its holder dies, however it dies. Who holds it may take it again.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(folder / "lock", mode=0o600, is_singleton=True)
    if lock.is_locked:
        yield
        return
    holder = folder / "lock.holder"
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        who = holder.read_text(encoding="utf-8").strip() if holder.exists() else "unknown"
        message = (
            f"{folder / 'lock'} is held by {who}; wait for it to end or stop that process, then run again"
        )
        raise WarehouseError(message) from error
    try:
        holder.write_text(f"pid {os.getpid()} ({purpose})\n", encoding="utf-8")
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
