"""``python -m benchmarks.growth [--contacts-per-day 20000] [--nights 30 365] [--write FILE.md]``.

Night 1 is always measured. ``--backfill-days 0`` leaves the backfill out.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from pipelines.workers import pin_threads

pin_threads()

from benchmarks.growth import page  # noqa: E402
from benchmarks.growth.backfill import measure_backfill  # noqa: E402
from benchmarks.growth.nights import first_night, later_night, make_base  # noqa: E402


def main() -> None:
    """Measure, print the page, and keep it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts-per-day", type=int, default=300)
    parser.add_argument("--nights", type=int, nargs="*", default=[365])
    parser.add_argument("--backfill-days", type=int, default=30)
    parser.add_argument(
        "--backfill-contacts", type=int, help="contacts a day; default: as above, at most 1,000"
    )
    parser.add_argument("--keep", type=Path, help="empty folder that the homes stay in")
    parser.add_argument("--write", type=Path, help="page to write below docs/")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="koe-growth-") as scratch:
        folder = arguments.keep or Path(scratch)
        text, results = _measure(folder, arguments)
    if arguments.write:
        arguments.write.write_text(text, encoding="utf-8")
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def _measure(folder: Path, arguments: argparse.Namespace) -> tuple[str, dict[str, object]]:
    text = page.head(arguments.contacts_per_day)
    results: dict[str, object] = {"contacts_per_day": arguments.contacts_per_day}
    if arguments.nights:
        make_base(folder / "base", arguments.contacts_per_day)
        base = folder / "base"
        later = (later_night(base, folder / f"night-{number}", number) for number in sorted(arguments.nights))
        nights = [first_night(base, folder / "night-1"), *later]
        text += _show(page.nights_section(nights))
        results["nights"] = [asdict(night) for night in nights]
    if arguments.backfill_days:
        contacts = arguments.backfill_contacts or min(arguments.contacts_per_day, 1000)
        found = measure_backfill(folder / "backfill", arguments.backfill_days, contacts)
        text += _show(page.backfill_section(found))
        results["backfill"] = asdict(found)
    return text, results


def _show(section: str) -> str:
    sys.stdout.write(section + "\n")
    sys.stdout.flush()
    return section


if __name__ == "__main__":
    main()
