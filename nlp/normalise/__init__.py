"""Text for analysis only: what readers see stays the masked text, and every offset leads back to it."""

from array import array
from collections.abc import Iterator

import msgspec

from nlp.normalise.rewriting import Change, chain, rewrite
from nlp.normalise.spelling import PLACEHOLDER, URL, in_one_width, may_change_spelling, spelling_changes
from nlp.normalise.spoken import filler_changes, may_change_speech, repeat_changes

__all__ = ["PLACEHOLDER", "URL", "Normalised", "normalise"]

# Dropping a filler may bring a restart to light (解約、あの、解約したい); nobody nests deeper than this.
_ROUNDS = 8


class Normalised(msgspec.Struct, frozen=True, gc=False):
    """Text for analysis and the way back.

    Attributes
    ----------
    text
        Normalised text.
    offsets
        ``offsets[i]`` is the position in the source of character ``i``; one more entry than characters.
        None when positions are the same. A dropped filler belongs to the character after it.
    """

    text: str
    offsets: "array[int] | None" = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Span of the source that belongs to ``text[start:end]``; whole if `end` cuts 株式会社 (㈱)."""
        offsets = self.offsets
        if offsets is None:
            return start, end
        until = end
        while start < end and until + 1 < len(offsets) and offsets[until] == offsets[end - 1]:
            until += 1
        return offsets[start], offsets[until]


def normalise(text: str) -> Normalised:
    """Bring `text` to one way of writing, without fillers, restarts and doubled words.

    ``えーと、ｻﾎﾟｰﾄ㈱ ①`` → ``サポート株式会社 1``; ``電話、電話がつながらない`` → ``電話がつながらない``

    Placeholders and addresses of pages stay. Control characters and lone surrogates become blanks, so that
    any text can be encoded and parsed. Normalising twice changes nothing more (nested less than eight deep).
    """
    text = in_one_width(text)
    offsets: array[int] | None = None
    for _ in range(_ROUNDS):
        before = text
        if may_change_spelling(text):
            text, offsets = _apply(text, offsets, spelling_changes(text))
        if may_change_speech(text):
            text, offsets = _apply(text, offsets, filler_changes(text))
            text, offsets = _apply(text, offsets, repeat_changes(text))
        if text == before:
            break
    return Normalised(text, offsets)


def _apply(
    text: str, offsets: "array[int] | None", changes: Iterator[Change]
) -> "tuple[str, array[int] | None]":
    wanted = list(changes)
    if not wanted:
        return text, offsets
    new, moved = rewrite(text, wanted)
    return new, chain(offsets, moved)
