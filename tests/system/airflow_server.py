"""An Airflow with a UI and the company whose days it runs."""

import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.airflow_host.api import Api
from pipelines.airflow_host.installation import Installation
from pipelines.airflow_host.processes import descendants
from tests.system.ports import free_port

REPOSITORY = Path(__file__).resolve().parents[2]
LAST = date(2026, 11, 21)
DAYS = [LAST - timedelta(days=offset) for offset in reversed(range(7))]
# A run that a dead scheduler left behind is taken up again after this long; the default is two minutes.
QUICK = {
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "25",
    "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT_DETECTION_INTERVAL": "5",
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "5",
}


class Server:
    """An Airflow with a UI, started by the launcher; it can be ended and started again."""

    def __init__(self, home):
        self.home = home
        self.port = free_port()
        self.installation = Installation(home, self.port)
        self.launcher = None

    def environment(self):
        named = {key: value for key, value in os.environ.items() if not key.startswith(("AIRFLOW", "KOE_"))}
        own = {
            "KOE_HOME": str(self.home),
            "KOE_PORT": str(self.port),
            "KOE_KEY_FILE": str(self.home) + ".key",
        }
        return named | own | QUICK

    def run(self, *argv):
        """Run a module of ours beside the server."""
        command = [sys.executable, "-m", *argv]
        done = subprocess.run(
            command,
            env=self.environment(),
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    def start(self):
        command = [sys.executable, "-m", "pipelines.airflow_host", "--postgres", "up"]
        self.launcher = subprocess.Popen(
            command,
            env=self.environment(),
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        said = []
        for line in self.launcher.stdout:
            said.append(line)
            if line.startswith("Ctrl-C stops it"):
                self.api = Api(self.installation)
                return
        pytest.fail("".join(said))

    def stop(self):
        if self.launcher and self.launcher.poll() is None:
            self.launcher.send_signal(signal.SIGTERM)
            self.launcher.communicate(timeout=60)

    def programs(self, word):
        """Return the pids of our own processes whose command line has the word."""
        found = descendants(self.launcher.pid)
        return [pid for pid in sorted(found) if word in Path(f"/proc/{pid}/cmdline").read_bytes().decode()]

    def runs(self):
        """Return the night's runs, but for those that the schedule adds by itself once the DAG is unpaused."""
        return [run for run in self.api.runs("voc_daily") if run.run_type == "backfill"]

    def new_runs(self, before):
        known = {run.run_id for run in before}
        return [run for run in self.runs() if run.run_id not in known]

    def tasks(self, run):
        path = f"/dags/{run.dag_id}/dagRuns/{run.run_id}/taskInstances"
        return {
            item["task_id"]: item["state"] for item in self.api.call("GET", path).json()["task_instances"]
        }

    def hashes(self, *days):
        code, said = self.run("pipelines.cli", "hashes", *(day.isoformat() for day in days))
        assert code == 0, said
        return said.splitlines()


def wait_for(condition, seconds=600):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.5)
    return found


def all_ended(server, before, count):
    made = server.new_runs(before)
    return made if len(made) == count and all(run.finished for run in made) else None


def make_company(server):
    key = Path(str(server.home) + ".key")
    key.write_text("5" * 64, encoding="ascii")  # both homes have the same, for equal pseudonyms
    key.chmod(0o600)
    size = ("--days", str(len(DAYS)), "--contacts-per-day", "25", "--end", str(LAST))
    code, said = server.run("pipelines.cli", "demo", *size)
    assert code == 0, said
