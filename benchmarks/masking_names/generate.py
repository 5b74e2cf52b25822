"""Generated contacts: frames filled with names and with what is none, each name's place known."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from benchmarks.masking_names.names import Pool, lists, names
from nlp.masking.fold import FILL

_FOLDER: Final = Path(__file__).parent
_CHOICE: Final = re.compile(r"\(([^()]*)\)(\?)?")
# How many ways a frame of usual size can be said; one of more ways is said more often.
_USUAL: Final = 20
_FEWEST, _MOST = 0.7, 4.0
_SLOT: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Sample:
    """A text and where its names stand."""

    text: str
    spans: tuple[tuple[int, int], ...]
    frame: str


@cache
def _yaml(name: str) -> Any:
    return yaml.safe_load((_FOLDER / name).read_text("utf-8"))


@cache
def frames() -> tuple[str, ...]:
    """Return all frames that hold names."""
    return tuple(frame for group in _yaml("frames.yaml").values() for frame in group)


@cache
def negative_frames() -> tuple[str, ...]:
    """Return the frames that hold none."""
    return tuple(_yaml("negatives.yaml")["frames"])


def filler_nouns() -> list[str]:
    """Return the nouns that frames are filled with."""
    nouns: list[str] = _yaml("fillers.yaml")["noun"]
    return nouns


def expand(template: str, rng: random.Random) -> str:
    """Return a frame with its choices made."""
    while found := _CHOICE.search(template):
        made = "" if found[2] and rng.random() < 0.5 else rng.choice(found[1].split("|"))
        template = template[: found.start()] + made + template[found.end() :]
    return template.replace("$", "")


def fill(frame: str, pool: Pool, rng: random.Random, *, negative: bool = False) -> Sample:
    """Return a frame with choices made and slots filled."""
    template = expand(frame, rng)
    fillers = _yaml("fillers.yaml")
    text, spans, at = "", [], 0
    makers = {
        "r": pool.roman, "s": pool.surname, "g": pool.first, "f": pool.full, "n": pool.any, "c": pool.abroad,
        "p": pool.place_surname,
        "k": lambda r: pool.kana_surname(r) if r.random() < 0.5 else pool.kana_full(r),
        "gk": lambda r: pool.first(r) if r.random() < 0.5 else pool.kana_first(r),
    }  # fmt: skip
    ch = ""
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()]
        at = slot.end()
        name = slot[1]
        if name in makers:
            value = makers[name](rng) or pool.surname(rng)
            if not negative:
                spans.append((len(text), len(text) + len(value)))
            ch = value[0]
        elif name == "ch":
            value = ch or rng.choice("森山川田中")
        elif name == "place":
            value = rng.choice(pool.places)
        elif name == "x":
            dice = rng.random()
            value = rng.choice(pool.places) if dice < 0.3 else pool.noun(rng)
        elif name == "hira":
            value = rng.choice(pool.kana_words)
        elif name == "one":
            value = rng.choice(lists()["of_one_letter"])
        elif name == "hs":
            value = pool.noun(rng)
        else:
            value = pool.noun(rng) if name == "noun" else rng.choice(fillers[name])
        text += value
    text += template[at:]
    return Sample(text, tuple(spans), frame)


def generate(
    seed: int, each: int, chosen: Sequence[str], *, negative: bool = False, around: Sequence[str] = ()
) -> Iterator[Sample]:
    """Yield samples of frames; some stand in a longer text, among them the sentences `around`."""
    rng = random.Random(seed)
    pool = names().pick(rng, filler_nouns())
    tails = [t.lstrip("、。") for t in _yaml("fillers.yaml")["tail"] if t]
    rest = (tails, around) if around else (tails,)
    for frame in chosen:
        for _ in range(round(each * min(max(frame.count("|") / _USUAL, _FEWEST), _MOST))):
            sample = fill(frame, pool, rng, negative=negative)
            dice = rng.random()
            before = after = ""
            if dice < 0.2:
                before = rng.choice(rng.choice(rest)) + rng.choice(("。", "、", "\n", "", " ", "！"))
            if 0.1 < dice < 0.35:
                after = rng.choice(("。", "、", "\n", "", " ")) + rng.choice(rng.choice(rest))
            if rng.random() < 0.1:
                tail = sample.text + after
                after = tail[len(sample.text) :].replace("、", "").replace("。", "")
            text = before + sample.text + after
            spans = tuple((s + len(before), e + len(before)) for s, e in sample.spans)
            if len(spans) > 1 and rng.random() < 0.3:  # as it looks once a rule has found one of them
                s, e = rng.choice(spans)
                text = text[:s] + FILL + text[e:]
                shorter = e - s - 1
                spans = tuple((a - shorter * (a > s), b - shorter * (a > s)) for a, b in spans if a != s)
            yield Sample(text, spans, frame)
