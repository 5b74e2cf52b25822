"""Checks a match has to pass before a rule masks it; rules name them (``check: luhn``)."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from nlp.masking.digits import to_digits
from nlp.masking.name_left import looks_given
from nlp.masking.names import is_full_name
from nlp.masking.not_names import HIRAGANA, KANJI, KATAKANA, LATIN, is_stop_word
from nlp.masking.readings import is_kana_full_name, is_kana_name, name_readings
from nlp.masking.surnames import is_clear_surname, is_written_full_name
from nlp.masking.words import is_given_name, is_mostly_surname, is_surname, lexicon, tokenise, usual_costs

_CARD: Final = re.compile(
    r"3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35[2-8]\d{13}|[456]\d{15}|2[2-7]\d{14}|62\d{14,17}"
)
# One digit too many for an area code, as people mistype them; the hyphens leave no doubt.
_HYPHENATED: Final = re.compile(r"0[1-9][0-9]-[0-9]{4}-[0-9]{4}")
_MY_NUMBER_WEIGHTS: Final = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_KANJI_PARTS: Final = re.compile(
    "さんずい|にんべん|(?:きへん|木へん|木偏)|くさかんむり|草かんむり|竹かんむり|雨かんむり|しんにょう|しんにゅう|ごんべん|いとへん|うかんむり|てへん|おおざと|こざと"
    "|りっしんべん|[一-鿿](?:へん|偏|かんむり)|はしご(?:だか|高)|[たタ立](?:つ|ち)(?:さき|ざき|崎|﨑)|つちよし|土の吉|旧字体?の|難しい(?:ほう|方)の|新字体の"
)
_SAME_KANJI: Final = re.compile("([一-鿿])[一-鿿ぁ-んァ-ヺ]{0,4}の\\1|[一-鿿ぁ-ん]([一-鿿])の\\2")
# How much rarer than the place written alike a surname may be: 山口 passes, 渋谷 and 千葉 do not.
_COST_OF_DOUBT: Final = 1250
_DATE: Final = re.compile(r"(?:19|20)\d\d\D?(?:0?[1-9]|1[0-2])\D?(?:0?[1-9]|[12]\d|3[01])")


def is_luhn(value: str) -> bool:
    """Return whether the digits are a card number: a known prefix, length and Luhn's check digit."""
    digits = re.sub(r"\D", "", value)
    if not _CARD.fullmatch(digits):
        return False
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def is_my_number(value: str) -> bool:
    """Return whether 12 digits carry the check digit of 個人番号 (総務省令第85号, 2014)."""
    digits = to_digits(value)
    if len(digits) != 12:
        return False
    rest = sum(int(d) * w for d, w in zip(digits, _MY_NUMBER_WEIGHTS, strict=False)) % 11
    return int(digits[-1]) == (0 if rest <= 1 else 11 - rest)


def is_phone(value: str) -> bool:
    """Return whether the digits, said or written, have the length of a phone number with area code."""
    digits = to_digits(value)
    if digits.startswith("81"):
        digits = "0" + digits[2:].lstrip("0")
    if not digits.startswith("0") or digits.startswith("00"):
        return False
    if len(digits) == 11:
        return bool(re.match(r"0[5-9]0|0800|020", digits) or _HYPHENATED.fullmatch(value))
    return len(digits) == 10


def is_local_phone(value: str) -> bool:
    """Return whether digits after a phone cue can be a number (6–11 digits), and no date."""
    return 6 <= len(to_digits(value)) <= 11 and not _DATE.fullmatch(value.strip())


def is_ip(value: str) -> bool:
    """Return whether the value is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True


def has_three_digits(value: str) -> bool:
    """Return whether there are at least three digits, said or written, and no date."""
    return len(to_digits(value)) >= 3 and not _DATE.fullmatch(value.strip())


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
    return bool(_KANJI_PARTS.search(value) or _SAME_KANJI.search(value))


def has_six_digits(value: str) -> bool:
    """Return whether there are at least six digits: fewer are a model or an error code."""
    return len(to_digits(value)) >= 6 and not _DATE.fullmatch(value.strip())


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "luhn": is_luhn,
        "my_number": is_my_number,
        "phone": is_phone,
        "local_phone": is_local_phone,
        "ip": is_ip,
        "three_digits": has_three_digits,
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
        "six_digits": has_six_digits,
        "unlisted_kana": is_unlisted_kana,
        "surname_or_place": is_surname_or_place,
    }
)
