"""One line of a night for those who run it: what readers have, what is missing, who must act."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pipelines.publication import publication_state
from pipelines.settings import Settings
from pipelines.writing import write_private
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.published import newest, open_published

FORMAT = 1
KEPT_NIGHTS = 14
_NOT_COUNTED = frozenset({"canary", "replaced"})
"""Planted contacts; what came whole later."""


@dataclass(frozen=True)
class NightLine:
    """What came of a day's run.

    Attributes
    ----------
    state : str
        ``published`` (公開済), ``kept`` (前日版のまま) or ``held`` (公開は保留中).
    build : str
        The build that readers see, empty where there is none.
    contacts, voices, quarantined : int
        Contacts of the day, its voices, and rows in quarantine.
    missing, broken : tuple of str
        Readers' names of sources that did not come, or could not be read.
    must_act : bool
        Whether somebody must get up, before `deadline`.
    """

    day: date
    state: str
    build: str
    contacts: int
    voices: int
    quarantined: int
    missing: tuple[str, ...]
    broken: tuple[str, ...]
    must_act: bool
    deadline: datetime

    def text(self) -> str:
        """Return the line: ``11/21分 公開済(版000012) 41回・声80文 未着なし 隔離0行 対応不要``."""
        states = {"published": "公開済", "kept": "前日版のまま", "held": "公開は保留中"}
        parts = [
            f"{self.day.month}/{self.day.day}分",
            f"{states[self.state]}({'版' + self.build if self.build else '版なし'})",
            f"{self.contacts:,}回・声{self.voices:,}文",
            f"未着:{'・'.join(self.missing)}" if self.missing else "未着なし",
            *([f"破損:{'・'.join(self.broken)}"] if self.broken else []),
            f"隔離{self.quarantined:,}行",
            self._who_acts(),
        ]
        return " ".join(parts)

    def _who_acts(self) -> str:
        if self.must_act:
            return f"要対応({self.deadline:%-H:%M}まで)"
        return "夜間は対応不要(破損分は日中に再送を依頼)" if self.broken else "対応不要"


def night_line(day: date, settings: Settings) -> NightLine:
    """Return what came of a day's run, from the lake and the copy that readers see; counts and names only."""
    receipts = settings.lake.read_day(
        core.RECEIPTS, day, ["source", "status", "quarantined_rows"]
    ).to_pylist()
    names = {name: source.label or name for name, source in settings.sources.sources.items()}
    copy = newest(settings.warehouse_dir)
    published = _is_published(settings, day)
    held = publication_state(settings).held is not None
    state = "held" if held else "published" if published else "kept"
    zone, by = settings.sources.zone, settings.general.report_by
    return NightLine(
        day=day,
        state=state,
        build=copy.stem.removeprefix("published-") if copy else "",
        contacts=settings.lake.read_day(LAKE_CONTACTS, day, ["contact_id"]).num_rows,
        voices=settings.lake.read_day(core.VOICES, day, ["voice_id"]).num_rows,
        quarantined=sum(row["quarantined_rows"] for row in receipts if row["status"] not in _NOT_COUNTED),
        missing=_named(receipts, names, "missing"),
        broken=_named(receipts, names, "broken"),
        must_act=state == "kept",
        deadline=datetime.combine(day + timedelta(days=1), by, zone),
    )


def record_night(line: NightLine, settings: Settings, *, started_at: datetime, finished_at: datetime) -> None:
    """Keep a night's line and how long it took, under ``KOE_HOME/nights``."""
    body = {
        **asdict(line),
        "format": FORMAT,
        "day": line.day.isoformat(),
        "deadline": line.deadline.isoformat(),
        "text": line.text(),
        "started_at": started_at.astimezone(UTC).isoformat(timespec="seconds"),
        "finished_at": finished_at.astimezone(UTC).isoformat(timespec="seconds"),
        "seconds": round((finished_at - started_at).total_seconds(), 1),
    }
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_private(settings.home / "nights" / f"day={line.day.isoformat()}.json", text)


def read_nights(settings: Settings, count: int = KEPT_NIGHTS) -> list[Mapping[str, Any]]:
    """Return what was kept of the newest nights, oldest first."""
    nights = []
    for path in sorted((settings.home / "nights").glob("day=*.json"))[-count:]:
        try:
            nights.append(json.loads(path.read_text(encoding="utf-8")))
        except ValueError:  # the next run of the day writes it anew
            continue
    return nights


def _is_published(settings: Settings, day: date) -> bool:
    copy = newest(settings.warehouse_dir)
    if copy is None:
        return False
    with open_published(copy) as reader:
        found = reader.query("SELECT day FROM published.days WHERE day = $day", {"day": day})
        return int(found.num_rows) > 0


def _named(receipts: list[dict[str, Any]], names: Mapping[str, str], status: str) -> tuple[str, ...]:
    sources = sorted({row["source"] for row in receipts if row["status"] == status})
    return tuple(names.get(source, source) for source in sources)
