"""A delivered file is read and masked once; what it held is kept by contact day."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import fsspec

from pipelines.config.sources_file import SourceSettings
from pipelines.errors import SourceError
from pipelines.receive.facts import DayCount, FileFacts
from pipelines.receive.intake import Intake
from pipelines.receive.layer import DayFile, IdHashes, ReceivedLayer, hash_ids
from pipelines.receive.masked_rows import RowMasker, rows_schema
from pipelines.receive.moved import days_moved_from
from pipelines.receive.quarantine import quarantine_table, whole_file
from pipelines.receive.reading import Reading, read_file
from pipelines.sources.cells import Surroundings
from pipelines.sources.listing import SourceFile
from pipelines.sources.problems import BROKEN_FILE, FileProblemError, Problem


@dataclass(frozen=True)
class ReceivedFile:
    """Outcome of receiving a file.

    Attributes
    ----------
    facts : FileFacts
        What is known about it.
    is_new : bool
        Whether it was read now; else it had been received before, in the same way.
    touched_days : frozenset of date
        Days whose inputs it changed; empty unless `is_new`.
    """

    facts: FileFacts
    is_new: bool
    touched_days: frozenset[date]


def receive_file(file: SourceFile, intake: Intake) -> ReceivedFile:
    """Receive one file unless it was received before with the same reading.

    Raises
    ------
    SourceError
        The file cannot be opened (unreadable content is quarantined instead).
    """
    source = intake.sources.sources[file.source]
    layer, reading = intake.layer, intake.readings[file.source]
    mark = seen_mark(file)
    seen = layer.seen_key(mark)
    known = layer.read_facts(seen) if seen else None
    if known is not None and known.reading == reading:
        return ReceivedFile(known, is_new=False, touched_days=frozenset())
    data = _read_bytes(file)
    file_hash = hashlib.sha256(data).hexdigest()
    key = _key(file, file_hash)
    known = layer.read_facts(key)
    is_back = known is not None and _is_put_back(known, file, layer)
    if known is not None and known.reading == reading and not is_back and not _is_doubted(known, file, layer):
        layer.mark_seen(mark, key)
        return ReceivedFile(known, is_new=False, touched_days=frozenset())
    received = _Receiver(intake, file, source, known, is_back=is_back).receive(data, file_hash, key, reading)
    layer.mark_seen(mark, key)
    return received


def seen_mark(file: SourceFile) -> str:
    """Return a hash of a file's name, size and time; the layer remembers its key by it."""
    return _hash(file.source, file.url, str(file.size), file.modified_at.isoformat())


def file_key(file: SourceFile) -> str:
    """Return the key that a file has, or would have, in the received layer; reads its bytes.

    Raises
    ------
    SourceError
        The file cannot be opened.
    """
    return _key(file, hashlib.sha256(_read_bytes(file)).hexdigest())


class _Receiver:
    """Receives one file; holds what its steps share."""

    def __init__(
        self,
        intake: Intake,
        file: SourceFile,
        source: SourceSettings,
        known: FileFacts | None,
        *,
        is_back: bool,
    ) -> None:
        self._intake = intake
        self._layer = intake.layer
        self._file = file
        self._source = source
        self._known = known
        self._masker = RowMasker(
            file.source, intake.masker, intake.keys, intake.suppression, hints=intake.hints
        )
        # The first delivery counts, as a copy made later must not win over corrections; what was put back
        # in place of a correction was delivered after it.
        first = min(known.delivered_at, file.modified_at) if known else file.modified_at
        delivered_at = file.modified_at if is_back else first
        believed_at = max(known.delivered_at, file.modified_at) if known else file.modified_at
        self._around = Surroundings(intake.sources.zone, file.nominal_day, delivered_at, believed_at)

    def receive(self, data: bytes, file_hash: str, key: str, reading: str) -> ReceivedFile:
        status, content = self._read(data)
        problems = self._problems_by_day(content)
        facts = FileFacts(
            key=key,
            source=self._file.source,
            table=self._source.table,
            path=self._masker.file_name(self._file.relative_path, self._file.free_parts),
            file_hash=file_hash,
            nominal_day=self._file.nominal_day,
            delivered_at=self._around.delivered_at,
            size=len(data),
            encoding=content.encoding,
            status=status,
            reading=reading,
            days=self._count_days(
                content, problems, broken_rows=content.row_count if status == "broken" else 0
            ),
            warnings=dict(sorted(self._around.warnings.items())),
        )
        touched = self._write(facts, content, problems)
        return ReceivedFile(facts, is_new=True, touched_days=frozenset(touched))

    def _read(self, data: bytes) -> tuple[str, Reading]:
        try:
            if len(data) > self._intake.limits.unpacked_bytes:
                limit = self._intake.limits.unpacked_bytes
                raise FileProblemError(BROKEN_FILE, f"has more than {limit} bytes")
            path = self._file.relative_path
            content = read_file(
                data,
                path,
                self._source,
                self._around,
                self._masker,
                self._intake.limits,
                suppression=self._intake.suppression,
            )
        except FileProblemError as error:
            problem = whole_file(error, self._masker)
            return "broken", Reading(problems=[problem], row_count=error.rows, encoding=error.encoding)
        return ("received" if content.row_count else "empty"), content

    @property
    def _fallback(self) -> date:
        return self._around.fallback_day(self._source.day)

    def _problems_by_day(self, content: Reading) -> dict[date, list[Problem]]:
        kept = content.problems and not self._intake.suppression.is_purged(self._fallback)
        return {self._fallback: content.problems} if kept else {}

    def _count_days(
        self, content: Reading, problems: dict[date, list[Problem]], *, broken_rows: int
    ) -> dict[date, DayCount]:
        days = {}
        # The file's own day is always there, so that an empty or broken file has a receipt, too.
        for day in sorted({*content.rows.days, *content.dropped, *problems, *self._own_days(content)}):
            quarantined = broken_rows or sum(1 for problem in problems.get(day, ()) if problem.row)
            name = "row_count" if self._source.table == "contacts" else "source_row"
            used = content.rows.column(day, name)
            rows = sum(used) if name == "row_count" else len(used)
            rows += content.dropped[day] + quarantined
            days[day] = DayCount(rows=rows, quarantined=quarantined, contacts=len(used))
        return days

    def _own_days(self, content: Reading) -> set[date]:
        own = {self._file.nominal_day} if self._file.nominal_day else set()
        if not own and not content.rows.days:
            own = {self._fallback}
        return {day for day in own if not self._intake.suppression.is_purged(day)}

    def _write(self, facts: FileFacts, content: Reading, problems: dict[date, list[Problem]]) -> set[date]:
        layer, old = self._layer, set(self._known.days) if self._known else set()
        if self._known:
            # Until all is written anew the file stays usable, but counts as read in no current way.
            layer.write_facts(replace(self._known, reading=""))
        ids = {day: self._ids(content, day) for day in facts.days}
        touched = {*facts.days, *old, *days_moved_from(layer, facts.source, ids, self._intake.late_days)}
        touched = {day for day in touched if not self._intake.suppression.is_purged(day)}
        layer.touch(touched, facts, "before")
        same = {
            "source": facts.source,
            "source_file": facts.path,
            "delivered_at": facts.delivered_at,
            "version": 1,
        }
        schema = rows_schema(self._source.contract)
        for day in facts.days:
            self._write_or_forget(facts, day, self._source.table, content.rows.table(day, schema, same))
            quarantined = quarantine_table(
                problems.get(day, []),
                self._masker,
                source=facts.source,
                path=facts.path,
                file_hash=facts.file_hash,
            )
            self._write_or_forget(facts, day, "quarantine", quarantined)
            layer.mark_day(day, DayFile(facts.source, facts.key), ids[day])
        for day in old - set(facts.days):
            layer.unmark_day(day, DayFile(facts.source, facts.key))
            layer.forget_rows(facts.key, day)
        layer.write_facts(facts)
        # Once more: a pull at the same time may have settled the first notes without seeing these facts.
        layer.touch(touched, facts, "after")
        return touched

    def _write_or_forget(self, facts: FileFacts, day: date, name: str, rows: Any) -> None:
        if rows.num_rows:
            self._layer.write_rows(facts.key, day, name, rows)
        elif self._known:
            self._layer.forget_rows(facts.key, day, name)

    def _ids(self, content: Reading, day: date) -> IdHashes:
        if self._source.table != "contacts":
            return hash_ids(())
        return hash_ids(content.rows.column(day, "contact_id"))


def _is_put_back(known: FileFacts, file: SourceFile, layer: ReceivedLayer) -> bool:
    """Return whether a file of a day lies there again, after another one had taken its name meanwhile."""
    day = known.nominal_day
    if day is None or file.modified_at <= known.delivered_at:
        return False
    others = (layer.read_facts(item.key) for item in layer.day_files(day) if item.source == known.source)
    return any(
        other is not None
        and other.path == known.path
        and known.delivered_at < other.delivered_at < file.modified_at
        for other in others
    )


def _is_doubted(known: FileFacts, file: SourceFile, layer: ReceivedLayer) -> bool:
    """Return whether rows were refused as dated after the delivery, and the delivery time is later now."""
    if file.modified_at <= known.delivered_at:
        return False
    days = [day for day, count in known.days.items() if count.quarantined]
    held = [layer.read_rows(known.key, day, "quarantine") for day in days]
    return any("future_date" in rows.column("reason").to_pylist() for rows in held if rows)


def _key(file: SourceFile, file_hash: str) -> str:
    return _hash(file.source, file.relative_path, file_hash)


def _read_bytes(file: SourceFile) -> bytes:
    try:
        with fsspec.open(file.url, "rb", expand=False) as stream:
            return bytes(stream.read())
    except OSError as error:
        message = (
            f"source {file.source}: a file of {file.modified_at:%Y-%m-%d %H:%M} UTC cannot be opened "
            f"({type(error).__name__}); check its permissions, then run the day again"
        )
        raise SourceError(message) from error


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
