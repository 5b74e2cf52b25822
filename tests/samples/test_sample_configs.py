import csv
import gzip
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from python_calamine import CalamineWorkbook

from pipelines.config import DepartmentsFile, KoeFile, SourcesFile, load_validated
from samples.company import make_demo
from samples.company.small_talk import load_material, material_folder

SAMPLES = material_folder().parent
FOLDERS = ("company/config", "visitor_survey", "hotel")


def _sources(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text("utf-8"))["sources"]


def _paths(value: Any) -> Iterator[str]:
    """Every source column that a part of sources.yaml names."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (value[key] for key in ("column", "lines", "turns") if key in value)


def _named(source: dict[str, Any]) -> set[str]:
    parts = [*source["columns"].values(), *source.get("attributes", {}).values(), *source.get("text", ())]
    parts += source.get("exclude", ())
    return {name for part in parts for name in _paths(part)}


def _has(record: dict[str, Any], path: str) -> bool:
    here: Any = record
    for key in [path] if path in record else path.split("."):
        if not isinstance(here, dict) or key not in here:
            return False
        here = here[key]
    return True


def _first_record(path: Path) -> dict[str, Any]:
    if path.name.endswith(".gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return dict(json.loads(next(lines)))
    if path.suffix == ".jsonl":
        return dict(json.loads(path.read_text("utf-8").partition("\n")[0]))
    if path.suffix == ".parquet":
        return dict.fromkeys(pq.read_schema(path).names)
    if path.suffix == ".xlsx":
        head = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[0]
        return {str(name).replace("（", "(").replace("）", ")").replace("～", "~"): None for name in head}
    text = path.read_bytes()
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return dict.fromkeys(next(csv.reader(text.decode(encoding).splitlines())))
        except UnicodeDecodeError:
            continue
    raise AssertionError(path.name)


@pytest.mark.parametrize("folder", FOLDERS)
def test_configs_are_accepted(folder: str) -> None:
    variables = {"KOE_HOME": "/home", "KOE_CORPORA": "/corpora"}
    sources = load_validated(SAMPLES / folder / "sources.yaml", SourcesFile, variables=variables)
    departments = load_validated(SAMPLES / folder / "departments.yaml", DepartmentsFile)
    assert sources.sources
    assert len(departments.departments) > 1


def test_general_settings_are_accepted() -> None:
    assert load_validated(SAMPLES / "company/config/koe.yaml", KoeFile).case_days == 14


def test_every_column_that_the_demo_config_names_is_delivered(tmp_path: Path) -> None:
    make_demo(tmp_path, days=1, contacts_per_day=40, end=date(2026, 11, 19))
    for name, source in _sources(tmp_path / "config/sources.yaml").items():
        [path] = (tmp_path / "demo/files" / name).iterdir()
        record = _first_record(path)
        missing = {
            c for c in _named(source) if not _has(record, c.replace("～", "~") if name == "survey" else c)
        }
        assert not missing, name


def test_words_of_departments_lead_every_issue_to_its_owner() -> None:
    departments = yaml.safe_load((SAMPLES / "company/config/departments.yaml").read_text("utf-8"))[
        "departments"
    ]
    for issue in load_material().issues:
        said = [text.replace("{store}", "渋谷店") for text in (*issue.wordings, *issue.spoken, *issue.memo)]
        shares = {
            d["id"]: sum(any(w in s for w in d["words"]) for s in said) / len(said) for d in departments
        }
        assert max(shares, key=lambda d: shares[d]) == issue.department, issue.id
        assert shares[issue.department] > 0.25, issue.id


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["visitor_survey", "hotel"])
def test_corpus_configs_name_what_the_files_hold(folder: str) -> None:
    corpora = os.environ.get("KOE_CORPORA")
    if not corpora:
        pytest.skip("KOE_CORPORA is not set: it names the folder with the corpora")
    for source in _sources(SAMPLES / folder / "sources.yaml").values():
        record = _first_record(Path(source["path"].replace("${KOE_CORPORA}", corpora)))
        assert not {c for c in _named(source) if not _has(record, c)}


@pytest.mark.corpora
def test_every_region_of_the_survey_has_a_department() -> None:
    corpora = os.environ.get("KOE_CORPORA")
    if not corpora:
        pytest.skip("KOE_CORPORA is not set: it names the folder with the corpora")
    with gzip.open(Path(corpora) / "visitor_survey_2022_2024.jsonl.gz", "rt", encoding="utf-8") as lines:
        regions = {json.loads(line)["region"] for line in lines} - {""}
    departments = yaml.safe_load((SAMPLES / "visitor_survey/departments.yaml").read_text("utf-8"))[
        "departments"
    ]
    assert regions == {d["hint"] for d in departments}
