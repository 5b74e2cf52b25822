"""Discovery with an unknown number of topics: AMI, ARI, unassigned, time, memory, agreement of two runs."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from benchmarks.topics.sets import LabelledSet, labelled_sets

TITLE = "Discovery against BERTopic's defaults"
_HERE = Path(__file__).parent
_HEAD = (
    "| set | texts | tool | AMI | ARI | topics | unassigned | CPU s | peak MiB | two runs agree (ARI) |\n"
    "|---|---:|---|---:|---:|---:|---:|---:|---:|---:|"
)


@dataclass(frozen=True)
class Tool:
    """A command that answers texts with labels."""

    name: str
    command: tuple[str, ...]


def tools() -> list[Tool]:
    """Koe, and BERTopic where KOE_BERTOPIC names the Python it is installed in."""
    found = [Tool("Koe", (sys.executable, "-m", "benchmarks.topics.koe_run"))]
    if python := os.environ.get("KOE_BERTOPIC"):
        found.append(Tool("BERTopic", (python, str(_HERE / "bertopic_run.py"))))
    return found


def report(corpora: Path | None) -> str:
    """One row a set and tool; then the names of the largest topics of one set."""
    lines = [_HEAD]
    names: dict[str, list[str]] = {}
    for texts in labelled_sets(corpora):
        for tool in tools():
            first, second = run(tool, texts), run(tool, texts)
            lines.append(_row(texts, tool, first, second))
            if tool.name == "Koe":
                names[texts.name] = [
                    f"{name} ({size})" for name, size in zip(first["names"], first["sizes"], strict=True)
                ]
    if len(tools()) == 1:
        lines.append("\nBERTopic is left out: KOE_BERTOPIC names no Python; `make bench-topics` makes one.")
    for name, topics in names.items():
        lines.append(f"\n**{name}**, the 20 largest topics: " + "、".join(topics[:20]))
    return "\n".join(lines) + "\n"


def run(tool: Tool, texts: LabelledSet) -> dict[str, Any]:
    """Labels, seconds and memory of one run in a process of its own."""
    done = subprocess.run(
        tool.command,
        input=json.dumps({"texts": texts.texts}),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _row(texts: LabelledSet, tool: Tool, first: dict[str, Any], second: dict[str, Any]) -> str:
    labels = first["labels"]
    out = labels.count(-1) / max(len(labels), 1)
    return (
        f"| {texts.name} | {len(labels)} | {tool.name} "
        f"| {adjusted_mutual_info_score(texts.labels, labels):.3f} "
        f"| {adjusted_rand_score(texts.labels, labels):.3f} | {len(set(labels) - {-1})} | {out:.1%} "
        f"| {first['seconds']:.1f} | {first['peak_mib']:.0f} "
        f"| {adjusted_rand_score(labels, second['labels']):.2f} |"
    )
