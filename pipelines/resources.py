"""Expensive things that a process makes once: the analyzer, the masker, the key."""

import logging
import os
from functools import lru_cache
from pathlib import Path

from nlp.analysis import Analyzer
from nlp.masking import Masker
from pipelines.config.masking_file import masking_paths, read_masking
from pipelines.config.vocabulary_files import VOCABULARY_FILES, read_vocabulary
from pipelines.errors import PipelineError
from pipelines.kinds import adaptation_path, adapted_model
from pipelines.pseudonyms import Pseudonymizer, load_keys
from pipelines.settings import Settings, load_settings
from pipelines.writing import write_private

log = logging.getLogger(__name__)

_MOST_WARNINGS = 20
_KEY_MARK = "key.fingerprint"


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


def masker(settings: Settings | None = None) -> Masker:
    """Return the process's masker, with the rules and names that a configuration adds.

    Made anew when masking.yaml or its list of names has changed.

    Parameters
    ----------
    settings : Settings, optional
        Default: the installation that the environment names.

    Raises
    ------
    ConfigError
        masking.yaml cannot be used as it is.
    """
    folder = (settings or load_settings()).config_dir
    return _masker(folder, tuple(_state(path) for path in masking_paths(folder)))


@lru_cache(maxsize=2)
def _masker(folder: Path, states: tuple[tuple[int, int], ...]) -> Masker:  # noqa: ARG001 the cache's key
    own = read_masking(folder)
    return Masker(patterns=own.rules, staff_names=own.staff_names)


def pseudonymizer(settings: Settings) -> Pseudonymizer:
    """Return the pseudonymizer of the installation's key.

    Raises
    ------
    PipelineError
        The key is not the one that the data under ``KOE_HOME`` was made with.
    """
    mark = settings.home / _KEY_MARK
    known = key_mark(settings)
    if known and not settings.key_file.exists():
        raise PipelineError(_another_key(settings.key_file, mark))
    keys = Pseudonymizer(*load_keys(settings.key_file))
    if known and known != keys.fingerprint:
        raise PipelineError(_another_key(settings.key_file, mark))
    if not known:
        mark_key(settings, keys)
    return keys


def key_mark(settings: Settings) -> str:
    """Return the fingerprint of the key that the data was made with; empty when there is no data yet."""
    mark = settings.home / _KEY_MARK
    return mark.read_text(encoding="ascii").strip() if mark.exists() else ""


def mark_key(settings: Settings, keys: Pseudonymizer) -> None:
    """Note which key the data is made with."""
    write_private(settings.home / _KEY_MARK, keys.fingerprint + "\n")


def _another_key(key_file: Path, mark: Path) -> str:
    return (
        f"{key_file} is not the key that the data under {mark.parent} was made with; restore it "
        "(KOE_KEY_FILE names it). To change keys, use 'koe key rotate'; where that was broken off, "
        "run it again"
    )


def attempt_name() -> str:
    """Return a name for temporary files that no other process uses at the same time."""
    return f"{os.getpid()}.tmp"
