"""UniDic at work on a few characters around a cue: tokens in context, and what it knows of a word."""

import shlex
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final, NamedTuple

import fugashi
import unidic_lite

from nlp.masking.more_names import more_kinds

_FIELDS: Final = r"%m\t%c\t%f[0],%f[1],%f[2],%f[3]\n"
_READINGS: Final = r"%m\t%f[6]\t%f[0],%f[1],%f[2],%f[3]\n"
_NEVER: Final = 1_000_000
_COST_OF_DOUBT: Final = 3000
_UNKNOWN: Final = r"%m\t%c\t%f[0],unknown,,\n"
# MeCab writes a number many times faster than parts of a feature; each left context has one part of speech.
_CONTEXTS: Final = r"%m\t%phl\n"
_UNKNOWN_CONTEXTS: Final = r"%m\t%f[0],unknown,,\n"


class Token(NamedTuple):
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
def _tagger(options: str, fields: str = _FIELDS) -> fugashi.GenericTagger:
    folder = shlex.quote(unidic_lite.DICDIR)
    unknown = _UNKNOWN_CONTEXTS if fields == _CONTEXTS else _UNKNOWN
    formats = f'-F "{fields}" -U "{unknown}" -E ""'
    return fugashi.GenericTagger(f"-r {folder}/mecabrc -d {folder} -O '' {formats} {options}")


def _lines(options: str, text: str, fields: str = _FIELDS) -> list[tuple[str, str, str]]:
    parts = (line.split("\t") for line in _tagger(options, fields).parse(text).splitlines())
    return [(part[0], part[1], part[2]) for part in parts if len(part) == 3]


@cache
def tags_of_contexts() -> dict[str, str]:
    """Return the part of speech of each left context, by its number; those of unknown words as they are."""
    tags: dict[str, str] = {}
    for line in (Path(unidic_lite.DICDIR) / "left-id.def").read_text("utf-8").splitlines():
        number, _, feature = line.partition(" ")
        parts = ["" if part == "*" else part for part in feature.split(",", 4)[:4]]  # as MeCab writes them
        unknown = f"{parts[0]},unknown,,"
        tags[number], tags[unknown] = ",".join(parts), unknown
    return tags


def _fields(options: str, text: str) -> list[str]:
    """Return surfaces and contexts in turn; the text holds nothing that parts lines."""
    lines: str = _tagger(options, _CONTEXTS).parse(text)
    return lines.replace("\n", "\t").split("\t")


@lru_cache(maxsize=16384)
def tokenise(text: str) -> tuple[Token, ...]:
    """Return the tokens of a short text (letters and spaces only) with their offsets."""
    if not text.isprintable():
        return _placed(text, ((surface, tag) for surface, _, tag in _lines("", text)))
    fields = _fields("", text)
    surfaces, tags = fields[::2], map(tags_of_contexts().__getitem__, fields[1::2])
    if sum(map(len, surfaces)) == len(text):  # no space between them
        starts = accumulate(map(len, surfaces), initial=0)
        return tuple(map(Token._make, zip(surfaces, starts, tags, strict=False)))
    return _placed(text, zip(surfaces, tags, strict=False))


def _placed(text: str, words: Iterable[tuple[str, str]]) -> tuple[Token, ...]:
    """Return surfaces and tags as tokens, each where it stands; none where one does not."""
    tokens: list[Token] = []
    at = 0
    for surface, tag in words:
        at = text.find(surface, at)
        if at < 0:
            return ()
        tokens.append(Token(surface, at, tag))
        at += len(surface)
    return tuple(tokens)


@lru_cache(maxsize=16384)
def lexicon(word: str) -> frozenset[str]:
    """Return what UniDic or a list of ours knows a word to be: of surname, given, person, place, common.

    >>> sorted(lexicon("森"))
    ['common', 'place', 'surname']
    """
    if word.isprintable():
        fields, tags = _fields("-a", word), tags_of_contexts()
        known = {tags[fields[i + 1]] for i in range(0, len(fields) - 1, 2) if fields[i] == word}
    else:
        known = {tag for surface, _, tag in _lines("-a", word) if surface == word}
    return frozenset(filter(None, map(_kind, known))) | more_kinds(word)


@cache
def _kind(tag: str) -> str:
    """Return what words of a part of speech are to a masker; empty for signs and unknown ones."""
    if ",unknown," in tag:
        return ""
    if tag.startswith("名詞,固有名詞,人名"):
        return {"姓": "surname", "名": "given", "一般": "person"}[tag.rpartition(",")[2]]
    if tag.startswith("名詞,固有名詞,地名"):
        return "place"
    return "" if tag.startswith(("名詞,固有名詞", "記号")) else "common"


@lru_cache(maxsize=4096)
def person_readings(word: str) -> frozenset[str]:
    """Return how UniDic reads the word as a surname or given name, in katakana.

    >>> sorted(person_readings("鴨志田"))
    ['カモシダ']
    """
    return frozenset(
        reading
        for surface, reading, tag in _lines("-a", word, _READINGS)
        if surface == word and tag.startswith("名詞,固有名詞,人名,")
    )


@lru_cache(maxsize=4096)
def usual_costs(word: str) -> tuple[int, int]:
    """Return how costly a word is as a surname and as whatever else it is; rarer is costlier.

    UniDic's word costs are negative log frequencies.
    """
    surname = other = _NEVER
    for surface, cost, tag in _lines("-a", word):
        if surface != word or ",unknown," in tag:
            continue
        if tag == "名詞,固有名詞,人名,姓":
            surname = min(surname, int(cost))
        elif not tag.startswith(("名詞,固有名詞,人名", "記号")):
            other = min(other, int(cost))
    return surname, other


@lru_cache(maxsize=4096)
def is_mostly_surname(word: str) -> bool:
    """Return whether a surname is met about as often as the ordinary word written alike: 森, not 東."""
    names, ordinary = [_NEVER], [_NEVER]
    for surface, cost, tag in _lines("-a", word):
        if surface == word and ",unknown," not in tag:
            if tag == "名詞,固有名詞,人名,姓":
                names.append(int(cost))
            elif not tag.startswith(("名詞,固有名詞", "記号")):
                ordinary.append(int(cost))
    return min(names) < min(_NEVER, min(ordinary) + _COST_OF_DOUBT)


def is_surname(word: str) -> bool:
    """Return whether UniDic or a list of ours has the word as a surname."""
    return "surname" in lexicon(word)


def is_given_name(word: str) -> bool:
    """Return whether UniDic or a list of ours has the word as a given name."""
    return "given" in lexicon(word)
