"""Thirty days in a random order, four at once, killed three times: the same rows as one straight run."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipelines.airflow_host.processes import alive, descendants

pytestmark = [pytest.mark.system, pytest.mark.long]
REPOSITORY = Path(__file__).resolve().parents[2]
LAST = date(2026, 11, 21)
DAYS = [str(LAST - timedelta(days=offset)) for offset in reversed(range(30))]
SEED = 20261122


class Home:
    """An installation with the demo company of thirty days."""

    def __init__(self, folder):
        self.folder = folder
        self.key = folder.parent / "key"
        named = {key: value for key, value in os.environ.items() if not key.startswith(("AIRFLOW", "KOE_"))}
        self.environment = named | {"KOE_HOME": str(folder), "KOE_KEY_FILE": str(self.key)}
        self.koe("demo", "--days", "30", "--contacts-per-day", "8", "--end", str(LAST))

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            env=self.environment,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def koe(self, *arguments):
        process = self.start(*arguments)
        said, _ = process.communicate(timeout=900)
        assert process.returncode == 0, said
        return said

    def assigned(self):
        """Return how many days are ready to be loaded."""
        return len(list((self.folder / "lake" / "assignments").glob("day=*/part-0.parquet")))


def wait_until(condition, process):
    while not condition():
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.02)


@pytest.fixture
def homes(tmp_path):
    (tmp_path / "key").write_text("7" * 64, encoding="ascii")
    (tmp_path / "key").chmod(0o600)
    return Home(tmp_path / "straight"), Home(tmp_path / "killed")


def test_thirty_days_in_random_order_four_at_once_with_three_kills_equal_a_straight_run(homes):
    straight, killed = homes
    straight.koe("backfill", DAYS[0], DAYS[-1], "--workers", "2", "--no-reports")
    chance = random.Random(SEED)
    for attempt, is_parent in enumerate((True, False, True)):
        process = killed.start(
            "backfill", DAYS[0], DAYS[-1], "--workers", "4", "--shuffle", str(attempt), "--no-reports"
        )
        enough = killed.assigned() + chance.randint(2, 6)
        wait_until(lambda enough=enough: killed.assigned() >= enough, process)
        family = descendants(process.pid)
        workers = [
            pid for pid in sorted(family) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        os.kill(process.pid if is_parent else chance.choice(workers), signal.SIGKILL)
        said, _ = process.communicate(timeout=120)
        deadline = time.monotonic() + 30
        while alive(family):
            assert time.monotonic() < deadline, "workers outlived their parent"
            time.sleep(0.05)
        assert process.returncode == (-signal.SIGKILL if is_parent else 1), said
        if not is_parent:
            assert "a worker process was ended from outside" in said
            assert "Traceback" not in said
    said = killed.koe("backfill", DAYS[0], DAYS[-1], "--workers", "4", "--shuffle", "9")
    assert "30 days" in said
    assert killed.koe("hashes", *DAYS) == straight.koe("hashes", *DAYS)
