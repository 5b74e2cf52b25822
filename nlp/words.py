"""Word lists that ship with the package."""

import hashlib
import importlib.resources
from functools import lru_cache

import yaml


@lru_cache(maxsize=64)
def word_list(name: str) -> frozenset[str]:
    """Read one list of data/words.yaml; KeyError when there is none of that name."""
    return frozenset(str(yaml.safe_load(_source())[name]).split())


@lru_cache(maxsize=1)
def shipped_terms() -> frozenset[str]:
    """Words that stay whole: the lists ``terms``, ``spaced_terms`` and ``crossed_terms`` put together."""
    lists = yaml.safe_load(_source())
    crossed = {
        first + second
        for firsts, seconds in lists["crossed_terms"]
        for first in firsts.split()
        for second in seconds.split()
    }
    return word_list("terms") | set(lists["spaced_terms"]) | crossed


def words_digest() -> str:
    """SHA-256 of the lists; changes with any word."""
    return hashlib.sha256(_source().encode()).hexdigest()


def _source() -> str:
    return importlib.resources.files("nlp").joinpath("data/words.yaml").read_text(encoding="utf-8")
