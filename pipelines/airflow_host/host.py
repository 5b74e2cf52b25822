"""A local Airflow for the length of a ``with`` block: nothing of it lives on after the block."""

import hashlib
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.family import Family
from pipelines.airflow_host.installation import RUN_MARK, Installation, make_password
from pipelines.airflow_host.postgres import cluster_folder, start_postgres
from pipelines.airflow_host.processes import adopt_orphans, alive, end_descendants, with_mark
from pipelines.airflow_host.signals import undisturbed
from pipelines.airflow_host.step import run_step

COMPONENTS = ("api-server", "scheduler", "dag-processor")  # no triggerer: no task of ours defers
LEAST_FREE_BYTES = 1_000_000_000


class Host:
    """The running processes of an `Installation`; PostgreSQL, where it is ours, before Airflow."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self._families: list[Family] = []

    def start(
        self, commands: Mapping[str, list[str]], environment: Mapping[str, str], *, user: str | None = None
    ) -> None:
        """Start programs that are ended before those that were started earlier."""
        marked = dict(environment) | {RUN_MARK: str(self.installation.folder)}
        self._families.append(Family(commands, marked, logs=self.installation.logs, user=user))

    def check_alive(self) -> None:
        """Raise a `HostError` that names the log when a process has ended."""
        for family in self._families:
            ended = family.ended()
            if ended is None:
                continue
            logs = self.installation.logs
            if ended.name is None:
                message = f"Airflow's processes were ended from outside; start again, or read {logs}"
                raise HostError(message)
            what = f"Airflow's {ended.name}" if ended.name in COMPONENTS else ended.name
            message = (
                f"{what} ended with exit code {ended.code}; read {logs / ended.name}.log, then start again: "
                "runs that were under way go on"
            )
            raise HostError(message)

    def stop(self) -> None:
        """End the whole process tree and make sure that nothing is left."""
        members: set[int] = set()
        for family in reversed(self._families):
            members |= family.stop()
        end_descendants(grace=0)
        left = alive(members) | with_mark(RUN_MARK, str(self.installation.folder))
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
    """Start Airflow (and the PostgreSQL it asks for), and end it whatever happens in the block."""
    check_room(installation)
    make_password(installation)
    adopt_orphans()
    host = Host(installation)
    try:
        if installation.postgres:
            host.installation = start_postgres(host)
        environment = host.installation.environment()
        _migrate(host.installation, environment | {RUN_MARK: str(installation.folder)})
        host.start(_commands(), environment)
        yield host
    finally:
        with undisturbed():
            host.stop()


def _migrate(installation: Installation, environment: dict[str, str]) -> None:
    """Create or upgrade Airflow's tables; skipped where this version did it already (8 s otherwise)."""
    address = environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    if installation.postgres:
        stamp, done = cluster_folder(installation) / "migrated", version("apache-airflow")
        known = stamp.exists()
    else:
        stamp = installation.folder / "migrated"
        done = f"{version('apache-airflow')} {hashlib.sha256(address.encode()).hexdigest()}"
        known = stamp.exists() and installation.database.exists()
    if known and stamp.read_text(encoding="utf-8") == done:
        return
    run_step([*_airflow(), "db", "migrate"], environment, log=installation.logs / "db-migrate.log")
    stamp.write_text(done, encoding="utf-8")


def _commands() -> dict[str, list[str]]:
    commands = {name: [*_airflow(), name] for name in COMPONENTS}
    commands["scheduler"] = [
        sys.executable,
        "-m",
        "pipelines.airflow_host.warm",
        "airflow",
        "scheduler",
        "--skip-serve-logs",  # it would listen beyond loopback; the UI reads the log files themselves
    ]
    return commands


def _airflow() -> list[str]:
    return [sys.executable, "-m", "airflow"]
