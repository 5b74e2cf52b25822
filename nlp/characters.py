"""Characters of many texts as one row of numbers, so that all texts are looked at at once."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_FIRST, _SECOND = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)


def codes_of(text: str) -> npt.NDArray[np.uint32]:
    """Code of each character, lone surrogates among them."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def codes_of_all(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """Codes of the texts, a line end behind each, and the place behind each one's line end."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    return codes_of("\n".join([*texts, ""])), np.cumsum(lengths)


def pair_places(codes: npt.NDArray[np.uint32], bits: int) -> npt.NDArray[np.uint32]:
    """Place of each character and the one behind it in a table of 2**bits; some pairs share one."""
    return (codes[:-1] * _FIRST + codes[1:] * _SECOND) >> np.uint32(32 - bits)
