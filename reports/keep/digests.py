"""Digests of values, tables and the code: equal only where the content is equal."""

import hashlib
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable

import pyarrow as pa
import pyarrow.compute as pc

RENDERERS = ("jinja2", "markupsafe", "altair", "vl-convert-python", "xlsxwriter", "typst", "pyarrow")
"""Libraries that decide the bytes of a page."""
_CODE = (".py", ".html", ".css", ".sql", ".typ")


def digest_value(value: object) -> str:
    """Return the digest of dataclasses, mappings, sequences, sets and plain values.

    Mappings count in their order, since pages may follow it; sets have none.

    Examples
    --------
    >>> digest_value({"a": frozenset({1, 2})}) == digest_value({"a": frozenset({2, 1})})
    True
    """
    digest = hashlib.sha256()
    for piece in _pieces(value):
        encoded = piece.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()


def _pieces(value: object) -> Iterator[str]:
    yield type(value).__name__
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        yield str(len(names))
        for name in names:
            yield name
            yield from _pieces(getattr(value, name))
    elif isinstance(value, Mapping):
        yield str(len(value))
        for key, held in value.items():
            yield from _pieces(key)
            yield from _pieces(held)
    elif isinstance(value, Set):
        yield str(len(value))
        yield from sorted(digest_value(each) for each in value)
    elif isinstance(value, list | tuple):
        yield str(len(value))
        for each in value:
            yield from _pieces(each)
    else:
        yield repr(value)


def digest_table(table: pa.Table) -> str:
    """Return the digest of a table: names, types and values, row by row in their order.

    What lies in the buffers behind a null is left out, so equal rows give equal digests.
    """
    digest = hashlib.sha256(table.schema.to_string(show_schema_metadata=False).encode())
    digest.update(table.num_rows.to_bytes(8, "big"))
    for column in table.columns:
        for piece in _column_bytes(column.combine_chunks()):
            digest.update(len(piece).to_bytes(8, "big"))
            digest.update(piece)
    return digest.hexdigest()


def _column_bytes(column: pa.Array) -> Iterator[bytes]:
    """Yield nulls, lengths and values apart; lists and structs through what they hold."""
    if isinstance(column, pa.ChunkedArray):  # what combine_chunks leaves of a column without chunks
        column = pa.array([], column.type)
    yield _fixed_bytes(pc.is_null(column), pa.uint8())
    kind = column.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield _fixed_bytes(pc.fill_null(pc.list_value_length(column), -1), pa.int64())
        yield from _column_bytes(column.flatten())
    elif pa.types.is_struct(kind):
        for each in column.flatten():
            yield from _column_bytes(each)
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        yield _fixed_bytes(pc.fill_null(pc.binary_length(column), -1), pa.int64())
        yield _text_bytes(pc.drop_null(column))
    elif pa.types.is_temporal(kind):
        yield _fixed_bytes(pc.drop_null(column), pa.int64() if kind.bit_width == 64 else pa.int32())
    elif pa.types.is_boolean(kind):
        yield _fixed_bytes(pc.drop_null(column), pa.uint8())
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
        yield _fixed_bytes(pc.drop_null(column), kind)
    elif not pa.types.is_null(kind):
        yield repr(pc.drop_null(column).to_pylist()).encode()


def _fixed_bytes(column: pa.Array, kind: pa.DataType) -> bytes:
    """Return the values of a column without nulls; numpy's way there would import pandas."""
    values = column.cast(kind)
    width = kind.bit_width // 8
    buffer = values.buffers()[1]
    return (
        bytes(memoryview(buffer)[values.offset * width : (values.offset + len(values)) * width])
        if buffer
        else b""
    )


def _text_bytes(column: pa.Array) -> bytes:
    """Return the texts of a column without nulls, one after the other, as UTF-8."""
    _, places, texts = column.buffers()
    if places is None or texts is None:
        return b""
    ends = memoryview(places).cast("q" if pa.types.is_large_string(column.type) else "i")
    return bytes(memoryview(texts)[ends[column.offset] : ends[column.offset + len(column)]])


@cache
def digest_code() -> str:
    """Return the digest of this package (code, queries, templates, style) and of what renders with it."""
    digest = hashlib.sha256()
    for name, content in sorted(_files(resources.files("reports"), "")):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    for library in RENDERERS:
        try:
            version = metadata.version(library)
        except metadata.PackageNotFoundError:
            version = ""
        digest.update(f"{library}={version}\0".encode())
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(_CODE):
            yield f"{prefix}{entry.name}", entry.read_bytes()
