"""A small installation: one folder of delivered files, a lake, and a masker that knows two patterns."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.config import SourcesFile
from pipelines.pseudonyms import Pseudonymizer
from pipelines.receive import Intake
from pipelines.receive import day as received_day
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.lake import Lake

DAY = date(2026, 11, 21)
PERSONAL = re.compile(r"0\d{1,3}-?\d{2,4}-?\d{4}|[一-鿿]{1,4}(?=様)")

PHONE = {
    "path": "phone/{day}.csv",
    "columns": {
        "contact_id": "番号",
        "started_at": "日時",
        "channel": {"value": "phone"},
        "customer": "顧客",
        "queue": "窓口",
        "csat": "満足度",
    },
    "attributes": {"store": "店舗"},
    "text": ["本文", {"column": "メモ", "speaker": "memo"}],
    "exclude": [{"column": "種別", "equals": "留守電", "reason": "voicemail"}],
}
HEADER = "番号,日時,顧客,窓口,満足度,店舗,本文,メモ,種別"


@dataclass(frozen=True)
class FakeMasked:
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass
class FakeMasker:
    """Masks phone numbers and names before 様."""

    fingerprint: str = "fake-1"
    calls: int = 0

    def mask_contact(self, texts: Any) -> list[FakeMasked]:
        self.calls += 1
        return [
            FakeMasked(PERSONAL.sub("［秘］", text), tuple(m.span() for m in PERSONAL.finditer(text)))
            for text in texts
        ]


@dataclass
class Center:
    """A contact centre under test."""

    folder: Path
    masker: FakeMasker = field(default_factory=FakeMasker)
    sources: dict[str, Any] = field(default_factory=lambda: {"phone": dict(PHONE)})
    late_days: int = 3
    header: str = HEADER
    limits: dict[str, int] = field(default_factory=dict)
    has_run: Callable[[date], bool] = lambda _: False

    @property
    def intake(self) -> Intake:
        sources = SourcesFile.model_validate({"sources": self.sources})
        placed = {
            name: source.model_copy(update={"path": str(self.folder / "in" / source.path)})
            for name, source in sources.sources.items()
        }
        intake = Intake(
            sources=sources.model_copy(update={"sources": placed}),
            lake=Lake(str(self.folder / "lake")),
            masker=self.masker,
            keys=Pseudonymizer(bytes(32)),
            late_days=self.late_days,
            attempt="test",
        )
        return replace(intake, limits=replace(intake.limits, **self.limits))

    def deliver(self, name: str, content: str | bytes, day: date = DAY, hours: int = 26) -> Path:
        """Put a file there; delivered at 02:00 JST after `day` unless `hours` says otherwise."""
        path = self.folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours - 9)
        os.utime(path, (moment.timestamp(), moment.timestamp()))
        return path

    def deliver_rows(self, *rows: str, day: date = DAY, hours: int = 26) -> Path:
        """Put the phone source's file of a day there."""
        return self.deliver(f"phone/{day}.csv", "\n".join([self.header, *rows, ""]), day, hours)

    def receive(self, day: date = DAY) -> frozenset[date]:
        touched: set[date] = set()
        for name in self.sources:
            touched |= received_day.receive_source(name, day, self.intake)
        return frozenset(touched)

    def pull(self, day: date = DAY) -> received_day.PullResult:
        return received_day.pull_day(day, self.intake, has_run=self.has_run)

    def run(self, day: date = DAY) -> received_day.PullResult:
        self.receive(day)
        return self.pull(day)

    def contacts(self, day: date = DAY) -> dict[str, dict[str, Any]]:
        rows = self.intake.lake.read_day(LAKE_CONTACTS, day).to_pylist()
        return {row["contact_id"]: row for row in rows}

    def receipts(self, day: date = DAY) -> list[dict[str, Any]]:
        return self.intake.lake.read_day(core.RECEIPTS, day).to_pylist()

    def quarantine(self, day: date = DAY) -> list[tuple[int, str]]:
        rows = self.intake.lake.read_day(core.QUARANTINE, day).to_pylist()
        return [(row["source_row"], row["reason"]) for row in rows]

    def details(self, day: date = DAY) -> list[str]:
        return self.intake.lake.read_day(core.QUARANTINE, day).column("detail").to_pylist()

    def change(self, **settings: Any) -> None:
        """Change settings of the phone source."""
        self.sources["phone"] = {**self.sources["phone"], **settings}

    def stored_text(self) -> str:
        """Return everything below the lake as text, Parquet decoded, names of files included."""
        import pyarrow.parquet as pq

        parts = []
        for path in sorted((self.folder / "lake").rglob("*")):
            parts.append(str(path.relative_to(self.folder)))
            if path.suffix == ".parquet":
                parts.append(str(pq.ParquetFile(path).read().to_pylist()))
            elif path.is_file():
                parts.append(path.read_bytes().decode("utf-8", "replace"))
        return "\n".join(parts)


def make_row(
    number: int | str = 1, moment: str = "2026-11-21 10:00", text: str = "漏れます", **cells: str
) -> str:
    values = {"番号": str(number), "日時": moment, "本文": text, **cells}
    return ",".join(f'"{values.get(name, "")}"' for name in HEADER.split(","))


@pytest.fixture
def center(tmp_path: Path) -> Center:
    return Center(tmp_path)


@pytest.fixture
def make_center(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Center]:
    return lambda: Center(tmp_path_factory.mktemp("center"))


@pytest.fixture
def row() -> Callable[..., str]:
    return make_row
