"""A night that dies at any named point, without disk or without rights: run again, it gives the same hashes.

Readers loop over the published copy and the site all the while, and never see an error or a half state.
"""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from warehouse.published import newest, open_published

pytestmark = pytest.mark.system
REPOSITORY = Path(__file__).resolve().parents[2]
LAST = date(2026, 11, 21)
DAYS = [str(LAST - timedelta(days=offset)) for offset in reversed(range(4))]
LEAST_PER_STEP = 2
log = logging.getLogger(__name__)


class Nights:
    """Nights in processes of their own."""

    def __init__(self, folder):
        self.folder, self.home = folder, folder / "home"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "KOE_"))
        } | {"KOE_HOME": str(self.home), "KOE_KEY_FILE": str(folder / "key"), "OPENBLAS_NUM_THREADS": "1"}
        self.errors = (folder / "errors.log").open("w", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("night_process.py"))],
            env=self.environment | {"PYTHONPATH": str(REPOSITORY)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            cwd=REPOSITORY,
        )

    def run(self, days, *, kill=None, record=None):
        """Run a night; returns its exit code, negative for a signal."""
        code = self._order(days=list(days), kill=kill, record=record and str(record))
        log.info("night ended with %d at %s", code, kill)
        return code

    def hashes(self):
        noted = self.folder / "hashes.txt"
        assert self._order(days=DAYS, hashes=str(noted)) == 0, self.complaints()
        return noted.read_text(encoding="utf-8").splitlines()

    def _order(self, **order):
        order |= {"home": str(self.home), "key": str(self.folder / "key")}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["code"]

    def complaints(self):
        return (self.folder / "errors.log").read_text(encoding="utf-8")

    def koe(self, *arguments, within=()):
        command = [*within, sys.executable, "-m", "pipelines.cli", *arguments]
        done = subprocess.run(
            command,
            env=self.environment,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def restore(self, state):
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.folder / state, self.home, symlinks=True)

    def keep(self, state):
        shutil.copytree(self.home, self.folder / state, symlinks=True)


@pytest.fixture(scope="module")
def nights():
    """A home with three nights behind it, and (state ``whole``) the same with the fourth."""
    with tempfile.TemporaryDirectory(prefix="koe-kills-") as folder:
        made = Nights(Path(folder))
        try:
            size = ("--days", "4", "--contacts-per-day", "12", "--end", str(LAST), "--seed", "5")
            code, _, complaint = made.koe("demo", *size)
            assert code == 0, complaint
            assert made.run(DAYS[:3]) == 0, made.complaints()
            code, _, complaint = made.koe("topics", "refit")
            assert code == 0, complaint
            made.keep("before")
            made.record = made.folder / "points.txt"
            assert made.run(DAYS[3:], record=made.record) == 0, made.complaints()
            made.straight = made.hashes()
            made.states = {contents(made.folder / "before"), contents(made.home)}
            made.keep("whole")
            yield made
        finally:
            made.process.stdin.close()
            made.process.wait(60)


def contents(home):
    """Return what a reader sees: days, and the rows of several views that must belong together."""
    with open_published(newest(home / "warehouse")) as reader:
        counts = [
            reader.query(f"SELECT count(*) AS n FROM published.{view}").column("n")[0].as_py()
            for view in ("days", "contacts", "utterances", "voices", "daily_contact_counts")
        ]
    index = (home / "site" / "current" / "index.html").read_text(encoding="utf-8")
    assert index.rstrip().endswith("</html>")
    return tuple(counts)


class Readers:
    """Loops over what is published until told to stop."""

    def __init__(self, home):
        self.home, self.seen, self.errors = home, Counter(), []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join()

    def _loop(self):
        while not self._stop.is_set():
            try:
                self.seen[contents(self.home)] += 1
            except Exception as error:
                self.errors.append(repr(error))
            self._stop.wait(0.1)


def chosen_points(record):
    """Return points of each step: one of every kind of operation, then others spread over the step."""
    by_step = {}
    for name in dict.fromkeys(record.read_text(encoding="utf-8").splitlines()):
        by_step.setdefault(name.split("/")[0], []).append(name)
    chosen = []
    for names in by_step.values():
        kinds = {}
        for name in names:
            _, operation, what, when = name.split("/")
            inside = operation == "transaction" and what.split()[0]
            if inside not in {"begin", "attach", "detach"}:
                kinds.setdefault((operation, inside, when), []).append(name)
        firsts = [of_kind[len(of_kind) // 2] for of_kind in kinds.values()]
        others = [name for name in names if name not in firsts]
        room = max(0, LEAST_PER_STEP - len(firsts))
        chosen += firsts + others[:: max(1, len(others) // max(room, 1))][:room]
    return chosen


@pytest.mark.long
def test_killed_at_any_point_a_night_run_again_ends_in_the_same_rows(nights):
    points = chosen_points(nights.record)
    steps = {name.split("/")[0] for name in points}
    assert steps >= {"receive", "pull", "annotate", "assign", "load", "check", "publish", "reports"}
    assert len(points) >= 30
    reads = 0
    for point in points:
        nights.restore("before")
        with Readers(nights.home) as readers:
            assert nights.run(DAYS[3:], kill=point) == -signal.SIGKILL, point
            assert nights.run(DAYS[3:]) == 0, nights.complaints()
            assert nights.hashes() == nights.straight, point
        reads += sum(readers.seen.values())
        assert readers.errors == [], point
        assert set(readers.seen) <= nights.states, point
    assert reads > len(points)
    log.info("%d points of %d steps, %d reads", len(points), len(steps), reads)


def in_namespace():
    """Return the command that gives a process mounts of its own, or None where that is not allowed."""
    command = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    try:
        tried = subprocess.run(
            [*command, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return None
    return command if tried.returncode == 0 else None


needs_mounts = pytest.mark.skipif(in_namespace() is None, reason="may not mount anything (unshare --mount)")
ON_A_SMALL_DISK = """
mount -t tmpfs -o size="$1" tmpfs "$2/small" && cp -a "$2/home/." "$2/small" || exit 70
mount --bind "$2/small" "$2/home" || exit 70
shift 2
"$@"; code=$?
umount "$KOE_HOME"; rm -rf "$KOE_HOME"; mkdir "$KOE_HOME" && cp -a "$KOE_HOME/../small/." "$KOE_HOME"
exit $code
"""


@needs_mounts
@pytest.mark.parametrize("spare", [8, 300, 900, 1500], ids=lambda kib: f"{kib}KiB")
def test_on_a_full_disk_a_night_fails_in_plain_words_and_later_ends_in_the_same_rows(nights, spare):
    nights.restore("before")
    (nights.folder / "small").mkdir(exist_ok=True)
    used = sum(-(-path.stat().st_size // 4096) * 4 for path in nights.home.rglob("*") if path.is_file())
    small = ["sh", "-c", ON_A_SMALL_DISK, "sh", f"{used + spare}k", str(nights.folder)]
    code, said, complaint = nights.koe("run", DAYS[3], "--workers", "1", within=[*in_namespace(), *small])
    assert code == 1, said + complaint
    assert "Traceback" not in complaint
    assert "free space" in complaint
    assert contents(nights.home) in nights.states
    assert nights.run(DAYS[3:]) == 0, nights.complaints()
    assert nights.hashes() == nights.straight


@needs_mounts
@pytest.mark.parametrize("folder", ["lake", "warehouse", "site", "manifests"])
def test_in_a_read_only_folder_a_night_fails_in_plain_words_and_later_ends_in_the_same_rows(nights, folder):
    nights.restore("before")
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 70; shift; exec "$@"'
    fixed = ["sh", "-c", script, "sh", str(nights.home / folder)]
    code, said, complaint = nights.koe("run", DAYS[3], "--workers", "1", within=[*in_namespace(), *fixed])
    assert code == 1, said + complaint
    assert "Traceback" not in complaint
    assert f"/{folder}" in complaint
    assert contents(nights.home) in nights.states
    assert nights.run(DAYS[3:]) == 0, nights.complaints()
    assert nights.hashes() == nights.straight
