"""Walks over the lake that only a removal makes: received files of all days, and what killed writers left."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.settings import Settings
from warehouse.contract import Table
from warehouse.lake import Lake

RECEIVED = "received"
_FILE, _DAY = "file=", "day="


@dataclass(frozen=True)
class ReceivedRows:
    """One Parquet file of the received layer."""

    key: str
    day: date
    path: str


def list_received(lake: Lake, table: Table) -> Iterator[ReceivedRows]:
    """Yield the received files' rows of a table, in order."""
    for file in lake.names(lake.path(RECEIVED)):
        if not file.startswith(_FILE):
            continue
        for folder in lake.names(lake.path(RECEIVED, file)):
            path = lake.path(RECEIVED, file, folder, f"{table.name}.parquet")
            if folder.startswith(_DAY) and lake.exists(path):
                yield ReceivedRows(file.removeprefix(_FILE), _day(folder), path)


def remove_half_written(settings: Settings) -> None:
    """Remove what killed writers and runs aside (``koe verify``) left; no step of the night is at work."""
    lake = settings.lake
    for path in lake.fs.ls(lake.path(), detail=False) if lake.exists(lake.path()) else ():
        if posixpath.basename(str(path).rstrip("/")).startswith(".aside-"):
            lake.fs.rm(path, recursive=True)
    for path in lake.fs.find(lake.path()):
        name = posixpath.basename(path)
        if name.startswith(".") and name.endswith(".tmp"):
            lake.fs.rm(path)
    for path in (settings.home / "manifests").glob("*/.manifest.json.*"):
        path.unlink()


def remove_shards(lake: Lake, day: date) -> None:
    """Remove the shards of a day that wait for the step assign."""
    path = lake.path("shards", f"{_DAY}{day.isoformat()}")
    if lake.exists(path):
        lake.fs.rm(path, recursive=True)


def remove_days_before(lake: Lake, before: date) -> None:
    """Remove the folders of all days before one from every table and from the received files."""
    for table in lake.names(lake.path()):
        if table != RECEIVED:
            _remove_old_folders(lake, lake.path(table), before)
    for name in lake.names(lake.path(RECEIVED)):
        if name == "by_day" or name.startswith(_FILE):
            _remove_old_folders(lake, lake.path(RECEIVED, name), before)
    for note in lake.names(lake.path(RECEIVED, "touched")):
        if date.fromisoformat(note.split(".", 1)[0]) < before:
            lake.fs.rm(lake.path(RECEIVED, "touched", note))


def days_in(lake: Lake) -> list[date]:
    """Return every day that has a folder anywhere in the lake, in order."""
    found: set[date] = set()
    names = lake.names(lake.path())
    places = [lake.path(name) for name in names if name != RECEIVED]
    received = lake.names(lake.path(RECEIVED))
    places += [lake.path(RECEIVED, name) for name in received if name == "by_day" or name.startswith(_FILE)]
    for place in places:
        found |= {_day(name) for name in lake.names(place) if name.startswith(_DAY)}
    return sorted(found)


def _remove_old_folders(lake: Lake, folder: str, before: date) -> None:
    for name in lake.names(folder):
        if name.startswith(_DAY) and _day(name) < before:
            lake.fs.rm(posixpath.join(folder, name), recursive=True)


def _day(folder: str) -> date:
    return date.fromisoformat(folder.removeprefix(_DAY))
