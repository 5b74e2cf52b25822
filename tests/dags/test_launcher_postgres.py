"""PostgreSQL beside Airflow: what the launcher refuses, and in which words; no server is started."""

import os
import pwd
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.airflow_host import postgres
from pipelines.airflow_host.api import BackfillRow, DagRun
from pipelines.airflow_host.errors import HostError
from pipelines.airflow_host.installation import Installation
from pipelines.airflow_host.stranded import find_stranded

NOON = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
def with_drivers(monkeypatch):
    monkeypatch.setattr(postgres, "find_spec", lambda name: name)


def make_programs(folder, *names):
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch(mode=0o755)
    return folder


def test_without_postgresql_it_names_the_package_and_the_other_way(with_drivers, monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(HostError, match=r"apt install postgresql.*make up"):
        postgres.find_programs()


def test_without_the_drivers_it_names_the_command_that_installs_them(monkeypatch):
    monkeypatch.setattr(postgres, "find_spec", lambda name: None)
    with pytest.raises(HostError, match=r"make up-postgres.*extra 'postgres'"):
        postgres.find_programs()


def test_debians_newest_version_is_taken_and_half_an_installation_is_not(with_drivers, monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    make_programs(tmp_path / "9" / "bin", "initdb", "postgres")
    newest = make_programs(tmp_path / "17" / "bin", "initdb", "postgres")
    make_programs(tmp_path / "18" / "bin", "psql")
    assert postgres.find_programs() == newest


def test_as_root_the_server_is_another_user(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert postgres.server_user() in {"postgres", "nobody"}
    monkeypatch.setattr(pwd, "getpwnam", lambda name: (_ for _ in ()).throw(KeyError(name)))
    with pytest.raises(HostError, match="ordinary user"):
        postgres.server_user()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert postgres.server_user() is None


def test_a_folder_that_the_servers_user_cannot_reach_is_named_with_its_remedy(monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "chown", lambda *_: None)
    monkeypatch.setattr(postgres, "become", lambda user: {})
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1))
    with pytest.raises(HostError, match=rf"cannot reach {tmp_path}.*KOE_HOME.*chmod o\+x"):
        postgres._make_folder(tmp_path / "home" / "postgres", pwd.getpwuid(os.getuid()).pw_name)


def test_the_password_is_made_once_for_the_owner_and_reaches_airflow_only(tmp_path):
    installation = Installation(tmp_path, 8080, postgres=True)
    installation.passwords.parent.mkdir(parents=True)
    password = postgres._password(installation)
    assert postgres._password(installation) == password
    path = installation.passwords.with_name("postgres_password")
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(password) >= 32
    assert not any(password in part for part in postgres._server(Path("/bin"), tmp_path, 5432))
    assert password not in str(postgres._environment())


def test_the_server_listens_on_loopback_and_leaves_out_a_socket_whose_path_is_too_long(tmp_path):
    told = postgres._server(Path("/bin"), tmp_path, 5432)
    assert "listen_addresses=127.0.0.1" in told
    assert f"unix_socket_directories={tmp_path}" in told
    deep = tmp_path / ("深" * 40)
    assert "unix_socket_directories=" in postgres._server(Path("/bin"), deep, 5432)


def backfill(number, *, paused, ended):
    day = NOON + timedelta(days=number)
    return BackfillRow(number, day, day, paused, NOON if ended else None, {"steps": "topics"})


def run(key, state, run_type="backfill"):
    return DagRun("voc_daily", f"{key}__{state}", run_type, key, state, None, key, NOON)


def test_queued_runs_of_a_cancelled_backfill_are_stuck():
    runs = [
        run("2026-11-02", "queued"),
        run("2026-11-01", "queued"),
        run("2026-11-03", "running"),
        run("2026-11-04", "failed"),
        run("2026-11-05", "queued", "scheduled"),
    ]
    found = find_stranded([backfill(1, paused=False, ended=True), backfill(2, paused=True, ended=True)], runs)
    assert [day.isoformat() for day in found.days] == ["2026-11-01", "2026-11-02"]
    assert found.backfill.id == 2


@pytest.mark.parametrize("paused", [True, False])
def test_beside_an_active_backfill_nothing_is_touched(paused):
    backfills = [backfill(1, paused=True, ended=True), backfill(2, paused=paused, ended=False)]
    with pytest.raises(HostError, match="2026-11-24"):
        find_stranded(backfills, [run("2026-11-01", "queued")])


def test_queued_runs_of_backfills_that_ended_by_themselves_start_by_themselves():
    assert find_stranded([backfill(1, paused=False, ended=True)], [run("2026-11-01", "queued")]) is None
    assert find_stranded([backfill(1, paused=True, ended=True)], [run("2026-11-01", "success")]) is None
