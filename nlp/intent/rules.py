"""Flags, risk classes and fixed answers: rules kept as data in the YAML files beside."""

import hashlib
import importlib.resources
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import yaml

_HIT = "hit"
_BRANCHES = 130  # first characters that one pattern looks for; more make each place slow
_PIECE = re.compile(r"<([a-z_]+)>")
SOURCES = ("flags.yaml", "risk.yaml", "formulas.yaml", "memo.yaml")
_LONGEST_FORMULA, _LONGEST_SMALL_TALK = 60, 40


@dataclass(frozen=True, slots=True)
class Cues:
    """Plain words of which a sentence must hold one."""

    patterns: "tuple[re.Pattern[str], ...]"

    firsts: frozenset[str] = frozenset()

    def starts(self, sentence: str) -> set[str]:
        """First characters of the words that are there."""
        found = set()
        for pattern in self.patterns:
            match = pattern.search(sentence)
            while match:
                found.add(sentence[match.start()])
                match = pattern.search(sentence, match.start() + 1)
        return found

    def search(self, sentence: str) -> bool:
        """Whether one of the words is there; so it is when there are none to look for."""
        for pattern in self.patterns:
            if pattern.search(sentence):
                return True
        return not self.patterns


@dataclass(frozen=True, slots=True)
class Rule:
    """`ways` must be found, as a "hit" of `pattern` (its other finds are harmless), and `unless` must not."""

    id: str
    ways: "re.Pattern[str]"
    cues: Cues
    pattern: "re.Pattern[str]"
    unless: "re.Pattern[str] | None"
    kinds: tuple[str, ...] = ()

    def may_begin_with(self, starts: set[str]) -> bool:
        """Whether a cue of the rule begins with one of `starts`; without cues, any may."""
        return not self.cues.firsts or not self.cues.firsts.isdisjoint(starts)

    def match(self, sentence: str) -> "re.Match[str] | None":
        """First place that makes the rule apply to a normalised sentence, None when it does not apply."""
        if not self.cues.search(sentence) or not self.ways.search(sentence):
            return None
        for match in self.pattern.finditer(sentence):
            if match.lastgroup == _HIT:
                return None if self.unless and self.unless.search(sentence) else match
        return None


@dataclass(frozen=True, slots=True)
class Group:
    """Rules of one purpose behind a cheap gate: it is found wherever a cue of theirs is."""

    gate: Cues
    rules: tuple[Rule, ...]

    def find(self, sentence: str) -> tuple[str, ...]:
        """Ids of the rules that apply, in the order of the file."""
        starts = self.gate.starts(sentence)
        if not starts:
            return ()
        return tuple([rule.id for rule in self.rules if rule.may_begin_with(starts) and rule.match(sentence)])

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
    return Rules(
        flags=_group(flags),
        risk=_group(risk),
        other=re.compile(rf"(?:\W*(?:{'|'.join(other['whole'])})\W*|{_chain(other['units'])})"),
        contact=re.compile(_chain(other["contact"])),
        small_talk=_group(other),
        memo=_group(memo).rules,
        digest=hashlib.sha256("\n".join(sources).encode()).hexdigest(),
    )


def _chain(units: list[str]) -> str:
    """Pattern of one or more units that never goes back over a unit it took."""
    return f"(?:{'|'.join(units)})++"


def _group(data: dict[str, Any]) -> Group:
    pieces = _expand_all(data.get("let", {}))
    rules = tuple(_rule(r, pieces) for r in data["rules"])
    if "gate" in data:
        return Group(Cues((re.compile(data["gate"]),)), rules)
    return Group(_cues(cue for rule in data["rules"] for cue in rule["cues"]), rules)


def _rule(data: dict[str, Any], pieces: Mapping[str, str] = MappingProxyType({})) -> Rule:
    """Compile a rule; a way is atomic, so what dismisses it cannot be escaped by a shorter reading of it."""
    ways = "|".join(data["ways"]) if "ways" in data else data["pattern"]
    harmless = "".join(f"{phrase}|" for phrase in data.get("harmless", ()))
    behind = f"(?!{data['not_before']})" if "not_before" in data else ""
    pattern = f"{harmless}(?P<{_HIT}>(?>{ways}){behind})"
    return Rule(
        data["id"],
        re.compile(_expand(ways, pieces)),
        _cues(data.get("cues", ())),
        re.compile(_expand(pattern, pieces)),
        re.compile(_expand(data["unless"], pieces)) if "unless" in data else None,
        tuple(data.get("kinds", ())),
    )


def _cues(words: Iterable[str]) -> Cues:
    """Look for any of `words` in a few passes: a place that may begin a word tries a pass's branches."""
    unique = sorted(set(words))
    firsts = list(dict.fromkeys(word[:1] for word in unique))
    kana = [first for first in firsts if "ぁ" <= first <= "ん"]
    other = [first for first in firsts if first not in kana]
    passes = [kana, *(other[i : i + _BRANCHES] for i in range(0, len(other), _BRANCHES))]
    patterns = (_any_of([word for word in unique if word[:1] in part]) for part in passes if part)
    return Cues(tuple(map(re.compile, patterns)), frozenset(firsts))


def _any_of(words: Sequence[str]) -> str:
    """Pattern of any of `words`, a branch for each first character, so that `re` leaps to those."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(word[1:])
    return "|".join(
        re.escape(first) + ("" if "" in tails else f"(?:{'|'.join(map(re.escape, tails))})")
        for first, tails in rests.items()
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
