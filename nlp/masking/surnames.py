"""Surnames in kanji, from UniDic and beside it, and which of them are names wherever they stand."""

from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from nlp.masking.not_names import KANJI, is_stop_word, word_lists
from nlp.masking.rare_surnames import rare_surnames
from nlp.masking.readings import name_readings, person_words, to_hiragana
from nlp.masking.words import is_given_name, tokenise, usual_costs

# UniDic's word costs are negative log frequencies: a surname by so much cheaper than the place or the
# ordinary word written alike is meant as a surname (中村), others need a cue (松本, 千葉, 森).
_CLEARLY: Final = 600
# From here on a given name has so many spellings that it is known as one also in kana: あかり.
_WELL_KNOWN: Final = 4
# So long a given name in kana is hardly chance, whatever stands before it: きょうへい.
_LONG_GIVEN: Final = 4


class Surnames(NamedTuple):
    """Surnames of two letters and more: all, those that are hardly anything else, and how all begin."""

    listed: frozenset[str]
    alone: frozenset[str]
    beginnings: frozenset[str]


def derive_surnames(dictionary: bytes) -> str:
    """Return the text shipped as ``data/surnames.txt``, from the bytes of UniDic's ``sys.dic``.

    A line is one surname; ``*`` behind it marks one that is clearly a name without a cue.
    """
    words = sorted({w for w in person_words(dictionary, "姓") if len(w) >= 2 and KANJI.fullmatch(w)})
    return "".join(f"{word}{'*' if _is_clear(word) else ''}\n" for word in words)


def _is_clear(word: str) -> bool:
    surname, other = usual_costs(word)
    return surname + _CLEARLY < other


@cache
def surnames() -> Surnames:
    """Return the shipped surnames."""
    lines = surnames_text().split()
    rare = frozenset(rare_surnames())
    listed = rare.union(line.removesuffix("*") for line in lines)
    alone = rare.union(line[:-1] for line in lines if line.endswith("*")) - word_lists()["brands"]
    return Surnames(listed, alone, frozenset(word[:2] for word in listed))


def surnames_text() -> str:
    """Return the shipped list (part of the rules' fingerprint)."""
    return (resources.files("nlp.masking") / "data" / "surnames.txt").read_text("utf-8")


def is_clear_surname(word: str) -> bool:
    """Return whether a run of kanji is a surname though no cue stands beside it: 「中村」, not 「千葉」.

    >>> is_clear_surname("中村"), is_clear_surname("千葉"), is_clear_surname("二階")
    (True, False, False)
    """
    if word not in surnames().alone or is_stop_word(word):
        return False
    tokens = tokenise(f"{word}が")
    return len(tokens) == 2 and tokens[0].is_person


def is_written_full_name(word: str) -> bool:
    """Return whether a run of letters is surname and given name: 「松田隆」, 「近藤リサ」, 「原田 こころ」.

    >>> is_written_full_name("松田隆"), is_written_full_name("佐藤錦"), is_written_full_name("渋谷 本店")
    (True, False, False)
    """
    if word[:2] not in surnames().beginnings or is_stop_word(word):
        return False
    sizes = (n for n in (2, 3, 4) if n < len(word) and word[:n] in surnames().listed)
    return any(_is_pair(word[:n], word[n:]) for n in sizes)


def _is_pair(surname: str, rest: str) -> bool:
    apart = rest[0] in " ・"
    given = rest.lstrip(" ・")
    if not given or is_stop_word(given) or given in word_lists()["titles"]:
        return False
    if KANJI.fullmatch(given):
        if len(given) == 1 and given in word_lists()["endings"]:
            return False
        if not is_given_name(given):
            ordinary = any(token.is_common and len(token.surface) >= 2 for token in tokenise(given))
            return apart and surname in surnames().alone and len(given) <= 3 and not ordinary
        if len(given) == 1 and not apart and surname not in surnames().alone:
            return False  # 福井|梅
        tokens = tokenise(surname + given)
        return apart or (len(tokens) == 2 and all(token.is_person for token in tokens))
    spellings = name_readings().given.get(to_hiragana(given), 0)
    if apart or not spellings:
        return spellings > 0
    if len(given) >= _LONG_GIVEN and spellings >= _WELL_KNOWN:
        return True
    tokens = tokenise(surname + given)
    if not tokens[0].is_person or tokens[0].surface != surname:
        return False
    return tokens[1].is_person or (len(given) >= 3 and spellings >= _WELL_KNOWN)
