"""What is known about a received file; stands in its ``file.json``."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class DayCount:
    """Rows of a file that belong to one day; `rows` = rows in contacts + `quarantined`."""

    rows: int
    quarantined: int
    contacts: int


@dataclass(frozen=True)
class FileFacts:
    """A received file.

    Attributes
    ----------
    key : str
        Name of its folder: SHA-256 over source, path and bytes: equal bytes under two names stay two files.
    source, table : str
        Source, and table of the contract that it fills.
    path : str
        Below the source's fixed folder, masked.
    file_hash : str
        SHA-256 of the delivered bytes.
    nominal_day : date or None
        Day that its name stands for.
    delivered_at : datetime
        Delivery time, UTC; the first one when the same file is delivered again, unless it is put back in
        place of another one of its name.
    size : int
        Bytes as delivered.
    encoding : str or None
        Encoding found.
    status : str
        ``received``, ``empty`` or ``broken``.
    reading : str
        Fingerprint of everything that decides how the bytes were read and masked.
    days : dict
        Contact day to its counts.
    warnings : dict
        Column to the number of cells that became null because they cannot be read; ``absent:…`` = not seen.
    """

    key: str
    source: str
    table: str
    path: str
    file_hash: str
    nominal_day: date | None
    delivered_at: datetime
    size: int
    encoding: str | None
    status: str
    reading: str
    days: Mapping[date, DayCount]
    warnings: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """Return the content of ``file.json``."""
        days = {day.isoformat(): asdict(count) for day, count in sorted(self.days.items())}
        return {
            **self.__dict__,
            "nominal_day": self.nominal_day.isoformat() if self.nominal_day else None,
            "delivered_at": self.delivered_at.isoformat(),
            "days": days,
            "warnings": dict(self.warnings),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "FileFacts":
        """Read the content of ``file.json``."""
        nominal = content["nominal_day"]
        days = {date.fromisoformat(day): DayCount(**count) for day, count in content["days"].items()}
        read = {
            **content,
            "nominal_day": date.fromisoformat(nominal) if nominal else None,
            "delivered_at": datetime.fromisoformat(content["delivered_at"]),
            "days": days,
        }
        return cls(**read)
