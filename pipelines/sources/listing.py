"""The files that a source holds for some days, on a local disk or any fsspec storage."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import fsspec

from pipelines.config.path_pattern import DAY_PART, day_in, path_of_day, pattern_regex
from pipelines.config.sources_file import SourceSettings
from pipelines.errors import SourceError

_WILDCARDS: Final = re.compile(r"(?:\[\^/\]\*?|\.\*)+")


@dataclass(frozen=True)
class SourceFile:
    """One delivered file.

    Attributes
    ----------
    source : str
        Name of the source.
    url : str
        Where it is, for fsspec.
    relative_path : str
        Path below the fixed folder of the pattern; **not masked**.
    nominal_day : date or None
        Day that its name stands for.
    size : int
        Bytes.
    modified_at : datetime
        Delivery time, UTC.
    free_parts : tuple of (start, end)
        Places in `relative_path` that wildcards matched; empty matches are left out.
    """

    source: str
    url: str
    relative_path: str
    nominal_day: date | None
    size: int
    modified_at: datetime
    free_parts: tuple[tuple[int, int], ...] = ()


def list_files(name: str, source: SourceSettings, days: Sequence[date] | None = None) -> list[SourceFile]:
    """Return the files of a source, sorted by path.

    Parameters
    ----------
    name : str
        Name of the source.
    source : SourceSettings
        Its settings, with the variables of the path put in.
    days : sequence of date, optional
        Only files named after one of these; undated files are always listed. Default: all.

    Raises
    ------
    SourceError
        The storage cannot be listed (a folder that does not exist is an empty one).
    """
    try:
        fs, pattern = fsspec.core.url_to_fs(source.path)
        pattern = str(pattern)
        found: dict[str, Mapping[str, Any]] = {}
        for one in _patterns(pattern, days if source.is_daily else None):
            found.update(_find(fs, one))
        return sorted(_described(name, fs, pattern, found, days), key=lambda file: file.relative_path)
    except (OSError, ImportError, ValueError) as error:
        message = f"source {name}: its files cannot be listed ({type(error).__name__}); check path and access"
        raise SourceError(message) from error


def _patterns(pattern: str, days: Sequence[date] | None) -> list[str]:
    return [pattern] if days is None else [path_of_day(pattern, day) for day in days]


def _find(fs: Any, pattern: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield path and facts of the files that match; asks for one file only where no wildcard is left."""
    fs.invalidate_cache()
    folder = _fixed_folder(pattern)
    rest = pattern[len(folder) :]
    try:
        if not re.search(r"[*?{]", pattern):
            infos = {pattern: fs.info(pattern)}
        else:
            depth = None if "**" in rest else rest.count("/") + (0 if rest.startswith("/") else 1)
            infos = fs.find(folder or "/", maxdepth=depth, detail=True)
    except FileNotFoundError:
        return
    regex = pattern_regex(pattern)
    for path, info in infos.items():
        if info.get("type") != "directory" and regex.fullmatch(str(path)):
            yield str(path), info


def _described(
    name: str, fs: Any, pattern: str, found: Mapping[str, Mapping[str, Any]], days: Sequence[date] | None
) -> Iterator[SourceFile]:
    regex = pattern_regex(pattern)
    folder = _fixed_folder(pattern)
    daily = DAY_PART.search(pattern) is not None
    for path, info in found.items():
        match = regex.fullmatch(path)
        day = day_in(pattern, match) if daily and match else None
        if match is None or (daily and day is None) or (day and days is not None and day not in days):
            continue
        relative_path = path[len(folder) :].lstrip("/")
        yield SourceFile(
            source=name,
            url=str(fs.unstrip_protocol(path)),
            relative_path=relative_path,
            nominal_day=day,
            size=int(info.get("size") or 0),
            modified_at=_modified_at(name, fs, path, info),
            free_parts=_free_parts(pattern, path, len(path) - len(relative_path)),
        )


def _free_parts(pattern: str, path: str, offset: int) -> tuple[tuple[int, int], ...]:
    # Literal brackets, dots and stars are escaped in the regex, so these can only be wildcards.
    grouped = _WILDCARDS.sub(r"(\g<0>)", pattern_regex(pattern).pattern)
    match = re.fullmatch(grouped, path)
    if match is None:
        return ()
    days = set(match.re.groupindex.values())
    spans = (match.span(n) for n in range(1, match.re.groups + 1) if n not in days)
    return tuple((start - offset, end - offset) for start, end in spans if start < end)


def _fixed_folder(pattern: str) -> str:
    wildcard = re.search(r"[*?{]", pattern)
    return posixpath.dirname(pattern[: wildcard.start()] if wildcard else pattern)


def _modified_at(name: str, fs: Any, path: str, info: Mapping[str, Any]) -> datetime:
    for key in ("mtime", "LastModified", "last_modified", "modified", "updated", "created"):
        value = info.get(key)
        if isinstance(value, (int, float)):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, datetime):
            return value if value.tzinfo else value.replace(tzinfo=UTC)
    try:
        return _aware(fs.modified(path))
    except NotImplementedError:
        message = f"source {name}: this storage tells no modification times; copy the files to another"
        raise SourceError(message) from None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
