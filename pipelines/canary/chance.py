"""Whether digits that were found in ids and keys stand there by chance.

Folding drops hyphens, dots and the like, so that one form of a number stands for many. In a year of ids that
joins numbers which have nothing to do with each other (``20-2240/27.41``), and hashes hold any ten digits.
"""

import re
import unicodedata
from typing import Final

from pipelines.canary.folding import fold

_SIGNS: Final = re.compile(r"[^0-9]+")
_HASH: Final = re.compile(r"(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{24,}(?![0-9a-z])")


def is_chance(written: str, text: str) -> bool:
    """Tell a planted number that a text of ids holds only when its signs are dropped, or within a hash.

    Parameters
    ----------
    written : str
        As it was planted; what is not a number is never chance.
    text : str
        A text without words that holds `written` once both are folded.
    """
    digits = fold(written)
    if not digits.isdecimal():
        return False
    plain = _HASH.sub(" ", unicodedata.normalize("NFKC", text).lower())
    groups = [re.escape(group) for group in _SIGNS.split(unicodedata.normalize("NFKC", written)) if group]
    forms = {sign.join(groups) for sign in ("", "-", " ", r"\.", "_")}
    return not any(re.search(rf"(?<!\d){form}(?!\d)", plain) for form in forms)
