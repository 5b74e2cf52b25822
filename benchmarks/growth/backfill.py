"""Many days at once against one night after the other."""

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.growth.nights import LAST_DAY
from benchmarks.night import NOW
from samples.company import make_demo

AT_ONCE = 4


@dataclass(frozen=True)
class Backfill:
    """Seconds on the wall and of all processes' processors, and whether both ways gave the same hashes."""

    days: int
    contacts: int
    single_wall: float
    single_cpu: float
    at_once_wall: float
    at_once_cpu: float
    same_hashes: bool


def measure_backfill(folder: Path, days: int, contacts_per_day: int) -> Backfill:
    """Run `days` days as single nights, and in another home four at once; the start of workers counts."""
    at_once = _run(_four_at_once, folder / "at-once", days, contacts_per_day)
    singles = _run(_single_nights, folder / "singles", days, contacts_per_day)
    return Backfill(
        days=days,
        contacts=singles["contacts"],
        single_wall=singles["wall"],
        single_cpu=singles["cpu"],
        at_once_wall=at_once["wall"],
        at_once_cpu=at_once["cpu"],
        same_hashes=singles["hashes"] == at_once["hashes"],
    )


def _run(way: Callable[[list[date]], None], home: Path, days: int, contacts_per_day: int) -> dict[str, Any]:
    home.mkdir(parents=True)
    os.environ["KOE_HOME"] = str(home)
    os.environ["KOE_KEY_FILE"] = str(home.parent / "key")
    summary = make_demo(home, days=days, contacts_per_day=contacts_per_day, end=LAST_DAY, seed=7)
    wanted = [LAST_DAY - timedelta(days=back) for back in range(days - 1, -1, -1)]
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(way, wanted, sender))
    process.start()
    sender.close()
    try:
        return {**receiver.recv(), "contacts": summary.contacts}
    finally:
        process.join()


def _child(way: Callable[[list[date]], None], days: list[date], pipe: Any) -> None:
    from pipelines.hashing import stored_hashes
    from pipelines.resources import analyzer, masker
    from pipelines.settings import load_settings

    settings = load_settings(None)
    analyzer(settings).analyse("電話がつながりません。")
    masker(settings).mask("田中様 090-1234-5678")
    spent, started = _cpu(), time.perf_counter()
    way(days)
    measured = {"wall": time.perf_counter() - started, "cpu": _cpu() - spent}
    hashes = [item.line() for item in stored_hashes(days, settings)]
    pipe.send({**measured, "hashes": hashes})


def _single_nights(days: list[date]) -> None:
    """Run one night after the other, each with its publication and its reports."""
    from pipelines.backfill import run_days
    from pipelines.settings import load_settings
    from pipelines.site import build_reports

    settings = load_settings(None)
    for number, day in enumerate(days):
        now = NOW + timedelta(days=number - len(days))
        run_days([day], settings, now=now, workers=1)
        build_reports(settings, now=now)


def _four_at_once(days: list[date]) -> None:
    from pipelines.backfill import run_days
    from pipelines.settings import load_settings
    from pipelines.site import build_reports

    settings = load_settings(None)
    run_days(days, settings, now=NOW, workers=AT_ONCE)
    build_reports(settings, now=NOW)


def _cpu() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
