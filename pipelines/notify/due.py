"""Which messages are due: one a department and published day, after the reports stand."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from pipelines.errors import ConfigError
from pipelines.notify.message import Message, subject_of, write_lines
from pipelines.publication import publication_state
from pipelines.settings import Settings
from pipelines.writing import write_private
from reports.keys import DayKey
from reports.model import build_weekly, load_site, load_week
from reports.model.context import SiteContext
from reports.model.signals import load_signals
from reports.model.weekly import Department
from reports.site import read_current
from reports.site_facts import FILE, SiteFacts, load_facts
from warehouse.published import Reader, newest, open_published


def due_messages(settings: Settings) -> list[Message]:
    """Return the messages that were not sent yet, in the order of departments.yaml.

    Raises
    ------
    ConfigError
        koe.yaml names a department that departments.yaml lacks.
    """
    wanted = settings.general.notify.departments
    known = {item.id for item in settings.departments.departments}
    strange = sorted(set(wanted) - known)
    if strange:
        there = ", ".join(sorted(known))
        message = f"koe.yaml: notify: departments.yaml has no {', '.join(strange)}; it has {there}"
        raise ConfigError(message)
    copy, facts = newest(settings.warehouse_dir), _read_facts(settings)
    if not wanted or copy is None or facts is None:
        return []
    withdrawn = publication_state(settings).withdrawn
    with open_published(copy) as reader:
        site = load_site(reader, least_cases=settings.general.min_cell_cases)
        found = [
            _message(reader, site, department, facts, settings)
            for department in site.departments
            if department.department in wanted and department.department not in withdrawn
        ]
    sent = _read_sent(settings)
    return [
        item for item in found if item is not None and sent.get(item.department, "") < item.day.isoformat()
    ]


def tell_departments(settings: Settings, deliver: Callable[[Message], None]) -> list[str]:
    """Send what is due by `deliver`, one message after the other, and return the departments that were told.

    What `deliver` raises ends it there; the rest, and nothing else, is sent when it is called again.
    """
    told = []
    for message in due_messages(settings):
        deliver(message)
        mark_sent(message, settings)
        told.append(message.department)
    return told


def mark_sent(message: Message, settings: Settings) -> None:
    """Note that a message went out, so that building again sends nothing twice."""
    sent = _read_sent(settings) | {message.department: message.day.isoformat()}
    write_private(_path(settings), json.dumps(sent, indent=1, sort_keys=True) + "\n")


def _message(
    reader: Reader, site: SiteContext, department: Department, facts: SiteFacts, settings: Settings
) -> Message | None:
    day, week = site.newest_day, facts.index.week
    if day is None or week is None or department.department is None:
        return None
    channel = settings.general.notify.departments[department.department]
    base = settings.general.notify.portal_url.rstrip("/")
    is_week_over = day == week.sunday
    signals = load_signals(reader, newest_day=day)
    report = build_weekly(
        reader, site, load_week(reader, site, week), department, made_at=facts.index.made_at, signals=signals
    )
    daily = next((line for line in facts.index.days if line.department == department), None)
    lines = write_lines(
        report,
        daily if daily is not None and daily.day.day == day else None,
        is_week_over=is_week_over,
        link=f"{base}/current/{department.folder}/{week}/index.html" if base else "",
    )
    subject = subject_of(department.name, DayKey(day), is_week_over=is_week_over)
    return (
        Message(department.department, day, subject, lines, channel.mail, channel.webhook) if lines else None
    )


def _read_facts(settings: Settings) -> SiteFacts | None:
    build = read_current(settings.site_dir)
    path = settings.site_dir / (build or "") / FILE
    return load_facts(path.read_bytes()) if build and path.exists() else None


def _read_sent(settings: Settings) -> dict[str, str]:
    """Return department → newest day that was told; a damaged file counts as none, and is written anew."""
    try:
        found = json.loads(_path(settings).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {str(name): str(date.fromisoformat(day)) for name, day in found.items()}


def _path(settings: Settings) -> Path:
    return settings.home / "nights" / "notified.json"
