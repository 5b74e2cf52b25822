"""The gate before publication: whatever a run wrote is searched, and a hit leaves readers what they have."""

from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from pipelines.canary.days_search import DaysSearch
from pipelines.canary.leaks import find_leaks
from pipelines.canary.search import Hit
from pipelines.canary.sinks import Block, database_blocks, file_blocks, lake_blocks, manifest_blocks
from pipelines.errors import PipelineError
from pipelines.settings import Settings
from warehouse.database import Database, open_database
from warehouse.ddl import quote
from warehouse.lock import warehouse_lock
from warehouse.published import newest, open_published

_MOST_LINES: Final = 12
_WAREHOUSE: Final = "warehouse"
_REMEDY: Final = (
    "nothing was published and readers keep what they have; mend the masking of the types named (a centre "
    "may add rules and staff names of its own), then run the days again with 'koe backfill {first} {last}'"
)


class LeakError(PipelineError):
    """Personal data was found where none may be; `hits` (as text: `found`) say where and of what type."""

    def __init__(self, hits: Sequence[Hit], days: Sequence[date]) -> None:
        shown = _lines(hits)
        if len(shown) > _MOST_LINES:
            shown = [*shown[:_MOST_LINES], f"and {len(shown) - _MOST_LINES} more places"]
        first, last = (min(days), max(days)) if days else ("FROM", "TO")
        self.found = f"personal data was found: {'; '.join(shown)}"
        super().__init__(f"{self.found}; {_REMEDY.format(first=first, last=last)}")
        self.hits = tuple(hits)


def _lines(hits: Sequence[Hit]) -> list[str]:
    """Return a line for each place: what was found there, and how it was written."""
    places: dict[str, dict[str, list[str]]] = {}
    for hit in hits:
        places.setdefault(f"{hit.sink}, {hit.place}", {}).setdefault(hit.type, []).append(hit.form)
    return [
        f"{place}: " + ", ".join(f"{kind} ({', '.join(sorted(set(forms)))})" for kind, forms in kinds.items())
        for place, kinds in places.items()
    ]


def days_to_search(database: Database, shown: Path | None) -> list[date]:
    """Return the days that were made anew since the copy that readers have; the newest one when none was.

    What they hold depends on the night, not on how much was published before.
    """
    here = database.query("SELECT day, input_hash FROM core.days ORDER BY day").to_pylist()
    known: set[tuple[date, str]] = set()
    if shown is not None:
        with open_published(shown) as reader:
            seen = reader.query("SELECT day, input_hash FROM data.days").to_pylist()
        known = {(row["day"], row["input_hash"]) for row in seen}
    fresh = [row["day"] for row in here if (row["day"], row["input_hash"]) not in known]
    return fresh or [row["day"] for row in here[-1:]]


class Gate:
    """Searches what a run wrote for some days; made once for a publication.

    Parameters
    ----------
    days : sequence of date
        Days whose rows differ from what readers have.
    """

    def __init__(self, settings: Settings, days: Sequence[date]) -> None:
        self._settings = settings
        self._days = sorted(days)
        self._search = DaysSearch(self._days, _allowed(settings))

    def check_stored(self, database: Database, *, since: float) -> None:
        """Search lake, manifests, warehouse and logs.

        Parameters
        ----------
        since : float
            Logs that were not written to after this time (seconds since 1970) belong to other runs.

        Raises
        ------
        LeakError
            Something was found.
        """
        self._refuse(_search_stored(self._search, self._settings, database, since=since))

    def check_copy(self, database: Database, catalog: str) -> None:
        """Search a published copy that is attached and that readers do not see yet; LeakError like above."""
        self._refuse(_search_copy(self._search, database, catalog))

    def check_site(self, folder: Path, files: Sequence[Path] | None = None) -> None:
        """Search a built site that readers do not see yet, or some files of it; LeakError like above."""
        paths = _files_in(folder) if files is None else sorted(files)
        self._refuse(self._search.run(file_blocks("site", folder, paths)))

    def _refuse(self, hits: Sequence[Hit]) -> None:
        if hits:
            raise LeakError(hits, self._days)


def search_everything(settings: Settings, days: Sequence[date]) -> tuple[int, list[Hit]]:
    """Search all stored days, or some, with the copy and the site that readers see; return days and hits."""
    folder, shown = settings.warehouse_dir, newest(settings.warehouse_dir)
    with warehouse_lock(folder, purpose="search"), open_database(folder) as database:
        wanted = list(days) or days_to_search(database, None)
        search = DaysSearch(wanted, _allowed(settings))
        hits = _search_stored(search, settings, database, since=0.0)
        if shown is not None:
            database.run(f"ATTACH {quote(str(shown))} AS shown (READ_ONLY)")
            hits += _search_copy(search, database, "shown")
            database.run("DETACH shown")
    site = settings.site_dir / "current"
    if site.exists():
        hits += search.run(file_blocks("site", site, _files_in(site)))
    return len(wanted), hits


def _search_stored(search: DaysSearch, settings: Settings, database: Database, *, since: float) -> list[Hit]:
    """Search lake, manifests and warehouse, and the logs that were written to after `since`."""
    return [
        *search.run_dated(partial(_stored_blocks, settings, database)),
        *search.run(database_blocks(database, None, sink=_WAREHOUSE)),
        *search.run(log_blocks(settings, since)),
    ]


def _stored_blocks(settings: Settings, database: Database, days: Sequence[date]) -> Iterator[Block]:
    """Yield what lake, manifests and warehouse hold for the days."""
    yield from lake_blocks(settings, days)
    yield from manifest_blocks(settings, days)
    yield from database_blocks(database, days, sink=_WAREHOUSE)


def _search_copy(search: DaysSearch, database: Database, catalog: str) -> list[Hit]:
    blocks = partial(database_blocks, database, sink="published copy", catalog=catalog)
    return [*search.run_dated(blocks), *search.run(blocks(None))]


def log_blocks(settings: Settings, since: float) -> list[Block]:
    """Return the logs of our own tasks and runs that were written to after `since`."""
    blocks: list[Block] = []
    for folder in _log_folders(settings):
        files = [path for path in _files_in(folder) if path.stat().st_mtime > since]
        blocks += file_blocks("logs", folder, files)
    return blocks


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _log_folders(settings: Settings) -> list[Path]:
    """Return ``$KOE_HOME/logs`` and, of Airflow's log folder, what belongs to our DAGs."""
    bases = {settings.home / "airflow" / "logs", *_airflow_logs(settings)}
    ours = [folder for base in sorted(bases) if base.is_dir() for folder in sorted(base.glob("dag_id=voc_*"))]
    own = settings.home / "logs"
    return [*([own] if own.is_dir() else []), *ours]


def _airflow_logs(settings: Settings) -> list[Path]:
    named = settings.variables.get("AIRFLOW__LOGGING__BASE_LOG_FOLDER")
    home = settings.variables.get("AIRFLOW_HOME")
    if named or not home:
        return [Path(named)] if named else []
    config = ConfigParser(interpolation=None, strict=False)
    config.read(Path(home) / "airflow.cfg", encoding="utf-8")
    folder = config.get("logging", "base_log_folder", fallback="$AIRFLOW_HOME/logs")
    return [Path(folder.replace("$AIRFLOW_HOME", home).replace("{AIRFLOW_HOME}", home))]


def _allowed(settings: Settings) -> frozenset[str]:
    """Return mail addresses and telephone numbers that the organisation's own configuration names."""
    files = [path for path in settings.config_dir.iterdir() if path.suffix in {".yaml", ".csv"}]
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in files)
    return frozenset(
        value for text in texts for kind, value in find_leaks(text) if kind in ("email", "phone")
    )
