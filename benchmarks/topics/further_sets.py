"""Further sets: other rows, other fields, other labels of the same corpora, sizes 60 to 2,500."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.analysis.corpora import read_rows
from benchmarks.topics.sets import LabelledSet, demo_wordings

_YEARS = ("2005", "2006")
_SPOTS, _TRADES = 10, 12
_LEAST = 6  # characters


def further_sets(corpora: Path | None) -> Iterator[LabelledSet]:
    """Yield the sets that are only measured."""
    if corpora is not None:
        hotel = list(read_rows(corpora / "hotel_requests.jsonl.gz"))
        meals = [(r["text"], r["topic_l2"]) for r in hotel if r["level"] == 3 and r["topic_l2"]]
        yield _make("500 requests about meals (level 3)", meals, 500)
        first = [(r["text"], r["topic_l1"]) for r in hotel if r["level"] == 1]
        yield _make("60 requests of level 1", first, 60)
        yield _spots(corpora)
        yield from _trades(corpora)
        yield _openings(corpora)
    for kind in ("question", "procedure", "praise"):
        yield LabelledSet(f"demo company's {kind}s", *_lists(demo_wordings()[kind]))


def _spots(corpora: Path) -> LabelledSet:
    """Take what visitors recommend, by the spot that they visited."""
    rows = [
        (row["text"], row["area"])
        for row in read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz")
        if row["question"] == "recommend" and row["area"] and len(row["text"]) >= _LEAST
    ]
    return _make("800 recommendations, spot visited", _of_frequent(rows, _SPOTS), 800)


def _trades(corpora: Path) -> Iterator[LabelledSet]:
    """Comments of firms and employment agencies, by trade."""
    rows = [
        (row["text"], row["job"].split("（")[0])
        for row in read_rows(corpora / "economy_comments_2000_2014.jsonl.gz")
        if _is_of_firms(row)
    ]
    frequent = _of_frequent(rows, _TRADES)
    yield _make("2,000 comments of firms, trade", frequent, 2_000)
    yield _make("150 comments of firms, trade", frequent, 150)


def _is_of_firms(row: dict[str, Any]) -> bool:
    return row["sector"] != "家計動向" and bool(row["job"]) and str(row["month"])[:4] in _YEARS


def _openings(corpora: Path) -> LabelledSet:
    """First turns of short dialogues alone."""
    rows = [
        (row["turns"][0]["text"], row["topic"])
        for row in read_rows(corpora / "hotel_dialogs_short.jsonl.gz")
        if row["topic"] and row["turns"] and row["turns"][0]["speaker"] == "customer"
    ]
    return _make("400 first turns of dialogues", _of_frequent(rows, 20), 400)


def _of_frequent(rows: list[tuple[str, str]], labels: int) -> list[tuple[str, str]]:
    often = {label for label, _ in Counter(label for _, label in rows).most_common(labels)}
    return [(text, label) for text, label in rows if label in often]


def _make(name: str, rows: list[tuple[str, str]], count: int) -> LabelledSet:
    """Choose the last by the hash of their text, where the other sets take the first."""
    ordered = sorted(set(rows), key=lambda row: hashlib.sha256(row[0].encode()).digest(), reverse=True)
    return LabelledSet(name, *_lists(ordered[:count]))


def _lists(rows: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [text for text, _ in rows], [label for _, label in rows]
