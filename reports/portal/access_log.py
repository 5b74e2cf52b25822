"""The access log: who opened which page with customers' words, one JSON line an opening, never any text."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reports.model.labels import JST
from reports.portal.errors import AccessLogError

MODE, FOLDER_MODE = 0o600, 0o700


@dataclass(frozen=True)
class Opening:
    """One opening.

    Attributes
    ----------
    at : datetime
        Aware time.
    by : str
        User name.
    via : str
        How: ``airflow``, ``serve`` or ``export``.
    folder : str
        Folder of the department in the site; "" for a page of the whole company.
    build, page : str
        Build of the site, and address below the folder: ``2026-W47/T000012.html``.
    kind : str
        ``report``, ``sentences``, ``file`` or ``export``.
    rows : int or None
        Rows with customers' words that left with an export.
    """

    at: datetime
    by: str
    via: str
    folder: str
    build: str
    page: str
    kind: str
    rows: int | None = None


@dataclass(frozen=True, order=True)
class OpeningCount:
    """How often pages of one kind were opened on a day, and by how many people; never by whom."""

    day: date
    folder: str
    kind: str
    opened: int
    people: int


class AccessLog:
    """Folder of monthly files ``2026-11.jsonl``, mode 0600, that are only ever added to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def append(self, opening: Opening) -> None:
        """Write one opening as one line by one system call, so that processes side by side never mix lines.

        Raises
        ------
        AccessLogError
            It cannot be written; the page must then not be shown.
        """
        line = (json.dumps(_to_json(opening), ensure_ascii=True, sort_keys=True) + "\n").encode("ascii")
        path = self.folder / f"{opening.at.astimezone(JST):%Y-%m}.jsonl"
        try:
            self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(path, flags, MODE)
            try:
                written = os.write(descriptor, line)
            finally:
                os.close(descriptor)
        except OSError as error:
            message = (
                f"{path}: {error.strerror}; nothing is opened without its line there: free space or rights"
            )
            raise AccessLogError(message) from error
        if written != len(line):
            message = f"{path}: the disk took only a part of the line; free space, then open the page again"
            raise AccessLogError(message)

    def openings(self, first: date, last: date) -> Iterator[Opening]:
        """Yield the openings from day `first` to `last` (in Japan); broken lines are skipped."""
        for path in sorted(self.folder.glob("*.jsonl")):
            if f"{first:%Y-%m}" <= path.stem <= f"{last:%Y-%m}":
                with path.open(encoding="utf-8", errors="replace") as lines:
                    found = (_from_json(line) for line in lines)
                    yield from (each for each in found if each and first <= _day(each) <= last)

    def counts(self, first: date, last: date) -> list[OpeningCount]:
        """Return how often each department's pages were opened, day by day, without names."""
        opened: Counter[tuple[date, str, str]] = Counter()
        people: dict[tuple[date, str, str], set[str]] = {}
        for each in self.openings(first, last):
            key = (_day(each), each.folder, each.kind)
            opened[key] += 1
            people.setdefault(key, set()).add(each.by)
        return sorted(OpeningCount(*key, opened[key], len(people[key])) for key in opened)


def _day(opening: Opening) -> date:
    return opening.at.astimezone(JST).date()


def _to_json(opening: Opening) -> dict[str, Any]:
    body: dict[str, Any] = {
        "at": opening.at.isoformat(timespec="seconds"),
        "by": opening.by,
        "via": opening.via,
        "department": opening.folder,
        "build": opening.build,
        "page": opening.page,
        "kind": opening.kind,
    }
    return body if opening.rows is None else body | {"rows": opening.rows}


def _from_json(line: str) -> Opening | None:
    try:
        body = json.loads(line)
        words = {name: str(body[name]) for name in ("by", "via", "build", "page", "kind")}
        return Opening(
            at=datetime.fromisoformat(body["at"]), folder=body["department"], rows=body.get("rows"), **words
        )
    except (ValueError, KeyError, TypeError):
        return None
