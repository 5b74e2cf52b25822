"""What the launcher refuses before it starts anything, in one sentence with a remedy."""

import os
import shutil
import socket
import subprocess
import sys
from collections import namedtuple

import pytest

from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.host import check_room
from pipelines.airflow_host.installation import Installation, find_installation, make_password

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def taken_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_is_one_sentence_and_exit_1(tmp_path, taken_port):
    done = subprocess.run(
        [sys.executable, "-m", "pipelines.airflow_host", "up"],
        env={**os.environ, "KOE_HOME": str(tmp_path), "KOE_PORT": str(taken_port)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == (
        f"koe: port {taken_port} is taken by another program; choose one: KOE_PORT=8081 make …"
    )
    assert done.stderr == ""


def test_a_full_disk_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 10**12, 5 * 10**8))
    with pytest.raises(HostError, match=r"has 0\.5 GB left, 1 GB is needed"):
        check_room(Installation(tmp_path, 8080))


def test_a_file_in_the_place_of_the_home_is_named(tmp_path):
    home = tmp_path / "home"
    home.write_text("")
    with pytest.raises(HostError, match="KOE_HOME"):
        check_room(Installation(home, 8080))


@pytest.mark.parametrize("named", ["0", "65536", "http", "８０８０a", "-1", "8080 "])
def test_a_wrong_port_names_the_variable(named):
    with pytest.raises(HostError, match="KOE_PORT"):
        find_installation({"KOE_PORT": named})


def test_state_stays_under_the_home(tmp_path):
    installation = find_installation({"KOE_HOME": str(tmp_path / "お客様 の声"), "KOE_PORT": "8123"})
    environment = installation.environment()
    assert environment["KOE_HOME"] == str(tmp_path / "お客様 の声")
    assert environment["AIRFLOW__API__BASE_URL"] == "http://127.0.0.1:8123"
    assert environment["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://127.0.0.1:8123/execution/"
    assert environment["OPENBLAS_NUM_THREADS"] == "1"
    moved = [
        value for name, value in environment.items() if name.startswith("AIRFLOW__") and "FOLDER" in name
    ]
    assert moved == [str(installation.logs)]


def test_a_password_is_made_once_and_for_the_owner_only(tmp_path):
    installation = Installation(tmp_path, 8080)
    make_password(installation)
    first = installation.password()
    make_password(installation)
    assert installation.password() == first
    assert len(first) >= 16
    assert installation.passwords.stat().st_mode & 0o777 == 0o600
