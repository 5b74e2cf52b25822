"""Where sentences begin and end, with and without punctuation."""

from nlp.sentences.clauses import HARD_LIMIT, cut_stretch, trim
from nlp.sentences.marks import ends

__all__ = ["HARD_LIMIT", "split"]


def split(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a normalised `text`: spans in order, without blank edges; only blanks are lost.

    ``「つながらない。困る。」と言われた`` stays whole; speech recognition without punctuation is cut behind
    finished predicates (``…届きません／いつ届きますか``), long stretches where けど, が or し joins two
    statements. A line that ends in the middle of a phrase goes on in the next one, so a span may hold a line
    end.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for end in ends(text):
        _stretch(text, start, end, spans)
        start = end
    _stretch(text, start, len(text), spans)
    return spans


def _stretch(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Add ``text[start:end]``, cut further where it holds more than one sentence."""
    start, end = trim(text, start, end)
    if start == end:
        return
    if spans and not text[start].isalnum() and _belongs_to(text, spans[-1], start, end):
        spans[-1] = (spans[-1][0], end)
        return
    cut_stretch(text, start, end, spans)


def _belongs_to(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    """Tell a lone smiley or mark, which belongs to the sentence `before` it unless that grew too long."""
    return (
        end - before[0] <= HARD_LIMIT
        and not any(c.isalnum() for c in text[start:end])
        and text[before[1] : start].strip(" ") == ""
    )
