import random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.builders import make_contact, make_rows, make_voice
from warehouse.contract import core
from warehouse.hashes import hash_rows

VOICES = make_rows(core.VOICES, [make_voice(f"phone:{n}/1.1", kind_score=n / 7) for n in range(7)])


@given(st.permutations(range(7)), st.integers(1, 7))
def test_the_hash_does_not_depend_on_order_or_chunks(order, size):
    shuffled = VOICES.take(pa.array(order))
    pieces = pa.concat_tables([shuffled.slice(start, size) for start in range(0, 7, size)])
    assert hash_rows(core.VOICES, pieces) == hash_rows(core.VOICES, VOICES)


def _altered(row: dict, column: str) -> object:
    value = row[column]
    if column == "expressions":
        return [{**value[0], "negated": False}]
    if isinstance(value, bool):
        return not value
    if isinstance(value, list):
        return [*value, "もう一つ"]
    return value + (0.001 if isinstance(value, float) else 1 if isinstance(value, int) else "x")


@pytest.mark.parametrize("column", [column.name for column in core.VOICES.columns if column.name != "day"])
def test_altering_one_cell_changes_the_hash(column):
    rows = VOICES.to_pylist()
    rows[3] = rows[3] | {column: _altered(rows[3], column)}
    assert hash_rows(core.VOICES, make_rows(core.VOICES, rows)) != hash_rows(core.VOICES, VOICES)


def test_null_differs_from_empty_and_text_does_not_flow_between_rows():
    def digest(values):
        rows = [make_contact(f"phone:{n}", desk=value) for n, value in enumerate(values)]
        return hash_rows(core.CONTACTS, make_rows(core.CONTACTS, rows))[0]

    assert len({digest([None, "ab"]), digest(["", "ab"]), digest(["a", "b"]), digest(["ab", ""])}) == 4


def test_floats_count_to_six_decimals():
    def digest(score):
        return hash_rows(core.VOICES, make_rows(core.VOICES, [make_voice("a:1/1.1", kind_score=score)]))

    assert digest(0.1 + 0.2) == digest(0.3)
    assert digest(0.3) != digest(0.300002)


def test_lone_surrogates_and_nul_do_not_break_it():
    sentence = "".join(random.Random(1).choices("\x00㈱髙①～🙇", k=50))
    assert hash_rows(core.VOICES, make_rows(core.VOICES, [make_voice("a:1/1.1", sentence=sentence)]))[1] == 1
