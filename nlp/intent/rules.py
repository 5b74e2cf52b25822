"""Flags, risk classes and fixed answers: rules kept as data in the YAML files beside."""

import hashlib
import importlib.resources
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import yaml

from nlp.intent.beginnings import Beginnings
from nlp.intent.clauses import branches
from nlp.intent.gate import Gate

_HIT = "hit"
_PIECE = re.compile(r"<([a-z_]+)>")
SOURCES = ("flags.yaml", "risk.yaml", "formulas.yaml", "memo.yaml")
_LONGEST_FORMULA, _LONGEST_SMALL_TALK = 60, 40
_Ints = npt.NDArray[np.int64]


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
    """Rules of one purpose; bit ``first + n`` of what `look` gives says that their n-th way may be found.

    Where `opens` is given, it must be found as well.
    """

    look: Callable[[str], int]
    first: int
    rules: tuple[Rule, ...]
    ways: "tuple[tuple[Rule, re.Pattern[str]], ...]"
    opens: "re.Pattern[str] | None" = None

    def find(self, sentence: str) -> tuple[str, ...]:
        """Ids of the rules that apply, in the order of the file."""
        held = self.look(sentence) >> self.first
        return self.among(sentence, [n for n in range(len(self.ways)) if held >> n & 1])

    def among(self, sentence: str, numbers: Sequence[int]) -> tuple[str, ...]:
        """Ids of the rules that apply, where only the ways of these numbers may be found."""
        if not numbers or (self.opens and not self.opens.search(sentence)):
            return ()
        found: dict[str, bool] = {}
        for number in numbers:
            rule, way = self.ways[number]
            if rule.id not in found and way.search(sentence):
                found[rule.id] = rule.confirm(sentence) is not None
        return tuple([name for name, applies in found.items() if applies])

    def explain(self, sentence: str) -> tuple[tuple[str, str], ...]:
        """Each rule that applies, with the words of the sentence that made it apply.

        ``充電していたら煙が出ました`` → (("smoke_fire", "煙が"),)
        """
        matches = ((rule.id, rule.match(sentence)) for rule in self.rules)
        return tuple((name, match.group()) for name, match in matches if match)


class Found(msgspec.Struct, gc=False):
    """What the rules say of a sentence: whether it is a formula, its flags and its risks."""

    formula: bool
    flags: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of the package; `digest` changes with the file."""

    flags: Group
    risk: Group
    other: "re.Pattern[str]"
    begins: Beginnings
    contact: "re.Pattern[str]"
    small_talk: Group
    gate: Gate
    memo: tuple[Rule, ...]
    digest: str

    def is_formula(self, sentence: str) -> bool:
        """Greeting, thanks at the end, yes/no, 特になし, a phone number: said by everyone, about nothing."""
        return self.find_all([sentence])[0].formula

    def find_all(self, sentences: Sequence[str]) -> list[Found]:
        """Find what applies to each sentence; much quicker than sentence by sentence."""
        found = [Found(self._is_phrase(sentence)) for sentence in sentences]
        places, numbers = self.gate.open_all(sentences)
        for place, ways in _by_place(places, numbers, self.flags):
            found[place].flags = self.flags.among(sentences[place], ways)
        for place, ways in _by_place(places, numbers, self.risk):
            found[place].risk = self.risk.among(sentences[place], ways)
        for place, ways in _by_place(places, numbers, self.small_talk):
            if len(sentences[place]) < _LONGEST_SMALL_TALK:
                found[place].formula |= bool(self.small_talk.among(sentences[place], ways))
        return found

    def _is_phrase(self, sentence: str) -> bool:
        if len(sentence) >= _LONGEST_FORMULA:
            return False
        if self.begins.allow(sentence) and self.other.fullmatch(sentence):
            return True
        return "［" in sentence and bool(self.contact.fullmatch(sentence))

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
    groups = (_rules(flags), _rules(risk), _rules(other))
    gate = Gate([way.pattern for group in groups for rule in group for way in rule.ways])
    found, counted, said = _grouped(gate, groups)
    phrase = rf"(?:\W*(?:{'|'.join(other['whole'])})\W*|{_chain(other['units'])})"
    return Rules(
        flags=found,
        risk=counted,
        other=re.compile(phrase),
        begins=Beginnings(phrase),
        contact=re.compile(_chain(other["contact"])),
        small_talk=replace(said, opens=re.compile(other["gate"])),
        gate=gate,
        memo=_rules(memo),
        digest=hashlib.sha256("\n".join(sources).encode()).hexdigest(),
    )


def _chain(units: list[str]) -> str:
    """Pattern of one or more units that never goes back over a unit it took."""
    return f"(?:{'|'.join(units)})++"


def _rules(data: dict[str, Any]) -> tuple[Rule, ...]:
    pieces = _expand_all(data.get("let", {}))
    return tuple(_rule(rule, pieces) for rule in data["rules"])


def _grouped(gate: Gate, groups: Iterable[tuple[Rule, ...]]) -> Iterator[Group]:
    """Put groups behind one gate, so that sentences are looked at once for all of them."""
    first = 0
    for rules in groups:
        ways = tuple((rule, way) for rule in rules for way in rule.ways)
        yield Group(gate.open, first, rules, ways)
        first += len(ways)


def _by_place(places: _Ints, numbers: _Ints, group: Group) -> Iterable[tuple[int, list[int]]]:
    """Places of sentences, and which ways of a group may be found there."""
    own = (numbers >= group.first) & (numbers < group.first + len(group.ways))
    held: dict[int, list[int]] = {}
    for place, number in zip(places[own].tolist(), (numbers[own] - group.first).tolist(), strict=True):
        held.setdefault(place, []).append(number)
    return held.items()


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
