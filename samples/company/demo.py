"""The demo company on disk: source files, truth and config below a home folder."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from typing import Final

from samples.company import business
from samples.company.company import load_company
from samples.company.errors import DemoError
from samples.company.files import csv_bytes, deliver, delivery_time
from samples.company.night import Span, write_day
from samples.company.small_talk import Material, load_material
from samples.company.trends import planted_events
from samples.company.truth import TruthWriter
from samples.company.world import World

CONFIG_FILES: Final = ("sources.yaml", "departments.yaml", "koe.yaml")
MARK: Final = "# made by `koe demo`: is overwritten by the next one; delete this line to keep your changes"
_CALENDAR_LEAD_DAYS: Final = 400
_MOST_DAYS: Final = 3650


@dataclass(frozen=True)
class DemoSummary:
    """What was made."""

    home: Path
    first_day: date
    last_day: date
    contacts: int
    voices: int
    files: int

    def __str__(self) -> str:
        return (
            f"{self.contacts:,} contacts with {self.voices:,} voices, {self.first_day} to {self.last_day}, "
            f"in {self.files:,} files below {self.home / 'demo' / 'files'}; "
            f"truth in {self.truth}; config in {self.home / 'config'}"
        )

    @property
    def truth(self) -> Path:
        """Folder with what is true of the demo."""
        return self.home / "demo" / "truth"


def make_demo(
    home: Path,
    *,
    days: int = 210,
    contacts_per_day: int = 150,
    end: date,
    seed: int = 7,
    material: Material | None = None,
    progress: Callable[[date], None] | None = None,
) -> DemoSummary:
    """Make the demo company's files, truth and config below ``home``.

    ``demo/files/<source>/…`` holds what the systems deliver, ``demo/truth`` what is true of it, ``config/``
    how Koe reads it. The same arguments give the same bytes; a day does not depend on the number of days.

    Parameters
    ----------
    home : Path
        Usually ``KOE_HOME``; ``demo/`` in it is replaced as a whole.
    days, contacts_per_day : int
        Length, and contacts of an average day over all sources.
    end : date
        Last day; all planted events count back from it.
    seed : int
        Another seed, another company history.
    material : Material, optional
        Other sentences than the shipped ones.
    progress : callable, optional
        Called with every day that is done.

    Raises
    ------
    DemoError
        Arguments out of range, sentences missing, or a config file below ``home`` that a person wrote.
    """
    if not 1 <= days <= _MOST_DAYS or contacts_per_day < 1 or seed < 0:
        raise DemoError(f"days must be 1 to {_MOST_DAYS}, contacts per day at least 1, the seed not negative")
    refuse_foreign_config(home / "config")
    world = World(load_company(), material or load_material(), end, contacts_per_day, seed)
    span = Span(world, days)
    fresh = home / "demo.partial"
    shutil.rmtree(fresh, ignore_errors=True)
    files = _calendar(world, fresh / "files")
    with TruthWriter(fresh / "truth") as truth:
        for back in range(span.first_back, -1, -1):
            day = end - timedelta(days=back)
            files += write_day(span, day, fresh / "files", truth)
            if progress:
                progress(day)
        about = {"end": end.isoformat(), "days": days, "contacts_per_day": contacts_per_day, "seed": seed}
        truth.write_events(planted_events(end, days), about)
        counts = dict(truth.counts)
    _swap(fresh, home / "demo")
    write_config(home / "config")
    first = end - timedelta(days=span.first_back)
    return DemoSummary(home, first, end, counts["contacts"], counts["voices"], files)


def _calendar(world: World, folder: Path) -> int:
    content = csv_bytes(business.CALENDAR_COLUMNS, business.calendar_rows(world), encoding="utf-8")
    at = delivery_time(world.end - timedelta(days=_CALENDAR_LEAD_DAYS))
    deliver(folder / "calendar" / "calendar.csv", content, at)
    return 1


def _swap(fresh: Path, place: Path) -> None:
    """Put the finished folder in place; a run killed before leaves the old one whole."""
    old = place.with_name(place.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def refuse_foreign_config(folder: Path) -> None:
    """Raise DemoError if the folder holds a config file that was not made by the demo."""
    for name in CONFIG_FILES:
        path = folder / name
        if path.exists() and path.read_text("utf-8", "replace").partition("\n")[0].strip() != MARK:
            raise DemoError(
                f"config/{name} was not made by the demo and is not overwritten; "
                "move it away or use another KOE_HOME"
            )


def write_config(folder: Path) -> None:
    """Copy the demo's config into a folder, each file marked as made.

    Raises
    ------
    DemoError
        A file there was written by a person.
    """
    refuse_foreign_config(folder)
    folder.mkdir(parents=True, exist_ok=True)
    templates = resources.files("samples.company") / "config"
    for name in CONFIG_FILES:
        text = (templates / name).read_text("utf-8")
        part = folder / f".{name}.partial"
        part.write_text(f"{MARK}\n{text}", "utf-8")
        part.rename(folder / name)
