"""Sources and rows for tests of the readers."""

from pipelines.config import SourceSettings
from pipelines.sources.problems import Problem
from pipelines.sources.readers import read_rows
from pipelines.sources.table import SourceRow
from pipelines.sources.unpack import Limits


def source(**settings) -> SourceSettings:
    columns = {"contact_id": "番号", "channel": {"value": "mail"}}
    return SourceSettings.model_validate(
        {"path": "/x", "day": "2026-01-01", "columns": columns, "text": ["本文"], **settings}
    )


def rows_of(data: bytes, name: str, **settings) -> list[SourceRow | Problem]:
    return list(read_rows(data, name, source(**settings), Limits()).rows)
