"""A local Airflow for the length of a ``with`` block: nothing of it lives on after the block."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import IO

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.installation import RUN_MARK, Installation, make_password
from pipelines.airflow_host.processes import (
    adopt_orphans,
    alive,
    descendants,
    die_with_parent,
    end_descendants,
    with_mark,
)
from pipelines.airflow_host.signals import undisturbed

COMPONENTS = ("api-server", "scheduler", "dag-processor")  # no triggerer: no task of ours defers
LEAST_FREE_BYTES = 1_000_000_000
STOP_SECONDS = 20


class Host:
    """The running processes of an `Installation`."""

    def __init__(self, installation: Installation, keeper: "subprocess.Popen[bytes]") -> None:
        self.installation = installation
        self._keeper = keeper
        self._said = b""
        os.set_blocking(_pipe(keeper.stdout).fileno(), False)

    def check_alive(self) -> None:
        """Raise a `HostError` that names the log when a process has ended."""
        with contextlib.suppress(BlockingIOError):
            self._said += os.read(_pipe(self._keeper.stdout).fileno(), 4096)
        if b"\n" in self._said:
            event = json.loads(self._said.partition(b"\n")[0])
            log = self.installation.logs / f"{event['ended']}.log"
            message = f"Airflow's {event['ended']} ended with exit code {event['code']}; read {log}"
            raise HostError(message)
        if self._keeper.poll() is not None:
            message = (
                f"Airflow's processes were ended from outside; start again, or read {self.installation.logs}"
            )
            raise HostError(message)

    def stop(self) -> None:
        """End the whole process tree and make sure that nothing is left."""
        family = descendants(self._keeper.pid)
        _pipe(self._keeper.stdin).close()
        try:
            self._keeper.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
        end_descendants(grace=0)
        left = alive(family) | with_mark(RUN_MARK, str(self.installation.folder))
        if left:
            message = f"these processes of Airflow could not be ended: {sorted(left)}; end them with kill -9"
            raise HostError(message)


def check_room(installation: Installation) -> None:
    """Refuse to start where it would fail later.

    Raises
    ------
    HostError
        Less than 1 GB is free, the folder cannot be written, the port is taken, or Airflow runs already.
    """
    try:
        installation.logs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{installation.logs}: {error.strerror}; set KOE_HOME to a folder that can be written"
        raise HostError(message) from error
    free = shutil.disk_usage(installation.folder).free
    if free < LEAST_FREE_BYTES:
        message = (
            f"{installation.home} has {free / 1e9:.1f} GB left, 1 GB is needed; free space or set KOE_HOME"
        )
        raise HostError(message)
    running = with_mark(RUN_MARK, str(installation.folder))
    if running:
        message = (
            f"Airflow of {installation.home} runs already (pid {min(running)}); stop it with Ctrl-C there"
        )
        raise HostError(message)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", installation.port))
        except OSError as error:
            message = (
                f"port {installation.port} is taken by another program; choose one: KOE_PORT=8081 make …"
            )
            raise HostError(message) from error


@contextmanager
def running(installation: Installation) -> Iterator[Host]:
    """Start Airflow, and end it whatever happens in the block."""
    check_room(installation)
    make_password(installation)
    environment = installation.environment() | {RUN_MARK: str(installation.folder)}
    adopt_orphans()
    _migrate(installation, environment)
    host = Host(installation, _start_keeper(installation, environment))
    try:
        yield host
    finally:
        with undisturbed():
            host.stop()


def run_step(argv: list[str], environment: dict[str, str], *, log: Path | None = None) -> None:
    """Run a command to its end; interrupted, take it along.

    Raises
    ------
    HostError
        It failed.
    """
    out = log.open("ab") if log else None
    process = subprocess.Popen(argv, env=environment, stdout=out, stderr=out, preexec_fn=die_with_parent)  # noqa: S603
    try:
        code = process.wait()
    except BaseException:
        with undisturbed():
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
        raise
    finally:
        if out:
            out.close()
    if code:
        name = " ".join(Path(part).name for part in argv[:4])
        where = f"read {log}" if log else "its message stands above"
        message = f"'{name}' ended with exit code {code}; {where}"
        raise HostError(message)


def _migrate(installation: Installation, environment: dict[str, str]) -> None:
    """Create or upgrade Airflow's tables; skipped where this version did it already (8 s otherwise)."""
    stamp = installation.folder / "migrated"
    done = f"{version('apache-airflow')} {environment['AIRFLOW__DATABASE__SQL_ALCHEMY_CONN']}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == done and installation.database.exists():
        return
    run_step([*_airflow(), "db", "migrate"], environment, log=installation.logs / "db-migrate.log")
    stamp.write_text(done, encoding="utf-8")


def _start_keeper(installation: Installation, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    keeper = subprocess.Popen(
        [sys.executable, "-m", "pipelines.airflow_host.keeper"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C reaches the launcher only, which then ends the rest in order
    )
    commands = {name: [*_airflow(), name] for name in COMPONENTS}
    commands["scheduler"] = [
        sys.executable,
        "-m",
        "pipelines.airflow_host.warm",
        "airflow",
        "scheduler",
        "--skip-serve-logs",  # it would listen beyond loopback; the UI reads the log files themselves
    ]
    order = {"commands": commands, "logs": str(installation.logs)}
    stdin = _pipe(keeper.stdin)
    stdin.write(json.dumps(order).encode() + b"\n")
    stdin.flush()
    return keeper


def _airflow() -> list[str]:
    return [sys.executable, "-m", "airflow"]


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        message = "the keeper was started without its pipes"
        raise HostError(message)
    return stream
