"""What a failed task leaves for those who run the night: the first error in one line, and an alert's text."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from pipelines.errors import ConfigError
from pipelines.settings import Settings
from pipelines.writing import write_private

_OURS = frozenset({"nlp", "pipelines", "reports", "warehouse"})
SAFE = "タスクをクリア(Clear)して再実行しても安全です"
SETTINGS_FIRST = "設定を直してから、タスクをクリア(Clear)してください"


def first_line(task: str, error: BaseException | None) -> str:
    """Return what failed, where, and whether clearing is safe; of foreign errors only the class.

    Messages of our own errors name thing, place and remedy and hold no customer's words; others' may.
    """
    if error is None:
        return f"{task}: {SAFE}"
    name = type(error).__name__
    is_ours = type(error).__module__.partition(".")[0] in _OURS
    message = f"{name}: {str(error).splitlines()[0]}" if is_ours and str(error) else name
    return f"{task}: {message} — {SETTINGS_FIRST if isinstance(error, ConfigError) else SAFE}"


def note_failure(day: date, task: str, error: BaseException | None, settings: Settings) -> None:
    """Keep a night's first error; what fails behind it adds nothing."""
    path = _path(settings, day)
    if not path.exists():
        write_private(path, json.dumps({"line": first_line(task, error)}, ensure_ascii=False) + "\n")


def forget_failure(day: date, settings: Settings) -> None:
    """Take the note of an earlier failure away, once the day ended well."""
    _path(settings, day).unlink(missing_ok=True)


def failure_text(day: date, settings: Settings) -> str:
    """Return the line of a failed night: 「11/21分 前日版のまま 要対応(8:00まで) load: …」."""
    deadline = datetime.combine(day + timedelta(days=1), settings.general.report_by)
    path = _path(settings, day)
    line = json.loads(path.read_text(encoding="utf-8"))["line"] if path.exists() else SAFE
    return f"{day.month}/{day.day}分 前日版のまま 要対応({deadline:%-H:%M}まで) {line}"


def _path(settings: Settings, day: date) -> Path:
    return settings.home / "nights" / f"failure.day={day.isoformat()}.json"
