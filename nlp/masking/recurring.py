"""Names found once beside a cue and written again without one in the same contact."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from nlp.masking.fold import FILL
from nlp.masking.kana import goes_on
from nlp.masking.known_names import WORD_BEGINS, WORD_ENDS
from nlp.masking.names_strong import is_given
from nlp.masking.not_names import HIRAGANA, KANJI, KATAKANA, is_stop_word
from nlp.masking.readings import is_kana_name, to_hiragana
from nlp.masking.words import is_given_name, is_surname, lexicon, person_readings, tokenise

# Compiled once: a regex of a contact's own names would cost more than all other rules.
_BEGINS: Final = re.compile(WORD_BEGINS)
_ENDS: Final = re.compile(WORD_ENDS)
_KANA_BEGINS: Final = re.compile("(?<![ぁ-ゖァ-ヺー])|(?<=です)|(?<=ます)|(?<=した)|(?<=[はのがでと])")
_GIVEN_RIGHT: Final = re.compile("(?: ?(?:[一-鿿々]{1,3}|[ァ-ヺー]{2,5})| [ぁ-ゖ]{2,4})(?![一-鿿々ァ-ヺー])")
_SURNAME_LEFT: Final = re.compile("(?<![一-鿿々])[一-鿿々ヶ]{1,4} ?\\Z")
_LONGEST_SURNAME: Final = 5
_SHORTEST_READING: Final = 3
_FARTHEST: Final = 24
_ORDINARY: Final = frozenset({"common", "place"})
_TOLD: Final = re.compile(
    f"{FILL}(?:です|でございます|と(?:申し|いい|言い)ます)[。、 ]{{0,2}}[^。、\n]{{0,8}}\\Z"
)
_CALLED: Final = re.compile("(?:様|さん|さま|くん|ちゃん|先生)(?![ざぜぞびま々子相態式])")


def recurring_names(names: Iterable[str]) -> list[str]:
    """Return the writings of found names that are safe to mask without a cue, longest first.

    「山田花子」 also gives 「山田」; a name that is a place or an ordinary word, too (千葉, 森), is left
    alone unless it is a full name.
    """
    safe = frozenset[str]().union(*map(_safe_writings, names))
    return sorted(safe, key=lambda name: (-len(name), name))


def names_of_one_letter(names: Iterable[str]) -> list[str]:
    """Return the found names of one letter, which are safe to mask again only where somebody is called so."""
    return sorted(name for name in names if len(name) == 1 and is_surname(name))


@lru_cache(maxsize=4096)
def _safe_writings(name: str) -> frozenset[str]:
    safe: set[str] = set()
    parts = [token.surface for token in tokenise(name) if token.is_person]
    if len(parts) >= 2 or " " in name:
        safe |= {name, name.replace(" ", "")}
        # Who is named in full once is meant by the surname, too, though places are called alike.
        safe |= {part for part in (*parts[:1], name.split(" ")[0]) if _is_surname_and_place(part)}
    written = {*parts, *name.split(" "), name}
    safe |= {part for part in written if len(part) >= 2 and _is_only_a_name(part)}
    safe |= {kana for part in written for kana in _in_kana(part)}
    return frozenset(word for word in safe if len(word) >= 2)


@lru_cache(maxsize=4096)
def _in_kana(part: str) -> frozenset[str]:
    """Return how a name in kanji is read, in both scripts: 「鴨志田ですかもしだは…」; no ordinary words."""
    if not KANJI.fullmatch(part):
        return frozenset()
    readings = {
        kana
        for reading in person_readings(part)
        for kana in (reading, to_hiragana(reading))
        if len(kana) >= _SHORTEST_READING
    }
    return frozenset(
        kana for kana in readings if lexicon(kana).isdisjoint(_ORDINARY) and not is_stop_word(kana)
    )


def _is_surname_and_place(word: str) -> bool:
    return len(word) >= 2 and is_surname(word) and "common" not in lexicon(word)


def _is_only_a_name(word: str) -> bool:
    kinds = lexicon(word)
    if kinds & {"place", "common"} or word.isascii():
        return False
    if HIRAGANA.fullmatch(word) or KATAKANA.fullmatch(word):
        return len(word) >= 3 and is_kana_name(word, certain=True)
    return bool(kinds & {"surname", "given"})


def name_places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a name stands as a word, with the surname or given name that stands beside it.

    A name of one letter is one again only where somebody is called so, or it is told: 「堤様」, 「川の堤で」.

    >>> list(name_places("沢木", "沢木です沢木リョウ")), list(name_places("恭平", "蓑田恭平の件"))
    ([(0, 2), (4, 9)], [(0, 4)])
    """
    kana = HIRAGANA.fullmatch(name) is not None
    at = text.find(name)
    while at >= 0:
        start, end = at, at + len(name)
        if is_surname(name) or kana:
            end = with_given(text, end)
        if end == at + len(name) and (is_given_name(name) or kana):
            start = _with_surname(text, at)
        if len(name) == 1 and not (_CALLED.match(text, end) or _is_told(text, at)):
            at = text.find(name, at + 1)
            continue
        stands = start < at or (_KANA_BEGINS if kana else _BEGINS).match(text, at)
        if stands and (goes_on(text, end) if kana and end == at + len(name) else _ENDS.match(text, end)):
            yield start, end
            at = text.find(name, end)
        else:
            at = text.find(name, at + 1)


def _is_told(text: str, at: int) -> bool:
    """Return whether a letter stands where one says how the name is written that was said right before."""
    inside = KANJI.search(text[max(0, at - 1) : at] + text[at + 1 : at + 2])
    return not inside and _TOLD.search(text, max(0, at - _FARTHEST), at) is not None


def with_given(text: str, end: int) -> int:
    """Return where the given name ends that stands behind a surname ending at `end`; else `end`."""
    found = _GIVEN_RIGHT.match(text, end)
    given = found.group().lstrip() if found else ""
    return found.end() if found and is_given(given) and not is_stop_word(given) else end


def _with_surname(text: str, start: int) -> int:
    found = _SURNAME_LEFT.search(text, max(0, start - _LONGEST_SURNAME), start)
    return found.start() if found and is_surname(found.group().rstrip()) else start
