"""Texts with labels to compare topics with."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.analysis.corpora import read_rows

_COMPANY = Path(__file__).parents[2] / "samples" / "company"
_MONTH = "200903"
_YEARS = ("2013", "2014")
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
        yield from _comments(corpora)
        yield from _blog(corpora)
        yield from _dialogues(corpora)
    yield from _demo()


def _make(name: str, rows: list[tuple[str, str]]) -> LabelledSet:
    return LabelledSet(name, [text for text, _ in rows], [label for _, label in rows])


def _chosen(rows: list[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """Choose rows by the hash of their text: the same ones on every machine."""
    return sorted(rows, key=lambda row: hashlib.sha256(row[0].encode()).digest())[:count]


def _comments(corpora: Path) -> Iterator[LabelledSet]:
    """Formal comments of some 60 characters: a month by its reasons, two years by the writers' trade."""
    rows = list(read_rows(corpora / "economy_comments_2000_2014.jsonl.gz"))
    month = [(r["text"], r["reason_category"]) for r in rows if str(r["month"]) == _MONTH]
    by_reason = [(text, reason) for text, reason in month if reason]
    yield _make("comments of a month, their reasons", by_reason)
    yield _make("300 of these comments", _chosen(by_reason, 300))
    trades = [
        (r["text"], r["job"].split("（")[0]) for r in rows if str(r["month"])[:4] in _YEARS and r["job"]
    ]
    often = {trade for trade, _ in Counter(trade for _, trade in trades).most_common(16)}
    by_trade = [(text, trade) for text, trade in trades if trade in often]
    yield _make("300 comments, trade of the writer", _chosen(by_trade, 300))
    yield _make("77 comments, trade of the writer", _chosen(by_trade, 77))


def _blog(corpora: Path) -> Iterator[LabelledSet]:
    """Sentences of blogs by subject, and the articles that they make."""
    rows = list(read_rows(corpora / "blog_opinions.jsonl.gz"))
    sentences = [(row["text"], row["domain"]) for row in rows]
    articles: dict[tuple[str, str], str] = {}
    for row in rows:
        article = (row["id"].rsplit("-", 2)[0], row["domain"])
        articles[article] = articles.get(article, "") + row["text"]
    yield _make("blog sentences, subject", sentences)
    yield _make("300 blog sentences, subject", _chosen(sentences, 300))
    yield _make("blog articles, subject", [(text, domain) for (_, domain), text in articles.items()])


def _dialogues(corpora: Path) -> Iterator[LabelledSet]:
    """Join what customers say in short dialogues; the label is the topic given to the writer."""
    rows = [
        ("".join(turn["text"] for turn in row["turns"] if turn["speaker"] == "customer"), row["topic"])
        for row in read_rows(corpora / "hotel_dialogs_short.jsonl.gz")
        if row["topic"]
    ]
    often = {topic for topic, count in Counter(topic for _, topic in rows).items() if count >= 20}
    said = [(text, topic) for text, topic in rows if text and topic in often]
    yield _make("2,000 short dialogues", _chosen(said, 2_000))
    yield _make("300 short dialogues", _chosen(said, 300))


def demo_wordings() -> dict[str, list[tuple[str, str]]]:
    """Wordings of the demo company's issues by kind, each with its issue."""
    files = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((_COMPANY / "issues").glob("*.yaml"))]
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for issue in [issue for file in files for issue in file]:
        for wording in [*issue.get("wordings", ()), *issue.get("spoken", ())]:
            text = _SLOT.sub("商品", wording)
            by_kind.setdefault(issue["kind"], []).append((text, issue["id"]))
    return by_kind


def _demo() -> Iterator[LabelledSet]:
    """Wordings of one kind; the label is the issue."""
    by_kind = demo_wordings()
    for kind in ("complaint", "request"):
        yield _make(f"demo company's {kind}s", by_kind[kind])
    yield _make("77 of these requests", _chosen(by_kind["request"], 77))
