"""Texts to measure on: the corpora's folder where there is one, the demo company's wordings elsewhere."""

import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

_ISSUES = Path(__file__).parents[2] / "samples" / "company" / "issues"
_TEXTS = 9_000
LEFT_OUT = "Left out: KOE_CORPORA names no folder of corpora.\n"


def corpora_folder() -> Path | None:
    """Return the folder that KOE_CORPORA names, None when it is unset."""
    folder = os.environ.get("KOE_CORPORA")
    return Path(folder) if folder else None


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a gzipped JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def distinct_texts(corpora: Path | None) -> list[str]:
    """Return some 10,000 distinct texts of customers: survey answers, chat turns; else the demo's."""
    if corpora is None:
        issues = [
            i for path in sorted(_ISSUES.glob("*.yaml")) for i in yaml.safe_load(path.read_text("utf-8"))
        ]
        return [text for issue in issues for style in ("wordings", "spoken") for text in issue.get(style, ())]
    survey = [r["text"] for r in read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz")]
    turns = [
        turn["text"]
        for row in read_rows(corpora / "hotel_dialogs_short.jsonl.gz")
        for turn in row["turns"][:2]
        if turn["speaker"] == "customer"
    ]
    unique = list(dict.fromkeys([*survey[::8], *turns]))
    return unique[:: max(1, len(unique) // _TEXTS)]
