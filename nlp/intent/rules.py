"""Flags, risk classes and fixed answers: rules kept as data in the YAML files beside."""

import hashlib
import importlib.resources
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import yaml

from nlp.intent.clauses import branches
from nlp.intent.gate import Gate

_HIT = "hit"
_PIECE = re.compile(r"<([a-z_]+)>")
SOURCES = ("flags.yaml", "risk.yaml", "formulas.yaml", "memo.yaml")
_LONGEST_FORMULA, _LONGEST_SMALL_TALK = 60, 40


@dataclass(frozen=True, slots=True)
class Rule:
    """A way must be found, as a "hit" of `pattern` (its other finds are harmless), and `unless` must not."""

    id: str
    ways: "tuple[re.Pattern[str], ...]"
    pattern: "re.Pattern[str]"
    unless: "re.Pattern[str] | None"
    kinds: tuple[str, ...] = ()

    def match(self, sentence: str) -> "re.Match[str] | None":
        """First place that makes the rule apply to a normalised sentence, None when it does not apply."""
        if any(way.search(sentence) for way in self.ways):
            return self.confirm(sentence)
        return None

    def confirm(self, sentence: str) -> "re.Match[str] | None":
        """As `match`, for a sentence in which a way is known to be."""
        for match in self.pattern.finditer(sentence):
            if match.lastgroup == _HIT:
                return None if self.unless and self.unless.search(sentence) else match
        return None


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one purpose; bit ``first + n`` of what `look` gives says that their n-th way may be found."""

    look: Callable[[str], int]
    first: int
    rules: tuple[Rule, ...]
    ways: "tuple[tuple[Rule, re.Pattern[str]], ...]"

    def find(self, sentence: str) -> tuple[str, ...]:
        """Ids of the rules that apply, in the order of the file."""
        held = self.look(sentence)
        if not held:
            return ()
        held = held >> self.first & (1 << len(self.ways)) - 1
        found: dict[str, bool] = {}
        while held:
            rule, way = self.ways[(held & -held).bit_length() - 1]
            if rule.id not in found and way.search(sentence):
                found[rule.id] = rule.confirm(sentence) is not None
            held &= held - 1
        return tuple([name for name, applies in found.items() if applies])

    def explain(self, sentence: str) -> tuple[tuple[str, str], ...]:
        """Each rule that applies, with the words of the sentence that made it apply.

        ``充電していたら煙が出ました`` → (("smoke_fire", "煙が"),)
        """
        matches = ((rule.id, rule.match(sentence)) for rule in self.rules)
        return tuple((name, match.group()) for name, match in matches if match)


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
        return next((rule.kinds for rule in self.memo if rule.match(sentence)), ())


def read_source(name: str) -> str:
    """Text of a file of rules."""
    return importlib.resources.files("nlp.intent").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Compile the rules that ship with the package."""
    sources = [read_source(name) for name in SOURCES]
    flags, risk, other, memo = map(yaml.safe_load, sources)
    found, counted = _gated(flags, risk)
    return Rules(
        flags=found,
        risk=counted,
        other=re.compile(rf"(?:\W*(?:{'|'.join(other['whole'])})\W*|{_chain(other['units'])})"),
        contact=re.compile(_chain(other["contact"])),
        small_talk=_behind(other),
        memo=_rules(memo),
        digest=hashlib.sha256("\n".join(sources).encode()).hexdigest(),
    )


def _chain(units: list[str]) -> str:
    """Pattern of one or more units that never goes back over a unit it took."""
    return f"(?:{'|'.join(units)})++"


def _rules(data: dict[str, Any]) -> tuple[Rule, ...]:
    pieces = _expand_all(data.get("let", {}))
    return tuple(_rule(rule, pieces) for rule in data["rules"])


def _gated(*sources: dict[str, Any]) -> Iterator[Group]:
    """Put groups behind one gate, so that a sentence is looked at once for all of them."""
    rules = [_rules(data) for data in sources]
    gate = Gate([way.pattern for group in rules for rule in group for way in rule.ways])
    first = 0
    for group in rules:
        ways = tuple((rule, way) for rule in group for way in rule.ways)
        yield Group(gate.open, first, group, ways)
        first += len(ways)


def _behind(data: dict[str, Any]) -> Group:
    """Rules behind the pattern that their file names: all of them may apply where it is found."""
    rules, opens = _rules(data), re.compile(data["gate"]).search
    ways = tuple((rule, way) for rule in rules for way in rule.ways)
    return Group(lambda sentence: -1 if opens(sentence) else 0, 0, rules, ways)


def _rule(data: dict[str, Any], pieces: Mapping[str, str] = MappingProxyType({})) -> Rule:
    """Compile a rule; a way is atomic, so what dismisses it cannot be escaped by a shorter reading of it."""
    ways = "|".join(data["ways"]) if "ways" in data else data["pattern"]
    harmless = "".join(f"{phrase}|" for phrase in data.get("harmless", ()))
    behind = f"(?!{data['not_before']})" if "not_before" in data else ""
    pattern = f"{harmless}(?P<{_HIT}>(?>{ways}){behind})"
    return Rule(
        data["id"],
        tuple(map(re.compile, branches(_expand(ways, pieces)))),
        re.compile(_expand(pattern, pieces)),
        re.compile(_expand(data["unless"], pieces)) if "unless" in data else None,
        tuple(data.get("kinds", ())),
    )


def _expand_all(pieces: Mapping[str, str | list[str]]) -> dict[str, str]:
    """Pieces with those written above them put in; a list is a choice of its lines."""
    done: dict[str, str] = {}
    for name, piece in pieces.items():
        pattern = piece if isinstance(piece, str) else f"(?:{'|'.join(piece)})"
        done[name] = _expand(pattern, done)
    return done


def _expand(pattern: str, pieces: Mapping[str, str]) -> str:
    return _PIECE.sub(lambda match: pieces.get(match.group(1), match.group()), pattern)
