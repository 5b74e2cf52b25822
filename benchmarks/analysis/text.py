"""Normalising, sentence boundaries and memos against hand-made rows; how long real texts are cut."""

import random
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from statistics import mean, median
from typing import Any

import yaml

from benchmarks.analysis.corpora import LEFT_OUT, read_rows
from nlp.analysis import Analyzer
from nlp.normalise import normalise
from nlp.sentences import split

TITLE = "Normalising, sentences, memos"
_DATA = Path(__file__).parent / "data"
_NOTE = (
    "At the first measure, before any row was read: normalised 94 %, boundaries F1 0.82, memos 95 %.\n"
    "Then whole classes of mistakes were mended, so the figures below are no longer held out.\n"
)
_LONG_TEXTS, _LEAST_CHARACTERS = 300, 100
Row = dict[str, Any]


def report(corpora: Path | None) -> str:
    """Shares by group, and statistics of 300 long texts."""
    parts = [
        _NOTE,
        _shares("Normalised exactly as written by hand", "normalise.yaml", _is_normalised),
        _boundaries(),
        _memos(),
        _long_texts(corpora) if corpora else LEFT_OUT,
    ]
    return "\n".join(parts)


def _items(name: str) -> list[Row]:
    items: list[Row] = yaml.safe_load((_DATA / name).read_text("utf-8"))["items"]
    return items


def _is_normalised(row: Row) -> bool:
    return bool(normalise(row["text"]).text == row["expected"])


def _shares(title: str, name: str, is_right: Callable[[Row], bool]) -> str:
    """Table of the share of right rows by group."""
    groups: dict[str, list[bool]] = {}
    for row in _items(name):
        groups.setdefault(row["group"], []).append(is_right(row))
    lines = [f"{title}:\n", "| group | right | rows |", "|---|---:|---:|"]
    lines += [f"| {group} | {sum(right)} | {len(right)} |" for group, right in groups.items()]
    every = [right for rights in groups.values() for right in rights]
    return "\n".join([*lines, f"| all | {sum(every)} ({mean(every):.0%}) | {len(every)} |\n"])


def _boundaries() -> str:
    """F1 of the boundaries inside an utterance, and the share of utterances cut as by hand."""
    groups: dict[str, list[tuple[set[int], set[int]]]] = {}
    for row in _items("sentence_splits.yaml"):
        source = row["utterance"]
        clean = normalise(source)
        found = {_letters(source[: clean.span(a, b)[1]]) for a, b in split(clean.text)}
        wanted = set(accumulate(map(_letters, row["sentences"])))
        last = {_letters(source), 0}
        groups.setdefault(row["group"], []).append((wanted - last, found - last))
    lines = ["Sentence boundaries:\n", "| group | F1 | cut as by hand | rows |", "|---|---:|---:|---:|"]
    lines += [_boundary_line(group, pairs) for group, pairs in groups.items()]
    lines.append(_boundary_line("all", [pair for pairs in groups.values() for pair in pairs]))
    return "\n".join(lines) + "\n"


def _letters(text: str) -> int:
    """Count letters and digits: where marks, smileys and w go is no boundary of its own."""
    return sum(c.isalnum() and c not in "wｗ" for c in text)


def _boundary_line(name: str, pairs: list[tuple[set[int], set[int]]]) -> str:
    both = sum(len(wanted & found) for wanted, found in pairs)
    total = sum(len(wanted) + len(found) for wanted, found in pairs)
    exact = mean(wanted == found for wanted, found in pairs)
    return f"| {name} | {2 * both / total if total else 1:.3f} | {exact:.0%} | {len(pairs)} |"


def _memos() -> str:
    """Share of memo sentences whose kind is found."""
    rows = _items("memo.yaml")
    found = Analyzer().analyse_many([row["text"] for row in rows], ["memo"] * len(rows))
    right: dict[str, list[bool]] = {}
    for row, analysis in zip(rows, found, strict=True):
        right.setdefault(row["kind"], []).append(analysis.intent == row["kind"])
    lines = ["Kinds of memo sentences:\n", "| kind | right | rows |", "|---|---:|---:|"]
    lines += [f"| {kind} | {sum(hits)} | {len(hits)} |" for kind, hits in right.items()]
    every = [hit for hits in right.values() for hit in hits]
    return "\n".join([*lines, f"| all | {sum(every)} ({mean(every):.0%}) | {len(every)} |\n"])


def _long_texts(corpora: Path) -> str:
    """How long the sentences of long survey answers and chat turns are."""
    texts = random.Random(1).sample(list(_texts_over(corpora, _LEAST_CHARACTERS)), _LONG_TEXTS)
    cut = [[clean[a:b] for a, b in split(clean)] for clean in (normalise(text).text for text in texts)]
    lengths = [len(sentence) for sentences in cut for sentence in sentences]
    short, long = (mean(test) for test in ([n < 8 for n in lengths], [n > 80 for n in lengths]))
    return (
        f"{_LONG_TEXTS} real texts of more than {_LEAST_CHARACTERS} characters: "
        f"{mean(map(len, cut)):.1f} sentences a text, "
        f"{mean(lengths):.0f} characters a sentence (median {median(lengths):.0f}, longest "
        f"{max(lengths)}); "
        f"{short:.1%} under 8 characters, {long:.1%} over 80.\n"
    )


def _texts_over(corpora: Path, least: int) -> Iterator[str]:
    for row in read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz"):
        if len(row["text"]) > least:
            yield row["text"]
    for row in read_rows(corpora / "hotel_dialogs_short.jsonl.gz"):
        yield from (t["text"] for t in row["turns"] if t["speaker"] == "customer" and len(t["text"]) > least)
