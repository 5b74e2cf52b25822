"""Runs nights in processes that kill themselves at a named point; driven by test_kills.py, one JSON line an order.

The analysis is loaded once; each night is a fork of this process. An order is ``{"home", "key", "days", "kill",
"record"}``: at the point named by `kill` the night sends itself SIGKILL; `record` gets the names of all points
that it passes. With ``hashes`` instead, the stored hashes are written to that file. A name is ``step/operation/what/when``, such as ``load/transaction/commit/before``.
"""

import json
import os
import re
import signal
import sys
import traceback
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.airflow_host import warm

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
_VARYING = re.compile(r"[0-9A-Fa-f]{8,}|\d+")


class Points:
    """The named points that a night passes."""

    def __init__(self, kill, record):
        self.step, self.kill = "begin", kill
        self.record = Path(record).open("w", encoding="utf-8") if record else None  # noqa: SIM115

    def reach(self, operation, what, when):
        name = f"{self.step}/{operation}/{_VARYING.sub('#', str(what))}/{when}"
        if self.record:
            self.record.write(name + "\n")
            self.record.flush()
        if name == self.kill:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner, name, operation, describe):
        """Have a function pass a point before and after its work."""
        original = getattr(owner, name)

        def replacement(*arguments, **named):
            what = describe(*arguments, **named)
            self.reach(operation, what, "before")
            made = original(*arguments, **named)
            self.reach(operation, what, "after")
            return made

        setattr(owner, name, replacement)

    def as_step(self, owner, name, step):
        original = getattr(owner, name)

        def replacement(*arguments, **named):
            outer, self.step = self.step, step
            try:
                return original(*arguments, **named)
            finally:
                self.step = outer

        setattr(owner, name, replacement)


class Connection:
    """A DuckDB connection that passes points at its transactions' ends and inserts."""

    def __init__(self, connection, points):
        self._connection, self._points = connection, points

    def execute(self, sql, *arguments):
        word = sql.split()[0].upper()
        if word not in {"BEGIN", "COMMIT", "INSERT", "ATTACH", "DETACH"}:
            return self._connection.execute(sql, *arguments)
        what = word.lower() if word != "INSERT" else "insert " + sql.split()[2]
        self._points.reach("transaction", what, "before")
        made = self._connection.execute(sql, *arguments)
        self._points.reach("transaction", what, "after")
        return made

    def __getattr__(self, name):
        return getattr(self._connection, name)


def instrument(points):
    from fsspec.implementations.local import LocalFileSystem

    from pipelines import annotate, backfill, pull, topics
    from warehouse.database import Database

    for owner, name, step in (
        (pull, "receive_source", "receive"),
        (pull, "pull_day", "pull"),
        (annotate, "annotate_shard", "annotate"),
        (topics, "assign_day", "assign"),
        (backfill, "load_days", "load"),
        (backfill, "check_days", "check"),
        (backfill, "publish", "publish"),
    ):
        points.as_step(owner, name, step)
    for name in ("rename", "replace"):
        points.around(os, name, "rename", lambda source, target, **_: Path(target).name)
    opened = Database.__init__
    Database.__init__ = lambda self, connection: opened(self, Connection(connection, points))
    whole = LocalFileSystem.pipe_file

    def write_in_halves(self, path, value, **named):
        whole(self, path, value[: len(value) // 2], **named)
        points.reach("write", Path(path).name, "half")
        whole(self, path, value, **named)

    LocalFileSystem.pipe_file = write_in_halves


def run_night(order):
    from pipelines.backfill import run_days
    from pipelines.settings import load_settings
    from pipelines.site import build_reports

    os.environ |= {"KOE_HOME": order["home"], "KOE_KEY_FILE": order["key"]}
    points = Points(order.get("kill"), order.get("record"))
    instrument(points)
    settings = load_settings()
    days = [date.fromisoformat(day) for day in order["days"]]
    run_days(days, settings, now=NOW, workers=1)
    points.step = "reports"
    build_reports(settings, now=NOW)


def note_hashes(order):
    from pipelines.hashing import stored_hashes
    from pipelines.settings import load_settings

    os.environ |= {"KOE_HOME": order["home"], "KOE_KEY_FILE": order["key"]}
    days = [date.fromisoformat(day) for day in order["days"]]
    lines = [line.line() for line in stored_hashes(days, load_settings())]
    Path(order["hashes"]).write_text("\n".join(lines), encoding="utf-8")


def serve():
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # our own output is the protocol
            try:
                note_hashes(order) if "hashes" in order else run_night(order)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps({"pid": child, "code": os.waitstatus_to_exitcode(status)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.environ.pop("KOE_CONFIG", None)
    warm.load()
    serve()
