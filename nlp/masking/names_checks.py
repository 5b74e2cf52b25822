"""Checks a would-be name has to pass before a rule masks it; rules name them (``check: any_name``)."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from nlp.masking.name_left import looks_given
from nlp.masking.names import is_full_name
from nlp.masking.names_romaji import is_name_of_words, is_romaji_name
from nlp.masking.names_strong import (
    are_words_from_abroad,
    is_called_child,
    is_given,
    is_given_alone,
    is_given_in_hiragana,
    is_given_of_one_letter,
    is_kana_pair,
    is_person_in_katakana,
    is_rare_name,
    is_spelt_letter_by_letter,
    is_staff_name,
    is_surname_or_given,
)
from nlp.masking.not_names import HIRAGANA, KANJI, KATAKANA, LATIN, is_stop_word
from nlp.masking.readings import is_kana_full_name, is_kana_name, name_readings
from nlp.masking.surnames import is_clear_surname, is_written_full_name
from nlp.masking.words import is_given_name, is_mostly_surname, is_surname, lexicon, tokenise, usual_costs

_KANJI_PARTS: Final = re.compile(
    "さんずい|にんべん|(?:きへん|木へん|木偏)|くさかんむり|草かんむり|竹かんむり|雨かんむり|しんにょう|しんにゅう|ごんべん|いとへん|うかんむり|てへん|おおざと|こざと"
    "|りっしんべん|[一-鿿](?:へん|偏|かんむり)|はしご(?:だか|高)|[たタ立](?:つ|ち)(?:さき|ざき|崎|﨑)|つちよし|土の吉|旧字体?の|難しい(?:ほう|方)の|新字体の"
)
_SAME_KANJI: Final = re.compile("([一-鿿])[一-鿿ぁ-んァ-ヺ]{0,4}の\\1|[一-鿿ぁ-ん]([一-鿿])の\\2")
_TICKET_TITLE: Final = re.compile(" ?(?:MRS?|MS|MISS|MSTR|DR)$")
_COUNTED: Final = re.compile("[一-鿿]が?[二三2-3]つの?[一-鿿]|[一二三四五六七八九]つの[一-鿿]")
# How much rarer than the place written alike a surname may be: 山口 passes, 渋谷 and 千葉 do not.
_COST_OF_DOUBT: Final = 1250


def begins_with_surname(value: str) -> bool:
    """Return whether the first word is a surname UniDic lists (「アルファード」 is not)."""
    tokens = tokenise(value)
    return bool(tokens) and is_surname(tokens[0].surface)


def is_name(value: str) -> bool:
    """Return whether the value begins with a surname in kanji or is a name in kana."""
    return begins_with_surname(value) or is_kana_name(value, certain=False)


def is_surname_or_place(value: str) -> bool:
    """Return whether the value is a surname more than an ordinary word; it may be a place (千葉)."""
    return is_mostly_surname(value) and not is_stop_word(value)


def is_unlisted_kana(value: str) -> bool:
    """Return whether a word in kana before 様 is no word at all (おおいた), nor a thing with お."""
    polite = value[0] in "おご" and not value.startswith("おお")
    return not polite and "common" not in lexicon(value) and not is_stop_word(value)


def is_surname_alone(value: str) -> bool:
    """Return whether the value is a surname, also one that is a word or a place (森, 千葉)."""
    if is_kana_name(value, certain=False):
        return True
    return is_surname(value) and not is_stop_word(value)


def is_closing_name(value: str) -> bool:
    """Return whether a line that closes a mail is a name: a surname, or a full name in any script."""
    return is_surname_alone(value) or is_full_name(value)


def is_last_line_name(value: str) -> bool:
    """Return whether the last line of a text is a name, whatever stands above it: 「水野」, not 「緑」."""
    return is_surname_or_place(value) or is_full_name(value) or is_kana_name(value, certain=True)


def is_any_name(value: str) -> bool:
    """Return whether a value beside a clear cue is a name, in any script: 「森」, 「つじ」, 「Tanaka」."""
    if is_stop_word(value):
        return False
    if LATIN.match(value):
        return not value.isupper() or " " in value
    if KATAKANA.match(value):
        return is_kana_name(value, certain=False) or is_foreign_name(value)
    if HIRAGANA.fullmatch(value.replace(" ", "")):
        return is_kana_name(value, certain=False) or is_kana_full_name(value, certain=False)
    if is_closing_name(value) or is_written_full_name(value):
        return True
    tokens = tokenise(value)
    first = tokens[0] if tokens else None
    if first is None or not is_surname(first.surface) or not KANJI.match(value):
        return False
    given = value[first.end :].lstrip(" ・")
    return looks_given(given, tokenise(given), apart=" " in value) if given else not is_stop_word(value)


def is_family_name(value: str) -> bool:
    """Return whether a word behind 「息子の」 is a name: a surname, or a given name alone."""
    listed = value in name_readings().given and len(value) >= 3 and not is_stop_word(value)
    return is_any_name(value) or is_given_name(value) or listed


def is_foreign_name(value: str) -> bool:
    """Return whether katakana is a name from abroad: 「ジョン・スミス」, not 「ヘビーユーザー」."""
    parts = re.split("[ ・]", value)
    tokens = [token for part in parts for token in tokenise(part)]
    if any(is_stop_word(part) for part in parts) or any(t.is_common and len(t.surface) >= 2 for t in tokens):
        return False
    return len(parts) == 2 or any(token.is_person for token in tokens) or len(value) >= 4


def is_likely_surname(value: str) -> bool:
    """Return whether a value is a surname no less than a place or a word: 「三宅」, not 「渋谷」."""
    surname, other = usual_costs(value)
    return is_surname(value) and surname < other + _COST_OF_DOUBT and not is_stop_word(value)


def is_likely_name(value: str) -> bool:
    """Return whether a value that opens a turn is a name; a lone place or word (那覇, 緑) is an answer."""
    alone = KANJI.fullmatch(value)
    return is_likely_surname(value) or is_written_full_name(value) if alone else is_any_name(value)


def is_full_name_of_length(value: str) -> bool:
    """Return whether a run of kanji is surname and a given name of two letters or more (not 荒島岳)."""
    return is_written_full_name(value) and any(
        is_given_name(value[n:]) for n in (2, 3) if len(value) - n >= 2
    )


def explains_kanji(value: str) -> bool:
    """Return whether a value says how a name is written: 「山川の山」, 「さんずいに度」, 「はしごだか」."""
    return bool(_KANJI_PARTS.search(value) or _SAME_KANJI.search(value) or _COUNTED.search(value))


def is_passenger(value: str) -> bool:
    """Return whether Latin letters are a name as tickets have it: 「HAYASHI/TARO MR」."""
    name = _TICKET_TITLE.sub("", value).replace("/", " ")
    return " " in value or is_romaji_name(name) or is_romaji_name(value.replace("/", " "))


def opens_turn(value: str) -> bool:
    """Return whether a value that opens a turn is a name by its copula: 「五味じゃ。」."""
    if KANJI.fullmatch(value) and len(value) > 1 and is_mostly_surname(value):
        return not is_stop_word(value) and (is_likely_surname(value) or "place" not in lexicon(value))
    if KATAKANA.match(value) or HIRAGANA.match(value):
        return is_kana_name(value, certain=True)
    return is_likely_name(value) or is_romaji_name(value) or is_given_alone(value)


def is_repeated_in_full(value: str) -> bool:
    """Return whether a name said once more is in full: 「沢木リョウ」, 「おかべ まさる」."""
    if is_written_full_name(value) or is_full_name(value):
        return True
    surname, space, given = value.partition(" ")
    if not space:
        head = KANJI.match(value)
        surname, given = (head.group(), value[head.end() :]) if head else (value, "")
    return bool(given) and is_any_name(surname) and looks_given(given, tokenise(given), apart=True)


def is_reading_and_writing(value: str) -> bool:
    """Return whether a reading and a writing stand side by side: 「タミヤ田宮」, 「のぐち野口」."""
    head = KATAKANA.match(value) or HIRAGANA.match(value)
    return head is not None and is_kana_name(head.group(), certain=False) and is_surname(value[head.end() :])


NAME_CHECKS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "given": is_given,
        "given_alone": is_given_alone,
        "given_in_hiragana": is_given_in_hiragana,
        "given_of_one_letter": is_given_of_one_letter,
        "name_of_words": is_name_of_words,
        "person_in_katakana": is_person_in_katakana,
        "words_from_abroad": are_words_from_abroad,
        "surname_or_given": is_surname_or_given,
        "called_child": is_called_child,
        "rare_name": is_rare_name,
        "staff_name": is_staff_name,
        "letter_by_letter": is_spelt_letter_by_letter,
        "romaji_name": is_romaji_name,
        "kana_pair": is_kana_pair,
        "opens_turn": opens_turn,
        "repeated_in_full": is_repeated_in_full,
        "reading_and_writing": is_reading_and_writing,
        "surname": begins_with_surname,
        "name": is_name,
        "surname_alone": is_surname_alone,
        "closing_name": is_closing_name,
        "last_line_name": is_last_line_name,
        "any_name": is_any_name,
        "likely_name": is_likely_name,
        "likely_surname": is_likely_surname,
        "two_letter_given": is_full_name_of_length,
        "family_name": is_family_name,
        "clear_surname": is_clear_surname,
        "full_name": is_written_full_name,
        "kanji_explained": explains_kanji,
        "passenger": is_passenger,
        "unlisted_kana": is_unlisted_kana,
        "surname_or_place": is_surname_or_place,
    }
)
