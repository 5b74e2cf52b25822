"""Expensive things that a process makes once: the analyzer, the masker, the key."""

import os
from functools import cache
from pathlib import Path

from nlp.analysis import Analyzer
from nlp.masking import Masker
from pipelines.errors import PipelineError
from pipelines.pseudonyms import Pseudonymizer, load_key
from pipelines.settings import Settings


@cache
def analyzer() -> Analyzer:
    """Return the process's analyzer."""
    return Analyzer()


@cache
def masker() -> Masker:
    """Return the process's masker."""
    return Masker()


def pseudonymizer(settings: Settings) -> Pseudonymizer:
    """Return the pseudonymizer of the installation's key.

    Raises
    ------
    PipelineError
        The key is not the one that the data under ``KOE_HOME`` was made with.
    """
    mark = settings.home / "key.fingerprint"
    known = mark.read_text(encoding="ascii").strip() if mark.exists() else ""
    if known and not settings.key_file.exists():
        raise PipelineError(_another_key(settings.key_file, mark))
    keys = Pseudonymizer(load_key(settings.key_file))
    if known and known != keys.fingerprint:
        raise PipelineError(_another_key(settings.key_file, mark))
    if not known:
        mark.parent.mkdir(parents=True, exist_ok=True)
        beside = mark.with_name(f".{mark.name}.{attempt_name()}")
        beside.write_text(keys.fingerprint + "\n", encoding="ascii")
        beside.replace(mark)
    return keys


def _another_key(key_file: Path, mark: Path) -> str:
    return (
        f"{key_file} is not the key that the data under {mark.parent} was made with; restore it "
        f"(KOE_KEY_FILE names it), or, to change keys on purpose, delete {mark} and backfill all days"
    )


def attempt_name() -> str:
    """Return a name for temporary files that no other process uses at the same time."""
    return f"{os.getpid()}.tmp"
