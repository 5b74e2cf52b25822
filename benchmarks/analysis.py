"""Measure the analysis: kinds on gold, sentiment on ratings, speed of each part against MeCab's wakati mode.

``KOE_CORPORA=DIR python -m benchmarks.analysis``; without the folder only the speed on the demo wordings.
"""

import gc
import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import fugashi
import numpy as np
import yaml
from sklearn.metrics import precision_recall_fscore_support

from nlp.analysis import Analyzer
from nlp.expressions import find_expressions
from nlp.intent.features import lemmas_of
from nlp.intent.model import KINDS, load_model
from nlp.intent.rules import load_rules
from nlp.normalise import normalise
from nlp.sentences import split
from nlp.tokens import Tokenizer, content_terms, join_compounds

_ISSUES = Path(__file__).parent.parent / "samples" / "company" / "issues"
_TEXTS = 9_000
_BLOCK = 1_000


def main() -> None:
    """Print every table that the machine has data for, and name those it has not."""
    folder = os.environ.get("KOE_CORPORA")
    analyzer = Analyzer()
    if folder is None:
        _say("KOE_CORPORA names no folder: left out are kinds on gold and sentiment on ratings;")
        _say("speed is measured on the demo company's wordings, which the model has seen.\n")
        _speed(analyzer, _demo_texts())
        return
    corpora = Path(folder)
    _gold(analyzer, corpora)
    _ratings(analyzer, corpora)
    _speed(analyzer, _corpus_texts(corpora))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _gold(analyzer: Analyzer, corpora: Path) -> None:
    """Kinds on `intent_gold`, whose texts are never used for training."""
    rows = list(_rows(corpora / "intent_gold.jsonl.gz"))
    found = analyzer.analyse_many([r["text"] for r in rows], ["customer"] * len(rows))
    wanted, given = [r["intent"] for r in rows], [f.intent for f in found]
    table = precision_recall_fscore_support(wanted, given, labels=KINDS, zero_division=0)
    _say(f"Kinds on intent_gold ({len(rows)} texts, held out)")
    _say("| kind | precision | recall | F1 | texts |\n|---|---:|---:|---:|---:|")
    for kind, precision, recall, f1, count in zip(KINDS, *table, strict=True):
        _say(f"| {kind} | {precision:.2f} | {recall:.2f} | {f1:.2f} | {count} |")
    _say(f"| macro | {table[0].mean():.3f} | {table[1].mean():.3f} | {table[2].mean():.3f} | {len(rows)} |")
    signs = [(r["sentiment"], f.sentiment) for r, f in zip(rows, found, strict=True)]
    _say(f"\nSign of sentiment on intent_gold, balanced accuracy: {_sign_accuracy(signs):.3f}\n")


def _ratings(analyzer: Analyzer, corpora: Path) -> None:
    """Sentiment on graded comments that training skips: it takes every eighth row, this those between."""
    path = corpora / "economy_comments_2000_2014.jsonl.gz"
    rows = [r for i, r in enumerate(_rows(path)) if i % 160 == 4 and r["sentiment_5"] in {1, 2, 4, 5}]
    found = analyzer.analyse_many([r["text"] for r in rows], ["customer"] * len(rows))
    for name, grades in (("1 against 5", {1, 5}), ("1, 2 against 4, 5", {1, 2, 4, 5})):
        signs = [
            ("pos" if r["sentiment_5"] > 3 else "neg", f.sentiment)
            for r, f in zip(rows, found, strict=True)
            if r["sentiment_5"] in grades
        ]
        _say(f"Sign on economy comments, grades {name}: {_sign_accuracy(signs):.3f} ({len(signs)} texts)")
    _say("Other rows of the same source were trained on; the grade is about the economy, not the tone.\n")


def _sign_accuracy(signs: Sequence[tuple[str | None, float]]) -> float:
    """Balanced accuracy of the sign; 0 counts as wrong."""
    good = [value > 0 for label, value in signs if label == "pos"]
    bad = [value < 0 for label, value in signs if label == "neg"]
    return float(np.mean([np.mean(good), np.mean(bad)]))


def _demo_texts() -> list[str]:
    issues = [i for path in sorted(_ISSUES.glob("*.yaml")) for i in yaml.safe_load(path.read_text("utf-8"))]
    return [text for issue in issues for style in ("wordings", "spoken") for text in issue.get(style, ())]


def _corpus_texts(corpora: Path) -> list[str]:
    survey = [r["text"] for r in _rows(corpora / "visitor_survey_2022_2024.jsonl.gz")]
    turns = [
        turn["text"]
        for row in _rows(corpora / "hotel_dialogs_short.jsonl.gz")
        for turn in row["turns"][:2]
        if turn["speaker"] == "customer"
    ]
    unique = list(dict.fromkeys([*survey[::8], *turns]))
    return unique[:: max(1, len(unique) // _TEXTS)]


def _speed(analyzer: Analyzer, texts: Sequence[str]) -> None:
    """CPU seconds of one process; floor and analysis take turns, so that load on the machine hits both."""
    wakati = fugashi.Tagger("-Owakati")
    analyzer.analyse_many(texts[:200], ["customer"] * len(texts[:200]))
    gc.collect()
    gc.freeze()
    gc.disable()  # as koe annotate does
    floor = whole = 0.0
    for i in range(0, len(texts), _BLOCK):
        block = texts[i : i + _BLOCK]
        floor += _seconds(partial(_each, wakati.parse, block))
        whole += _seconds(partial(analyzer.analyse_many, block, ["customer"] * len(block)))
    characters = sum(map(len, texts))
    _say(f"Speed on {len(texts)} distinct texts, {characters} characters, one process, gc off")
    _say(f"floor (wakati) {characters / floor / 1e6:.2f} M characters/s of CPU time")
    _say(f"analysis {characters / whole / 1e6:.3f} M characters/s, {floor / whole:.1%} of the floor\n")
    _parts(texts, floor)
    gc.enable()


def _each(work: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        work(text)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _parts(texts: Sequence[str], floor: float) -> None:
    """Each part alone, with warm caches, as a multiple of the floor."""
    rules, model, tokenizer = load_rules(), load_model(), Tokenizer()
    clean = [normalise(t).text for t in texts]
    sentences = [c[a:b] for c in clean for a, b in split(c)]
    tokens = [tokenizer.split(s) for s in sentences]
    joined = [join_compounds(t) for t in tokens]
    lemmas = [lemmas_of(a, b) for a, b in zip(tokens, joined, strict=True)]
    parts: dict[str, Callable[[], object]] = {
        "normalise": lambda: [normalise(t) for t in texts],
        "sentences": lambda: [split(c) for c in clean],
        "formulas": lambda: [rules.is_formula(s) for s in sentences],
        "tokens": lambda: [tokenizer.split(s) for s in sentences],
        "compounds": lambda: [join_compounds(t) for t in tokens],
        "kind and sentiment": lambda: [
            model.scores(sentences[i : i + 512], lemmas[i : i + 512]) for i in range(0, len(sentences), 512)
        ],
        "flags and risk": lambda: [(rules.flags.find(s), rules.risk.find(s)) for s in sentences],
        "terms": lambda: [content_terms(j) for j in joined],
        "expressions": lambda: [find_expressions(j) for j in joined],
    }
    _say("| part | times the floor |\n|---|---:|")
    for name, work in parts.items():
        _say(f"| {name} | {_seconds(work) / floor:.2f} |")


if __name__ == "__main__":
    main()
