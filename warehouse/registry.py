"""The topic registry: numbered immutable folders; a night only reads the newest good one."""

import hashlib
import io
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.contract.business import LINEAGE
from warehouse.contract.core import TOPICS
from warehouse.errors import WarehouseError

FORMAT = 1
SAMPLES = pa.schema([pa.field("topic_id", pa.string(), False), pa.field("sentence", pa.string(), False)])
_META = "registry.json"
_READY = ".ready"


@dataclass(frozen=True)
class RegistryVersion:
    """One version of the registry.

    Attributes
    ----------
    version : int
        From 1, without gaps.
    topics, lineage : pyarrow.Table
        Rows of ``core.topics`` and ``core.lineage`` (lineage of all versions up to this one).
    samples : pyarrow.Table
        Some masked sentences of each topic, from which departments' words find its owner.
    arrays : dict of str to ndarray
        Centres, thresholds and the embedder's arrays.
    meta : dict
        JSON-able facts: window, seed, next topic number, the embedder's parameters.
    """

    version: int
    topics: pa.Table
    lineage: pa.Table
    samples: pa.Table
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)


class Registry:
    """Folder ``topics/`` with ``v000001``, ``v000002`` …."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def versions(self) -> list[int]:
        """Return the numbers of the versions that are there, readable or not."""
        return sorted(int(path.name[1:]) for path in self.folder.glob("v[0-9]*") if path.name[1:].isdecimal())

    def latest(self) -> RegistryVersion | None:
        """Return the newest version that is whole; None when there is none."""
        for version in reversed(self.versions()):
            try:
                return self.read(version)
            except WarehouseError:
                continue
        return None

    def damaged(self) -> list[str]:
        """Return messages on versions newer than the newest good one; the night goes on without them."""
        messages = []
        for version in reversed(self.versions()):
            try:
                self.read(version)
                break
            except WarehouseError as error:
                messages.append(str(error))
        return messages

    def read(self, version: int) -> RegistryVersion:
        """Read a version; WarehouseError when it is damaged or of a newer format."""
        folder = self._path(version)
        try:
            header = json.loads((folder / _META).read_text(encoding="utf-8"))
            if header["format"] > FORMAT:
                message = f"{folder}: format {header['format']} is newer than this program; update koe"
                raise WarehouseError(message)
            for name, digest in header["files"].items():
                if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
                    message = (
                        f"{folder / name}: is not what registry.json says; restore the folder from a backup"
                    )
                    raise WarehouseError(message)
            with np.load(folder / "vectors.npz", allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
            topics, lineage, samples = (
                pq.read_table(folder / f"{name}.parquet") for name in ("topics", "lineage", "samples")
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, BadZipFile) as error:
            message = f"{folder}: cannot be read ({type(error).__name__}); restore the folder from a backup"
            raise WarehouseError(message) from error
        return RegistryVersion(version, topics, lineage, samples, arrays=arrays, meta=header["meta"])

    def write(self, version: RegistryVersion, *, attempt: str) -> None:
        """Write a new version beside and rename it; WarehouseError when its number exists."""
        target = self._path(version.version)
        if target.exists():
            message = f"{target} exists; versions are immutable, so run the refit again for the next number"
            raise WarehouseError(message)
        self._write_beside(version, attempt).rename(target)

    def replace(self, version: RegistryVersion, *, attempt: str) -> None:
        """Put a version without what must be forgotten in the place of the one with its number.

        Nothing else ever changes a version. When it is killed between its two renames, `recover` ends it.
        """
        target = self._path(version.version)
        beside = self._write_beside(version, attempt)
        ready = self.folder / f".{target.name}{_READY}"
        beside.rename(ready)
        self._swap(ready, target)

    def recover(self) -> None:
        """End replacements that were killed half-way, and remove what other killed writers left."""
        for ready in sorted(self.folder.glob(f".v*{_READY}")):
            self._swap(ready, self.folder / ready.name.removeprefix(".").removesuffix(_READY))
        for left_over in self.folder.glob(".v*"):
            shutil.rmtree(left_over)

    def _swap(self, ready: Path, target: Path) -> None:
        old = self.folder / f".{target.name}.old"
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        ready.rename(target)
        shutil.rmtree(old, ignore_errors=True)

    def _write_beside(self, version: RegistryVersion, attempt: str) -> Path:
        beside = self.folder / f".{self._path(version.version).name}.{attempt}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True, mode=0o700)
        contents = _contents(version)
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in contents.items()}
        header = {"format": FORMAT, "version": version.version, "files": digests, "meta": version.meta}
        contents[_META] = (json.dumps(header, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        for name, data in contents.items():
            (beside / name).write_bytes(data)
        return beside

    def digest(self, version: int) -> str:
        """Return a hash of a version's content, without reading its vectors."""
        return hashlib.sha256((self._path(version) / _META).read_bytes()).hexdigest()

    def _path(self, version: int) -> Path:
        return self.folder / f"v{version:06d}"


def _contents(version: RegistryVersion) -> dict[str, bytes]:
    tables = {
        "topics.parquet": version.topics.cast(TOPICS.arrow_schema()),
        "lineage.parquet": version.lineage.cast(LINEAGE.arrow_schema()),
        "samples.parquet": version.samples.cast(SAMPLES),
    }
    contents = {}
    for name, table in tables.items():
        sink = io.BytesIO()
        pq.write_table(table, sink, compression="zstd")
        contents[name] = sink.getvalue()
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **version.arrays)
    contents["vectors.npz"] = buffer.getvalue()
    return contents
