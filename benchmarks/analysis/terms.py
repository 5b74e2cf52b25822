"""Compound nouns of several trades: each one token in its sentence; chance neighbours never."""

import csv
from collections import Counter
from pathlib import Path

from nlp.normalise import normalise
from nlp.tokens import Tokenizer

TITLE = "Compounds as one token"
_TABLE = Path(__file__).parent / "data" / "terms.csv"


def report(corpora: Path | None) -> str:  # noqa: ARG001
    """Share of terms that are one token and of chance neighbours that stay apart; what is wrong by name."""
    tokenizer = Tokenizer()
    right: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    missed: dict[str, list[str]] = {}
    with _TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            term = normalise(row["term"]).text
            surfaces = {token.surface for token in tokenizer.tokenise(normalise(row["sentence"]).text)}
            wanted = row["joined"] == "yes"
            name = "joined" if wanted else "kept apart"
            rows[name] += 1
            if (term in surfaces) == wanted:
                right[name] += 1
            else:
                missed.setdefault(name, []).append(term)
    lines = ["| terms | right | share | wrong |", "|---|---:|---:|---|"]
    for name, count in rows.items():
        wrong = "、".join(missed.get(name, ())) or "–"
        lines.append(f"| {name} | {right[name]} of {count} | {right[name] / count:.3f} | {wrong} |")
    return "\n".join(lines) + "\n"
