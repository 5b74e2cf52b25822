"""The held-out sets: frames filled with values, contacts over several turns, decoys."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.masking.names import full_name, name
from benchmarks.masking.values import VALUES
from nlp.masking import Masker

SETS = ("held_out_1", "held_out_2", "held_out_3")
_EACH = 30
_MARKED = re.compile("[⟦⟧]")


@dataclass(frozen=True)
class Case:
    """A contact, turn by turn, and what of it must not outlive the masking: (turn, start, end)."""

    type: str
    turns: tuple[str, ...]
    spans: tuple[tuple[int, int, int], ...]


@dataclass
class Outcome:
    """Counts by type, and what was missed as (type, masked text)."""

    total: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    misses: list[tuple[str, str]] = field(default_factory=list)


@cache
def read_set(name_: str) -> dict[str, Any]:
    """Return the content of one set's file."""
    text = (Path(__file__).parent / "data" / f"{name_}.yaml").read_text("utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def cases(name_: str, seed: int) -> Iterator[Case]:
    """Yield the cases of a set: every frame filled, structured types some hundred times."""
    rng = random.Random(seed)
    content = read_set(name_)
    for kind, frames in content["frames"].items():
        named = {"name": name, "full_name": full_name}.get(kind)
        make = named or VALUES[kind]
        for frame in frames:
            for _ in range(12 if named else max(6, _EACH * 12 // len(frames) // 2)):
                yield _filled(kind, frame, make, rng)
    for kind, contacts in content["turns"].items():
        yield from (_dialogue(kind, turns) for turns in contacts)


def _filled(kind: str, frame: str, make: Any, rng: random.Random) -> Case:
    text, spans = "", []
    pieces = frame.split("{}")
    for i, piece in enumerate(pieces):
        text += piece
        if i < len(pieces) - 1:
            value = make(rng)
            spans.append((0, len(text), len(text) + len(value)))
            text += value
    return Case(kind, (text,), tuple(spans))


def _dialogue(kind: str, turns: Sequence[str]) -> Case:
    spans, plain = [], []
    for i, turn in enumerate(turns):
        at = 0
        for part in re.split("(⟦[^⟧]*⟧)", turn):
            length = len(_MARKED.sub("", part))
            if part.startswith("⟦"):
                spans.append((i, at, at + length))
            at += length
        plain.append(_MARKED.sub("", turn))
    return Case(f"{kind}, over turns" if len(turns) > 1 else kind, tuple(plain), tuple(spans))


def run(masker: Masker, found: Iterator[Case]) -> Outcome:
    """Mask every case; one is missed when a letter or digit of a value outlives the masking."""
    outcome = Outcome()
    for case in found:
        masked = masker.mask_contact(case.turns)
        covered = [{i for s in m.spans for i in range(s.start, s.end)} for m in masked]
        outcome.total[case.type] += 1
        for turn, start, end in case.spans:
            if any(
                c.isalnum() and start + i not in covered[turn]
                for i, c in enumerate(case.turns[turn][start:end])
            ):
                outcome.missed[case.type] += 1
                outcome.misses.append((case.type, " / ".join(m.text for m in masked)))
                break
    return outcome


def changed_decoys(masker: Masker, name_: str) -> list[tuple[str, str]]:
    """Return the decoys that were touched, as they were and as they became."""
    pairs = ((text, masker.mask(text).text) for text in read_set(name_)["decoys"])
    return [(text, masked) for text, masked in pairs if text != masked]
