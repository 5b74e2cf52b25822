"""Which texts may hold a name at all: they hold a cue, or a surname that is hardly anything else."""

import re
from functools import cache
from typing import Final

from nlp.masking.needs import letters_of
from nlp.masking.people.lexicon import around_names, name_words

_SELF: Final = re.compile(
    "[一-鿿々ァ-ヺー](?:なん)?(?:で(?:す|ご)|だけど|やけど|っす|じゃ)|[A-Za-z]{3}|^.{0,12}(?:です|でご|だけど|やけど|っす|から|って)"
)
_CLEAR: Final = re.compile("s[gfpo]*[01]")
_SHORT: Final = 12


@cache
def gate_keys() -> frozenset[str]:
    """Return the cues, and how each surname begins that is hardly a place or a word."""
    words = name_words().items()
    clear = {
        w[:2] for w, c in words if len(w) > 1 and w[0] >= "一" and "s" in c and "c" not in c and c[-1] in "01"
    }
    return frozenset(clear.union(around_names()["cues"]))


def may_hold_name(text: str, letters: frozenset[str] | None = None) -> bool:
    """Return whether a folded text is worth looking at for names; `letters` are ``letters_of(text)``.

    >>> may_hold_name("佐伯さんに代わって"), may_hold_name("とても景色がよくて、また来たいと思いました")
    (True, False)
    """
    if len(text) <= _SHORT or not gate_keys().isdisjoint(letters_of(text) if letters is None else letters):
        return True
    return "\n" in text or _SELF.search(text) is not None
