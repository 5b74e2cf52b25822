"""Every row of the threat table names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))


def test_the_tests_of_the_threat_table_exist():
    absent = [
        f"{path}::{test}"
        for path, test in NAMED
        if not (ROOT / path).is_file() or f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert len(NAMED) >= 30
    assert absent == []


def test_every_threat_has_a_measure_and_a_test():
    table = PAGE.split("## 3 ")[1].split("## 4 ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    assert [row[0].strip() for row in rows if len(row) != 3 or not row[1].strip()] == []
    assert [row[0].strip() for row in rows if "tests/" not in row[2] and "make audit" not in row[2]] == []
