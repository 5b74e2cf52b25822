"""Samples from the development sets of ``masking_blind``: their texts, and with other names like theirs.

One set, the second, stays out and tells how the model does on texts that it has not learnt from.
"""

import random
import re
from collections.abc import Iterator, Sequence
from typing import Final

from benchmarks.masking_blind.marked import MarkedText, read_decoys, read_texts
from benchmarks.masking_names.generate import Sample, filler_nouns
from benchmarks.masking_names.names import Pool, hira, kata, names
from nlp.masking.fold import FILL, fold
from nlp.masking.people.lexicon import name_words

SETS: Final = (
    "first",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
)
_SAME, _SWAPPED, _OF_DECOYS = 3, 6, 4
_BLANK: Final = 0.8  # of what is no name; the rules find most of it before the model looks
_FOUND: Final = 0.15  # of the names, as though a rule had found them
_DRAWN: Final = 5000


def development_samples(seed: int, sets: Sequence[str] = SETS) -> Iterator[Sample]:
    """Yield each text of the sets several times, with its own names and with others; decoys as they are."""
    for chosen in sets:
        rng = random.Random(f"{seed}{chosen}")
        pool = names().pick(rng, filler_nouns(), _DRAWN)
        for text in read_texts(chosen):
            for turn in range(_SAME + _SWAPPED):
                sample = _variant(text, pool, rng, swapped=turn >= _SAME)
                if len(fold(sample.text).text) == len(sample.text):
                    yield sample
        for decoy in read_decoys(chosen):
            yield from [Sample(fold(decoy).text, (), chosen)] * _OF_DECOYS


def _variant(text: MarkedText, pool: Pool, rng: random.Random, *, swapped: bool) -> Sample:
    made, spans, at = "", [], 0
    others: dict[str, str] = {}
    blank = rng.random() < _BLANK
    for span in text.spans:
        made += text.text[at : span.start]
        at = span.end
        value = text.text[span.start : span.end]
        if span.type != "name":
            made += FILL if blank else value
            continue
        if swapped:
            value = others.setdefault(value, _other(fold(value).text, pool, rng))
        if rng.random() < _FOUND and len(text.spans) > 1:
            made += FILL
        else:
            spans.append((len(made), len(made) + len(value)))
            made += value
    return Sample(made + text.text[at:], tuple(spans), text.file)


def _other(name: str, pool: Pool, rng: random.Random) -> str:
    """Return another name written in the same way: a surname for a surname, kana for kana."""
    code = name_words().get(name, "")
    if re.search("[A-Za-z]", name):
        return pool.roman(rng)
    if re.fullmatch("[ぁ-ゖァ-ヺー]+([ ・=][ぁ-ゖァ-ヺー]+)+", name):
        return _in_kana_of_two(name, pool, rng)
    if re.fullmatch("[ぁ-ゖァ-ヺー]+", name):
        return _in_kana(name, code, pool, rng)
    if re.fullmatch("[一-鿿々ヶ]+", name):
        if "s" in code or ("g" not in code and len(name) < len("山田花子")):
            return pool.surname(rng)
        return pool.first(rng) if "g" in code else pool.full(rng).replace(" ", "")
    return pool.full(rng) if " " in name else pool.surname(rng) + pool.first(rng)


def _in_kana(name: str, code: str, pool: Pool, rng: random.Random) -> str:
    written = hira if name[0] < "ァ" else kata
    if name[0] >= "ァ" and (not code or "f" in code):
        return re.split("[・ =]", pool.abroad(rng))[0]
    if len(name) > len("はせがわ") + 1:
        return written(pool.kana_full(rng)).replace(" ", "")
    return written(pool.kana_first(rng) if code[-2:-1] == "-" else pool.kana_surname(rng))


def _in_kana_of_two(name: str, pool: Pool, rng: random.Random) -> str:
    if " " in name:
        return (hira if name[0] < "ァ" else kata)(pool.kana_full(rng))
    drawn = (pool.abroad(rng) for _ in range(50))
    return next((other for other in drawn if re.search("[・=]", other)), name)
