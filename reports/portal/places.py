"""What the portal reads and writes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.portal.access_log import AccessLog
from reports.portal.desk import Desk


@dataclass(frozen=True)
class PortalPlaces:
    """What the portal reads and writes.

    Attributes
    ----------
    site_dir : Path
        Holds the builds and `current`.
    access_log : AccessLog
        Where openings are written down.
    via : str
        How people come in, for the log: ``airflow`` or ``serve``.
    clock : callable
        Returns an aware time.
    desk : Desk, optional
        Where edits go; without one the portal only shows the site.
    """

    site_dir: Path
    access_log: AccessLog
    via: str
    clock: Callable[[], datetime]
    desk: Desk | None = None
