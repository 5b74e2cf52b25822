"""Whole columns of texts at once; Python looks only at the few that need it."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

PLAIN = " -~\u3001-\u303f\u3041-\u3096\u3099-\u30ff\u4e00-\u9fef\uff01-\uff5e"
"""Between the brackets of a pattern: the frequent characters of Japanese, of which each is printable."""


def as_array(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, also one without any."""
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def rewrite(texts: pa.Array, where: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """Return texts with those that `where` (bool, no nulls) names changed."""
    if not pc.any(where).as_py():
        return texts
    changed = [change(text) for text in texts.filter(where).to_pylist()]
    return pc.replace_with_mask(texts, where, pa.array(changed, texts.type))


def say_values(column: pa.ChunkedArray, say: Callable[[Any], str]) -> pa.Array:
    """Return what is said of each value, asked once a value; null stays null.

    Examples
    --------
    >>> say_values(pa.chunked_array([["phone", None, "phone"]]), str.upper).to_pylist()
    ['PHONE', None, 'PHONE']
    """
    values = as_array(column)
    known = pc.unique(values).drop_null()
    said = pa.array([say(value) for value in known.to_pylist()], pa.string())
    return pc.take(said, pc.index_in(values, value_set=known))


def join_lines(lines: pa.Array, end: str) -> bytes:
    """Return texts one after the other, each with `end` behind it, as UTF-8.

    Examples
    --------
    >>> join_lines(pa.array(["話題,1", "話題,2"]), ";").decode()
    '話題,1;話題,2;'
    """
    if not len(lines):
        return b""
    whole = pa.LargeListArray.from_arrays(
        pa.array([0, len(lines)], pa.int64()), lines.cast(pa.large_string())
    )
    joined = pc.binary_join(whole, pa.scalar(end, pa.large_string()))[0]
    return bytes(joined.as_buffer()) + end.encode()
