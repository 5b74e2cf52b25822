"""UniDic at work on a few characters around a cue: tokens in context, and what it knows of a word."""

import shlex
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import fugashi
import unidic_lite

_FIELDS: Final = r"%m\t%f[0],%f[1],%f[2],%f[3]\n"
_UNKNOWN: Final = r"%m\t%f[0],unknown,,\n"


@dataclass(frozen=True, slots=True)
class Token:
    """One UniDic token; ``tag`` is the part of speech, four levels joined by commas."""

    surface: str
    start: int
    tag: str

    @property
    def end(self) -> int:
        """Offset behind the token."""
        return self.start + len(self.surface)

    @property
    def is_person(self) -> bool:
        """Whether UniDic takes it for a person's name here."""
        return self.tag.startswith("名詞,固有名詞,人名")

    @property
    def is_common(self) -> bool:
        """Whether it is an ordinary word of the dictionary."""
        return not self.tag.startswith("名詞,固有名詞") and ",unknown," not in self.tag


@cache
def _tagger(options: str) -> fugashi.GenericTagger:
    folder = shlex.quote(unidic_lite.DICDIR)
    formats = f'-F "{_FIELDS}" -U "{_UNKNOWN}" -E ""'
    return fugashi.GenericTagger(f"-r {folder}/mecabrc -d {folder} -O '' {formats} {options}")


def _lines(options: str, text: str) -> list[tuple[str, str]]:
    parsed = _tagger(options).parse(text)
    return [
        (surface, tag) for surface, _, tag in (line.partition("\t") for line in parsed.splitlines()) if tag
    ]


@lru_cache(maxsize=16384)
def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a short text (letters and spaces only) with their offsets."""
    tokens: list[Token] = []
    at = 0
    for surface, tag in _lines("", text):
        at = text.find(surface, at)
        if at < 0:
            return ()
        tokens.append(Token(surface, at, tag))
        at += len(surface)
    return tuple(tokens)


@lru_cache(maxsize=16384)
def lexicon(word: str) -> frozenset[str]:
    """Return what UniDic knows a whole word to be: of surname, given, person, place, common.

    >>> sorted(lexicon("森"))
    ['common', 'place', 'surname']
    """
    kinds = {"姓": "surname", "名": "given", "一般": "person"}
    found = set()
    for surface, tag in _lines("-a", word):
        if surface != word or ",unknown," in tag:
            continue
        if tag.startswith("名詞,固有名詞,人名"):
            found.add(kinds[tag.rpartition(",")[2]])
        elif tag.startswith("名詞,固有名詞,地名"):
            found.add("place")
        elif not tag.startswith(("名詞,固有名詞", "記号")):
            found.add("common")
    return frozenset(found)


def is_surname(word: str) -> bool:
    """Return whether UniDic lists the word as a surname."""
    return "surname" in lexicon(word)


def is_given_name(word: str) -> bool:
    """Return whether UniDic lists the word as a given name."""
    return "given" in lexicon(word)
