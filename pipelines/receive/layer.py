"""Where received files lie in the lake, and the small marker files that find them without scanning."""

import hashlib
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.receive.facts import FileFacts
from warehouse.lake import Lake

IdHashes = npt.NDArray[np.int64]
_ROOT = "received"


def hash_ids(ids: Iterable[str]) -> IdHashes:
    """Return sorted 64-bit hashes of contact ids; they find candidates and never decide equality."""
    digests = b"".join(hashlib.blake2b(name.encode(), digest_size=8).digest() for name in sorted(set(ids)))
    return np.sort(np.frombuffer(digests, dtype="<i8"))


@dataclass(frozen=True)
class DayFile:
    """A file that holds rows of a day."""

    source: str
    key: str


class ReceivedLayer:
    """Paths and markers below ``lake/received/``.

    ``file=<key>/day=…/<table>.parquet`` rows · ``file=<key>/file.json`` facts, written last ·
    ``by_day/day=…/<source>.<key>`` which files hold rows of a day, with hashes of their contact ids ·
    ``seen/<hash>`` unchanged files need not be read again · ``touched/<day>.<key>`` days that a file changed
    since their last pull.
    """

    def __init__(self, lake: Lake, attempt: str) -> None:
        self._lake = lake
        self._attempt = attempt

    def read_facts(self, key: str) -> FileFacts | None:
        """Return the facts of a received file; None when it was not received, or not to the end."""
        path = self._file_path(key, "file.json")
        if not self._lake.exists(path):
            return None
        return FileFacts.from_json(self._lake.read_json(path))

    def write_facts(self, facts: FileFacts) -> None:
        """Write the facts; from now on the file counts as received."""
        self._lake.write_json(self._file_path(facts.key, "file.json"), facts.to_json(), attempt=self._attempt)

    def write_rows(self, key: str, day: date, name: str, rows: pa.Table) -> None:
        """Write the rows that a file holds for a day."""
        path = self._rows_path(key, day, name)
        self._lake.write_table(path, rows, attempt=self._attempt)

    def read_rows(self, key: str, day: date, name: str) -> pa.Table | None:
        """Return the rows that a file holds for a day, None when it holds none of that table."""
        path = self._rows_path(key, day, name)
        return self._lake.read_table(path) if self._lake.exists(path) else None

    def forget_rows(self, key: str, day: date, name: str | None = None) -> None:
        """Remove a file's rows of a day (of one table, or all)."""
        path = self._rows_path(key, day, name) if name else self._file_path(key, f"day={day.isoformat()}")
        if self._lake.exists(path):
            self._lake.fs.rm(path, recursive=True)

    def mark_day(self, day: date, file: DayFile, ids: IdHashes) -> None:
        """Note that a file holds rows of a day, and which contacts."""
        self._lake.write_bytes(self._marker_path(day, file), ids.tobytes(), attempt=self._attempt)

    def unmark_day(self, day: date, file: DayFile) -> None:
        """Note that a file, read anew, holds no rows of a day any more."""
        path = self._marker_path(day, file)
        if self._lake.exists(path):
            self._lake.fs.rm(path)

    def day_files(self, day: date) -> list[DayFile]:
        """Return the files that hold rows of a day, in a fixed order."""
        names = self._lake.names(self._lake.path(_ROOT, "by_day", f"day={day.isoformat()}"))
        return [DayFile(*name.split(".", 1)) for name in names]

    def day_ids(self, day: date, file: DayFile) -> IdHashes:
        """Return the hashes of the contact ids that a file holds for a day."""
        try:
            return np.frombuffer(self._lake.fs.cat_file(self._marker_path(day, file)), dtype="<i8")
        except FileNotFoundError:
            return np.empty(0, dtype="<i8")

    def seen_key(self, mark: str) -> str | None:
        """Return the key of a file that was read before under the same name, size and time."""
        path = self._lake.path(_ROOT, "seen", mark)
        return self._lake.fs.cat_file(path).decode() if self._lake.exists(path) else None

    def mark_seen(self, mark: str, key: str) -> None:
        """Remember the key of a file by its name, size and time."""
        self._lake.write_bytes(self._lake.path(_ROOT, "seen", mark), key.encode(), attempt=self._attempt)

    def touch(self, days: Iterable[date], facts: FileFacts, moment: str) -> None:
        """Note that a file changed what these days hold; `moment` tells several notes of a receiver apart."""
        for day in sorted(days):
            name = f"{day.isoformat()}.{facts.key[:16]}.{facts.reading[:8]}.{moment}"
            self._lake.write_bytes(self._lake.path(_ROOT, "touched", name), b"", attempt=self._attempt)

    def touched(self) -> dict[date, list[str]]:
        """Return the days that files changed since their last pull, with the names of the notes."""
        days: dict[date, list[str]] = {}
        for name in self._lake.names(self._lake.path(_ROOT, "touched")):
            days.setdefault(date.fromisoformat(name.split(".", 1)[0]), []).append(name)
        return days

    def settle(self, names: Iterable[str]) -> None:
        """Remove notes of `touched` that a pull has taken into account."""
        for name in names:
            path = self._lake.path(_ROOT, "touched", name)
            if self._lake.exists(path):
                self._lake.fs.rm(path)

    def _file_path(self, key: str, name: str) -> str:
        return self._lake.path(_ROOT, f"file={key}", name)

    def _rows_path(self, key: str, day: date, name: str) -> str:
        return posixpath.join(self._file_path(key, f"day={day.isoformat()}"), f"{name}.parquet")

    def _marker_path(self, day: date, file: DayFile) -> str:
        return self._lake.path(_ROOT, "by_day", f"day={day.isoformat()}", f"{file.source}.{file.key}")
