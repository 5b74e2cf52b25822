"""Names that UniDic does not list: rare surnames, given names of today and of old, names from abroad."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

import yaml

from nlp.masking.rare_surnames import rare_surnames

_NONE: Final = frozenset[str]()
TO_KATAKANA: Final = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ"))}
# As ``people.lexicon`` codes words: what each is, how much rarer as a person, readings of given names.
_CODES: Final = {"given": "g0", "given_and_words": "gc2", "kana": "0-b", "abroad": "f0--"}
_ABROAD_TOO: Final = "abroad_and_words"


def more_names_text() -> str:
    """Return ``data/given_names.yaml`` (part of the rules' fingerprint)."""
    return (resources.files("nlp.masking") / "data" / "given_names.yaml").read_text("utf-8")


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    raw: dict[str, str] = yaml.safe_load(more_names_text())
    return MappingProxyType({key: frozenset(words.split()) for key, words in raw.items()})


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    lists = _lists()
    kinds = dict.fromkeys(rare_surnames(), frozenset(("surname",)))
    given = lists["given"] | lists["given_and_words"] | lists["kana"]
    kinds |= dict.fromkeys(given, frozenset(("given",)))
    return MappingProxyType(kinds | dict.fromkeys(_abroad(), frozenset(("person",))))


def _abroad() -> frozenset[str]:
    return _lists()["abroad"] | _lists()[_ABROAD_TOO]


def more_kinds(word: str) -> frozenset[str]:
    """Return what a word is besides what UniDic knows it to be: of surname, given, person.

    >>> sorted(more_kinds("陽葵")), sorted(more_kinds("バスネット")), sorted(more_kinds("机"))
    (['given'], ['person'], [])
    """
    return _kinds().get(word, _NONE)


@cache
def more_codes() -> Mapping[str, str]:
    """Return these names but the surnames as ``people.lexicon.name_words`` has names: word → code."""
    codes = {word: code for key, code in _CODES.items() for word in _lists()[key]}
    codes |= dict.fromkeys(_lists()[_ABROAD_TOO], "fc2--")
    codes |= {word: "c2-b" for word in _lists()["given_and_words"] if "ぁ" <= word[0] <= "ゖ"}
    in_katakana = {word.translate(TO_KATAKANA): "0-b" for word in _lists()["kana"]}
    return MappingProxyType(in_katakana | codes)


def is_name_from_abroad(word: str) -> bool:
    """Return whether a word in Latin letters is a surname or given name of another country.

    >>> is_name_from_abroad("Nguyen"), is_name_from_abroad("printer")
    (True, False)
    """
    return word.lower() in _lists()["latin"]


def given_of_one_letter() -> frozenset[str]:
    """Return the given names of one kanji that are hardly things: 翔, 颯, not 夢."""
    return _lists()["of_one_letter"]
