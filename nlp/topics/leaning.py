"""What the model of kinds and sentiment makes of names and of the sentences behind them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlp.intent.features import clues_of
from nlp.intent.model import KINDS, load_model
from nlp.normalise import normalise
from nlp.tokens import join_compounds
from nlp.topics.reading import splits_of

_Doubles = NDArray[np.float64]
_CLEAR_MOOD = 0.2
_LENGTH = 200  # characters that are looked at


def kinds_and_feelings(texts: Sequence[str]) -> tuple[_Doubles, _Doubles]:
    """Chance of each kind, shape (texts, kinds), and sentiment −1…1, shape (texts,)."""
    return _judged(tuple(texts))


@lru_cache(maxsize=2)  # a topic's voices are asked about one after the other: complaint, praise, mood
def _judged(texts: tuple[str, ...]) -> tuple[_Doubles, _Doubles]:
    short = [normalise(text[:_LENGTH]).text for text in texts]
    parts = map(list, splits_of(short))
    return load_model().scores(short, [clues_of(part, join_compounds(part)) for part in parts])


def mood_of(texts: Sequence[str]) -> float:
    """Mean sentiment of texts, −1…1; 0 without texts."""
    return round(float(kinds_and_feelings(texts)[1].mean()), 6) if texts else 0.0


def share_of_kind(texts: Sequence[str], kind: str) -> float:
    """Mean chance that texts are of a kind; 0 without texts."""
    return round(float(kinds_and_feelings(texts)[0][:, KINDS.index(kind)].mean()), 6) if texts else 0.0


def kind_leanings(texts: Sequence[str], kind: str, mood: float = 0.0) -> _Doubles:
    """How much the words of each text sound like the kind, shape (texts,), 0…1.

    Wishes and questions are known by their form alone; complaints and praise also by what the words feel
    like: 商品が足りない hurts, 商品が入っている does not. Where the kind tells nothing, `mood` does, the mean
    sentiment of the topic: 注文が増えている names no list that is gloomy on the whole.
    """
    told = kind in ("complaint", "praise")
    if not texts or not (told or abs(mood) >= _CLEAR_MOOD):
        return np.ones(len(texts))
    likely, feeling = kinds_and_feelings(texts)
    if not told:
        return np.asarray(np.round(0.5 + 0.5 * np.sign(mood) * feeling, 6))
    chance = likely[:, KINDS.index(kind)]
    if kind == "complaint":
        chance = chance * np.maximum(-feeling, 0.0)
    return np.asarray(np.round(chance, 6))


def likeliest_kinds(sentences: Sequence[str]) -> list[str]:
    """Likeliest kind of each sentence; a mere statement goes with what it is most like."""
    likely = kinds_and_feelings(sentences)[0].copy()
    likely[:, KINDS.index("other")] = 0.0
    return [KINDS[place] for place in likely.round(6).argmax(axis=1).tolist()]
