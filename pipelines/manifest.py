"""Manifests: what a run of a day read, used and made, so that a changed number can be explained."""

import hashlib
import json
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.kinds import adaptation_path
from pipelines.resources import analyzer, attempt_name, masker
from pipelines.settings import REPOSITORY, Settings
from warehouse.contract import core
from warehouse.load import LoadedDay
from warehouse.registry import RegistryVersion

_PACKAGES = ("nlp", "pipelines", "warehouse")
_LIBRARIES = ("fugashi", "unidic-lite", "scikit-learn", "numpy", "pyarrow", "duckdb")


def manifest_path(settings: Settings, day: date) -> Path:
    """Return the place of a day's manifest."""
    return settings.home / "manifests" / f"day={day.isoformat()}" / "manifest.json"


def has_run(settings: Settings, day: date) -> bool:
    """Say whether the day was loaded before."""
    return manifest_path(settings, day).exists()


def days_with_manifest(settings: Settings) -> list[date]:
    """Return the days that were loaded before, in order."""
    found = (settings.home / "manifests").glob("day=*/manifest.json")
    return sorted(date.fromisoformat(path.parent.name.removeprefix("day=")) for path in found)


def common_inputs(settings: Settings, registry: RegistryVersion | None) -> dict[str, Any]:
    """Return what decides the rows of every day alike: configuration, code, models, registry, journal."""
    return {
        "config": settings.config_hashes(),
        "code": code_hash(),
        "assigned_code": code_hash(),
        "analyzer": analyzer(settings).fingerprint,
        "masking": masker(settings).fingerprint,
        "kinds_model": _file_hash(adaptation_path(settings)),
        "key": _file_text(settings.home / "key.fingerprint"),
        "suppressed": _file_hash(*sorted((settings.home / "suppressed").glob("*.json"))),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "registry_version": registry.version if registry else 0,
        "registry": settings.registry.digest(registry.version) if registry else "",
        "journal_position": settings.journal.position(),
    }


def day_inputs(settings: Settings, day: date, common: dict[str, Any]) -> dict[str, Any]:
    """Return everything that decides a day's rows: with these equal, the hashes are equal."""
    return {"files": day_files(settings, day), **common}


def assigned_inputs(settings: Settings, day: date, common: dict[str, Any]) -> dict[str, Any]:
    """Return what decides a day whose voices were only assigned again: all but the topics is as it was."""
    known = read_manifest(settings, day).get("inputs")
    if not known:
        return day_inputs(settings, day, common)
    renewed = {name: common[name] for name in ("registry_version", "registry", "journal_position")}
    return {**known, **renewed, "assigned_code": common["code"]}


def day_files(settings: Settings, day: date) -> list[str]:
    """Return the files that the lake's rows of the day come from."""
    receipts = settings.lake.read_day(core.RECEIPTS, day, ["source", "source_file", "file_hash"]).to_pylist()
    return sorted(f"{row['source']}/{row['source_file']}@{row['file_hash']}" for row in receipts)


def is_unloaded(settings: Settings, day: date) -> bool:
    """Say whether a day that ran before was pulled again from other files and not loaded since."""
    known = read_manifest(settings, day)
    return bool(known) and known["inputs"]["files"] != day_files(settings, day)


def input_hash(inputs: dict[str, Any]) -> str:
    """Return one hash over all inputs."""
    return hashlib.sha256(json.dumps(inputs, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_manifest(settings: Settings, day: date) -> dict[str, Any]:
    """Read the day's manifest; empty when the day never ran."""
    path = manifest_path(settings, day)
    if not path.exists():
        return {}
    body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return body


def write_manifest(settings: Settings, loaded: LoadedDay, inputs: dict[str, Any]) -> None:
    """Write the day's manifest beside and rename it; hashes of tables that were not loaded now stay."""
    before = read_manifest(settings, loaded.day).get("tables", {})
    tables = {item.table: {"hash": item.digest, "rows": item.rows} for item in loaded.hashes}
    body = {
        "format": 1,
        "day": loaded.day.isoformat(),
        "koe": version("koe"),
        "inputs": inputs,
        "input_hash": loaded.input_hash,
        "tables": before | tables,
    }
    path = manifest_path(settings, loaded.day)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".manifest.json.{attempt_name()}")
    beside.write_text(json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    beside.replace(path)


def _file_hash(*paths: Path) -> str:
    """Return one hash over what files hold; empty where there are none."""
    there = [path for path in paths if path.exists()]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in there)).hexdigest() if there else ""


def _file_text(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.exists() else ""


@cache
def code_hash() -> str:
    """Return a hash over the program's own files that decide what a night makes."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((REPOSITORY / package).rglob("*")):
            if path.suffix in {".py", ".sql", ".yaml", ".npz", ".json", ".txt", ".csv"}:
                digest.update(f"{path.relative_to(REPOSITORY)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
