"""Fold a text to one way of writing without losing where each character came from."""

import re
import unicodedata
from typing import Final, NamedTuple

FILL: Final = "\ue000"
"""Stands for what is masked already; no rule matches it and no cue reaches across it."""

_HYPHENS: Final = "‐‑‒–—―−─━﹣⁃"
_SPACES: Final = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"
_OLD_KANJI: Final = {
    "髙": "高",
    "﨑": "崎",
    "𠮷": "吉",
    "濵": "浜",
    "德": "徳",
    "邉": "辺",
    "邊": "辺",
    "栁": "柳",
}
_ONE_TO_ONE: Final = {
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},
    **{0x1D7CE + i: str(i % 10) for i in range(50)},
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **{ord(old): new for old, new in _OLD_KANJI.items()},
    ord("〜"): "~",
}
# Characters that join their neighbour or vanish: half-width kana, combining marks, zero-width ones.
_INVISIBLE: Final = "\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\u20e3\U000e0100-\U000e01ef"
_UNEVEN: Final = re.compile(f"[｡-ﾟ\u3099\u309a{_INVISIBLE}]")
_FOLDS: Final = re.compile(f"[{''.join(map(re.escape, map(chr, _ONE_TO_ONE)))}]")
_CHANGES: Final = re.compile(f"{_UNEVEN.pattern[:-1]}{_FOLDS.pattern[1:]}")
_CLUSTER: Final = re.compile(f"[｡-ﾝ][ﾞﾟ]?|.[\u3099\u309a]|[{_INVISIBLE}]+|.", re.DOTALL)
_VANISHES: Final = re.compile(f"[{_INVISIBLE}]+")


class Folded(NamedTuple):
    """A folded text with, where lengths differ, the offsets in the input (code points).

    ``edges[i]`` is the input offset where folded character ``i`` starts; ``None`` means i itself.
    """

    text: str
    edges: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the input that folded ``start:end`` came from."""
        return (start, end) if self.edges is None else (self.edges[start], self.edges[end])


def fold(text: str) -> Folded:
    """Return full-width, half-width and old forms as one; never raises.

    >>> fold("ﾀﾞｲｺﾞ様 ０９０").text
    'ダイゴ様 090'
    """
    changes = _CHANGES.search(text)
    if not changes:
        return Folded(text, None)
    if not _UNEVEN.search(text, changes.start()):
        return Folded(text.translate(_ONE_TO_ONE), None)
    pieces: list[str] = []
    edges: list[int] = []
    for found in _CLUSTER.finditer(text):
        cluster = found.group()
        if _VANISHES.fullmatch(cluster):
            continue
        plain = unicodedata.normalize("NFKC", cluster) if _UNEVEN.search(cluster) else cluster
        pieces.append(plain)
        edges += [found.start()] * len(plain)
    edges.append(len(text))
    return Folded("".join(pieces).translate(_ONE_TO_ONE), tuple(edges))
