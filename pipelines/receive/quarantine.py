"""Problems of a file, by the day under which they are reported."""

from collections.abc import Sequence

import pyarrow as pa

from pipelines.receive.masked_rows import RowMasker
from pipelines.sources.problems import WHOLE_FILE, FileProblemError, Problem
from warehouse.contract import core

QUARANTINE_SCHEMA: pa.Schema = core.QUARANTINE.arrow_schema(with_day=False)


def quarantine_table(
    problems: Sequence[Problem], masker: RowMasker, *, source: str, path: str, file_hash: str
) -> pa.Table:
    """Return the quarantine rows, masked; a file as a whole has row 0."""
    columns = {
        "source": [source] * len(problems),
        "source_file": [path] * len(problems),
        "file_hash": [file_hash] * len(problems),
        "source_row": [problem.row for problem in problems],
        "reason": [problem.reason for problem in problems],
        "detail": [masker.detail(problem) for problem in problems],
    }
    return pa.table(columns, schema=QUARANTINE_SCHEMA)


def whole_file(error: FileProblemError, masker: RowMasker) -> Problem:
    """Return the problem of a file that cannot be used at all."""
    found = f"; found: {masker.column_names(error.found)}" if error.found else ""
    return Problem(WHOLE_FILE, error.reason, error.detail + found)
