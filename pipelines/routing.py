"""Which department owns a topic: the one whose words most of its sentences hold."""

import unicodedata
from collections import defaultdict

import pyarrow as pa

from pipelines.config import DepartmentsFile
from warehouse.contract.business import DEPARTMENTS
from warehouse.contract.core import ROUTES

OWNER_SHARE = 0.2
SHARED_SHARE = 0.3


def department_rows(departments: DepartmentsFile) -> pa.Table:
    """Return rows of ``core.departments`` in the order of the file."""
    rows = [
        {"department": item.id, "name": item.name, "position": position, "hint": item.hint}
        for position, item in enumerate(departments.departments, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=DEPARTMENTS.arrow_schema())


def route_topics(topics: pa.Table, samples: pa.Table, departments: DepartmentsFile) -> pa.Table:
    """Return one row of ``core.routes`` a topic.

    Parameters
    ----------
    topics : pyarrow.Table
        Rows of ``core.topics``.
    samples : pyarrow.Table
        ``topic_id``, ``sentence``: some masked sentences of each topic; its label counts as one more.

    Notes
    -----
    Owner is the department whose words occur in the largest share of the sentences (at least a fifth; the
    first in the file wins a tie), else nobody (未割当). Others are shared with when their ``share_words``
    occur in at least three tenths.
    """
    sentences: dict[str, list[str]] = defaultdict(list)
    for row in samples.to_pylist():
        sentences[row["topic_id"]].append(unicodedata.normalize("NFKC", row["sentence"]))
    rows = []
    for topic in topics.to_pylist():
        texts = [*sentences[topic["topic_id"]], topic["label"]]
        owner = _owner(texts, departments)
        rows.append(
            {
                "topic_id": topic["topic_id"],
                "owner_department": owner,
                "shared_with": _shared(texts, departments, owner),
                "route_source": "rule" if owner else "none",
            }
        )
    return pa.Table.from_pylist(rows, schema=ROUTES.arrow_schema())


def _owner(texts: list[str], departments: DepartmentsFile) -> str | None:
    best, best_share = None, 0.0
    for department in departments.departments:
        share = _share_holding(texts, department.words)
        if share >= OWNER_SHARE and share > best_share:
            best, best_share = department.id, share
    return best


def _shared(texts: list[str], departments: DepartmentsFile, owner: str | None) -> list[str]:
    return [
        department.id
        for department in departments.departments
        if department.id != owner and _share_holding(texts, department.share_words) >= SHARED_SHARE
    ]


def _share_holding(texts: list[str], words: tuple[str, ...]) -> float:
    """Return which share of the texts holds at least one of the words."""
    folded = [unicodedata.normalize("NFKC", word) for word in words]
    return sum(any(word in text for word in folded) for text in texts) / len(texts) if texts else 0.0
