"""How far a Parquet file may unfold: a text that stands there once can be meant in every row."""

from typing import Any, Final

import pyarrow as pa

_MOST_BATCH_BYTES: Final = 256 << 20
_FEWEST_ROWS: Final = 16


def unpacked_size(file: Any) -> int:
    """Return the bytes of all pages without compression, as the file says; repeated values count once."""
    metadata = file.metadata
    return sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))


def batch_rows(file: Any, most: int) -> int:
    """Return how many rows to read at once, so that all of them may hold the longest possible cell."""
    metadata = file.metadata
    longest = max(
        (
            chunk.total_uncompressed_size
            for group in range(metadata.num_row_groups)
            for chunk in map(metadata.row_group(group).column, range(metadata.num_columns))
            if chunk.physical_type == "BYTE_ARRAY"
        ),
        default=0,
    )
    return max(_FEWEST_ROWS, min(most, _MOST_BATCH_BYTES // max(1, longest)))


def without_dictionaries(table: pa.Table) -> pa.Table:
    """Return the table with every repeated value written out, so that its size is what rows will take."""
    for number, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(number, field.name, table.column(number).cast(field.type.value_type))
    return table
