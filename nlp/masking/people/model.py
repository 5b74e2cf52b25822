"""The linear model of names: integer weights, so that sums are the same in any order."""

import hashlib
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import repeat
from typing import Final

import numpy as np

from nlp.masking.fold import FILL
from nlp.masking.names_strong import is_rare_in_kanji
from nlp.masking.not_names import any_of, is_stop_word, word_lists
from nlp.masking.people.candidate import Candidate
from nlp.masking.people.candidates import candidates
from nlp.masking.people.features import of_letters, of_tokens, window
from nlp.masking.people.gate import may_hold_name
from nlp.masking.people.lexicon import around_names_text, name_words_text
from nlp.masking.people.places import is_place_here
from nlp.masking.words import lexicon, tokenise

SCALE: Final = 1000
# What ends so, or holds it, is no name in kana: 「今一つだった様に」.
_GRAMMAR: Final = re.compile(
    "(?:から|です|あの|なん|のため|ど(?:っち|ちら|こ|れ))\\Z|など|には|ないよう|だった"
    "|\\A(?:はい|いいえ|ええ|うん)[ 、]"
)
_FIGURES: Final = re.compile("[〇一二三四五六七八九十百千万]+")
_BESIDE_FIGURES: Final = re.compile(
    "[0-9〇一二三四五六七八九十百千万]の?[〇一二三四五六七八九十百千万]{2}|[一二三四五六七八九十百千万]の[0-9〇一二三四五六七八九十]"
)
# 「チェックアウトは十時です」, where nobody is called 様 or さん.
_COUNTED: Final = re.compile(
    "[〇一二三四五六七八九十百]+(?:時|分|錠|号[車室機棟]|番線?|枚|個|本|台|便|名|泊|階|度|回|歳|才|日|件|杯|席|両|級|位|倍|割|箱|袋|粒|包)"
    "(?!さん|様|氏|くん)"
)
_ADJECTIVES: Final = ("形容詞", "形状詞")
_ADJECTIVE: Final = re.compile("[ぁ-ゖ]+[しかたなつやらじ]い|かわいそう")
_GUESSED: Final = frozenset("QUVK")  # what no list knows as a name
_IN_FULL: Final = frozenset("PS")  # surname and given name: no goods are called so
_OPENED: Final = re.compile("[「『][^」』\\n]{0,8}\\Z")
_CLOSED: Final = re.compile("[^「『\\n]{0,8}[」』]")
_AROUND_QUOTES: Final = 14
# What stands around a quoted name; other quoted words are of goods, shops, stations.
_NAMED: Final = re.compile(
    "名[前札字刺義乗]?|結婚|離婚|婚姻|入籍|訂正|修正|変更|直し|改姓|→|書|宛|様|さん|氏|くん|ちゃん|担当|漢字|表記|読|呼|字|サイン|印|では?な|じゃな|申|人|方|者|姓|[社店課部]長|先生|本人|登録|女性|男性"
)
_HONORIFIC: Final = re.compile("(?<=.)(?:さん|くん|ちゃん|様)\\Z")
_FIRST_THINGS: Final = frozenset({"イチ", "いち", "ゼロ"})
_COMMON: Final = frozenset({"common"})
_NOT_FOREIGN: Final = frozenset({"common", "person"})
# A make and what it makes: 「森永のビスケット」, 「スズキの軽自動車」.
_MAKE: Final = re.compile(f"(?:{any_of('makes')})の(?:[ァ-ヺー]{{3,}}|{any_of('goods_of_makes')})")
_PREFECTURES: Final = any_of("prefectures")
_LISTED_PLACE: Final = re.compile(
    f"(?:(?<=[とや・、])|(?<![一-鿿]))(?:{_PREFECTURES})(?:(?:[とや・、](?:{_PREFECTURES}))+)(?!さん|様|氏|くん|ちゃん|で(?:す|ご)|の(?:携帯|家))"
)
# 「BUNが32」, 「CREは1.6」: values of tests are named in capitals.
_MEASURED: Final = re.compile("[はがの:= ]{0,2}(?:の?値[はが]?)?[0-9]")
_LONGEST_MEASURE: Final = 4
_FILLED: Final = re.compile(f"{FILL}{{2,}}")
_NOTHING: Final = repeat(0)
_LONE: Final = re.compile("[\ud800-\udfff]")
# A name left in the text costs more than a word masked, so even odds are not asked for.
_DOUBT: Final = 1900
_SURE: Final = 1500
_ASKED: Final = 2000


@dataclass(frozen=True)
class NameModel:
    """Weights of features in thousandths of a logit; a candidate is a name when their sum is high enough.

    ``quick`` are the weights of a small model that goes first; what has less than ``least`` there is no name.
    """

    weights: dict[str, int]
    bias: int
    quick: dict[str, int]
    least: int
    digest: str

    def is_worth(self, text: str, candidate: Candidate, least: int) -> bool:
        """Return whether a candidate may be a name by what stands right beside it."""
        start, end, code = candidate
        left, right = text[start - 2 : start] if start > 1 else "^" + text[:start], text[end : end + 2]
        get, kind = self.quick.get, code[0]
        weight = get(code)
        return (
            (get(kind, 0) if weight is None else weight)
            + get("<" + left, 0)
            + get(">" + right, 0)
            + get(f"{kind}<{left[-1:]}", 0)
            + get(f"{kind}>{right[:1]}", 0)
        ) >= least

    def score(self, text: str, candidate: Candidate) -> int:
        """Return the sum of the weights of a candidate's features."""
        of_tokens = self._of_tokens(*window(text, candidate))
        return self.bias + of_tokens + sum(map(self.weights.get, of_letters(text, candidate), _NOTHING))

    @cached_property
    def _of_tokens(self) -> Callable[[str, int, int, str], int]:
        """The sum of the weights of what the words around a candidate are like; the same come again."""
        get = self.weights.get
        return lru_cache(maxsize=8192)(lambda *around: sum(map(get, of_tokens(*around), _NOTHING)))

    def names(self, text: str, *, asked: bool = False) -> list[tuple[int, int]]:
        """Return the spans of a folded text that are names: the best ones that do not overlap.

        How long the stretches are that are masked already makes no difference. Where a name was `asked` for,
        less has to speak for one.
        """
        if FILL + FILL in text:
            names = self.names(_FILLED.sub(FILL, text), asked=asked)
            if not names:
                return names
            kept = [i for i, letter in enumerate(text) if letter != FILL or text[i - 1 : i] != FILL]
            return [(kept[s], kept[e - 1] + 1) for s, e in names]
        doubt, least = _DOUBT + asked * _ASKED, self.least - asked * _ASKED
        if not may_hold_name(text):
            return []
        if _LONE.search(text):  # MeCab takes UTF-8 only
            text = _LONE.sub("?", text)
        scored = [
            (score, e - s, s, e)
            for s, e, code in candidates(text)
            if self.is_worth(text, (s, e, code), least)
            and not (code[0] == "U" and "common" in lexicon(text[s:e]))
            and (score := self.score(text, (s, e, code))) > -doubt
            and not _is_none(text, s, e)
            and not (code[0] not in _IN_FULL and _is_quoted(text, s, e))
            and (code[0] != "K" or score > -_SURE // 2 or lexicon(text[s:e]) != _COMMON)
            and not (code[0] in _GUESSED and _is_of_things(text[s:e]))
            and (code[0] != "U" or score > _SURE or is_rare_in_kanji(text[s:e]))
        ]
        scored.sort(key=lambda item: (-item[0], -item[1], item[2]))
        return chosen([(s, e) for _, _, s, e in scored], len(text))


def quick_features(text: str, candidate: Candidate) -> tuple[str, ...]:
    """Return the features of the small model, as ``NameModel.is_worth`` looks them up."""
    start, end, code = candidate
    left, right = text[start - 2 : start] if start > 1 else "^" + text[:start], text[end : end + 2]
    return (code, "<" + left, ">" + right, code[0] + "<" + left[-1:], code[0] + ">" + right[:1])


def chosen(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Return those spans of a text that overlap none before them, in order of place."""
    taken = bytearray(length)
    kept: list[tuple[int, int]] = []
    for s, e in spans:
        if not any(taken[s:e]):
            taken[s:e] = b"\1" * (e - s)
            kept.append((s, e))
    return sorted(kept)


def _is_listed_place(text: str, start: int, end: int) -> bool:
    return any(
        found.start() <= start and end <= found.end()
        for found in _LISTED_PLACE.finditer(text, max(0, start - 12), end + 12)
    )


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Return whether a stretch stands in a short quotation, and nothing around it speaks of a name."""
    low, high = max(0, start - _AROUND_QUOTES), end + _AROUND_QUOTES
    if not (_OPENED.search(text, low, start) and _CLOSED.match(text, end, high)):
        return False
    return not _NAMED.search(text, low, start) and not _NAMED.search(text, end, high)


def _is_none(text: str, start: int, end: int) -> bool:
    """Return whether a stretch is nobody's name: a listed word, 吉野|家, grammar, 「さくらと申し込み」."""
    word = text[start:end]
    if _ADJECTIVE.fullmatch(word) and tokenise(word)[0].tag.startswith(_ADJECTIVES):
        return True
    counted = _COUNTED.match(text, start)
    if counted and counted.end() >= end:
        return True
    if _FIGURES.fullmatch(word) and _BESIDE_FIGURES.search(text, max(0, start - 2), end + 2):
        return True
    if (
        is_stop_word(word)
        or is_stop_word(_HONORIFIC.sub("", word))
        or is_stop_word(text[start : end + 1])
        or _GRAMMAR.search(word)
    ):
        return True
    if (word in _FIRST_THINGS and text.startswith("から", end)) or text.startswith(_behind_no_name(), end):
        return True
    if _MAKE.match(text, start) or _is_listed_place(text, start, end) or is_place_here(text, start, end):
        return True
    if word.isupper() and len(word) <= _LONGEST_MEASURE and _MEASURED.match(text, end):
        return True
    parts = word.split("・")
    return len(parts) > 1 and all(lexicon(part) & _NOT_FOREIGN == _COMMON for part in parts)


def _is_of_things(word: str) -> bool:
    """Return whether a stretch is two ordinary words and more: 入場|無料, クレジット|カード."""
    tokens, least = tokenise(word), 3 if word[0] < "一" else 2  # オビ|ナタ is Obinata
    return len(tokens) > 1 and all(token.is_common and len(token.surface) >= least for token in tokens)


@cache
def _behind_no_name() -> tuple[str, ...]:
    return tuple(word_lists()["behind_no_name"])


@cache
def name_model() -> NameModel:
    """Return the shipped model."""
    folder = resources.files("nlp.masking.people")
    head = json.loads((folder / "names.json").read_text("utf-8"))
    raw = (folder / "names.npz").read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as arrays:
        full, quick = (
            dict(
                zip(
                    bytes(arrays[f"{name}_features"]).decode().split("\0"),
                    arrays[f"{name}_weights"].tolist(),
                    strict=True,
                )
            )
            for name in ("full", "quick")
        )
    texts = (json.dumps(head, sort_keys=True), name_words_text(), around_names_text())
    digest = hashlib.sha256(b"\0".join((raw, *(text.encode() for text in texts)))).hexdigest()
    return NameModel(full, int(head["bias"]), quick, int(head["least"]), digest)
