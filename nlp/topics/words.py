"""Word lists of the topics."""

import importlib.resources
from functools import cache

import yaml


@cache
def topic_words(name: str) -> frozenset[str]:
    """Read one list of words.yaml; KeyError when there is none of that name."""
    source = importlib.resources.files("nlp.topics").joinpath("words.yaml").read_text(encoding="utf-8")
    return frozenset(str(yaml.safe_load(source)[name]).split())
