"""Names that only a strong cue can carry: given names alone, rare surnames, ordinary words."""

import re
from typing import Final

from nlp.masking.more_names import given_of_one_letter
from nlp.masking.names_romaji import is_romaji_name, is_romaji_word
from nlp.masking.not_names import HIRAGANA, KANJI, KATAKANA, is_stop_word, word_lists
from nlp.masking.readings import is_kana_full_name, is_kana_name, name_readings, to_hiragana
from nlp.masking.words import is_given_name, is_surname, lexicon, tokenise

# A given name in kana with fewer spellings is more often a word: りく, not もも.
_KNOWN: Final = 2
_LONGEST_RARE: Final = 4
_MANY: Final = 3
_SCRIPTS: Final = re.compile("[ァ-ヺー]+|[一-鿿々]+|[ぁ-ゖ]+")
_NO_NAME: Final = ("形容詞", "形状詞", "連体詞", "代名詞", "感動詞")


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


def is_given_of_one_letter(value: str) -> bool:
    """Return whether one kanji behind someone of the family is a name, hardly a thing: 「翔」, not 「声」."""
    return value in given_of_one_letter()


def is_given_in_hiragana(value: str) -> bool:
    """Return whether hiragana is a given name that many bear and no adjective: 「ゆい」, not 「こわい」."""
    known = name_readings().given.get(value, 0) >= _MANY or is_given_name(value)
    return known and not is_stop_word(value) and not tokenise(f"{value}先生")[0].tag.startswith(_NO_NAME)


def is_person_in_katakana(value: str) -> bool:
    """Return whether katakana is a name, ours or from abroad, and no word: 「ジョージ」, not 「チーム」."""
    kinds = lexicon(value)
    named = bool(kinds & {"person", "surname", "given"}) or is_kana_name(value, certain=True)
    return named and "common" not in kinds and not is_stop_word(value)


def are_words_from_abroad(value: str) -> bool:
    """Return whether words in katakana, or beside a given name of ours, are a name: 「ジョーンズ 理沙」."""
    parts = _SCRIPTS.findall(value)
    foreign = [part for part in parts if KATAKANA.fullmatch(part)]
    ours = [part for part in parts if not KATAKANA.fullmatch(part)]
    if not all(map(is_person_in_katakana, foreign)) or any(part in word_lists()["titles"] for part in ours):
        return False
    if KANJI.match(value):
        return is_surname(parts[0]) and is_given(parts[-1])
    return any("person" in lexicon(part) for part in foreign) and all(map(is_given, ours))


def is_surname_or_given(value: str) -> bool:
    """Return whether a value whose kanji is told is a name of any kind: 「上」, 「都」, not 「箱」."""
    return (is_surname(value) or is_given_name(value)) and value not in word_lists()["titles"]


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
    return spellings >= (1 if len(value) >= 3 else _KNOWN) or is_given_name(to_hiragana(value))
