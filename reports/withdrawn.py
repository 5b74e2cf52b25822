"""A department whose pages are taken off: a plain page in their place, in every kept build."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock

from reports.model.paths import name_folder
from reports.model.weekly import Department
from reports.render import html
from reports.site import LOCK_SECONDS, list_builds, read_current


@dataclass(frozen=True)
class Withdrawal:
    """Since when a department's pages are off, and the reason that readers are told (maybe empty)."""

    since: datetime
    why: str


def withdrawn_pages(department: Department, weeks: Iterable[str], withdrawal: Withdrawal) -> dict[str, str]:
    """Return path → page of all that is left of a department; old addresses lead to the same words."""
    folder = department.folder
    pages = {f"{folder}/index.html": html.render_withdrawn(department, withdrawal, top="../")}
    week_page = html.render_withdrawn(department, withdrawal, top="../../")
    return pages | {f"{folder}/{week}/index.html": week_page for week in weeks}


def withdraw_from_kept(site_dir: Path, department: str, name: str, withdrawal: Withdrawal) -> list[str]:
    """Put the plain page in place of a department's folder in every kept build but the current; name these.

    Raises
    ------
    OSError
        The disk refuses; what was not reached keeps its pages, so the order must be given again.
    """
    owner = Department(department, name, name_folder(department))
    changed = []
    with FileLock(site_dir / ".lock", timeout=LOCK_SECONDS):
        for build in list_builds(site_dir):
            old = site_dir / build / owner.folder
            if build == read_current(site_dir) or not old.is_dir():
                continue
            weeks = [entry.name for entry in old.iterdir() if entry.is_dir()]
            beside = Path(tempfile.mkdtemp(prefix=".tmp-withdrawn-", dir=site_dir))
            for path, page in withdrawn_pages(owner, weeks, withdrawal).items():
                target = beside / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(page, encoding="utf-8")
            old.rename(beside / "old")
            (beside / owner.folder).rename(old)
            shutil.rmtree(beside)
            changed.append(build)
    return changed
