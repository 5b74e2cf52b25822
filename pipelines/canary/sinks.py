"""Every place that a run writes words to, as blocks of texts to be searched."""

import html
import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.canary.planting import EXCLUDED, FILE_NAME
from pipelines.manifest import manifest_path
from pipelines.receive.layer import ReceivedLayer
from pipelines.settings import Settings
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.database import Database
from warehouse.texts import text_columns

_NOT_BY_DAY: Final = frozenset({"received"})
_IDS: Final = ("_id", "_key", "_hash", "hash", "build")
_TEXT_FILES: Final = frozenset(
    {"", ".html", ".json", ".svg", ".csv", ".txt", ".xml", ".log", ".css", ".js", ".md"}
)
_PACKED_FILES: Final = frozenset({".xlsx", ".zip"})


@dataclass(frozen=True)
class Block:
    """Texts of one place.

    Attributes
    ----------
    sink : str
        Such as ``lake/utterances`` or ``published core.topics``.
    place : str
        Day, column or file in it; never words of a text.
    texts : array of large_string
        Each once; masked as far as one knows.
    planted_on : date or None
        All texts are of this night's planted contacts, so that even half a value is a leak.
    has_words : bool
        Not ids and hashes, in which a number may have any form.
    """

    sink: str
    place: str
    texts: pa.Array
    planted_on: date | None = None
    has_words: bool = True


def lake_blocks(settings: Settings, days: Sequence[date]) -> Iterator[Block]:
    """Yield what the lake holds for the days: its tables, what was received, and shards that wait."""
    lake, layer = settings.lake, ReceivedLayer(settings.lake, "")
    tables = [name for name in lake.names(lake.path()) if name not in _NOT_BY_DAY]
    for day in days:
        folder = f"day={day.isoformat()}"
        found: dict[str, pa.Table] = {}
        for name in tables:
            for path in _files(settings, lake.path(name, folder)):
                found[name] = lake.read_table(path)
                yield from _table_blocks(f"lake/{name}", folder, found[name])
        yield from _received_blocks(settings, layer, day)
        yield from _planted_blocks(found, day)


def _received_blocks(settings: Settings, layer: ReceivedLayer, day: date) -> Iterator[Block]:
    lake, folder = settings.lake, f"day={day.isoformat()}"
    for file in layer.day_files(day):
        base = lake.path("received", f"file={file.key}")
        for path in _files(settings, posixpath.join(base, folder)):
            yield from _table_blocks("lake/received", f"{folder} source={file.source}", lake.read_table(path))
        facts = layer.read_facts(file.key)
        if facts is not None:
            yield Block("lake/received", f"source={file.source} file.json", _texts([facts.path]))


def database_blocks(
    database: Database, days: Sequence[date] | None, *, sink: str, catalog: str | None = None
) -> Iterator[Block]:
    """Yield the columns of tables by day, the rows of `days`; without days, those of all other tables."""
    for found in text_columns(database, days, catalog=catalog):
        yield _column_block(f"{sink} {found.table}", "", found.column, found.values)


def manifest_blocks(settings: Settings, days: Sequence[date]) -> Iterator[Block]:
    """Yield the manifests of the days."""
    for day in days:
        path = manifest_path(settings, day)
        if path.exists():
            yield Block("manifests", f"day={day.isoformat()}", _texts([path.read_text(encoding="utf-8")]))


def file_blocks(sink: str, folder: Path, files: Sequence[Path]) -> Iterator[Block]:
    """Yield the text of files, and their names; of packed files (Excel) the text of what is in them."""
    for path in files:
        place = path.relative_to(folder).as_posix()
        yield Block(f"{sink} (names of files)", sink, _texts([place]))
        suffix = path.suffix.lower()
        if suffix in _PACKED_FILES:
            yield Block(sink, place, _texts(_unpacked(path.read_bytes())))
        elif suffix in _TEXT_FILES:
            yield Block(sink, place, _texts([_shown(path.read_bytes())]))


def strings_of(values: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Return the different strings of an Arrow column, out of lists and records, too."""
    parts = [part for part in _string_parts(values) if len(part)]
    return pc.unique(pa.concat_arrays(parts)) if parts else _texts([])


def _string_parts(values: pa.ChunkedArray | pa.Array) -> Iterator[pa.Array]:
    kind = values.type
    if isinstance(values, pa.ChunkedArray):
        for chunk in values.chunks:
            yield from _string_parts(chunk)
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        yield pc.unique(values).drop_null().cast(pa.large_string())
    elif pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _string_parts(values.flatten())
    elif pa.types.is_struct(kind):
        for part in values.flatten():
            yield from _string_parts(part)


def _texts(texts: Sequence[str]) -> pa.Array:
    return pa.array(texts, pa.large_string())


def _files(settings: Settings, folder: str) -> list[str]:
    names = settings.lake.names(folder)
    return [posixpath.join(folder, name) for name in names if name.endswith(".parquet")]


def _table_blocks(sink: str, place: str, rows: pa.Table) -> Iterator[Block]:
    for name in rows.column_names:
        block = _column_block(sink, place, name, rows.column(name))
        if len(block.texts):
            yield block


def _column_block(sink: str, place: str, column: str, values: Any) -> Block:
    where = f"{place} column {column}" if place else f"column {column}"
    return Block(sink, where, strings_of(values), has_words=not column.endswith(_IDS))


def _planted_blocks(tables: Mapping[str, pa.Table], day: date) -> Iterator[Block]:
    """Yield the planted contacts' own texts, once more and by themselves."""
    contacts, utterances, refused = (
        tables.get(table.name) for table in (LAKE_CONTACTS, core.UTTERANCES, core.QUARANTINE)
    )
    if contacts is None:
        return
    planted = contacts.filter(pc.equal(contacts.column("excluded_reason"), EXCLUDED))
    parts = [(planted, "attributes"), (planted, "turns")]
    if utterances is not None:
        ids = planted.column("contact_id")
        parts.append((utterances.filter(pc.is_in(utterances.column("contact_id"), ids)), "text"))
    if refused is not None:
        parts.append((refused.filter(pc.equal(refused.column("source_file"), FILE_NAME)), "detail"))
    place = f"day={day.isoformat()} column"
    for table, name in parts:
        texts = strings_of(table.column(name))
        yield Block("lake (planted contacts)", f"{place} {name}", texts, planted_on=day)


def _shown(data: bytes) -> str:
    return html.unescape(data.decode("utf-8", "replace"))


def _unpacked(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [
            _shown(packed.read(name)) for name in packed.namelist() if name.endswith((".xml", ".txt", ".csv"))
        ]
