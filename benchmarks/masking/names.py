"""Names for the frames: everyday ones, rare ones, those that are words or places, kana, foreign ones."""

import random
from pathlib import Path
from typing import Final

import yaml

_NAMES: Final[dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "names.yaml").read_text("utf-8")
)


def name(rng: random.Random) -> str:
    """Return a surname (or a name used alone) as someone would say or write it."""
    kind = rng.random()
    if kind < 0.68:
        return rng.choice(_NAMES["surnames"])
    if kind < 0.84:
        return rng.choice(_NAMES["kana"])
    if kind < 0.97:
        return full_name(rng)
    return rng.choice(_NAMES["roman"])


def full_name(rng: random.Random) -> str:
    """Return surname and given name."""
    if rng.random() < 0.2:
        return rng.choice(_NAMES["kana_full"])
    surname = rng.choice([word for word in _NAMES["surnames"] if not "ァ" <= word[0] <= "ー"])
    return surname + rng.choice(("", "", " ", "　")) + rng.choice(_NAMES["given"])
