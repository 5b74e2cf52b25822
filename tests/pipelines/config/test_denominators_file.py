"""denominators.csv: what counts are set against; every row that cannot be used is named with line and remedy."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.config.denominators_file import DENOMINATORS_FILE, DepartmentMeasure, Span, read_denominators

HEADER = "measure,first_day,last_day,value,department\n"
GOOD = '出荷,2026-10-01,2026-10-31,"412,300",product\n'


def write(folder: Path, text: str) -> None:
    (folder / DENOMINATORS_FILE).write_text(HEADER + text, encoding="utf-8")


def test_totals_are_spread_over_their_days_and_people_are_not(tmp_path: Path) -> None:
    assert read_denominators(tmp_path).measures == ()
    write(tmp_path, GOOD + "会員,２０２６/10/1,2026-10-31,41200,\n出荷,,,,logistics\n")
    october = (date(2026, 10, 1), date(2026, 10, 31))
    found = read_denominators(tmp_path, ("product", "logistics"))
    assert found.problems == ()
    assert found.measures == (
        DepartmentMeasure("", "subscribers", (Span(*october, 41200.0),)),
        DepartmentMeasure("logistics", "shipments", ()),
        DepartmentMeasure("product", "shipments", (Span(*october, 13300.0),)),
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("出庫,2026-11-01,2026-11-30,400000,product", "measures: shipments"),
        ("shipment,2026-11-01,2026-11-30,400000,product", "did you mean 'shipments'"),
        ("出荷,2026-11-30,2026-11-01,400000,product", "exchange them"),
        ("出荷,2026-11-01,2026-11-31,400000,product", "last_day '2026-11-31' is no day"),
        ("出荷,2026-11-01,2026-11-30,約40万,product", "write it as 412000"),
        ("出荷,2026-11-01,2026-11-30,0,product", "no number above 0"),
        ("出荷,2026-11-01,2026-11-30,nan,product", "no number above 0"),
        ("出荷,2026-11-01,,400000,product", "fill in all three"),
        ("出荷,2026-10-31,2026-11-30,400000,product", "its days are in line 2, too"),
        ("出荷,2026-11-01,2026-11-30,400000,prodct", "did you mean 'product'"),
        ("会員,2026-11-01,2026-11-30,400000,product", "set against shipments in line 2"),
        (",2026-11-01,2026-11-30,400000,product", "measure is empty"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_left_out(tmp_path: Path, row: str, why: str) -> None:
    write(tmp_path, GOOD + row + "\n")
    found = read_denominators(tmp_path, ("product", "logistics"))
    assert [(item.department, len(item.spans)) for item in found.measures] == [("product", 1)]
    ((line, message),) = [(problem.line, problem.message) for problem in found.problems]
    assert line == 3
    assert why in message


def test_a_bad_row_alone_sets_its_department_against_nothing(tmp_path: Path) -> None:
    write(tmp_path, "出荷,2026-11-30,2026-11-01,400000,product\n")
    assert read_denominators(tmp_path, ("product",)).measures == ()
