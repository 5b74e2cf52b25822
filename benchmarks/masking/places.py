"""Addresses in the ways people write and say them."""

import random
from pathlib import Path
from typing import Final

import yaml

from benchmarks.masking.spoken import wide

_PARTS: Final[dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "places.yaml").read_text("utf-8")
)
_KANJI: Final = "一二三四五六七八九"


def address(rng: random.Random) -> str:
    """Return an address with number, often with a building and a room."""
    x, y, z = (rng.randint(1, 28) for _ in range(3))
    kx, ky, kz = (_KANJI[n % 9] for n in (x, y, z))
    number = rng.choice(
        (
            f"{x}-{y}-{z}",
            f"{x}-{y}",
            f"{x}丁目{y}番{z}号",
            f"{x}丁目{y}-{z}",
            f"{x}丁目{y}番地{z}",
            f"{x}の{y}の{z}",
            f"{x + 900}番地",
            f"{x + 900}番地の{y}",
            wide(f"{x}-{y}-{z}"),
            f"{kx}丁目{ky}番{kz}号",
            f"{kx}丁目{ky}の{kz}",
            f"{kx}の{ky}の{kz}",
            f"{x}−{y}−{z}",
            f"{x + 900}-{y}",
            f"{x}ー{y}ー{z}",
            f"{x}丁目の{y}の{z}",
            f"字原{x + 100}",
            f"{x}番{y}号",
        )
    )
    gap = rng.choice(("", "", "", " "))
    return rng.choice(_PARTS["places"]) + gap + number + rng.choice(_PARTS["buildings"])
