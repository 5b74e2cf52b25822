"""Rules of the house that a machine can keep."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("dags", "plugins", "pipelines", "nlp", "warehouse", "reports", "samples", "benchmarks")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
STATEMENTS = sorted([*(ROOT / "warehouse").rglob("*.sql"), *(ROOT / "reports").rglob("*.sql")])


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def code_of(path: Path) -> str:
    return re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", STATEMENTS, ids=name)
def test_an_sql_file_says_what_it_is_and_holds_one_statement_without_a_clock(path):
    text, code = path.read_text(encoding="utf-8"), code_of(path)
    assert text.startswith("-- grain: ")
    assert "reads" in text.partition("\n\n")[0]
    assert ";" not in code
    assert not re.search(r"\b(now|current_date|current_timestamp|today|random)\b", code, re.IGNORECASE)


@pytest.mark.parametrize("path", sorted((ROOT / "warehouse/sql/published").glob("*.sql")), ids=name)
def test_a_published_view_names_its_columns(path):
    assert "*" not in code_of(path).replace("count(*)", "")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_stays_small_and_tells_no_time_of_its_own(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    if path.relative_to(ROOT).parts[0] in {"nlp", "warehouse", "reports", "samples"}:
        assert not re.search(r"\b(?:datetime\.now|datetime\.utcnow|date\.today|time\.time)\(", text)


def test_nothing_tracked_names_a_machine_or_a_download_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--hash=sha256:" in lock
    for path in [*MODULES, ROOT / "Makefile", ROOT / "airflow.cfg", ROOT / "pyproject.toml"]:
        found = re.search(r"(?<![\w.$}])/(?:root|home/\w|work|tmp)/\w", path.read_text(encoding="utf-8"))
        assert found is None, f"{name(path)}: {found}"


def test_the_example_configuration_is_valid():
    from pipelines.settings import load_settings

    for folder in ("config", "samples/visitor_survey", "samples/hotel"):
        settings = load_settings(ROOT / folder, {"KOE_HOME": "var", "KOE_CORPORA": "corpora"})
        assert settings.sources.sources
        assert settings.departments.departments
        assert settings.general.case_days
