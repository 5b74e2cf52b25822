"""Expensive things that a process makes once: the analyzer, the masker, the key."""

import os
from functools import cache

from nlp.analysis import Analyzer
from nlp.masking import Masker
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
    """Return the pseudonymizer of the installation's key."""
    return Pseudonymizer(load_key(settings.key_file))


def attempt_name() -> str:
    """Return a name for temporary files that no other process uses at the same time."""
    return f"{os.getpid()}.tmp"
