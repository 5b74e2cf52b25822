"""A PostgreSQL of our own for Airflow's tables: a cluster under ``KOE_HOME/postgres``, on loopback only."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.installation import Installation
from pipelines.airflow_host.processes import become
from pipelines.airflow_host.step import run_step

if TYPE_CHECKING:
    from pipelines.airflow_host.host import Host

ROLE = "koe"
DATABASE = "airflow"
READY_SECONDS = 60
_DEBIAN = Path("/usr/lib/postgresql")
_LONGEST_SOCKET = 80  # a socket's path must stay under 108 bytes, with ``/.s.PGSQL.65535`` behind the folder
_STATUS_LINE = 7  # of postmaster.pid; a server that accepts connections writes "ready" there


def cluster_folder(installation: Installation) -> Path:
    """Return where the cluster, its socket and the note of the migration are."""
    return installation.home / "postgres"


def start_postgres(host: "Host") -> Installation:
    """Make the cluster on first use, start the server under `host`, and return the installation that uses it.

    Raises
    ------
    HostError
        PostgreSQL or its drivers are not installed, its user cannot reach the folder, or it does not start.
    """
    installation = host.installation
    programs, user = find_programs(), server_user()
    folder = cluster_folder(installation)
    _make_folder(folder, user)
    password = _password(installation)
    data = folder / "data"
    if not data.exists():
        _make_cluster(installation, programs, user, password)
    port = _free_port()
    host.start({"postgres": _server(programs, folder, port)}, _environment(), user=user)
    _wait_ready(host, data, port)
    url = f"postgresql+psycopg2://{ROLE}:{password}@127.0.0.1:{port}/{DATABASE}"
    return replace(installation, database_url=url)


def find_programs() -> Path:
    """Return the folder of ``initdb`` and ``postgres``: on PATH, else Debian's newest.

    Raises
    ------
    HostError
        There is none, or Python's drivers are missing.
    """
    if find_spec("psycopg2") is None or find_spec("asyncpg") is None:
        message = "the drivers of PostgreSQL are missing; 'make up-postgres' installs them (extra 'postgres')"
        raise HostError(message)
    on_path = shutil.which("postgres")
    versions = _DEBIAN.iterdir() if _DEBIAN.is_dir() else []
    debian = sorted(versions, key=lambda path: float(path.name) if path.name.isdecimal() else 0.0)
    candidates = [Path(on_path).resolve().parent] if on_path else []
    candidates += [path / "bin" for path in reversed(debian)]
    for folder in candidates:
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    message = (
        "PostgreSQL is not installed (no 'postgres' and 'initdb' on PATH or under /usr/lib/postgresql); "
        "install it, on Debian 'apt install postgresql', or use 'make up', which does with SQLite"
    )
    raise HostError(message)


def server_user() -> str | None:
    """Return the user that the server must run as, None for our own: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    message = (
        "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody'; use an ordinary user"
    )
    raise HostError(message)


def _make_folder(folder: Path, user: str | None) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if user is None:
        return
    shutil.chown(folder, user, pwd.getpwnam(user).pw_gid)
    # Koe's folders are closed to others; whoever passes through the home still finds each of them closed.
    folder.parent.chmod(folder.parent.stat().st_mode | 0o011)
    test = [shutil.which("test") or "/usr/bin/test", "-w", str(folder)]
    if subprocess.run(test, check=False, **become(user)).returncode:  # noqa: S603
        message = (
            f"PostgreSQL does not run as root, and the user '{user}' cannot reach {folder}; set KOE_HOME to "
            "a folder that others may enter (chmod o+x on the way to it), or start as an ordinary user"
        )
        raise HostError(message)


def _password(installation: Installation) -> str:
    """Return the password of our role, made on first use, mode 0600."""
    path = installation.passwords.with_name("postgres_password")
    if not path.exists():
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(24) + "\n", encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii").strip()


def _make_cluster(installation: Installation, programs: Path, user: str | None, password: str) -> None:
    """Make the cluster beside its place and rename it: an interrupted one is never taken for whole."""
    folder, log = cluster_folder(installation), installation.logs / "postgres-initdb.log"
    draft, note = folder / "data.draft", folder / "password.draft"
    shutil.rmtree(draft, ignore_errors=True)
    note.unlink(missing_ok=True)
    note.touch(mode=0o600)
    note.write_text(password + "\n", encoding="ascii")
    if user is not None:
        shutil.chown(note, user)
    make = [
        str(programs / "initdb"),
        "-D",
        str(draft),
        "-U",
        ROLE,
        f"--pwfile={note}",
        "--auth=scram-sha-256",
    ]
    make += ["--encoding=UTF8", "--locale=C", "--no-instructions"]
    try:
        run_step(make, _environment(), log=log, user=user)
        single = [str(programs / "postgres"), "--single", "-D", str(draft), "postgres"]
        run_step(single, _environment(), log=log, user=user, stdin=f"CREATE DATABASE {DATABASE};\n")
    finally:
        note.unlink(missing_ok=True)
    draft.rename(folder / "data")


def _server(programs: Path, folder: Path, port: int) -> list[str]:
    sockets = folder if len(os.fsencode(folder)) <= _LONGEST_SOCKET else ""
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": sockets,
        "unix_socket_permissions": "0700",
        "shared_buffers": "64MB",
        "password_encryption": "scram-sha-256",
        "log_min_messages": "warning",
    }
    argv = [str(programs / "postgres"), "-D", str(folder / "data")]
    return argv + [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _environment() -> dict[str, str]:
    """Return what the server gets to see: nothing of ours."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_ready(host: "Host", data: Path, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _is_ready(data / "postmaster.pid", port):
        host.check_alive()
        if time.monotonic() > deadline:
            message = (
                f"PostgreSQL is not ready after {READY_SECONDS} s; read {host.installation.logs}/postgres.log"
            )
            raise HostError(message)
        time.sleep(0.1)


def _is_ready(note: Path, port: int) -> bool:
    """Say whether the server that was just started takes connections, by what it writes into its own note."""
    try:
        lines = note.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > _STATUS_LINE and lines[3] == str(port) and lines[_STATUS_LINE].strip() == "ready"
