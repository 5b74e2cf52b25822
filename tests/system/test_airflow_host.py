"""The launcher against a real Airflow: a whole demo, and every way of ending it."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pipelines.airflow_host.api import Api
from pipelines.airflow_host.installation import RUN_MARK, Installation
from pipelines.airflow_host.processes import alive, descendants, with_mark
from tests.system.ports import free_port

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc to see processes"),
]
DEMO = ("demo", "--days", "10", "--contacts-per-day", "20")


def environment(home, port):
    named = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "KOE_"))}
    return named | {"KOE_HOME": str(home), "KOE_PORT": str(port), "KOE_KEY_FILE": str(home.parent / "key")}


def launch(home, port, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines.airflow_host", *arguments],
        env=environment(home, port),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(home, port, *arguments, timeout):
    launcher = launch(home, port, *arguments)
    try:
        output, _ = launcher.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        launcher.kill()
        raise
    return launcher.returncode, output


def listening_addresses(pids):
    """Return the addresses on which any of the processes listens; the IPv6 table counts as it is written."""
    sockets = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                sockets.add(str(link.readlink()))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            local, state, inode = (line.split()[place] for place in (1, 3, 9))
            if state == "0A" and f"socket:[{inode}]" in sockets:
                address = local.split(":")[0]
                found.add(socket.inet_ntoa(bytes.fromhex(address)[::-1]) if table == "tcp" else address)
    return found


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.1)


def left_of(home):
    return with_mark(RUN_MARK, str(home / "airflow"))


def wait_until_up(launcher):
    said = []
    for line in launcher.stdout:
        said.append(line)
        if line.startswith("Ctrl-C stops it"):
            return
    pytest.fail("".join(said))


@pytest.fixture(scope="module")
def demo_home(tmp_path_factory):
    """A home with a small demo that went through Airflow, and what was printed."""
    home = tmp_path_factory.mktemp("demo") / "home"
    code, output = run(home, free_port(), *DEMO, timeout=600)
    assert code == 0, output
    return home, output


@contextlib.contextmanager
def webhook():
    """Serve an address that takes alerts; yields it and what came in."""
    came = []

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self):
            came.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Taker)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/alerts", came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def trigger(api, dag_id, **values):
    """Start a run by hand and wait for its end; return the run as the API tells it."""
    made = api.call("POST", f"/dags/{dag_id}/dagRuns", json={"logical_date": None, **values}).json()
    address = f"/dags/{dag_id}/dagRuns/{made['dag_run_id']}"
    wait_until(lambda: api.call("GET", address).json()["state"] in ("success", "failed"), 120)
    return api.call("GET", address).json()


def rows(output, dag_id, run_type):
    cells = [
        [cell.strip() for cell in line.split("│")[1:-1]] for line in output.splitlines() if dag_id in line
    ]
    return sorted(row[2] for row in cells if row[:2] == [dag_id, run_type] and row[3] == "success")


def test_the_demo_runs_seven_backfilled_days_and_their_reports_on_airflow(demo_home):
    home, output = demo_home
    days = rows(output, "voc_daily", "backfill")
    assert len(days) == len(set(days)) == 7
    assert set(rows(output, "voc_reports", "asset_triggered")) >= set(days)
    # in the first tenth of a day after its hour the schedule itself adds yesterday's run
    assert set(rows(output, "voc_daily", "scheduled")) <= {max(days)}
    index = home / "site" / "current" / "index.html"
    assert f"Report index: {index}" in output
    assert "お客様の声" in index.read_text(encoding="utf-8")
    assert "`make up` opens the UI at http://127.0.0.1:" in output


def test_nothing_is_left_running_and_the_password_is_ours_alone(demo_home):
    home, output = demo_home
    passwords = home / "airflow" / "secrets" / "passwords.json"
    assert left_of(home) == set()
    assert passwords.stat().st_mode & 0o777 == 0o600
    secret = json.loads(passwords.read_text(encoding="utf-8"))["admin"]
    logs = list((home / "airflow" / "logs").glob("*.log"))
    assert secret not in output
    assert logs
    assert not [log for log in logs if secret in log.read_text(encoding="utf-8", errors="replace")]


def test_the_demo_run_again_keeps_what_is_there(demo_home):
    home, first = demo_home
    before = {path: path.stat().st_mtime_ns for path in (home / "lake").rglob("*.parquet")}
    code, output = run(home, free_port(), *DEMO, timeout=300)
    assert code == 0, output
    assert rows(output, "voc_daily", "backfill") == rows(first, "voc_daily", "backfill")
    assert {path: path.stat().st_mtime_ns for path in (home / "lake").rglob("*.parquet")} == before
    assert left_of(home) == set()


def test_the_operator_sees_each_night_in_one_line_and_hears_of_a_bad_one_once(demo_home):
    home, _ = demo_home
    port = free_port()
    departments = home / "config" / "departments.yaml"
    general = home / "config" / "koe.yaml"
    good = {
        path: path.read_text(encoding="utf-8") if path.exists() else None for path in (departments, general)
    }
    launcher = launch(home, port, "up")
    try:
        wait_until_up(launcher)
        api = Api(Installation(home, port))
        runs = api.call("GET", "/dags/voc_daily/dagRuns", params={"limit": 100}).json()["dag_runs"]
        nights = [run for run in runs if run["run_type"] == "backfill" and run["state"] == "success"]
        assert len(nights) == 7
        assert all("公開済" in run["note"] for run in nights), [run["note"] for run in nights]
        held = trigger(api, "voc_publish_control", conf={"order": "hold", "why": "点検のため"})
        assert held["state"] == "success"
        with webhook() as (address, alerts):
            connection = {"connection_id": "koe_alerts", "conn_type": "http", "password": address}
            api.call("POST", "/connections", json=connection)
            general.write_text(f"{good[general] or ''}\nalert_webhook: koe_alerts\n", encoding="utf-8")
            departments.write_text(f"{good[departments]}\nno_such_key: 1\n", encoding="utf-8")
            api.set_paused("voc_daily", paused=False)
            failed = trigger(api, "voc_daily", partition_key=nights[0]["partition_key"])
            wait_until(lambda: alerts, 30)
            api.set_paused("voc_daily", paused=True)
    finally:
        launcher.send_signal(signal.SIGTERM)
        launcher.communicate(timeout=30)
        for path, text in good.items():
            path.unlink() if text is None else path.write_text(text, encoding="utf-8")
    assert failed["state"] == "failed"
    # the schedule may add a run of its own for yesterday, which has its own alert
    heard = [alert["text"] for alert in alerts if alert["text"] == failed["note"]]
    assert len(heard) == 1
    assert "前日版のまま" in heard[0]
    assert "no_such_key" in heard[0]
    entries = [json.loads(path.read_text(encoding="utf-8")) for path in (home / "journal").glob("*.json")]
    assert [(entry["action"], entry["by"]) for entry in entries if entry["action"] == "hold"] == [
        ("hold", "admin")
    ]


def test_a_failed_run_is_one_sentence_with_the_tasks_log(demo_home):
    home, _ = demo_home
    stored = home / "warehouse" / "koe.duckdb"
    good = stored.read_bytes()
    (home / "airflow" / "airflow.db").unlink()
    stored.write_text("no database, but words that are longer than the head of one would be")
    try:
        code, output = run(home, free_port(), *DEMO, timeout=300)
    finally:
        stored.write_bytes(good)
    assert code == 1
    sentence = output.strip().splitlines()[-1]
    assert sentence.startswith("koe: run voc_daily of ")
    log = Path(sentence.rpartition("read ")[2])
    assert "it is damaged" in log.read_text(encoding="utf-8")
    assert left_of(home) == set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_ui_ends_with_its_launcher(demo_home, number):
    home, _ = demo_home
    port = free_port()
    launcher = launch(home, port, "up")
    try:
        wait_until_up(launcher)
        family = descendants(launcher.pid)
        assert len(family) >= 4
        launcher.send_signal(number)
        output, _ = launcher.communicate(timeout=30)
    finally:
        launcher.kill()
    wait_until(lambda: not alive(family) | left_of(home), 15)
    assert launcher.returncode == (-9 if number == signal.SIGKILL else 130), output
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))


@pytest.mark.parametrize("seconds", [0.3, 2, 9])
def test_a_launcher_killed_while_it_starts_leaves_nothing(tmp_path, seconds):
    launcher = launch(tmp_path / "home", free_port(), "up")
    time.sleep(seconds)
    family = descendants(launcher.pid)
    launcher.kill()
    launcher.communicate(timeout=30)
    wait_until(lambda: not alive(family) | left_of(tmp_path / "home"), 15)


def test_a_killed_keeper_takes_airflow_along(demo_home):
    home, _ = demo_home
    port = free_port()
    launcher = launch(home, port, "up")
    try:
        wait_until_up(launcher)
        family = descendants(launcher.pid)
        assert listening_addresses(family) == {"127.0.0.1"}
        keepers = [pid for pid in left_of(home) if b"keeper" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        os.kill(keepers[0], signal.SIGKILL)
        output, _ = launcher.communicate(timeout=60)
    finally:
        launcher.kill()
    assert launcher.returncode == 1
    assert "ended from outside" in output, output
    assert alive(family) | left_of(home) == set()
