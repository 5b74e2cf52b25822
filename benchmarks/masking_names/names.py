"""Names to fill frames with, drawn by how common UniDic takes them to be; nouns and places that are none."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import unidic_lite
import yaml

from nlp.masking.people.lexicon import name_words
from nlp.masking.readings import dictionary_features, name_readings
from nlp.masking.words import _lines, lexicon

_KANJI: Final = re.compile("[一-鿿々]+")
_UNLISTED: Final = 0.09
_MIXED: Final = 0.03


@cache
def lists() -> dict[str, list[str]]:
    """Return ``names.yaml``."""
    raw = yaml.safe_load((Path(__file__).parent / "names.yaml").read_text("utf-8"))
    return {key: str(words).split() for key, words in raw.items()}


@cache
def names() -> "Names":
    """Return the names, read once."""
    return Names()


class Names:
    """Names as UniDic lists them, drawn by how common they are."""

    def __init__(self) -> None:
        dictionary = Path(unidic_lite.DICDIR, "sys.dic").read_bytes()
        rows: dict[str, list[tuple[str, str]]] = {"姓": [], "名": [], "一般": []}
        for columns in dictionary_features(dictionary, "名詞,固有名詞,人名"):
            one_script = re.fullmatch("[一-鿿々ヶ]+|[ァ-ヺー]+|[ぁ-ゖ]+", columns[8])
            if one_script and (columns[3] != "姓" or re.match("[一-鿿]", columns[8])) and columns[6] != "*":
                rows[columns[3]].append((columns[8], columns[6]))
        self.surnames, self.given = rows["姓"], rows["名"]
        self.surname_weights = _both([_weight(word, "姓") for word, _ in self.surnames])
        self.given_weights = [_weight(word, "名") for word, _ in self.given]
        self.foreign = [w for w, _ in rows["一般"] if re.fullmatch("[ァ-ヺー]{2,7}", w)]
        self.places = [
            w for w, code in name_words().items() if "p" in code and re.fullmatch("[一-鿿]{2,3}", w)
        ]
        self.nouns = _nouns(dictionary)
        self.kana_words = _kana_words(dictionary)
        self.noun_weights = [_weight(word, "") for word in self.nouns]
        self.place_weights = [_place_weight(word) for word in self.places]

    def pick(self, rng: random.Random, known_nouns: Sequence[str], many: int = 20000) -> "Pool":
        """Return a pool of drawn names, so that drawing is cheap."""
        return Pool(
            rng.choices(self.surnames, self.surname_weights, k=many),
            rng.choices(self.given, self.given_weights, k=many),
            self.foreign,
            rng.choices(self.places, self.place_weights, k=many),
            rng.choices(self.nouns, self.noun_weights, k=many),
            known_nouns,
            rng.choices(self.kana_words, [_weight(word, "") for word in self.kana_words], k=many),
        )


def _unlisted(listed: Sequence[tuple[str, str]], rng: random.Random) -> str:
    """Return a name that no dictionary lists, made of the beginning of one and the end of another."""
    while True:
        first, second = rng.choice(listed)[0], rng.choice(listed)[0]
        name = first[0] + second[1:]
        if 2 <= len(name) <= 3 and _KANJI.fullmatch(name) and not lexicon(name) and name not in name_words():
            return name


def _heard(listed: Sequence[tuple[str, str]], rng: random.Random) -> str:
    """Return a reading; some of those that no dictionary lists."""
    reading = rng.choice(listed)[1]
    if rng.random() > _UNLISTED:
        return reading
    while True:
        first, second = rng.choice(listed)[1], rng.choice(listed)[1]
        name = first[:2] + second[-1 - (len(second) > 3) :]
        if (
            len(name) > 2
            and name[0] not in "ンッャュョー"
            and name[2] not in "ャュョ"
            and hira(name) not in name_words()
        ):
            return name


@cache
def _weight(word: str, kind: str) -> float:
    tags = (f"人名,{kind}",) if kind else ("名詞,普通名詞", "形状詞", "副詞", "感動詞", "代名詞")
    senses = [(int(cost), tag) for surface, cost, tag in _lines("-a", word) if surface == word]
    costs = [cost for cost, tag in senses if any(part in tag for part in tags)]
    return 2.0 ** (-min(costs, default=12000) / 1000)


def _both(weights: Sequence[float]) -> list[float]:
    """Return weights half of which go to names as common as they are met, half to names of all kinds."""
    steep = [weight**2 for weight in weights]
    all_flat, all_steep = sum(weights), sum(steep)
    return [a / all_flat + b / all_steep for a, b in zip(weights, steep, strict=True)]


def _nouns(dictionary: bytes) -> list[str]:
    """Return some thousand ordinary nouns of UniDic."""
    found = {
        columns[8]
        for columns in dictionary_features(dictionary, "名詞,普通名詞,一般")
        if re.fullmatch("[一-鿿々]{1,4}|[ァ-ヺー]{2,7}|[ぁ-ゖ]{2,5}", columns[8])
    }
    return random.Random(3).sample(sorted(found), 12000)


def _kana_words(dictionary: bytes) -> list[str]:
    """Return words in hiragana that are no nouns: だめ, ほんま, ごちそう, ゆっくり."""
    nouns = ("サ変可能", "形状詞可能", "副詞可能", "サ変形状詞可能")
    tags = ("形状詞", "副詞", "感動詞", "代名詞", *(f"名詞,普通名詞,{use}" for use in nouns))
    words = (columns[8] for tag in tags for columns in dictionary_features(dictionary, tag))
    names_too = name_readings().surnames
    return sorted({w for w in words if re.fullmatch("[ぁ-ゖ]{2,6}", w) and names_too.get(w, 0) < 3})


@cache
def _place_weight(word: str) -> float:
    senses = [(tag, int(cost)) for surface, cost, tag in _lines("-a", word) if surface == word]
    place = min((cost for tag, cost in senses if "地名" in tag), default=12000)
    surname = min((cost for tag, cost in senses if tag.endswith("人名,姓")), default=20000)
    # 石川 and 千葉 are said as places, too; 五島 and 梅津 hardly.
    return 2.0 ** (-place / 700) * (0.1 if surname < place + 600 else 1.0)


@dataclass
class Pool:
    """Names to draw from."""

    surnames: Sequence[tuple[str, str]]
    given: Sequence[tuple[str, str]]
    foreign: Sequence[str]
    places: Sequence[str]
    nouns: Sequence[str]
    known_nouns: Sequence[str]
    kana_words: Sequence[str]

    def noun(self, rng: random.Random) -> str:
        """Return an ordinary noun."""
        return rng.choice(self.nouns) if rng.random() < 0.65 else rng.choice(self.known_nouns)

    def surname(self, rng: random.Random) -> str:
        """Return a surname."""
        if rng.random() < 0.04:
            return rng.choice(lists()["rare"])
        if rng.random() < _UNLISTED:
            return _unlisted(self.surnames, rng)
        if rng.random() < 0.02:
            return rng.choice(lists()["chinese"])
        word = rng.choice(self.surnames)[0]
        if len(word) == 1 and rng.random() < 0.4:
            word = rng.choice(lists()["of_one_letter"])
        return word

    def place_surname(self, rng: random.Random) -> str:
        """Return a surname that is also a place: 「千葉」."""
        drawn = (rng.choice(self.surnames)[0] for _ in range(60))
        return next((word for word in drawn if len(word) > 1 and "p" in name_words().get(word, "")), "千葉")

    def first(self, rng: random.Random) -> str:
        """Return a given name."""
        if rng.random() < _UNLISTED:
            return _unlisted(self.given, rng)
        if rng.random() < _MIXED:
            return self._mixed(rng)
        return rng.choice(lists()["children"]) if rng.random() < 0.15 else rng.choice(self.given)[0]

    def _mixed(self, rng: random.Random) -> str:
        """Return a given name in kana but for its end: 「トミ子」, 「えり子」."""
        readings = (rng.choice(self.given)[1] for _ in range(50))
        start = next((reading for reading in readings if len(reading) == len("トミ")), "トミ")
        return (start if rng.random() < 0.6 else hira(start)) + rng.choice("子子子江枝代美恵")

    def kana_surname(self, rng: random.Random) -> str:
        """Return a surname in kana."""
        reading = _heard(self.surnames, rng)
        return reading if rng.random() < 0.45 else hira(reading)

    def kana_first(self, rng: random.Random) -> str:
        """Return a given name in kana."""
        reading = _heard(self.given, rng)
        return reading if rng.random() < 0.45 else hira(reading)

    def kana_full(self, rng: random.Random) -> str:
        """Return surname and given name in kana."""
        surname, given = rng.choice(self.surnames)[1], rng.choice(self.given)[1]
        name = surname + rng.choice(("", " ", " ")) + given
        return name if rng.random() < 0.6 else hira(name)

    def full(self, rng: random.Random) -> str:
        """Return surname and given name."""
        gap = " " if rng.random() < 0.4 else ""
        given = self.first(rng)
        if rng.random() < 0.15:
            given = self.kana_first(rng)
        return self.surname(rng) + gap + given

    def abroad(self, rng: random.Random) -> str:
        """Return a name from abroad in katakana."""
        one = rng.choice(self.foreign)
        if rng.random() < 0.2:
            one = rng.choice(lists()["abroad_in_kana"])
        return (
            one
            if rng.random() < 0.55
            else one + rng.choice(("・", "・", " ", "=")) + rng.choice(self.foreign)
        )

    def roman(self, rng: random.Random) -> str:
        """Return a name in Latin letters."""
        surname, given = _roman(rng.choice(self.surnames)[1]), _roman(rng.choice(self.given)[1])
        if rng.random() < 0.3:
            surname = rng.choice(lists()["abroad"]).split("_")[-1]
            given = rng.choice(lists()["abroad"]).split("_")[0]
        words = [surname] if rng.random() < 0.25 else [given] if rng.random() < 0.15 else [given, surname]
        if rng.random() < 0.4:
            words.reverse()
        dice = rng.random()
        if len(words) > 1 and rng.random() < 0.08:
            return "/".join(words).upper() if rng.random() < 0.5 else f"{words[0][:1]}. {words[1]}".title()
        style = str.upper if dice < 0.25 else str.title if dice < 0.8 else str.lower
        return style(" ".join(words))

    def any(self, rng: random.Random) -> str:
        """Return a name as someone would say or write it."""
        dice = rng.random()
        if dice < 0.52:
            return self.surname(rng)
        if dice < 0.70:
            return self.full(rng)
        if dice < 0.84:
            return self.kana_surname(rng)
        if dice < 0.92:
            return self.kana_full(rng)
        if dice < 0.96:
            return self.first(rng) if rng.random() < 0.5 else self.kana_first(rng)
        return self.abroad(rng) if dice < 0.98 else self.roman(rng)


_ROWS: Final = (
    "_アイウエオ", "kカキクケコ", "sサシスセソ", "tタチツテト", "nナニヌネノ",
    "hハヒフヘホ", "mマミムメモ", "yヤ_ユ_ヨ", "rラリルレロ", "wワ____",
    "gガギグゲゴ", "zザジズゼゾ", "dダヂヅデド", "bバビブベボ", "pパピプペポ",
)  # fmt: skip
_HEPBURN: Final = {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ン": "n",
    "ヲ": "o",
}  # fmt: skip
_ROMAN: Final = {
    kana: row[0].strip("_") + vowel
    for row in _ROWS
    for kana, vowel in zip(row[1:], "aiueo", strict=True)
    if kana != "_"
} | _HEPBURN


def _roman(reading: str) -> str:
    """Return a reading in Hepburn's letters, long vowels left out as passports do."""
    word = ""
    for kana in reading:
        if kana in "ャュョ" and word:
            stem = word[:-1]
            word = (
                stem
                + ("" if stem.endswith(("sh", "ch", "j")) else "y")
                + {"ャ": "a", "ュ": "u", "ョ": "o"}[kana]
            )
        else:
            word += _ROMAN.get(kana, "")
    return word.replace("ou", "o").replace("oo", "o").replace("uu", "u")


def kata(word: str) -> str:
    """Return a word with its hiragana as katakana."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in word)


def hira(word: str) -> str:
    """Return a word with its katakana as hiragana."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in word)
