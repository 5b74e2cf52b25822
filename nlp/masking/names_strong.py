"""Names that only a strong cue can carry: given names alone, rare surnames, ordinary words."""

import re
from typing import Final

from nlp.masking.names_romaji import is_romaji_name, is_romaji_word
from nlp.masking.not_names import HIRAGANA, KANJI, KATAKANA, is_stop_word, word_lists
from nlp.masking.readings import is_kana_full_name, is_kana_name, name_readings, to_hiragana
from nlp.masking.words import is_given_name, is_surname, lexicon, tokenise

# A given name in kana with fewer spellings is more often a word: りく, not もも.
_KNOWN: Final = 2
_LONGEST_RARE: Final = 4


def is_given_alone(value: str) -> bool:
    """Return whether a word is a given name and no ordinary one: 「美智代」, 「ケンタ」, not 「希望」."""
    if is_stop_word(value):
        return False
    if KANJI.fullmatch(value):
        return is_given_name(value) and "common" not in lexicon(value)
    return _is_given_in_kana(value) and "common" not in lexicon(value)


def is_given(value: str) -> bool:
    """Return whether a word is a given name, also one that is a word: 「樹」, 「さやか」, 「りく」."""
    if is_stop_word(value):
        return False
    if KANJI.fullmatch(value):
        return is_given_name(value) and (len(value) == 1 or "common" not in lexicon(value))
    return is_given_name(value) or _is_given_in_kana(value) or is_foreign_person(value, alone=True)


def is_foreign_person(value: str, *, alone: bool) -> bool:
    """Return whether UniDic lists katakana as a name from abroad; ``alone``: and as nothing else."""
    kinds = lexicon(value) if KATAKANA.fullmatch(value) else frozenset()
    return "person" in kinds and not (alone and "common" in kinds)


def is_called_child(value: str) -> bool:
    """Return whether a word names someone of the family: a given name, or kana that is no word at all."""
    if is_given(value) or is_foreign_person(value, alone=False):
        return True
    in_kana = HIRAGANA.fullmatch(value) or KATAKANA.fullmatch(value)
    return bool(in_kana) and 3 <= len(value) <= 4 and not lexicon(value) and not is_stop_word(value)


def is_rare_name(value: str) -> bool:
    """Return whether a value where only a name can stand is one, listed or not: 「百目鬼」, 「表」."""
    if not value or value in word_lists()["titles"] or value in word_lists()["nobody"]:
        return False
    if KANJI.fullmatch(value):
        return is_surname(value) or is_given(value) or is_rare_in_kanji(value)
    if head := KANJI.match(value):
        surname, given = head.group(), value[head.end() :].lstrip(" ・")
        listed = is_surname(surname) or "place" in lexicon(surname) or is_rare_in_kanji(surname)
        return listed and (is_given(given) or is_rare_in_kanji(given))
    if KATAKANA.match(value) or HIRAGANA.match(value):
        return (
            is_kana_name(value, certain=False) or is_kana_full_name(value, certain=False) or is_given(value)
        )
    return is_romaji_name(value) or is_romaji_word(value)


def is_staff_name(value: str) -> bool:
    """Return whether a value behind a role is a name, also one known as a place only: 「黒部」."""
    return is_rare_name(value) or (len(value) == 2 and lexicon(value) == {"place"})


def is_rare_in_kanji(value: str) -> bool:
    """Return whether a run of kanji is no word, nor made of any: 「百目鬼」, not 「定期便」."""
    tokens = tokenise(value)
    ordinary = any(
        len(t.surface) >= 2 and "common" in lexicon(t.surface) and "数詞" not in t.tag for t in tokens
    )
    role = value[-1] in word_lists()["endings"] and not value.endswith("屋")
    return 2 <= len(value) <= _LONGEST_RARE and not (
        lexicon(value) or ordinary or role or is_stop_word(value)
    )


def is_spelt_letter_by_letter(value: str) -> bool:
    """Return whether letters said one by one are a name: 「た・な・か」, 「T-A-N-A-K-A」."""
    word = re.sub("[^ぁ-ゖァ-ヺーA-Za-z]", "", value)
    if word.isascii():
        return is_romaji_word(word)
    return is_kana_name(word, certain=False) or is_given(word)


def is_kana_pair(value: str) -> bool:
    """Return whether two words in katakana are surname and given name: 「ニワ カズキ」."""
    ordinary = any("common" in lexicon(word) and len(word) >= 3 for word in value.split(" "))
    return " " in value and is_kana_full_name(value, certain=True) and not ordinary


def _is_given_in_kana(value: str) -> bool:
    spellings = name_readings().given.get(to_hiragana(value), 0)
    return spellings >= (1 if len(value) >= 3 else _KNOWN)
