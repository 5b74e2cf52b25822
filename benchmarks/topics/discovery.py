"""Discovery with an unknown number of topics: AMI, ARI, unassigned, time, memory, agreement of two runs."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from benchmarks.topics.further_sets import further_sets
from benchmarks.topics.kept_runs import KeptRuns
from benchmarks.topics.sets import LabelledSet, labelled_sets

TITLE = "Discovery against BERTopic's defaults"
_HERE = Path(__file__).parent
_HEAD = (
    "| set | texts | tool | AMI | ARI | topics | unassigned | CPU s | peak MiB | two runs agree (ARI) "
    "| Koe's lead (AMI) | times as fast |\n|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
)
_KEPT = "bertopic-runs"  # beside the environment
_OURS = "demo company"
_Run = dict[str, Any]


@dataclass(frozen=True)
class Tool:
    """A command that answers texts with labels."""

    name: str
    command: tuple[str, ...]
    kept: KeptRuns | None = None

    def run(self, texts: LabelledSet) -> _Run:
        """Labels, seconds and memory of one run in a process of its own, and labels of a second run."""
        if self.kept is not None:
            return self.kept.get(texts.texts, lambda: self._run(texts))
        return self._run(texts) | {"labels_again": self._run(texts)["labels"]}

    def _run(self, texts: LabelledSet) -> _Run:
        done = subprocess.run(
            self.command,
            input=json.dumps({"texts": texts.texts}),
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
        )
        if done.returncode:
            raise RuntimeError(f"{self.name} failed on {texts.name!r}: {done.stderr[-2000:]}")
        answer: _Run = json.loads(done.stdout)
        return answer


@dataclass
class Compared:
    """What was measured on one set, by tool."""

    texts: LabelledSet
    runs: dict[str, _Run] = field(default_factory=dict)

    def ami(self, tool: str) -> float:
        """AMI of a tool's labels."""
        return float(adjusted_mutual_info_score(self.texts.labels, self.runs[tool]["labels"]))

    def seconds(self, tool: str) -> float:
        """CPU seconds of a tool."""
        return float(self.runs[tool]["seconds"])


def tools() -> list[Tool]:
    """Koe, and BERTopic where KOE_BERTOPIC names the Python it is installed in."""
    found = [Tool("Koe", (sys.executable, "-m", "benchmarks.topics.koe_run"))]
    if python := os.environ.get("KOE_BERTOPIC"):
        kept = KeptRuns(Path(python).parents[2] / _KEPT)
        found.append(Tool("BERTopic", (python, str(_HERE / "bertopic_run.py")), kept))
    return found


def report(corpora: Path | None) -> str:
    """One row a set and tool, first the sets that settings were chosen on; then names."""
    compared = tools()
    chosen_on = [_compare(texts, compared) for texts in labelled_sets(corpora)]
    further = [_compare(texts, compared) for texts in further_sets(corpora)]
    lines = [_HEAD, *chain.from_iterable(map(_rows, chosen_on))]
    lines += [
        "",
        "Further sets, looked at while the rule of the resolution was chosen, never set for one of them:",
        "",
        _HEAD,
        *chain.from_iterable(map(_rows, further)),
        "",
    ]
    lines += _summary([*chosen_on, *further], compared)
    named = [(item.texts.name, _named(item)) for item in [*chosen_on, *further]]
    for name, line in named:
        sys.stdout.write(f"**{name}**, the 20 largest topics: {line}\n\n")
    # names hold words of the texts, and those of the corpora stay out of the repository
    lines += [f"\n**{name}**, the 20 largest topics: {line}" for name, line in named if _OURS in name]
    return "\n".join(lines) + "\n"


def _named(item: Compared) -> str:
    run = item.runs["Koe"]
    named = [f"{name} ({size})" for name, size in zip(run["names"], run["sizes"], strict=True)]
    return "、".join(named[:20])


def _compare(texts: LabelledSet, compared: list[Tool]) -> Compared:
    return Compared(texts, {tool.name: tool.run(texts) for tool in compared})


def _rows(item: Compared) -> Iterator[str]:
    for tool, run in item.runs.items():
        labels = run["labels"]
        out = labels.count(-1) / max(len(labels), 1)
        ahead = "| | |"
        if tool == "Koe" and len(item.runs) > 1:
            times = item.seconds("BERTopic") / item.seconds("Koe")
            ahead = f"| {item.ami('Koe') - item.ami('BERTopic'):+.3f} | {times:.0f} |"
        yield (
            f"| {item.texts.name} | {len(labels)} | {tool} | {item.ami(tool):.3f} "
            f"| {adjusted_rand_score(item.texts.labels, labels):.3f} | {len(set(labels) - {-1})} | {out:.1%} "
            f"| {run['seconds']:.1f} | {run['peak_mib']:.0f} "
            f"| {adjusted_rand_score(labels, run['labels_again']):.2f} {ahead}"
        )


def _summary(all_sets: list[Compared], compared: list[Tool]) -> list[str]:
    if len(compared) == 1:
        return ["BERTopic is left out: KOE_BERTOPIC names no Python; `make bench-topics` makes one."]
    leads = sorted((item.ami("Koe") - item.ami("BERTopic"), item.texts.name) for item in all_sets)
    below = "、".join(f"{name} {lead:+.3f}" for lead, name in leads if lead < 0.05)
    total = {tool.name: sum(item.seconds(tool.name) for item in all_sets) for tool in compared}
    kept = compared[1].kept
    used = f"{kept.used} of {kept.used + kept.made}" if kept else "none"
    won = sum(lead >= 0.05 for lead, _ in leads)
    slower = total["BERTopic"] / total["Koe"]
    return [
        f"Koe leads by .05 or more on {won} of {len(leads)} sets; not on: {below or 'none'}.\n",
        f"CPU seconds: Koe {total['Koe']:.0f}, BERTopic {total['BERTopic']:.0f} ({slower:.0f} times).\n",
        f"Of BERTopic's runs {used} are kept ones (same texts, packages, code); without `{_KEPT}` all run.",
    ]
