"""Flags, risk classes and fixed answers: rules kept as data in rules.yaml."""

import hashlib
import importlib.resources
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import yaml

_LONGEST_FORMULA, _LONGEST_SMALL_TALK = 60, 40


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that must be found and one that must not."""

    id: str
    pattern: "re.Pattern[str]"
    unless: "re.Pattern[str] | None"
    kinds: tuple[str, ...] = ()

    def holds(self, sentence: str) -> bool:
        """Whether the rule applies to a normalised sentence."""
        return bool(self.pattern.search(sentence)) and not (self.unless and self.unless.search(sentence))


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one purpose behind a cheap gate: it is found wherever they are."""

    gate: "re.Pattern[str]"
    rules: tuple[Rule, ...]

    def find(self, sentence: str) -> tuple[str, ...]:
        """Ids of the rules that apply, in the order of the file."""
        if not self.gate.search(sentence):
            return ()
        return tuple([rule.id for rule in self.rules if rule.holds(sentence)])


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of the package; `digest` changes with the file."""

    flags: Group
    risk: Group
    other: "re.Pattern[str]"
    contact: "re.Pattern[str]"
    small_talk: Group
    memo: tuple[Rule, ...]
    digest: str

    def is_formula(self, sentence: str) -> bool:
        """Greeting, thanks at the end, yes/no, 特になし, a phone number: said by everyone, about nothing."""
        if len(sentence) >= _LONGEST_FORMULA:
            return False
        if self.other.fullmatch(sentence):
            return True
        if "［" in sentence and self.contact.fullmatch(sentence):
            return True
        return len(sentence) < _LONGEST_SMALL_TALK and bool(self.small_talk.find(sentence))

    def memo_kinds(self, sentence: str) -> tuple[str, ...]:
        """Kinds that the end of a memo's sentence leaves open; empty when it says nothing about that."""
        return next((rule.kinds for rule in self.memo if rule.holds(sentence)), ())


def read_source() -> str:
    """Text of rules.yaml."""
    return importlib.resources.files("nlp.intent").joinpath("rules.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Compile the rules that ship with the package."""
    source = read_source()
    data = yaml.safe_load(source)
    other = data["other"]
    return Rules(
        flags=_group(data["flags"]),
        risk=_group(data["risk"]),
        other=re.compile(rf"(?:\W*(?:{'|'.join(other['whole'])})\W*|{_chain(other['units'])})"),
        contact=re.compile(_chain(other["contact"])),
        small_talk=_group(other),
        memo=tuple(_rule(r) for r in data["memo"]),
        digest=hashlib.sha256(source.encode()).hexdigest(),
    )


def _chain(units: list[str]) -> str:
    """Pattern of one or more units that never goes back over a unit it took."""
    return f"(?:{'|'.join(units)})++"


def _group(data: dict[str, Any]) -> Group:
    return Group(re.compile(data["gate"]), tuple(_rule(r) for r in data["rules"]))


def _rule(data: dict[str, Any]) -> Rule:
    unless = re.compile(data["unless"]) if "unless" in data else None
    return Rule(data["id"], re.compile(data["pattern"]), unless, tuple(data.get("kinds", ())))
