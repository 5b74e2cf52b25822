"""Speed of each step of the night, against raw MeCab on the same texts in the same run.

The floor reads each different text once; a step's share of it compares characters per processor second.

``python -m benchmarks.night [--days 14] [--contacts-per-day 500] [--json FILE]``
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path

from pipelines.workers import pin_threads

pin_threads()

from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from pipelines.settings import REPOSITORY, Settings, load_settings  # noqa: E402

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
Step = Callable[[Settings, Sequence[date]], None]


@dataclass(frozen=True)
class Measured:
    """One step: seconds of work without start-up, of the processor and on the wall, and peak memory."""

    step: str
    seconds: float
    wall_seconds: float
    peak_mib: float


def _receive(settings: Settings, days: Sequence[date]) -> None:
    from pipelines.preparation import source_names
    from pipelines.pull import receive_source

    for day in days:
        for name in source_names(settings):
            receive_source(name, day, settings)


def _pull(settings: Settings, days: Sequence[date]) -> None:
    from pipelines.pull import pull_day

    for day in days:
        pull_day(day, settings)


def _annotate(settings: Settings, days: Sequence[date]) -> None:
    from pipelines.annotate import annotate_shard, shard_count

    for day in days:
        for shard in range(shard_count(day, settings)):
            annotate_shard(day, shard, settings)


def _assign(settings: Settings, days: Sequence[date]) -> None:
    from pipelines.topics import assign_day

    for day in days:
        assign_day(day, settings)


def _refit(settings: Settings, _: Sequence[date]) -> None:
    from pipelines.refit import refit_topics

    refit_topics(settings)


def _load(settings: Settings, days: Sequence[date]) -> None:
    from pipelines.load import load_days

    load_days(list(days), settings)


def _check(settings: Settings, days: Sequence[date]) -> None:
    from pipelines.check import check_days

    check_days(list(days), settings)


def _publish(settings: Settings, _: Sequence[date]) -> None:
    from pipelines.publish import publish

    publish(settings, now=NOW)


def _reports(settings: Settings, _: Sequence[date]) -> None:
    from pipelines.site import build_reports

    build_reports(settings, now=NOW)


def _floor(settings: Settings, days: Sequence[date]) -> None:
    import fugashi

    texts = distinct_texts(settings, days)
    parse = fugashi.Tagger("-Owakati").parse
    for text in texts:
        parse(text)


FLOOR = "floor: MeCab -Owakati"
STEPS: dict[str, Step] = {
    "receive (read, mask)": _receive,
    "pull (merge)": _pull,
    "annotate": _annotate,
    "assign": _assign,
    "load": _load,
    "check": _check,
    "publish": _publish,
    "reports": _reports,
    FLOOR: _floor,
    "refit + assign again": _refit,
}
NIGHT = tuple(STEPS)[:7]


def all_texts(settings: Settings, days: Sequence[date]) -> list[str]:
    """Return the masked texts of the days' turns, as annotate reads them."""
    from warehouse.contract.lake import LAKE_CONTACTS

    return [
        turn["text"].replace("\n", " ")
        for day in days
        for turns in settings.lake.read_day(LAKE_CONTACTS, day, ["turns"]).column("turns").to_pylist()
        for turn in turns
    ]


def distinct_texts(settings: Settings, days: Sequence[date]) -> list[str]:
    """Return the different ones among the texts: on repeated ones MeCab's caches would flatter the floor."""
    return sorted(set(all_texts(settings, days)))


def _child(step: str, config: Path | None, days: Sequence[date], pipe: object) -> None:
    import pipelines.night
    import pipelines.preparation  # noqa: F401  (start-up is not the step's work)
    from pipelines.resources import analyzer, masker

    settings = load_settings(config)
    analyzer().analyse("電話がつながりません。")
    masker().mask("田中様 090-1234-5678")
    started, wall = time.process_time(), time.perf_counter()
    STEPS[step](settings, days)
    seconds, wall_seconds = time.process_time() - started, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send(Measured(step, seconds, wall_seconds, peak))  # type: ignore[attr-defined]


def measure(step: str, config: Path | None, days: Sequence[date]) -> Measured:
    """Run one step in a process of its own."""
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(step, config, days, sender))
    process.start()
    sender.close()
    try:
        measured: Measured = receiver.recv()
    except EOFError:
        sys.exit(f"bench: the step {step!r} failed; see the traceback above")
    process.join()
    return measured


def run(title: str, config: Path | None, days: Sequence[date], console: Console) -> dict[str, object]:
    """Measure all steps on what the configuration delivers, and print the table."""
    from warehouse.contract.lake import LAKE_CONTACTS

    measured = {step: measure(step, config, days) for step in STEPS}
    settings = load_settings(config)
    contacts = sum(settings.lake.read_day(LAKE_CONTACTS, day, ["contact_id"]).num_rows for day in days)
    characters = sum(map(len, all_texts(settings, days)))
    distinct = sum(map(len, distinct_texts(settings, days)))
    floor_rate = distinct / measured[FLOOR].seconds
    shown = f"{characters / 1e6:.2f} M characters, {distinct / 1e6:.2f} M distinct"
    table = Table(title=f"{title}: {contacts:,} contacts, {shown}")
    for head in ("step", "CPU s", "wall s", "contacts/s", "Mchars/s", "% of floor", "peak MiB"):
        table.add_column(head, justify="left" if head == "step" else "right")
    for item in measured.values():
        rate = (distinct if item.step == FLOOR else characters) / item.seconds
        table.add_row(
            item.step,
            f"{item.seconds:.2f}",
            f"{item.wall_seconds:.2f}",
            f"{contacts / item.seconds:,.0f}",
            f"{rate / 1e6:.3f}",
            f"{100 * rate / floor_rate:.1f}",
            f"{item.peak_mib:.0f}",
        )
    console.print(table)
    night = sum(measured[step].seconds for step in NIGHT)
    share = night / measured["annotate"].seconds
    console.print(f"pull → publish: {night:.2f} CPU s = {share:.2f} × annotate; rates are per CPU second\n")
    return {
        "title": title,
        "contacts": contacts,
        "characters": characters,
        "distinct_characters": distinct,
        "night_over_annotate": share,
        "steps": [asdict(item) for item in measured.values()],
    }


def main() -> None:
    """Measure on a demo company, and on the corpora where KOE_CORPORA names them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--contacts-per-day", type=int, default=500)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    console = Console(width=110)
    results = []
    with tempfile.TemporaryDirectory(prefix="koe-bench-") as folder:
        results.append(_demo(Path(folder) / "demo", arguments.days, arguments.contacts_per_day, console))
        if os.environ.get("KOE_CORPORA"):
            os.environ["KOE_HOME"] = str(Path(folder) / "hotel")
            config = REPOSITORY / "samples" / "hotel"
            results.append(run("hotel dialogues", config, [date(2026, 1, 5)], console))
        else:
            console.print("KOE_CORPORA is not set: the hotel dialogues were left out")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _demo(home: Path, days: int, contacts_per_day: int, console: Console) -> dict[str, object]:
    from datetime import timedelta

    from samples.company import make_demo

    os.environ["KOE_HOME"] = str(home)
    os.environ["KOE_KEY_FILE"] = str(home.parent / "key")
    end = date(2026, 11, 21)
    make_demo(home, days=days, contacts_per_day=contacts_per_day, end=end, seed=7)
    wanted = [end - timedelta(days=offset) for offset in reversed(range(days))]
    return run(f"demo company, {days} days", None, wanted, console)


if __name__ == "__main__":
    main()
