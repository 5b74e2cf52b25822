"""A reader that notes what was asked and a digest of the answer, so that the same can be asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from reports.keep.digests import digest_table, digest_value
from reports.keep.rows import WeekRows
from warehouse.published import Reader

Answers = dict[str, str]
"""Name of a question (``rows voices``, or the digest of query and values) to the digest of its answer."""


@dataclass
class Asked:
    """All questions that a build asked, by name, and the answers it got already."""

    questions: dict[str, tuple[str, dict[str, object]]] = field(default_factory=dict)
    answers: Answers = field(default_factory=dict)

    def answer(self, name: str, reader: Reader) -> str:
        """Return the digest of the answer to a known question, asking at most once a build."""
        if name not in self.answers:
            sql, params = self.questions[name]
            self.answers[name] = digest_table(reader.query(sql, params))
        return self.answers[name]


class TracingReader(Reader):
    """Answers as the published copy does, and notes every question.

    Queries that read only rows of the week are answered by `rows`, and the digest of these rows stands for
    their answers; of every other query the answer itself is noted.
    """

    def __init__(self, reader: Reader, rows: WeekRows, asked: Asked) -> None:
        super().__init__(None, reader.path)
        self._reader = reader
        self._rows = rows
        self._asked = asked
        self.answers: Answers = {}

    def query(self, sql: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """Return the rows of one statement."""
        views = self._rows.views_asked(sql, params)
        if views:
            self.answers |= {f"rows {view}": self._rows.digest(view) for view in views}
            return self._rows.query(sql, params)
        values = dict(params or {})
        name = digest_value((sql, values))
        table = self._reader.query(sql, values)
        self._asked.questions[name] = (sql, values)
        self._asked.answers[name] = self.answers[name] = digest_table(table)
        return table
