"""Plants a day's fictitious contacts in the received layer, through the same masking as real rows."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from pipelines.canary.contacts import CanaryContact, make_contacts
from pipelines.config.sources_file import SourceSettings
from pipelines.receive.facts import DayCount, FileFacts
from pipelines.receive.intake import Intake
from pipelines.receive.layer import DayFile, hash_ids
from pipelines.receive.masked_rows import DayRows, RowMasker, rows_schema
from pipelines.receive.quarantine import quarantine_table
from pipelines.sources.mapping import Draft
from pipelines.sources.problems import Problem
from warehouse.contract import CHANNELS, core

EXCLUDED: Final = "canary"
"""Their ``excluded_reason``, and the status of their receipt."""

FILE_NAME: Final = "(canary)"
"""Stands where the name of a delivered file would; the SQL of checks and published views knows it."""

_FIRST_HOUR: Final = 9


def plant_day(day: date, intake: Intake, count: int) -> None:
    """Put `count` fictitious contacts of a day beside what its sources delivered; none when `count` is 0.

    They are dealt to the contact sources in turn, and planted anew only where masking or generator changed.
    """
    sources = {name: s for name, s in intake.sources.sources.items() if s.table == core.CONTACTS.name}
    names = sorted(sources)
    owners = [names[number % len(names)] for number in range(count)] if names else []
    contacts = make_contacts(day, [_channel(sources[name]) for name in owners])
    for name in names:
        own = [contact for contact, owner in zip(contacts, owners, strict=True) if owner == name]
        _Planter(name, day, intake).plant(own)


def is_planted(day: date, file: DayFile) -> bool:
    """Return whether a received file of a day is the one that holds the planted contacts."""
    return file == _file_of(file.source, day)


def _file_of(source: str, day: date) -> DayFile:
    return DayFile(source, _hash("canary", source, day.isoformat()))


class _Planter:
    """Plants the contacts of one source and day."""

    def __init__(self, source: str, day: date, intake: Intake) -> None:
        self._source = source
        self._day = day
        self._intake = intake
        self._layer = intake.layer
        self._file = _file_of(source, day)
        self._masker = RowMasker(source, intake.masker, intake.keys)

    def plant(self, contacts: Sequence[CanaryContact]) -> None:
        """Write the contacts where the files of the day lie, unless they are there as they should be."""
        is_marked = self._file in self._layer.day_files(self._day)
        if not contacts:
            if is_marked:
                self._layer.unmark_day(self._day, self._file)
                self._layer.forget_rows(self._file.key, self._day)
            return
        made_from = repr(contacts)
        reading = _hash(self._intake.readings[self._source], made_from)
        known = self._layer.read_facts(self._file.key)
        if known is None or known.reading != reading or not is_marked:
            self._write(contacts, reading, _hash(made_from))

    def _write(self, contacts: Sequence[CanaryContact], reading: str, file_hash: str) -> None:
        layer, key, day = self._layer, self._file.key, self._day
        rows = DayRows()
        for row, contact in enumerate(contacts, start=1):
            rows.add(day, self._masker.contact_row(self._draft(row, contact)))
        problems = _problems(contacts, first_row=len(contacts) + 1)
        facts = FileFacts(
            key=key,
            source=self._source,
            table=core.CONTACTS.name,
            path=FILE_NAME,
            file_hash=file_hash,
            nominal_day=None,  # it must not stand in for a file that has not come
            delivered_at=self._morning(0),
            size=0,
            encoding=None,
            status=EXCLUDED,
            reading=reading,
            days={day: DayCount(len(contacts) + len(problems), len(problems), len(contacts))},
            warnings={},
        )
        same = {
            "source": self._source,
            "source_file": FILE_NAME,
            "delivered_at": facts.delivered_at,
            "version": 1,
        }
        refused = quarantine_table(
            problems, self._masker, source=self._source, path=FILE_NAME, file_hash=file_hash
        )
        layer.write_rows(key, day, core.CONTACTS.name, rows.table(day, rows_schema(core.CONTACTS), same))
        layer.write_rows(key, day, core.QUARANTINE.name, refused)
        layer.mark_day(day, self._file, hash_ids(rows.column(day, "contact_id")))
        layer.write_facts(facts)

    def _draft(self, row: int, contact: CanaryContact) -> Draft:
        return Draft(
            row=row,
            row_count=1,
            day=self._day,
            native_id=f"canary-{self._day:%Y%m%d}-{contact.number:03}",
            values={
                "channel": contact.channel,
                "started_at": self._morning(contact.number),
                "customer": f"canary {self._day.isoformat()} {contact.number}",
                "source_case_id": contact.case_number,
            },
            turns=list(contact.turns),
            attributes={"note": contact.note},
            excluded_reason=EXCLUDED,
        )

    def _morning(self, minutes: int) -> datetime:
        start = datetime.combine(self._day, time(_FIRST_HOUR), self._intake.sources.zone)
        return (start + timedelta(minutes=minutes)).astimezone(UTC)


def _problems(contacts: Sequence[CanaryContact], *, first_row: int) -> list[Problem]:
    """Return rows that a centre's file could have had: a number where the date should be."""
    values = (value for contact in contacts for value in contact.refused)
    return [
        Problem(row, "bad_date", "the date cannot be read", value)
        for row, value in enumerate(values, start=first_row)
    ]


def _channel(source: SourceSettings) -> str:
    """Return a channel that the source fills: its constant, or the first that it names."""
    spec = source.columns["channel"]
    named = (spec.value, spec.default, *spec.values.values())
    return next((name for name in named if name in CHANNELS), CHANNELS[0])


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
