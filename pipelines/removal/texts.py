"""Arrow columns as bytes that can be searched, whatever their nesting."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc


def joined_strings(column: pa.Array | pa.ChunkedArray) -> bytes:
    """Return all strings anywhere in a column, one a line, as UTF-8."""
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return b"\n".join(text for chunk in chunks for text in _strings(chunk))


def table_strings(table: pa.Table) -> Iterator[bytes]:
    """Yield the strings of each column of a table."""
    for column in table.columns:
        yield joined_strings(column)


def _strings(array: pa.Array) -> Iterator[bytes]:
    kind = array.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _strings(array.flatten())
    elif pa.types.is_struct(kind):
        for number in range(kind.num_fields):
            yield from _strings(pc.struct_field(array, number))
    elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
        values = array.drop_null().cast(pa.large_string())
        if len(values):
            offsets = pa.array([0, len(values)], pa.int64())
            lines = pa.LargeListArray.from_arrays(offsets, values)
            yield (
                pc.binary_join(lines, pa.scalar("\n", pa.large_string()))[0]
                .as_py()
                .encode("utf-8", "surrogatepass")
            )
