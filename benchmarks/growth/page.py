"""The figures as Markdown."""

from collections.abc import Sequence

from benchmarks.growth.backfill import AT_ONCE, Backfill
from benchmarks.growth.nights import REPORTS, Night, night_seconds

MOST_GROWTH = 1.15
MOST_OPENING = 0.1
MOST_BACKFILL = 0.7
MIB = 2**20


def head(contacts_per_day: int) -> str:
    """Return what the page is about."""
    return (
        "# What a night costs after a year\n\n"
        f"Made by `make bench-growth`: the demo company at {contacts_per_day:,} contacts a day. The same\n"
        "day is run as the first of an installation and after a history cloned from one real day (ids and\n"
        "customers of their own, every customer back after 30 days). Seconds are processor seconds of each\n"
        "step in a process of its own, start-up excluded. The reports are a run of their own: of one week\n"
        "in the first night, of eight weeks later.\n"
    )


def nights_section(nights: Sequence[Night]) -> str:
    """Return steps by night, sizes and verdicts."""
    first, last = nights[0], nights[-1]
    lines = ["\n## Nights\n", _row("step", *(f"night {night.number}" for night in nights), "last ÷ first")]
    lines.append("|---|" + "---:|" * (len(nights) + 1))
    for place, item in enumerate(first.steps):
        lines.append(_steps_row(item.step, [night.steps[place].seconds for night in nights]))
    lines.append(_steps_row("**pull → publish**", [night_seconds(night.steps) for night in nights]))
    walls = [sum(item.wall_seconds for item in night.steps if item.step != REPORTS) for night in nights]
    lines.append(_steps_row("pull → publish, on the wall", walls))
    peaks = [max(item.peak_mib for item in night.steps) for night in nights]
    lines.append(_row("peak MiB", *(f"{peak:,.0f}" for peak in peaks), ""))
    for name, sizes in (
        ("warehouse MiB", [night.warehouse_bytes for night in nights]),
        ("lake MiB", [night.lake_bytes for night in nights]),
        ("published copy MiB", [night.copy_bytes for night in nights]),
    ):
        lines.append(_row(name, *(f"{size / MIB:,.1f}" for size in sizes), ""))
    lines.append(_row("opening the copy, ms", *(f"{night.open_seconds * 1000:.0f}" for night in nights), ""))
    ratio = night_seconds(last.steps) / night_seconds(first.steps)
    same = all(night.hashes == first.hashes for night in nights)
    lines.append(
        f"\nNight {last.number} costs {ratio:.2f} × night {first.number} (wanted: ≤ {MOST_GROWTH}): "
        f"{_verdict(ratio <= MOST_GROWTH)}. The copy opens in {last.open_seconds * 1000:.0f} ms "
        f"(wanted: < {MOST_OPENING * 1000:.0f}): {_verdict(last.open_seconds < MOST_OPENING)}. "
        f"Hashes of the day are the same: {_verdict(same)}.\n"
    )
    return "\n".join(lines)


def backfill_section(found: Backfill) -> str:
    """Return both ways side by side."""
    wall, cpu = found.at_once_wall / found.single_wall, found.at_once_cpu / found.single_cpu
    return "\n".join(
        [
            "\n## Many days at once\n",
            f"{found.days} days, {found.contacts:,} contacts; the start of the {AT_ONCE} workers counts.\n",
            _row("", "on the wall, s", "processors, s"),
            "|---|---:|---:|",
            _row(f"{found.days} single nights", f"{found.single_wall:.1f}", f"{found.single_cpu:.1f}"),
            _row(f"{AT_ONCE} at once", f"{found.at_once_wall:.1f}", f"{found.at_once_cpu:.1f}"),
            _row("ratio", f"{wall:.2f}", f"{cpu:.2f}"),
            f"\nOn the wall {wall:.2f} × (wanted: ≤ {MOST_BACKFILL}): {_verdict(wall <= MOST_BACKFILL)}.",
            f"Hashes are the same: {_verdict(found.same_hashes)}.\n",
        ]
    )


def _steps_row(name: str, seconds: Sequence[float]) -> str:
    ratio = f"{seconds[-1] / seconds[0]:.2f}" if seconds[0] else ""
    return _row(name, *(f"{value:.2f}" for value in seconds), ratio)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _verdict(holds: bool) -> str:
    return "yes" if holds else "no"
