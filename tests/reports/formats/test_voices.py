"""Which sentences a workbook holds where there are more than it takes."""

import pyarrow as pa
import pytest

from reports.formats.voices import collect_voices
from reports.keys import WeekKey
from reports.model.rows import NumberRows
from reports.model.weekly import Department
from tests.reports.copies import MONDAY


def make_number(kind, title, names):
    """Return the rows of one number; a name in capitals stands for a sentence that must not be shown."""
    count = len(names)
    rows = pa.table({
        "case_number": pa.array(range(1, count + 1), pa.int64()),
        "day": pa.array([MONDAY] * count, pa.date32()),
        "channel": pa.array(["phone"] * count, pa.string()),
        "product": pa.nulls(count, pa.string()),
        "sentence": pa.array([None if name.isupper() else name for name in names], pa.string()),
    })  # fmt: skip
    department = Department("support", "お客様窓口", "support")
    return NumberRows(department, WeekKey(MONDAY), title, kind, count, count, file="T000001.html", rows=rows)


NUMBERS = [
    make_number("complaint", "電話が混む", "abcXd"),
    make_number("praise", "お礼", "ef"),
    make_number("request", "話題なし", ""),
    make_number(None, "至急ご確認いただきたいお申し出", "Yghi"),
]


@pytest.mark.parametrize(
    ("most", "kept"),
    [(20, "abcdefghi"), (9, "abcdefghi"), (7, "cdefghi"), (5, "dfghi"), (4, "dfgh"), (2, "df")],
)
def test_a_workbook_keeps_the_urgent_and_of_each_topic_the_newest(most, kept):
    voices = collect_voices(NUMBERS)
    assert "".join(voices.newest(most)["お客様の言葉"].to_pylist()) == kept


def test_all_may_be_missing():
    voices = collect_voices([])
    assert voices.newest(1).num_rows == 0
    assert voices.as_csv().decode("utf-8-sig") == "種類,話題,案件,日付,経路,商品,お客様の言葉\r\n"


def test_the_note_names_what_is_left_out_and_where_it_is(monkeypatch):
    voices = collect_voices(NUMBERS)
    assert "載せていない文:2。" in voices.say_limits()
    assert "全9文" not in voices.say_limits()
    monkeypatch.setattr("reports.formats.voices.MOST_ROWS", 8)
    assert "全9文のうち8文を載せています" in voices.say_limits()
    assert "全文は「CSV(お客様の声)」にあります" in voices.say_limits()
    assert len(voices.as_csv().splitlines()) == 10
