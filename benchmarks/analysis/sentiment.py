"""Sign of sentiment on rated texts; 0 counts as wrong, always-positive scores 0.5."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from benchmarks.analysis.corpora import LEFT_OUT, read_rows
from benchmarks.analysis.kinds import OTHER_TRADES
from nlp.analysis import Analyzer

TITLE = "Sentiment"


def report(corpora: Path | None) -> str:
    """Balanced accuracy of the sign on gold and on graded comments that training skips."""
    analyzer = Analyzer()
    trades = yaml.safe_load(OTHER_TRADES.read_text(encoding="utf-8"))["items"]
    found = analyzer.analyse_many([r["text"] for r in trades], ["customer"] * len(trades))
    signs = [(r["sentiment"], f.sentiment) for r, f in zip(trades, found, strict=True)]
    lines = ["| texts | balanced accuracy | count |", "|---|---:|---:|"]
    lines.append(f"| other trades, pos and neg | {_sign_accuracy(signs):.3f} | {_count(signs)} |")
    if corpora is None:
        return "\n".join([*lines, "", LEFT_OUT])
    gold = list(read_rows(corpora / "intent_gold.jsonl.gz"))
    found = analyzer.analyse_many([r["text"] for r in gold], ["customer"] * len(gold))
    signs = [(r["sentiment"], f.sentiment) for r, f in zip(gold, found, strict=True)]
    lines.append(f"| intent_gold, pos and neg | {_sign_accuracy(signs):.3f} | {_count(signs)} |")
    path = corpora / "economy_comments_2000_2014.jsonl.gz"
    # training takes every eighth row, this those between
    rows = [r for i, r in enumerate(read_rows(path)) if i % 160 == 4 and r["sentiment_5"] in {1, 2, 4, 5}]
    found = analyzer.analyse_many([r["text"] for r in rows], ["customer"] * len(rows))
    for name, grades in (("1 against 5", {1, 5}), ("1, 2 against 4, 5", {1, 2, 4, 5})):
        signs = [
            ("pos" if r["sentiment_5"] > 3 else "neg", f.sentiment)
            for r, f in zip(rows, found, strict=True)
            if r["sentiment_5"] in grades
        ]
        lines.append(f"| economy comments, grades {name} | {_sign_accuracy(signs):.3f} | {len(signs)} |")
    return "\n".join(lines) + "\n\nOther rows of the economy comments were trained on.\n"


def _count(signs: Sequence[tuple[str | None, float]]) -> int:
    return sum(label in {"pos", "neg"} for label, _ in signs)


def _sign_accuracy(signs: Sequence[tuple[str | None, float]]) -> float:
    good = [value > 0 for label, value in signs if label == "pos"]
    bad = [value < 0 for label, value in signs if label == "neg"]
    return float(np.mean([np.mean(good), np.mean(bad)]))
