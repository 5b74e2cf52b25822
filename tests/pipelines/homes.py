"""Small demo homes for tests."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines.settings import Settings, load_settings
from samples.company import make_demo

END = date(2026, 11, 21)
CANARIES = 6
NOW = datetime(2026, 11, 21, 20, tzinfo=UTC)


def make_home(folder: Path, *, days: int, contacts_per_day: int, canaries: int | None = None) -> Settings:
    """Make a demo company in a folder; homes of one parent folder share their key."""
    home = folder / "home"
    make_demo(home, days=days, contacts_per_day=contacts_per_day, end=END, seed=7)
    if canaries is not None:
        set_canaries(home / "config", canaries)
    return load_settings(None, {"KOE_HOME": str(home), "KOE_KEY_FILE": str(folder.parent / "key")})


def set_canaries(config: Path, count: int) -> None:
    """Have so many contacts planted a day; whatever else is configured stays."""
    file = config / "koe.yaml"
    lines = [
        line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("canaries")
    ]
    file.write_text("\n".join([*lines, f"canaries: {count}", ""]), encoding="utf-8")


def last_days(count: int) -> list[date]:
    """Return the last days of the demo, oldest first."""
    return [END - timedelta(days=offset) for offset in reversed(range(count))]
