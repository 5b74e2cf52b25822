"""The process between launcher and Airflow: it keeps every Airflow process in sight and takes them all along.

``python -m pipelines.airflow_host.keeper`` reads one line of JSON, ``{"commands": {…}, "logs": folder,
"user": name or null}``, starts the commands (as that user), and ends everything below it when its standard
input closes, which also happens when the launcher was killed. When a command ends by itself it says
``{"ended": name, "code": 1}`` on standard output.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
from pathlib import Path

from pipelines.airflow_host.processes import adopt_orphans, become, die_with_parent, end_descendants

GRACE_SECONDS = 4.0
POLL_SECONDS = 0.3


def main() -> int:
    """Start, watch, end."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _frame: stopping.append(number))
    adopt_orphans()
    order = json.loads(sys.stdin.buffer.readline() or b"{}")
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, argv in order.get("commands", {}).items():
            running[name] = _start(argv, Path(order["logs"]) / f"{name}.log", order.get("user"))
        _watch(running, stopping)
    finally:
        end_descendants(grace=GRACE_SECONDS)
    return 0


def _start(argv: list[str], log: Path, user: str | None) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603
            argv,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            preexec_fn=die_with_parent,
            **become(user),
        )


def _watch(running: dict[str, subprocess.Popen[bytes]], stopping: list[int]) -> None:
    """Return when the launcher closed our input, or SIGTERM came."""
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin.fileno(), selectors.EVENT_READ)
        while not stopping:
            for _ in selector.select(timeout=POLL_SECONDS):
                if not os.read(sys.stdin.fileno(), 4096):
                    return
            for name in [name for name, process in running.items() if process.poll() is not None]:
                _tell({"ended": name, "code": running.pop(name).returncode})


def _tell(event: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
