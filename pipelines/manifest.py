"""Manifests: what a run of a day read, used and made, so that a changed number can be explained."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.resources import analyzer, attempt_name, masker
from pipelines.settings import REPOSITORY, Settings
from warehouse.contract import DAY_TABLES, core, lake
from warehouse.hashes import TableHash, hash_rows
from warehouse.registry import RegistryVersion

_PACKAGES = ("nlp", "pipelines", "warehouse")


def manifest_path(settings: Settings, day: date) -> Path:
    """Return the place of a day's manifest."""
    return settings.home / "manifests" / f"day={day.isoformat()}" / "manifest.json"


def has_run(settings: Settings, day: date) -> bool:
    """Say whether the day was loaded before."""
    return manifest_path(settings, day).exists()


def collect_inputs(settings: Settings, day: date, registry: RegistryVersion | None) -> dict[str, Any]:
    """Return everything that decides a day's rows: with these equal, the hashes are equal."""
    receipts = settings.lake.read_day(core.RECEIPTS, day).to_pylist()
    return {
        "files": sorted(f"{row['source']}/{row['source_file']}@{row['file_hash']}" for row in receipts),
        "config": settings.config_hashes(),
        "code": code_hash(),
        "analyzer": analyzer().fingerprint,
        "masking": masker().fingerprint,
        "libraries": {name: version(name) for name in ("fugashi", "unidic-lite", "scikit-learn", "numpy")},
        "registry_version": registry.version if registry else 0,
        "journal_position": settings.journal.position(),
    }


def input_hash(inputs: dict[str, Any]) -> str:
    """Return one hash over all inputs."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def lake_hashes(settings: Settings, day: date) -> list[TableHash]:
    """Return the canonical hashes of a day's tables in the lake."""
    tables = (lake.LAKE_CONTACTS, *DAY_TABLES[1:])
    found = []
    for table in tables:
        digest, rows = hash_rows(table, settings.lake.read_day(table, day))
        found.append(TableHash(f"lake.{table.name}", day.isoformat(), digest, rows))
    return found


def write_manifest(settings: Settings, day: date, inputs: dict[str, Any], made: Iterable[TableHash]) -> None:
    """Write the day's manifest beside and rename it."""
    body = {
        "format": 1,
        "day": day.isoformat(),
        "koe": version("koe"),
        "inputs": inputs,
        "input_hash": input_hash(inputs),
        "tables": {item.table: {"hash": item.digest, "rows": item.rows} for item in made},
    }
    path = manifest_path(settings, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".manifest.json.{attempt_name()}")
    beside.write_text(json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    beside.replace(path)


@cache
def code_hash() -> str:
    """Return a hash over the program's own files that decide what a night makes."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((REPOSITORY / package).rglob("*")):
            if path.suffix in {".py", ".sql", ".yaml", ".npz", ".json", ".txt", ".csv"}:
                digest.update(f"{path.relative_to(REPOSITORY)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
