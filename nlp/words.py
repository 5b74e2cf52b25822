"""Word lists that ship with the package."""

import hashlib
import importlib.resources
from functools import lru_cache

import yaml


@lru_cache(maxsize=16)
def word_list(name: str) -> frozenset[str]:
    """Read one list of data/words.yaml; KeyError when there is none of that name."""
    return frozenset(yaml.safe_load(_source())[name].split())


def words_digest() -> str:
    """SHA-256 of the lists; changes with any word."""
    return hashlib.sha256(_source().encode()).hexdigest()


def _source() -> str:
    return importlib.resources.files("nlp").joinpath("data/words.yaml").read_text(encoding="utf-8")
