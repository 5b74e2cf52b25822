"""What ``koe verify`` found, kept under ``KOE_HOME/verify``: one file a day, the newest outcome."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.settings import Settings
from pipelines.writing import write_private
from warehouse.contract.business import VERIFICATIONS

FORMAT = 1


def write_state(settings: Settings, day: date, outcome: Mapping[str, Any], *, now: datetime) -> None:
    """Keep the outcome of a day's verification in place of an earlier one."""
    moment = now.astimezone(UTC).isoformat(timespec="seconds")
    body = {"format": FORMAT, "day": day.isoformat(), "verified_at": moment, **outcome}
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_private(settings.home / "verify" / f"day={day.isoformat()}.json", text)


def read_states(settings: Settings) -> list[dict[str, Any]]:
    """Return the newest outcome of each verified day, in order of days; a broken file is left out."""
    return [state for path in sorted((settings.home / "verify").glob("day=*.json")) if (state := _read(path))]


def verification_rows(settings: Settings) -> pa.Table:
    """Return rows of ``core.verifications``."""
    rows = [
        {
            "day": date.fromisoformat(state["day"]),
            "verified_at": datetime.fromisoformat(state["verified_at"]),
            "verdict": state["verdict"],
            "row_count": state["rows"],
        }
        for state in read_states(settings)
    ]
    return pa.Table.from_pylist(rows, schema=VERIFICATIONS.arrow_schema())


def _read(path: Path) -> dict[str, Any]:
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:  # whoever verifies the day again replaces it
        return {}
    return state if isinstance(state, dict) and state.get("format") == FORMAT else {}
