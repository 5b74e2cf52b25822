"""Real sentences with someone named: for a word for kin, staff or friends stands a name, or both."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from benchmarks.masking_names.generate import Sample, filler_nouns
from benchmarks.masking_names.names import Pool, names
from benchmarks.masking_names.real_texts import names_by_rules, texts_of
from nlp.masking.fold import fold

_SOURCES: Final = {
    "visitor_survey_2022_2024": 6000,
    "hotel_requests": 3000,
    "hotel_dialogs_short": 3000,
    "economy_comments_2000_2014": 1000,
    "blog_opinions": 400,
}
_LONGEST: Final = 200
_BEHIND: Final = "(?P<behind>から|より|って|が|は|も|と|に|の|を|へ|、|で(?:す|ご))"
_CHILD: Final = "子ども|子供|こども|娘|息子|孫|長男|次男|長女|次女|赤ちゃん|上の子|下の子"
_KIN: Final = (
    "主人|妻|夫|母親?|父親?|祖母|祖父|家内|旦那|嫁|姉|妹|兄|弟|友人|友達|知人|彼女|彼|同僚|上司"
    "|甥|姪|義母|義父"
)
_STAFF: Final = (
    "スタッフ|店員|ガイド|運転手|担当者?|受付|係員?|フロント|女将|仲居|駅員|オペレーター|職員|従業員"
    "|ボランティア|店主|店長|案内人|先生|販売員|営業|社員|係の者"
)
_SOMEONE: Final = re.compile(
    f"(?<![一-鿿ァ-ヺー])(?:(?P<child>{_CHILD})|(?P<kin>{_KIN})|(?P<staff>{_STAFF})(?:の(?:方|人|女性|男性)|さん|様)?)"
    f"(?:たち|達|ら|さん)?{_BEHIND}"
)
# {w} the word found, {b} what goes on behind; {n} any name, {s} a surname, {f} a full one, {gk} a given name.
_NAMED: Final = {
    "child": "{w}の{gk}{b} {w}の{gk}{b} {gk}{b} {gk}{b}"
    " {gk}ちゃん{b} {gk}くん{b} {w}({gk}){b} {w}、{gk}{b} {w}{gk}{b}",
    "kin": "{w}の{n}{b} {w}の{gk}{b} {n}{b} {n}さん{b} {w}({n}){b} {w}{n}{b}"
    " {w}の{n}さん{b} {gk}{b} {n}様{b}",
    "staff": "{w}の{n}さん{b} {w}の{n}{b} {n}さん{b} {n}{b} {n}様{b} {w}{s}{b} {w}({n}){b}"
    " {n}という{w}{b} {w}の{f}さん{b} {n}って{w}{b}",
}
_SLOT: Final = re.compile(r"\{(\w+)\}")


def transplanted(corpora: Path, seed: int) -> Iterator[Sample]:
    """Yield real sentences with someone named in them; none in which the rules find a name as it is."""
    rng = random.Random(seed)
    pool = names().pick(rng, filler_nouns())
    for source, many in _SOURCES.items():
        texts = texts_of(corpora, source)
        rng.shuffle(texts)
        made = 0
        for text in texts:
            folded = fold(text).text
            if len(folded) > _LONGEST or not _SOMEONE.search(folded):
                continue
            if names_by_rules(folded):
                continue
            yield _with_name(folded, pool, rng, source)
            made += 1
            if made == many:
                break


def _with_name(text: str, pool: Pool, rng: random.Random, source: str) -> Sample:
    """Return a text with a name where it speaks of someone."""
    found = rng.choice(list(_SOMEONE.finditer(text)))
    kind = next(kind for kind in _NAMED if found[kind])
    slots = {"w": found[kind], "b": found["behind"]}
    made, spans, at = text[: found.start()], [], 0
    frame = rng.choice(_NAMED[kind].split())
    for slot in _SLOT.finditer(frame):
        made += frame[at : slot.start()]
        at = slot.end()
        value = slots.get(slot[1]) or _name(slot[1], pool, rng)
        if slot[1] not in slots:
            spans.append((len(made), len(made) + len(value)))
        made += value
    return Sample(made + frame[at:] + text[found.end() :], tuple(spans), source)


def _name(slot: str, pool: Pool, rng: random.Random) -> str:
    if slot == "gk":
        return pool.first(rng) if rng.random() < 0.5 else pool.kana_first(rng)
    return {"n": pool.any, "s": pool.surname, "f": pool.full}[slot](rng)
