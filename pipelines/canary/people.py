"""Fictitious persons: a name that nobody bears, and numbers, as functions of the day alone."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from pipelines.canary.names import GIVEN_NAMES, SURNAMES, WORDS
from pipelines.canary.numbers import card_number, digits, grouped, in_kanji, individual_number, spoken, wide

_CITIES: Final = (
    ("埼玉県", "川越市"),
    ("愛知県", "豊橋市"),
    ("兵庫県", "姫路市"),
    ("福岡県", "久留米市"),
    ("宮城県", "石巻市"),
)
_TOWNS: Final = ("楡見台", "蓼森町", "楡窪町", "榧丘町", "樅木町")
_BUILDINGS: Final = ("メゾン榧", "コーポ蓼", "ハイツ楡", "グラン樅")
_PLATES: Final = ("川越", "豊橋", "姫路", "久留米", "宮城")
_KANA_ROW: Final = "さすせそたちつてと"
_ERA: Final = 1925  # year before Showa 1


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist.

    Attributes
    ----------
    forms : dict
        ``type.form`` (as in ``phone.spoken``) to the value as it is written or said.
    """

    forms: dict[str, str]


def make_people(day: date, wanted: Sequence[frozenset[str]]) -> list[Person]:
    """Return the persons of a night; the same ones for the same day, whatever the installation.

    As long as there are surnames left, no two share one: a name that one sentence gives away must not help to
    find it in another.

    Parameters
    ----------
    wanted : sequence of frozenset of str
        For each person the types, such as ``phone``, that are told of; others are not made.
    """
    start = Random(f"koe canary {day.isoformat()}").randrange(len(SURNAMES))  # noqa: S311
    return [
        _person((start + number) % len(SURNAMES), Random(f"koe canary {day.isoformat()} {number}"), types)  # noqa: S311
        for number, types in enumerate(wanted)
    ]


def _person(surname: int, dice: Random, types: frozenset[str]) -> Person:
    name = _name_forms(surname, dice)
    forms = dict(name) if "name" in types else {}
    if types & {"phone", "email", "url"}:
        forms |= _contact_forms(dice, name["name.romaji"])
    if types & {"postcode", "address"}:
        forms |= _address_forms(dice)
    if types & {"card", "my_number", "birth_date", "licence", "passport", "plate"}:
        forms |= _document_forms(dice)
    if types & {"bank", "member_id", "handle", "ip"}:
        forms |= _account_forms(dice, name["name.romaji"])
    return Person(forms)


def _name_forms(number: int, dice: Random) -> dict[str, str]:
    surname, kana, latin = SURNAMES[number % len(SURNAMES)]
    given, given_kana, given_latin = dice.choice(GIVEN_NAMES)
    word, word_kana = dice.choice(WORDS)
    romaji = f"{latin.title()} {given_latin.title()}"
    return {
        "name.full": surname + given,
        "name.given": given,
        "name.spaced": f"{surname} {given}",
        "name.surname": surname,
        "name.hiragana": f"{_hiragana(kana)} {_hiragana(given_kana)}",
        "name.latin_surname": latin.title(),
        "name.word": word,
        "name.word_kana": word_kana,
        "name.katakana": f"{kana} {given_kana}",
        "name.katakana_surname": kana,
        "name.hiragana_surname": _hiragana(kana),
        "name.half_width": f"{_half_width(kana)} {_half_width(given_kana)}",
        "name.romaji": romaji,
        "name.capitals": romaji.upper(),
    }


def _contact_forms(dice: Random, romaji: str) -> dict[str, str]:
    mobile = dice.choice(("090", "080", "070")) + digits(dice, 8)
    landline = dice.choice(("045", "052", "078", "092")) + digits(dice, 7)
    account = romaji.lower().replace(" ", ".") + digits(dice, 3)
    by = grouped(mobile, 3, 4, 4)
    return {
        "phone.hyphens": by,
        "phone.plain": mobile,
        "phone.full_width": wide(by),
        "phone.dots": by.replace("-", "."),
        "phone.spaces": by.replace("-", " "),
        "phone.international": f"+81-{by[1:]}",
        "phone.kanji": in_kanji(by).replace("-", "の"),
        "phone.spoken": spoken(by).replace("-", "の"),
        "phone.landline": grouped(landline, 3, 3, 4),
        "phone.area": f"{landline[:3]}({landline[3:6]}){landline[6:]}",
        "phone.kanji_hyphens": in_kanji(by),
        "phone.landline_plain": landline,
        "phone.landline_kanji": in_kanji(landline),
        "phone.landline_spoken": spoken(grouped(landline, 3, 3, 4)).replace("-", "の"),
        "phone.without_zero": mobile[1:],
        "phone.local": grouped(landline[3:], 3, 4),
        "phone.parentheses": f"({landline[:3]}){landline[3:6]}-{landline[6:]}",
        "email.plain": f"{account}@example.jp",
        "email.full_width": unicodedata.normalize("NFKC", account).translate(_ASCII_WIDE)
        + "＠ｅｘａｍｐｌｅ．ｊｐ",
        "email.dots_spoken": f"{account} アットマーク example ドット jp",
        "email.half_spoken": f"{account}＠exampleドットjp",
        "email.spoken": f"{account.replace('.', 'ドット')}アットマークエグザンプルドットジェーピー",
        "url.profile": f"https://example.jp/users/{account}",
        "url.order": f"https://example.jp/order?mail={account}%40example.jp",
        "url.query": f"https://example.jp/mypage?mail={account}%40example.jp&tel={mobile}",
    }


def _address_forms(dice: Random) -> dict[str, str]:
    prefecture, city = dice.choice(_CITIES)
    town, building = dice.choice(_TOWNS), dice.choice(_BUILDINGS)
    block, lot, house, room = (
        dice.randint(1, 9),
        dice.randint(11, 39),
        dice.randint(11, 39),
        dice.randint(1, 9) * 100 + 2,
    )
    postcode = digits(dice, 7)
    return {
        "address.town": f"{town}{block}",
        "address.building_name": building,
        "postcode.mark": grouped(postcode, 3, 4),
        "postcode.full_width": wide(postcode),
        "postcode.cue": postcode,
        "postcode.kanji": in_kanji(grouped(postcode, 3, 4)).replace("-", "の"),
        "address.full": f"{prefecture}{city}{town}{block}-{lot}-{house}",
        "address.building": f"{prefecture}{city}{town}{block}丁目{lot}番{house}号 {building}{room}号室",
        "address.spoken": f"{city}{town}{block}の{lot}の{house}",
        "address.town_block": f"{town}{block}丁目{lot}-{house}",
        "address.without_number": f"{prefecture}{city}{town}",
        "address.room": f"{room}号室",
        "address.town_only": f"{town}{block}丁目{lot}番{house}号",
        "address.town_of_city": f"{city}{town}",
        "address.house": f"{building}、{room}号室",
        "address.without_prefecture": f"{city}{town}{block}丁目{lot}-{house}",
        "address.kanji": f"{prefecture}{city}{town}{in_kanji(str(block))}丁目{_counted(lot)}番地",
    }


def _document_forms(dice: Random) -> dict[str, str]:
    card, individual = card_number(dice), individual_number(dice)
    licence, year = "30" + digits(dice, 10), dice.randint(1950, 1988)
    month, day = dice.randint(1, 12), dice.randint(10, 28)
    number = f"{dice.randint(11, 99)}-{dice.randint(10, 99)}"
    plate = f"{dice.choice(_PLATES)} {dice.choice((300, 501, 580))} {dice.choice(_KANA_ROW)}"
    return {
        "card.hyphens": grouped(card, 4, 4, 4, 4),
        "card.plain": card,
        "card.spaces": grouped(card, 4, 4, 4, 4, by=" "),
        "card.full_width": wide(grouped(card, 4, 4, 4, 4)),
        "card.kanji": in_kanji(grouped(card, 4, 4, 4, 4, by="の")),
        "my_number.plain": individual,
        "my_number.kanji": in_kanji(individual),
        "my_number.full_width": wide(individual),
        "card.spoken": spoken(grouped(card, 4, 4, 4, 4, by="の")),
        "card.last": card[-4:],
        "card.dictated": f"{_hiragana(spoken(card[:4]))}、はい、{in_kanji(card[4:8])}、えーと、{card[8:]}",
        "my_number.dictated": f"{in_kanji(individual[:4])}の、{spoken(individual[4:8])}の、{individual[8:]}",
        "my_number.hyphens": grouped(individual, 4, 4, 4),
        "my_number.spaces": grouped(individual, 4, 4, 4, by=" "),
        "birth_date.western": f"{year}年{month}月{day}日",
        "birth_date.day": f"{month}月{day}日",
        "birth_date.slashes": f"{year}/{month:02}/{day:02}",
        "birth_date.era": f"昭和{year - _ERA}年{month}月{day}日",
        "birth_date.kanji": f"昭和{_counted(year - _ERA)}年{_counted(month)}月{_counted(day)}日",
        "licence.plain": licence,
        "passport.plain": f"T{dice.choice('KRZ')}{digits(dice, 7)}",
        "plate.number": number,
        "plate.bare": number.replace("-", ""),
        "plate.plain": f"{plate} {number}",
    }


def _account_forms(dice: Random, romaji: str) -> dict[str, str]:
    account = romaji.lower().replace(" ", "_") + digits(dice, 2)
    bank, contract = digits(dice, 7), digits(dice, 10)
    return {
        "bank.account": bank,
        "bank.kanji": in_kanji(bank),
        "bank.symbol": f"1{digits(dice, 3)}0",
        "bank.post": f"1{digits(dice, 3)}0-{digits(dice, 7)}1",
        "member_id.member": f"M{digits(dice, 8)}",
        "member_id.order": f"{digits(dice, 4)}-{digits(dice, 6)}",
        "member_id.branch": f"C{digits(dice, 8)}-0{dice.randint(1, 9)}",
        "member_id.short": digits(dice, 5),
        "member_id.shape": f"AB{digits(dice, 2)}J{digits(dice, 2)}-0{digits(dice, 3)}",
        "member_id.contract": contract,
        "member_id.first": contract[:3],
        "member_id.second": contract[3:6],
        "member_id.third": contract[6:],
        "handle.at": f"@{account}",
        "handle.line": account,
        "ip.v4": f"203.0.113.{dice.randint(100, 254)}",
        "ip.v6": f"2001:db8:{dice.randint(0x1000, 0xFFFF):x}::{dice.randint(0x1000, 0xFFFF):x}",
    }


_ASCII_WIDE: Final = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def _counted(number: int) -> str:
    """Return a number below 100 as it is counted in kanji: 34 is 三十四."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else in_kanji(str(tens)) + "十"
    return head + (in_kanji(str(ones)) if ones else "")


def _hiragana(katakana: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヴ" else c for c in katakana)


def _half_width(katakana: str) -> str:
    return "".join(_HALF_WIDTH.get(part, part) for part in unicodedata.normalize("NFD", katakana))


_HALF_WIDTH: Final = {
    **{unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)},
    "\u3099": "ﾞ",
    "\u309a": "ﾟ",
}
