"""Speed of the analysis and of its parts against MeCab's wakati mode in the same run."""

import gc
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

import fugashi

from benchmarks.analysis.corpora import distinct_texts
from benchmarks.analysis.filter_run import recombined, run_annotate
from nlp.analysis import Analyzer
from nlp.expressions import read_sentence
from nlp.intent.features import clues_of
from nlp.intent.model import load_model
from nlp.intent.rules import load_rules
from nlp.normalise import normalise
from nlp.sentences import split
from nlp.tokens import Tokenizer, content_terms, join_compounds

TITLE = "Speed"
_BLOCK = 1_000
_FILTERED = 40_000
_TURNS = 3


def report(corpora: Path | None) -> str:
    """Share of the floor's speed, and each part as a multiple of the floor's time."""
    texts = distinct_texts(corpora)
    return _speed(Analyzer(), texts) + _filter(texts)


def _speed(analyzer: Analyzer, texts: Sequence[str]) -> str:
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
    lines = [
        f"{len(texts)} distinct texts, {characters} characters, one process, garbage collector off:",
        f"floor (wakati) {characters / floor / 1e6:.2f} M characters/s of CPU time,",
        f"analysis {characters / whole / 1e6:.3f} M characters/s, **{floor / whole:.1%} of the floor**.\n",
        *_parts(texts, floor),
    ]
    gc.enable()
    return "\n".join(lines) + "\n"


def _each(work: Callable[[str], object], texts: Sequence[str]) -> None:
    for text in texts:
        work(text)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _parts(texts: Sequence[str], floor: float) -> list[str]:
    """Each part alone, with warm caches, as a multiple of the floor."""
    rules, model, tokenizer = load_rules(), load_model(), Tokenizer()
    clean = [normalise(t).text for t in texts]
    sentences = [c[a:b] for c in clean for a, b in split(c)]
    tokens = [tokenizer.split(s) for s in sentences]
    joined = list(map(join_compounds, tokens, sentences))
    clues = [clues_of(a, b) for a, b in zip(tokens, joined, strict=True)]
    parts: dict[str, Callable[[], object]] = {
        "normalise": lambda: [normalise(t) for t in texts],
        "sentences": lambda: [split(c) for c in clean],
        "tokens": lambda: [
            tokenizer.split_all(sentences[i : i + 512]) for i in range(0, len(sentences), 512)
        ],
        "compounds": lambda: list(map(join_compounds, tokens, sentences)),
        "kind and sentiment": lambda: [
            model.scores(sentences[i : i + 512], clues[i : i + 512]) for i in range(0, len(sentences), 512)
        ],
        "formulas, flags and risk": lambda: [
            rules.find_all(sentences[i : i + 512]) for i in range(0, len(sentences), 512)
        ],
        "terms": lambda: [content_terms(j) for j in joined],
        "expressions": lambda: [read_sentence(j) for j in joined],
    }
    rows = [
        f"| {name} | {min(_seconds(work) for _ in range(3)) / floor:.2f} |" for name, work in parts.items()
    ]
    return ["| part | times the floor |", "|---|---:|", *rows]


def _filter(texts: Sequence[str]) -> str:
    """Lines per second of ``koe annotate``, JSON in and out, against one wakati process; wall time.

    One short run of either swings by a tenth and more. So floor and filter take turns on the same lines, each
    run of the filter in a new process, and the median of the floor's times stands against that of the
    filter's. One process answers one line in three each turn, so that all is done within a minute.
    """
    lines = list(recombined(texts, _FILTERED))
    wakati = fugashi.Tagger("-Owakati")
    rows = [
        f"\n`koe annotate` over {len(lines):,} lines, its start left out;",
        f"medians of {_TURNS} turns (least and most of the floor in one turn):\n",
        "| processes | lines/s | of the floor | first answer after |",
        "|---:|---:|---:|---:|",
    ]
    for workers, own in ((1, lines[::_TURNS]), (2, lines)):
        floors, runs = [], []
        for _ in range(_TURNS):
            began = time.perf_counter()
            _each(wakati.parse, own)
            floors.append(time.perf_counter() - began)
            runs.append(run_annotate(iter(own), workers=workers))
        seconds = [run.seconds for run in runs]
        shares = sorted(floor / taken for floor, taken in zip(floors, seconds, strict=True))
        rows.append(
            f"| {workers} | {len(own) / median(seconds):,.0f} "
            f"| {median(floors) / median(seconds):.1%} ({shares[0]:.1%}–{shares[-1]:.1%}) "
            f"| {median(run.start_seconds for run in runs):.1f} s |"
        )
    return "\n".join(rows) + "\n"
