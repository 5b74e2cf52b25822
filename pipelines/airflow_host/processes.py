"""Processes of this machine: those that a launcher started, also in the second and third generation.

Linux only where it says ``/proc`` or ``prctl``; elsewhere the process group is what can be stopped.
"""

import contextlib
import ctypes
import os
import pwd
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies; for ``preexec_fn``."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def become(user: str | None) -> dict[str, Any]:
    """Return the arguments of ``subprocess.Popen`` that start a program as another user; none for our own."""
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent dies, so that none gets out of sight."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def descendants(pid: int) -> set[int]:
    """Return the living processes below `pid`."""
    parents = {child: parent for child in _all_pids() if (parent := _parent(child)) is not None}
    found: set[int] = set()
    level = {pid}
    while level:
        level = {child for child, parent in parents.items() if parent in level} - found
        found |= level
    return found


def alive(pids: Iterable[int]) -> set[int]:
    """Return those that have not ended."""
    return {pid for pid in pids if _parent(pid) is not None}


def with_mark(name: str, value: str) -> set[int]:
    """Return the living processes that were started with this environment variable.

    Processes that gave themselves a title (setproctitle) have written over theirs and are not among them.
    """
    wanted = f"{name}={value}".encode()
    found = set()
    for pid in _all_pids():
        with contextlib.suppress(OSError):
            if pid != os.getpid() and wanted in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                found.add(pid)
    return alive(found)


def send(number: signal.Signals, pids: Iterable[int]) -> None:
    """Send a signal to those that still live."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def reap() -> None:
    """Collect the exit codes of children (and adopted ones) that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def end_descendants(*, grace: float) -> None:
    """End every process below this one: SIGTERM, then after `grace` seconds SIGKILL until none is left."""
    send(signal.SIGTERM, descendants(os.getpid()))
    deadline = time.monotonic() + grace
    while (left := descendants(os.getpid())) and time.monotonic() < deadline:
        reap()
        time.sleep(0.05)
    while left:
        send(signal.SIGKILL, left)
        reap()
        time.sleep(0.02)
        left = descendants(os.getpid())


def _all_pids() -> list[int]:
    root = Path("/proc")
    return [int(entry.name) for entry in root.iterdir() if entry.name.isdecimal()] if root.is_dir() else []


def _parent(pid: int) -> int | None:
    """Return the parent's pid, or None where the process is gone or only its exit code is left."""
    try:
        fields = (
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        )
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else int(fields[1])
