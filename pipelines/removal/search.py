"""The proof: looks into every byte under ``KOE_HOME`` for what was removed."""

import gzip
import html
import io
import json
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.removal.plan import FOLDER
from pipelines.removal.texts import table_strings
from pipelines.settings import Settings
from warehouse.lake import Lake
from warehouse.removal import stored_tables

_DUCKDB: Final = b"DUCK"
_DUCKDB_AT: Final = slice(8, 12)
_WILD = re.compile(r"[{*?\[]")
_NOT_OURS: Final = ("demo",)


@dataclass(frozen=True)
class Needles:
    """What to look for: ids as whole words, and texts in any of the ways files write them."""

    ids: frozenset[str]
    texts: tuple[str, ...]

    def finder(self) -> "_Finder":
        """Return what looks for them."""
        return _Finder(self)


class _Finder:
    def __init__(self, needles: Needles) -> None:
        self._ids = frozenset(name.encode() for name in needles.ids)
        sources = sorted({name.partition(":")[0] for name in needles.ids if ":" in name})
        named = "|".join(map(re.escape, sources))
        self._id = re.compile(rf"(?<![A-Za-z0-9_-])(?:{named}):[A-Za-z0-9._#-]+".encode()) if named else None
        spellings = [spelling for text in needles.texts for spelling in _spellings(text)]
        self._texts = tuple(dict.fromkeys(spellings))

    def hits(self, content: bytes) -> int:
        """Return how many of the needles a content holds."""
        tokens = set(self._id.findall(content)) if self._id else set()
        ids = tokens & self._ids or {token.rstrip(b".-") for token in tokens} & self._ids
        return len(ids) + sum(1 for text in self._texts if text in content)


def _spellings(text: str) -> Iterator[bytes]:
    """Yield a text as UTF-8, as HTML (two ways to write quotes) and as JSON inside a string."""
    for spelling in (
        text,
        html.escape(text),
        html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;"),
        json.dumps(text)[1:-1],
        json.dumps(text, ensure_ascii=False)[1:-1],
    ):
        yield spelling.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Searched:
    """Outcome of a search.

    Attributes
    ----------
    files : dict
        Kind of file to how many were looked into; "(unreadable)" after the kind says that a packed file is
        damaged and was searched as it lies.
    size : int
        Bytes on disk looked at; Parquet, gzip, zip and DuckDB's tables were looked into unpacked as well.
    left_out : tuple of str
        Folders that are the organisation's own: delivered files.
    hits : tuple of str
        Places where something was found, without what it was.
    """

    files: Mapping[str, int]
    size: int
    left_out: tuple[str, ...]
    hits: tuple[str, ...]


def search_home(settings: Settings, needles: Needles) -> Searched:
    """Look for the needles in the lake and in every other file under ``KOE_HOME``.

    The folders of delivered files are left out, and so are the organisation's own files (configuration,
    journal): see `pipelines.removal.own_files`.
    """
    finder = needles.finder()
    left_out = _delivered(settings)
    skipped = [*left_out, settings.home / FOLDER, settings.home / "journal", settings.config_dir]
    kinds: Counter[str] = Counter()
    hits: list[str] = []
    size = 0
    for name, content in _contents(settings, skipped):
        kind, parts = pieces(content)
        kinds[kind] += 1
        size += len(content)
        if finder.hits(name.encode("utf-8", "surrogateescape")) or any(map(finder.hits, parts)):
            hits.append(name)
    for path in _databases(settings.home, skipped):
        hits += [f"{path.name}: {name}" for name, table in stored_tables(path) if _holds(finder, table)]
    return Searched(
        dict(kinds), size, tuple(str(path.relative_to(settings.home)) for path in left_out), tuple(hits)
    )


def _holds(finder: _Finder, table: pa.Table) -> bool:
    return any(map(finder.hits, table_strings(table)))


def _contents(settings: Settings, skipped: Iterable[Path]) -> Iterator[tuple[str, bytes]]:
    lake = settings.lake
    for path in sorted(lake.fs.find(lake.path())):
        yield posixpath.join("lake", posixpath.relpath(path, lake.path())), lake.fs.cat_file(path)
    local_lake = Path(lake.path()) if _is_local(lake) else None
    for path in _files(settings.home, [*skipped, *([local_lake] if local_lake else [])]):
        yield str(path.relative_to(settings.home)), path.read_bytes()


def _files(home: Path, skipped: Iterable[Path]) -> Iterator[Path]:
    left_out = tuple(skipped)
    for path in sorted(home.rglob("*")):
        if (
            path.is_file()
            and not path.is_symlink()
            and not any(path.is_relative_to(folder) for folder in left_out)
        ):
            yield path


def _databases(home: Path, skipped: Iterable[Path]) -> Iterator[Path]:
    for path in _files(home, skipped):
        with path.open("rb") as file:
            if file.read(_DUCKDB_AT.stop)[_DUCKDB_AT] == _DUCKDB:
                yield path


def pieces(content: bytes) -> tuple[str, list[bytes]]:
    """Return the kind of a file and everything in it that can be searched.

    A database is known before anything else: it begins with a checksum, which may be any bytes. What only
    looks packed, or is damaged, is searched as it lies and named as such.
    """
    if content[_DUCKDB_AT] == _DUCKDB:
        return "DuckDB", [content]
    for kind, magic, unpack in _PACKED:
        if content.startswith(magic):
            try:
                return kind, [content, *unpack(content)]
            except _DAMAGED:
                return f"{kind} (unreadable)", [content]
    return ("HTML" if content[:15].lower().startswith((b"<!doctype", b"<html")) else "other"), [content]


def _rows(content: bytes) -> Iterable[bytes]:
    return table_strings(pq.read_table(pa.BufferReader(content)))


def _unzipped(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


_PACKED: Final = (
    ("Parquet", b"PAR1", _rows),
    ("gzip", b"\x1f\x8b", lambda content: [gzip.decompress(content)]),
    ("zip", b"PK\x03\x04", _unzipped),
)
_DAMAGED: Final = (pa.ArrowInvalid, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError)


def _delivered(settings: Settings) -> list[Path]:
    """Return the folders under ``KOE_HOME`` that files are delivered to."""
    folders = {settings.home / name for name in _NOT_OURS if (settings.home / name).exists()}
    for source in settings.sources.sources.values():
        fixed = Path(_WILD.split(source.path, maxsplit=1)[0])
        folder = fixed if source.path.endswith("/") else fixed.parent
        if folder.is_relative_to(settings.home) and folder != settings.home:
            folders.add(folder)
    return sorted(
        path for path in folders if not any(path != other and path.is_relative_to(other) for other in folders)
    )


def _is_local(lake: Lake) -> bool:
    protocol = lake.fs.protocol
    return "file" in ((protocol,) if isinstance(protocol, str) else protocol)
