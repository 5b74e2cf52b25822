"""Japanese names in Latin letters, read back into kana: Hepburn, Kunrei, long vowels left out."""

import re
from functools import lru_cache
from typing import Final

from nlp.masking.more_names import is_name_from_abroad
from nlp.masking.readings import name_readings

_ROWS: Final = (
    "_あいうえお", "kかきくけこ", "sさしすせそ", "tたちつてと", "nなにぬねの", "hはひふへほ", "mまみむめも",
    "yや_ゆ_よ", "rらりるれろ", "wわ____", "gがぎぐげご", "zざじずぜぞ", "dだ__でど", "bばびぶべぼ",
    "pぱぴぷぺぽ", "j_じ___", "f__ふ__",
)  # fmt: skip
_GLIDES: Final = (
    "kyき", "shし", "chち", "nyに", "hyひ", "myみ", "ryり", "gyぎ", "jじ", "byび", "pyぴ", "syし",
    "tyち", "jyじ",
)  # fmt: skip
_KANA: Final = {
    **{
        row[0].strip("_") + vowel: kana
        for row in _ROWS
        for vowel, kana in zip("aiueo", row[1:], strict=True)
        if kana != "_"
    },
    **{
        row[:-1] + vowel: row[-1] + small
        for row in _GLIDES
        for vowel, small in zip("auo", "ゃゅょ", strict=True)
    },
    "shi": "し",
    "chi": "ち",
    "tsu": "つ",
    "n": "ん",
}
_SYLLABLE: Final = re.compile("(?:[kstnhmyrwgzdbpjf]|sh|ch|ts|[ksnhmrgbptj]y)?[aiueo]|n|[kstp](?=[kstpc])")
_DOUBLED: Final = "っ"
# Passports leave long vowels out: Sato is さとう, Ono is おの and おおの.
_LONG: Final = dict(zip("おこそとのろごどよゅょゆ", ["う"] * 12, strict=True))
_MOST_READINGS: Final = 64
_MOST_WORDS: Final = 4


def is_romaji_name(value: str) -> bool:
    """Return whether Latin letters read as surname and given name in either order.

    >>> is_romaji_name("tanabe haruka"), is_romaji_name("TARO SUZUKI"), is_romaji_name("hand cream")
    (True, True, False)
    """
    words = value.lower().split()
    if len(words) != 2:
        return False
    first, last = map(_readings, words)
    surnames, given = name_readings()
    return any(
        not surnames.keys().isdisjoint(a) and not given.keys().isdisjoint(b)
        for a, b in ((first, last), (last, first))
    )


def is_name_of_words(value: str) -> bool:
    """Return whether two to four words in Latin letters are a name; all but initials are such of people.

    >>> is_name_of_words("CARLOS E NUNES"), is_name_of_words("Tran Thi Mai"), is_name_of_words("Card Error")
    (True, True, False)
    """
    words = [word.strip(".,'") for word in value.replace("/", " ").split()]
    long = [word for word in words if len(word) > 1]
    return len(long) >= 2 and len(words) <= _MOST_WORDS and all(map(is_romaji_word, long))


def is_romaji_word(value: str) -> bool:
    """Return whether one word in Latin letters reads as a surname or a given name, ours or from abroad."""
    if is_name_from_abroad(value):
        return True
    known = _readings(value.lower())
    surnames, given = name_readings()
    return not (surnames.keys().isdisjoint(known) and given.keys().isdisjoint(known))


@lru_cache(maxsize=4096)
def _readings(word: str) -> frozenset[str]:
    """Return what a romanised word may be in hiragana; empty when it is not Japanese."""
    word = re.sub("m(?=[bmp])", "n", re.sub("([aiueo])h(?![aiueoy])", r"\1", word))
    kana, at = [""], 0
    for found in _SYLLABLE.finditer(word):
        if found.start() != at or len(kana) > _MOST_READINGS:
            return frozenset()
        at = found.end()
        sound = _KANA.get(found.group(), _DOUBLED if len(found.group()) == 1 else "")
        if not sound:
            return frozenset()
        sounds = [sound, sound + _LONG[sound[-1]]] if sound[-1] in _LONG else [sound]
        sounds += ["おお"] if sound == "お" else []
        sounds += (
            ["ん" + _KANA[found.group()[1:]]]
            if found.group()[0] == "n" and found.group()[1:] in _KANA
            else []
        )
        kana = [left + right for left in kana for right in sounds]
    return frozenset(kana) if at == len(word) else frozenset()
