"""One token and the reading of MeCab's output line, cached per dictionary entry."""

import csv
from typing import NamedTuple

from nlp.tokens.tags import tag_of

_CACHE_LIMIT = 200_000  # dictionary entries; unknown words would otherwise grow the cache without bound


class Token(NamedTuple):
    """One token; `reading` is katakana, `lemma` has no English suffix, `base` the form as written."""

    surface: str
    lemma: str
    pos: str
    pos2: str
    reading: str
    base: str
    conjugation: str
    form: str
    tag: str


class Entries(dict[str, Token]):
    """MeCab's output line → token, parsed once; cleared when full, so memory stays flat."""

    def __missing__(self, line: str) -> Token:
        if len(self) >= _CACHE_LIMIT:
            self.clear()
        token = self[line] = _parse_line(line)
        return token


def _parse_line(line: str) -> Token:
    surface, _, features = line.partition("\t")
    # quotes are rare, and the reader of the standard library is slow for one line
    fields = next(csv.reader([features]), []) if '"' in features else features.split(",")
    fields = [*fields, *[""] * (11 - len(fields))]
    pos, pos2, pos3, _, conjugation, form = (f if f != "*" else "" for f in fields[:6])
    base = fields[10] or surface
    lemma = fields[7].partition("-")[0] or surface
    if pos2 == "固有名詞" or (pos == "名詞" and not fields[7]):
        lemma = surface
    if surface.isascii():
        lemma = surface.lower()
    return Token(
        surface,
        lemma,
        pos,
        pos2,
        fields[6] or surface,
        base,
        conjugation,
        form,
        tag_of(surface, lemma, pos, pos2, pos3, form),
    )
