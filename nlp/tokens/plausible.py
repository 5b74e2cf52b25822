"""Whether a sentence is language: keyboard noise puts kinds of tokens side by side that nobody says."""

from __future__ import annotations

import hashlib
import importlib.resources
import json
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from nlp.tokens.token import Token

START, END = "^", "$"
_FEWEST = 4  # tokens; 古民家カフェ can be anything
_IMPLAUSIBLE = -5.0  # natural logarithm of how much likelier speech is than noise
_WRITTEN_IN_KANA = frozenset("NUJVFXESAIx")


def is_plausible(tokens: Sequence[Token]) -> bool:
    """Tell speech from random characters by the pairs of its neighbouring tokens.

    ``ろづけむがそまぐ`` falls into ろ / づけ / む / が / そ / ま / ぐ, as no sentence does. Words at random
    are not noticed: to the kinds of their tokens 犬を雲が払う is a sentence.

    Parameters
    ----------
    tokens
        Of a whole sentence or text; few of them pass unseen.
    """
    if len(tokens) < _FEWEST:
        return True
    ratios = _ratios()
    classes = [START, *map(token_class, tokens), END]
    return sum([ratios.get(pair, 0.0) for pair in pairwise(classes)]) >= _IMPLAUSIBLE


def token_class(token: Token) -> str:
    """Give the tag; for content words in hiragana also their length, for signs whether they are kana.

    A lone kana that MeCab can read as nothing is a sign to it (ぷ), a short word in kana a chance hit.
    """
    tag, surface = token.tag, token.surface
    if tag == ".":
        if not any(map(str.isalnum, surface)):
            return tag
        return "~" if _is_hiragana(surface) else "#"
    if tag in _WRITTEN_IN_KANA and _is_hiragana(surface):
        return f"{tag}{min(len(surface), 3)}"
    return tag


def plausibility_digest() -> str:
    """SHA-256 of the table; changes with any figure."""
    return hashlib.sha256(_source().encode()).hexdigest()


@lru_cache(maxsize=1)
def _ratios() -> dict[tuple[str, str], float]:
    table = json.loads(_source())
    return {
        (left, right): tenths / 10.0
        for left, row in zip(table["classes"], table["ratios"], strict=True)
        for right, tenths in zip(table["classes"], row, strict=True)
        if tenths
    }


@lru_cache(maxsize=1)
def _source() -> str:
    return importlib.resources.files("nlp").joinpath("data/token_pairs.json").read_text(encoding="utf-8")


def _is_hiragana(text: str) -> bool:
    return all("ぁ" <= character <= "ゖ" for character in text)
