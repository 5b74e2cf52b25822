"""The sentences behind all numbers of a week, for readers who sort and filter them elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from reports.columns import say_values
from reports.model.labels import name_channel, name_kind
from reports.model.rows import NumberRows
from reports.spreadsheets import csv_table

HEADER = ("種類", "話題", "案件", "日付", "経路", "商品", "お客様の言葉")
MOST_ROWS = 5_000
"""Sentences in a workbook: what a spreadsheet opens, filters and scrolls without waiting."""
_RISK = "至急確認"
_FIELDS = ("case_number", "day", "channel", "product", "sentence")
_TYPES = (pa.int64(), pa.date32(), pa.string(), pa.string(), pa.string())


@dataclass(frozen=True)
class Voices:
    """Sentences that may be shown, topic by topic and case by case.

    Attributes
    ----------
    table : Table
        Under the names of `HEADER`.
    ages : Array
        int64: how many sentences of the same topic are newer; 0 for urgent ones.
    hidden : int
        How many sentences there are beside them that must not be shown.
    """

    table: pa.Table
    ages: pa.Array
    hidden: int = 0

    def as_csv(self) -> bytes:
        """Return all of them as CSV that Excel opens."""
        return csv_table(self.table)

    def newest(self, most: int = MOST_ROWS) -> pa.Table:
        """Return at most so many in their order: the urgent ones, then of each topic the newest."""
        if self.table.num_rows <= most:
            return self.table
        ages = pa.table({"age": self.ages, "place": pa.array(range(self.table.num_rows))})
        order = pc.sort_indices(ages, [("age", "ascending"), ("place", "ascending")])
        return self.table.take(order.slice(0, most).sort())

    def say_limits(self) -> str:
        """Return the note below the sheet: what is left out, and where it is."""
        notes = ["個人に関わる部分は伏せています。件数の少ない話題は日付と商品も伏せています。"]
        if self.hidden:
            notes.append(f"個人に関わる記載があるため載せていない文:{self.hidden:,}。")
        if self.table.num_rows > MOST_ROWS:
            notes.append(
                f"全{self.table.num_rows:,}文のうち{MOST_ROWS:,}文を載せています"
                f"({_RISK}のほかは、話題ごとに新しい順)。全文は「CSV(お客様の声)」にあります。"
            )
        return "".join(notes)


def collect_voices(numbers: Iterable[NumberRows]) -> Voices:
    """Return the sentences behind every number of the week."""
    schema = pa.schema(zip(HEADER, (pa.string(), pa.string(), *_TYPES), strict=True))
    tables, ages, hidden = [], [], 0
    for number in numbers:
        shown = number.rows.filter(pc.is_valid(number.rows["sentence"]))
        hidden += number.rows.num_rows - shown.num_rows
        kind = name_kind(number.kind) if number.kind else _RISK
        columns = [pa.repeat(name, shown.num_rows) for name in (kind, number.title)]
        columns += [
            say_values(shown[name], name_channel) if name == "channel" else shown[name].cast(kept)
            for name, kept in zip(_FIELDS, _TYPES, strict=True)
        ]
        tables.append(pa.table(columns, schema=schema))
        # Rows stand in the order in which their cases began.
        newer = range(shown.num_rows - 1, -1, -1) if number.kind else [0] * shown.num_rows
        ages.append(pa.array(newer, pa.int64()))
    table = pa.concat_tables(tables) if tables else schema.empty_table()
    return Voices(table, pa.concat_arrays(ages) if ages else pa.array([], pa.int64()), hidden)
