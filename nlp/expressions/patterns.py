"""The rules of this package, data in patterns.yaml: patterns over tags, endings of predicates, words."""

import hashlib
import importlib.resources
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

_FILE = "patterns.yaml"
_FORMS = frozenset({"plain", "said", "te", "must", "wish", "able"})
_READINGS = frozenset({"case", "verbal", "honorific", "nominal", "inverted", "shortage"})
CASE_GROUPS = ("owner", "subject", "particle", "between", "complement", "noun", "head")
_EFFECTS = frozenset({"", "negative", "positive", "wish"})


class PatternError(ValueError):
    """patterns.yaml holds a row that cannot be used."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern over tags and who reads its matches; `cue` is in all of them and found more quickly."""

    name: str
    cue: re.Pattern[str]
    regex: re.Pattern[str]
    reads: str


@dataclass(frozen=True, slots=True)
class Ending:
    """What follows a predicate and changes its meaning: (並ぶ)|しかない.

    Attributes
    ----------
    form
        Form of the predicate before `text`: plain, said (past where it was said so), te, must, able, wish.
    text
        What is written behind it.
    effect
        negative or positive set the polarity, wish the wish; empty leaves both.
    """

    name: str
    form: str
    text: str
    effect: str


@dataclass(frozen=True, slots=True)
class Rules:
    """All of patterns.yaml; the groups of `tails` are the names in `endings`."""

    patterns: tuple[Pattern, ...]
    endings: dict[str, Ending]
    tails: re.Pattern[str]
    words: dict[str, frozenset[str]]
    digest: str


def rules_digest() -> str:
    """SHA-256 of patterns.yaml; part of the analysis' fingerprint."""
    return load_rules().digest


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read and compile patterns.yaml; PatternError names the row that cannot be used."""
    source = importlib.resources.files("nlp.expressions").joinpath(_FILE).read_text(encoding="utf-8")
    raw = yaml.safe_load(source)
    classes = raw["classes"]
    endings = {row["id"]: _ending(row) for row in raw["endings"]}
    tails = "|".join(f"(?P<{row['id']}>{row['tail']})" for row in raw["endings"])
    return Rules(
        tuple(_pattern(row, classes) for row in raw["patterns"]),
        endings,
        _compile("endings", tails),
        {name: frozenset(words.split()) for name, words in raw["words"].items()},
        hashlib.sha256(source.encode()).hexdigest(),
    )


def _pattern(row: dict[str, Any], classes: dict[str, str]) -> Pattern:
    text = row["pattern"]
    for name, letters in classes.items():
        text = text.replace(f"<{name}>", letters)
    if row["reads"] not in _READINGS:
        raise PatternError(
            f"{_FILE}: pattern {row['id']}: reads {row['reads']!r}; use one of {sorted(_READINGS)}"
        )
    regex = _compile(row["id"], text)
    if row["reads"] == "case" and tuple(regex.groupindex) != CASE_GROUPS:
        raise PatternError(f"{_FILE}: pattern {row['id']}: groups must be {CASE_GROUPS}, in this order")
    return Pattern(row["id"], _compile(row["id"], row["cue"]), regex, row["reads"])


def _ending(row: dict[str, Any]) -> Ending:
    ending = Ending(row["id"], row["form"], row["text"], row.get("effect", ""))
    if ending.form not in _FORMS or ending.effect not in _EFFECTS:
        raise PatternError(f"{_FILE}: ending {ending.name}: form or effect is unknown; see Ending")
    return ending


def _compile(name: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text, re.VERBOSE)
    except re.error as error:
        raise PatternError(f"{_FILE}: {name}: not a regular expression: {error}") from error
