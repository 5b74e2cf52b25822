"""Expensive things that a process makes once: the analyzer, the masker, the key."""

import logging
import os
from functools import cache, lru_cache
from pathlib import Path

from nlp.analysis import Analyzer
from nlp.masking import Masker
from pipelines.config.vocabulary_files import VOCABULARY_FILES, read_vocabulary
from pipelines.errors import PipelineError
from pipelines.kinds import adaptation_path, adapted_model
from pipelines.pseudonyms import Pseudonymizer, load_key
from pipelines.settings import Settings, load_settings

log = logging.getLogger(__name__)

_MOST_WARNINGS = 20


def analyzer(settings: Settings | None = None) -> Analyzer:
    """Return the process's analyzer, with the word lists of a configuration and the kinds as trained there.

    Made anew when one of them has changed; rows that cannot be used are logged then.

    Parameters
    ----------
    settings : Settings, optional
        Default: the installation that the environment names.
    """
    place = settings or load_settings()
    folder, labels = place.config_dir, adaptation_path(place)
    return _analyzer(folder, labels, (*(_state(folder / name) for name in VOCABULARY_FILES), _state(labels)))


@lru_cache(maxsize=2)
def _analyzer(folder: Path, labels: Path, states: tuple[tuple[int, int], ...]) -> Analyzer:  # noqa: ARG001 the cache's key
    files = read_vocabulary(folder)
    for problem in files.problems[:_MOST_WARNINGS]:
        log.warning("%s", problem)
    if len(files.problems) > _MOST_WARNINGS:
        left = len(files.problems) - _MOST_WARNINGS
        log.warning("%s: %d more rows cannot be used; 'koe words check' names them all", folder, left)
    return Analyzer(files.vocabulary, adapted_model(labels))


def _state(path: Path) -> tuple[int, int]:
    """Return what changes with a file's content: time and size; zeros where there is none."""
    try:
        status = path.stat()
    except OSError:  # none there, or none that can be read: whoever reads it says so
        return 0, 0
    return status.st_mtime_ns, status.st_size


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
