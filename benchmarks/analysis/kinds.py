"""Kinds on texts whose labels were never trained on."""

from collections.abc import Sequence
from pathlib import Path

import yaml
from sklearn.metrics import precision_recall_fscore_support

from benchmarks.analysis.corpora import LEFT_OUT, read_rows
from nlp.analysis import Analyzer
from nlp.intent.model import KINDS

TITLE = "Kind of a sentence (complaint, request, procedure, question, praise, other)"
OTHER_TRADES = Path(__file__).with_name("data") / "kinds_other_trades.yaml"


def report(corpora: Path | None) -> str:
    """Precision, recall and F1 of each kind on texts of other trades and on `intent_gold`."""
    trades = yaml.safe_load(OTHER_TRADES.read_text(encoding="utf-8"))["items"]
    parts = [
        "Sentences of other trades, written and labelled apart from the training data:\n",
        _table([r["text"] for r in trades], [r["kind"] for r in trades]),
        "\n`intent_gold` (its texts are left out of training; rows of the same sources are trained on):\n",
    ]
    if corpora is None:
        return "\n".join([*parts, LEFT_OUT])
    rows = list(read_rows(corpora / "intent_gold.jsonl.gz"))
    return "\n".join([*parts, _table([r["text"] for r in rows], [r["intent"] for r in rows])])


def _table(texts: Sequence[str], wanted: Sequence[str]) -> str:
    found = Analyzer().analyse_many(texts, ["customer"] * len(texts))
    table = precision_recall_fscore_support(wanted, [f.intent for f in found], labels=KINDS, zero_division=0)
    lines = ["| kind | precision | recall | F1 | texts |", "|---|---:|---:|---:|---:|"]
    for kind, precision, recall, f1, count in zip(KINDS, *table, strict=True):
        lines.append(f"| {kind} | {precision:.2f} | {recall:.2f} | {f1:.2f} | {count} |")
    means = " | ".join(f"{part.mean():.3f}" for part in table[:3])
    lines.append(f"| macro | {means} | {len(texts)} |")
    return "\n".join(lines) + "\n"
