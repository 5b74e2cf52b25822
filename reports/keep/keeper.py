"""Takes over, part by part, what a fresh build would write in the same bytes, and renders the rest."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from reports.keep.digests import digest_code
from reports.keep.record import FILE, KeptPage, KeptUnit, Question, Record, dump_record, read_record
from reports.keep.rows import WeekRows
from reports.keep.tracing import Asked, TracingReader
from warehouse.published import Reader


@dataclass(frozen=True)
class Page:
    """A file below the build; `sentences` counts its rows with a customer's words."""

    path: str
    content: bytes
    sentences: int = 0
    is_report: bool = False


@dataclass(frozen=True)
class Unit:
    """A part that is made as a whole, such as the week of a department.

    Attributes
    ----------
    name : str
        Unique in a build, the same in all builds.
    inputs : str
        Digest (`reports.keep.digests.digest_value`) of everything that `render` is given beside the reader
        and the time.
    render : callable
        Yields its pages from a reader and the time that they shall carry. Whatever else it looks at must be
        code of this package.
    """

    name: str
    inputs: str
    render: Callable[[Reader, datetime], Iterable[Page]]


class Keeper:
    """Writes the parts of one build.

    A part is taken over from the build before where the code is the same, it is given the same, and every
    question that it asked of the published copy has the same answer: then it would do the same again. In any
    doubt it is rendered.

    Parameters
    ----------
    reader : Reader
        The published copy.
    out : Path
        Folder of the new build.
    previous : Path or None
        Folder of the build before; None = render everything.
    made_at : datetime
        Time that rendered pages carry; pages that are taken over keep theirs.

    Attributes
    ----------
    kept : set of str
        Paths of the pages that were taken over.
    """

    def __init__(self, reader: Reader, out: Path, previous: Path | None, *, made_at: datetime) -> None:
        self._reader = reader
        self._out = out
        self._previous = previous
        self._made_at = made_at
        self._record = read_record(previous) if previous else None
        if self._record is not None and self._record.code != digest_code():
            self._record = None
        self._asked = Asked(_questions(self._record) if self._record else {})
        self._units: dict[str, KeptUnit] = {}
        self.kept: set[str] = set()

    def write(self, unit: Unit, rows: WeekRows) -> KeptUnit:
        """Write a part, and return what is known of its pages."""
        known = self._record.units.get(unit.name) if self._record else None
        is_kept = (
            known is not None
            and self._previous is not None
            and known.inputs == unit.inputs
            and self._answers_hold(known.answers, rows)
            and self._take_over(self._previous, known)
        )
        written = known if is_kept and known is not None else self._render(unit, rows)
        self._units[unit.name] = written
        if is_kept:
            self.kept.update(written.pages)
        return written

    def finish(self) -> None:
        """Write the record that the next build goes by."""
        used = {name for unit in self._units.values() for name in unit.answers}
        asked = {
            name: (sql, values)
            for name, (sql, values) in sorted(self._asked.questions.items())
            if name in used and _can_be_asked_again(values)
        }
        queries = sorted({sql for sql, _ in asked.values()})
        questions = {name: _question(queries.index(sql), values) for name, (sql, values) in asked.items()}
        record = Record(digest_code(), dict(sorted(self._units.items())), tuple(queries), questions)
        (self._out / FILE).write_bytes(dump_record(record))

    def _answers_hold(self, answers: Mapping[str, str], rows: WeekRows) -> bool:
        for name, digest in answers.items():
            if name.startswith("rows "):
                found = rows.digest(name.removeprefix("rows "))
            elif name in self._asked.questions:
                found = self._asked.answer(name, self._reader)
            else:
                return False
            if found != digest:
                return False
        return True

    def _take_over(self, previous: Path, known: KeptUnit) -> bool:
        """Link the pages in; say no where one is gone or is not what was written."""
        for path, page in known.pages.items():
            try:
                content = (previous / path).read_bytes()
            except OSError:
                return False
            if hashlib.sha256(content).hexdigest() != page.digest:
                return False
        for path in known.pages:
            target = self._out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(previous / path, target)
            except OSError:  # another file system, or one without hard links
                shutil.copyfile(previous / path, target)
        return True

    def _render(self, unit: Unit, rows: WeekRows) -> KeptUnit:
        tracing = TracingReader(self._reader, rows, self._asked)
        pages: dict[str, KeptPage] = {}
        for page in unit.render(tracing, self._made_at):
            target = self._out / page.path
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:  # never into a file that an earlier build shares
                file.write(page.content)
            digest = hashlib.sha256(page.content).hexdigest()
            pages[page.path] = KeptPage(digest, len(page.content), page.sentences, page.is_report)
        return KeptUnit(self._made_at, unit.inputs, tracing.answers, pages)


def _can_be_asked_again(values: Mapping[str, object]) -> bool:
    return all(value is None or type(value) in (str, int, float, bool, date) for value in values.values())


def _question(sql: int, values: Mapping[str, object]) -> Question:
    days = {name: value for name, value in values.items() if isinstance(value, date)}
    plain: dict[str, Any] = {name: value for name, value in values.items() if name not in days}
    return Question(sql, plain, days)


def _questions(record: Record) -> dict[str, tuple[str, dict[str, object]]]:
    return {
        name: (record.queries[each.sql], {**each.values, **each.days})
        for name, each in record.questions.items()
    }
