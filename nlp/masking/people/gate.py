"""Which texts may hold a name at all: they hold a cue, or a surname that is hardly anything else."""

import re
from functools import cache
from typing import Final

from nlp.masking.needs import pairs_of
from nlp.masking.people.lexicon import around_names, name_words

_SELF: Final = re.compile(
    "[一-鿿々ァ-ヺー](?:なん)?(?:で(?:す|ご)|だけど|やけど|っす|じゃ)|[A-Za-z]{3}|^.{0,12}(?:です|でご|だけど|やけど|っす|から|って)"
)
_NOT_RARER: Final = "012"
"""Codes of ``lexicon``: how much rarer a word is as a person than as what else it is."""
_SHORT: Final = 40


@cache
def gate_keys() -> frozenset[str]:
    """Return the cues, and how each surname begins that is not much rarer than the word written alike."""
    listed = ((word, code) for word, code in name_words().items() if "s" in code and word[0] >= "一")
    clear = {
        word[:2] for word, code in listed if len(word) > 1 and ("c" not in code or code[-1] in _NOT_RARER)
    }
    return frozenset(clear.union(around_names()["cues"]))


def may_hold_name(text: str) -> bool:
    """Return whether a folded text is worth looking at for names; short ones, such as turns, always are.

    >>> may_hold_name("とても景色がよくて、" * 5), may_hold_name("とても景色がよくて、" * 5 + "佐伯")
    (False, True)
    """
    keys = gate_keys()
    if len(text) <= _SHORT or not (keys.isdisjoint(text) and keys.isdisjoint(pairs_of(text))):
        return True
    return "\n" in text or _SELF.search(text) is not None
