"""Which words of a sentence its topic is known by: marked where they stand (KWIC)."""

import re
from collections.abc import Iterable

_INFLECTED = re.compile(r"[ぁ-ん]+$")
_LEAST = 2


def stems(keywords: Iterable[str]) -> tuple[str, ...]:
    """Return what stays of keywords when they are inflected, longest first.

    Examples
    --------
    >>> stems(["固い", "キャップ", "つながる", "手"])
    ('キャップ', 'つなが', '固', '手')
    """
    found = {_stem(word) for word in keywords if word}
    return tuple(sorted(found, key=lambda stem: (-len(stem), stem)))


def _stem(word: str) -> str:
    root = _INFLECTED.sub("", word)
    if root:
        return root
    return word[:-1] if len(word) > _LEAST else word
