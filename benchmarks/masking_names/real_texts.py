"""Real texts that hold hardly a name: many as they come, and those by which a model is nearly fooled."""

import gzip
import json
import random
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks.masking_names.generate import Sample
from nlp.masking import Masker, load_rules
from nlp.masking.fold import fold
from nlp.masking.people.candidates import candidates
from nlp.masking.people.model import NameModel
from nlp.masking.words import lexicon

_PLAIN: Final = {
    "visitor_survey_2022_2024": 9000,
    "hotel_requests": 5000,
    "economy_comments_2000_2014": 2500,
    "blog_opinions": 2000,
    "hotel_dialog_acts": 3000,
}
_SEARCHED: Final = {
    "visitor_survey_2022_2024": 40000,
    "hotel_requests": 20000,
    "economy_comments_2000_2014": 25000,
    "blog_opinions": 2500,
    "hotel_dialogs_short": 15000,
}
_LONGEST: Final = 300
_NEARLY: Final = -4500
_IN_FULL: Final = -1500
"""Thousandths of a logit; surname and given name side by side are somebody's, such as a lord's of old."""


def texts_of(corpora: Path, source: str) -> list[str]:
    """Return the different texts of a corpus, turns of dialogues one by one."""
    with gzip.open(corpora / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return list(dict.fromkeys(text for line in lines for text in _texts(json.loads(line))))


def _texts(row: dict[str, Any]) -> list[str]:
    return [row["text"]] if "text" in row else [turn["text"] for turn in row["turns"]]


def plain_texts(corpora: Path, seed: int) -> Iterator[Sample]:
    """Yield real texts in which the masker's rules alone find no name."""
    rng = random.Random(seed)
    for source, many in _PLAIN.items():
        texts = texts_of(corpora, source)
        for text in rng.sample(texts, min(many, len(texts))):
            folded = fold(text[:_LONGEST]).text
            if not names_by_rules(folded):
                yield Sample(folded, (), source)


def hard_texts(corpora: Path, model: NameModel, seed: int, known: Collection[str]) -> Iterator[Sample]:
    """Yield real texts, none `known`, that hold no name though the model nearly or wrongly finds one."""
    rng = random.Random(seed)
    for source, many in _SEARCHED.items():
        texts = texts_of(corpora, source)
        for text in rng.sample(texts, min(many, len(texts))):
            folded = fold(text[:_LONGEST]).text
            if folded not in known and _is_hard(model, folded) and not names_by_rules(folded):
                yield Sample(folded, (), source)


@cache
def _rules_alone() -> Masker:
    return Masker(load_rules())


def names_by_rules(text: str) -> bool:
    """Return whether the rules alone find a name."""
    return any(span.type == "name" for span in _rules_alone().mask(text).spans)


def _is_hard(model: NameModel, text: str) -> bool:
    scores = [
        (model.score(text, candidate), candidate[2][0] in "PS")
        for candidate in candidates(text)
        if model.is_worth(text, candidate, model.least)
        and not (candidate[2][0] == "U" and "common" in lexicon(text[candidate[0] : candidate[1]]))
    ]
    return any(score > _NEARLY for score, _ in scores) and not any(
        score > _IN_FULL for score, in_full in scores if in_full
    )
