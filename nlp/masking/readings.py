"""Readings of surnames and given names, taken from UniDic, and what they tell of a word in kana."""

import csv
import io
import struct
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Final, NamedTuple

from nlp.masking.not_names import is_stop_word
from nlp.masking.rare_surnames import rare_readings
from nlp.masking.words import lexicon, tokenise

_HEADER_BYTES: Final = 72
_PERSON: Final = "名詞,固有名詞,人名"
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(ord("ァ"), ord("ヷ"))}
_LONGEST: Final = 7
# From here on a surname has so many spellings that everybody knows it: いとう, おがわ.
_WELL_KNOWN: Final = 4


class Readings(NamedTuple):
    """Readings in hiragana, each with the number of spellings UniDic lists for it."""

    surnames: dict[str, int]
    given: dict[str, int]


def derive_readings(dictionary: bytes) -> str:
    """Return the CSV shipped as ``data/name_readings.csv``, from the bytes of UniDic's ``sys.dic``.

    Made when the dictionary changes; a test compares the shipped file with it. The layout is MeCab's: a
    header of ten integers and the charset, the double array, the tokens, the features.
    """
    surnames, given = Counter[str](), Counter[str]()
    for columns in dictionary_features(dictionary, _PERSON):
        counts = {"姓": surnames, "名": given}.get(columns[3])
        reading = to_hiragana(columns[6])
        if counts is not None and 2 <= len(reading) <= _LONGEST and "ー" not in reading:
            counts[reading] += 1
    rows = (f"{r},{surnames[r] or ''},{given[r] or ''}\n" for r in sorted({*surnames, *given}))
    return "reading,surname,given\n" + "".join(rows)


def person_words(dictionary: bytes, kind: str) -> Iterator[str]:
    """Yield the writings that UniDic lists as surnames (姓) or given names (名)."""
    return (columns[8] for columns in dictionary_features(dictionary, _PERSON) if columns[3] == kind)


def dictionary_features(dictionary: bytes, tag: str) -> Iterator[list[str]]:
    """Yield the columns of UniDic's entries whose part of speech begins so."""
    *_, array_size, token_size, feature_size, _ = struct.unpack("<10I", dictionary[:40])
    wanted = f"{tag},".encode()
    start = _HEADER_BYTES + array_size + token_size
    for feature in dictionary[start : start + feature_size].split(b"\0"):
        if feature.startswith(wanted):
            yield feature.decode().split(",")


@cache
def name_readings() -> Readings:
    """Return the shipped readings."""
    found = Readings({}, {})
    for row in csv.DictReader(io.StringIO(readings_text())):
        for column, counts in (("surname", found.surnames), ("given", found.given)):
            if row[column]:
                counts[row["reading"]] = int(row[column])
    return found


def readings_text() -> str:
    """Return the shipped CSV (part of the rules' fingerprint)."""
    return (resources.files("nlp.masking") / "data" / "name_readings.csv").read_text("utf-8")


def to_hiragana(word: str) -> str:
    """Return a word with its katakana as hiragana."""
    return word.translate(_TO_HIRAGANA)


def is_kana_surname(word: str, *, certain: bool) -> bool:
    """Return whether a word in kana reads as a surname; ``certain``: and as no ordinary word.

    >>> is_kana_surname("とくなが", certain=True), is_kana_surname("はし", certain=True)
    (True, False)
    """
    reading = to_hiragana(word)
    if reading in rare_readings():
        return True
    spellings = name_readings().surnames.get(reading, 0)
    if not spellings or is_stop_word(word):
        return False
    if not certain:
        return spellings >= (1 if len(word) >= 3 and not _is_common(word) else 2)
    if len(word) < 3:
        return False
    return not _is_common(word) or (spellings >= _WELL_KNOWN and _is_tagged(word))


def is_kana_full_name(word: str, *, certain: bool) -> bool:
    """Return whether a word in kana is surname and given name, with or without a space between them.

    >>> is_kana_full_name("アオキコトネ", certain=True), is_kana_full_name("かわいそう", certain=True)
    (True, False)
    """
    surnames, given = name_readings()
    first, space, last = to_hiragana(word).partition(" ")
    if space:
        return first in surnames and last in given and not is_stop_word(last)
    if len(first) < (5 if certain else 4) or (_is_common(word) if certain else is_stop_word(word)):
        return False
    splits = ((first[:i], first[i:]) for i in range(2, len(first) - 1))
    return any(a in surnames and b in given and _is_likely_pair(a, b) for a, b in splits)


@lru_cache(maxsize=32768)
def is_kana_name(word: str, *, certain: bool) -> bool:
    """Return whether a word in kana is a surname or a full name."""
    return is_kana_surname(word, certain=certain) or is_kana_full_name(word, certain=certain)


def _is_likely_pair(surname: str, given: str) -> bool:
    # はお|ひとり is a rare name before a word, かわい|そう a name before a very short one.
    surnames, names = name_readings()
    rare = surnames[surname] < 2 or (len(given) == 2 and names[given] <= _WELL_KNOWN)
    return not (rare and _is_common(given)) and not is_stop_word(given)


def _is_common(word: str) -> bool:
    return "common" in lexicon(word) or "common" in lexicon(to_hiragana(word))


def _is_tagged(word: str) -> bool:
    return tokenise(word + "です")[0].is_person and tokenise(word + "です")[0].surface == word
