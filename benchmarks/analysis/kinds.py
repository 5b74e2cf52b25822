"""Kinds on texts whose labels were never trained on."""

from pathlib import Path

from sklearn.metrics import precision_recall_fscore_support

from benchmarks.analysis.corpora import LEFT_OUT, read_rows
from nlp.analysis import Analyzer
from nlp.intent.model import KINDS

TITLE = "Kind of a sentence (complaint, request, procedure, question, praise, other)"


def report(corpora: Path | None) -> str:
    """Precision, recall and F1 of each kind on `intent_gold`."""
    if corpora is None:
        return LEFT_OUT
    rows = list(read_rows(corpora / "intent_gold.jsonl.gz"))
    found = Analyzer().analyse_many([r["text"] for r in rows], ["customer"] * len(rows))
    wanted, given = [r["intent"] for r in rows], [f.intent for f in found]
    table = precision_recall_fscore_support(wanted, given, labels=KINDS, zero_division=0)
    lines = ["| kind | precision | recall | F1 | texts |", "|---|---:|---:|---:|---:|"]
    for kind, precision, recall, f1, count in zip(KINDS, *table, strict=True):
        lines.append(f"| {kind} | {precision:.2f} | {recall:.2f} | {f1:.2f} | {count} |")
    means = " | ".join(f"{part.mean():.3f}" for part in table[:3])
    lines.append(f"| macro | {means} | {len(rows)} |")
    return "\n".join(lines) + "\n"
