"""The same night twice: as the first of an installation, and after so many days of history."""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.growth.history import clone_history
from benchmarks.night import NOW, Measured, measure
from pipelines.hashing import stored_hashes
from pipelines.settings import Settings, load_settings
from samples.company import make_demo

LAST_DAY = date(2026, 11, 21)
BASE_DAY = LAST_DAY - timedelta(days=1)
REPORTS = "reports"
STEPS = ("receive (read, mask)", "pull (merge)", "annotate", "assign", "load", "check", "publish", REPORTS)
OPENINGS = 7


@dataclass(frozen=True)
class Night:
    """The night of a day after `history` days: its steps, what it left, in bytes, and the opening time."""

    number: int
    steps: tuple[Measured, ...]
    warehouse_bytes: int
    lake_bytes: int
    copy_bytes: int
    open_seconds: float
    hashes: tuple[str, ...]


def make_base(home: Path, contacts_per_day: int) -> None:
    """Make the demo company's two days, and run the first of them for real, with topics found in it."""
    from pipelines.backfill import run_days
    from pipelines.night import refit_topics

    settings = _enter(home)
    make_demo(home, days=2, contacts_per_day=contacts_per_day, end=LAST_DAY, seed=7)
    settings = _enter(home)
    run_days([BASE_DAY], settings, now=NOW - timedelta(days=1), workers=1)
    refit_topics(settings, now=NOW - timedelta(days=1))


def first_night(base: Path, home: Path) -> Night:
    """Measure the night as the first one: files, configuration and topics, and no day before it."""
    for name in ("config", "demo", "topics", "journal"):
        if (base / name).exists():
            shutil.copytree(base / name, home / name, dirs_exist_ok=True)
    _drop_files(home, BASE_DAY)
    _enter(home)
    return _measure_night(1)


def later_night(base: Path, home: Path, number: int) -> Night:
    """Measure the night as the `number`-th one: all days before it are clones of one real day."""
    from pipelines.publish import publish
    from pipelines.site import build_reports

    shutil.copytree(base, home, dirs_exist_ok=True, symlinks=True)
    settings = _enter(home)
    clone_history(settings, BASE_DAY, number - 2)
    _refuse_unknown_files(settings)
    publish(settings, now=NOW - timedelta(hours=23))
    build_reports(settings, now=NOW - timedelta(hours=23))
    return _measure_night(number)


def _refuse_unknown_files(settings: Settings) -> None:
    """Stop where a cloned file would be read as a new one: its night would pay for the clone's mistake."""
    from pipelines.preparation import source_names
    from pipelines.pull import receive_source

    anew = [name for name in source_names(settings) if receive_source(name, BASE_DAY, settings)]
    if anew:
        sys.exit(f"growth: the history's files of {', '.join(anew)} are not known as received")


def _enter(home: Path) -> Settings:
    home.mkdir(parents=True, exist_ok=True)
    os.environ["KOE_HOME"] = str(home)
    os.environ["KOE_KEY_FILE"] = str(home.parent / "key")
    return load_settings(None)


def _drop_files(home: Path, day: date) -> None:
    for path in (home / "demo" / "files").rglob("*"):
        if path.is_file() and (day.isoformat() in path.name or f"{day:%Y%m%d}" in path.name):
            path.unlink()


def _measure_night(number: int) -> Night:
    steps = tuple(measure(step, None, [LAST_DAY]) for step in STEPS)
    settings = load_settings(None)
    copy = (settings.warehouse_dir / "published").resolve()
    return Night(
        number=number,
        steps=steps,
        warehouse_bytes=(settings.warehouse_dir / "koe.duckdb").stat().st_size,
        lake_bytes=_size(settings.home / "lake"),
        copy_bytes=copy.stat().st_size,
        open_seconds=_opening(copy),
        hashes=tuple(item.line() for item in stored_hashes([LAST_DAY], settings)),
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _opening(copy: Path) -> float:
    """Return the shortest time of opening a copy and reading its facts; others share the machine."""
    from warehouse.published import open_published

    taken: list[float] = []
    for _ in range(OPENINGS):
        started = time.perf_counter()
        with open_published(copy) as reader:
            reader.facts()
        taken.append(time.perf_counter() - started)
    return min(taken)


def night_seconds(steps: Sequence[Measured]) -> float:
    """Return the processor seconds of a night up to its publication, start-up excluded."""
    return sum(item.seconds for item in steps if item.step != REPORTS)
