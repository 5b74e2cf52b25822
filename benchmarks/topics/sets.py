"""Texts with labels to compare topics with."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.analysis.corpora import read_rows

_COMPANY = Path(__file__).parents[2] / "samples" / "company"
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class LabelledSet:
    """Texts and the label of each; lists run side by side."""

    name: str
    texts: list[str]
    labels: list[str]


def labelled_sets(corpora: Path | None) -> Iterator[LabelledSet]:
    """Yield every set that this machine has the texts of."""
    if corpora is not None:
        hotel = list(read_rows(corpora / "hotel_requests.jsonl.gz"))
        first = [(r["text"], r["topic_l1"]) for r in hotel if r["level"] == 1]
        second = [(r["text"], r["topic_l2"]) for r in hotel if r["level"] == 2 and r["topic_l2"]]
        yield _make("hotel requests, level 1", first)
        yield _make("hotel requests, level 2", second)
        yield _make("300 requests of level 1", _chosen(first, 300))
        yield _make("300 requests of level 2", _chosen(second, 300))
        survey = read_rows(corpora / "visitor_survey_2022_2024.jsonl.gz")
        boxes = [(r["text"], r["question"]) for r in survey if len(r["text"]) >= 6]
        yield _make("visitor survey, box of the form", _chosen(boxes, 8_000))
        yield _make("80 answers of the survey", _chosen(boxes, 80))
    yield from _demo()


def _make(name: str, rows: list[tuple[str, str]]) -> LabelledSet:
    return LabelledSet(name, [text for text, _ in rows], [label for _, label in rows])


def _chosen(rows: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """Choose rows by the hash of their text: the same ones on every machine."""
    return sorted(rows, key=lambda row: hashlib.sha256(row[0].encode()).digest())[:count]


def _demo() -> Iterator[LabelledSet]:
    """Wordings of the demo company's issues, by kind; the label is the issue."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((_COMPANY / "issues").glob("*.yaml"))]
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for issue in [issue for file in files for issue in file]:
        for wording in [*issue.get("wordings", ()), *issue.get("spoken", ())]:
            text = _SLOT.sub("商品", wording)
            by_kind.setdefault(issue["kind"], []).append((text, issue["id"]))
    for kind in ("complaint", "request"):
        yield _make(f"demo company's {kind}s", by_kind[kind])
