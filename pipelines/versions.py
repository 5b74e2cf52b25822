"""The next registry version: topics of a window as rows, arrays and facts."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from nlp.topics import Change, Lineage
from pipelines.fitting import Fitted, carry_on, fit_anew
from pipelines.themes import name_themes
from pipelines.topics import EMBEDDER_PREFIX
from pipelines.window import SEED, Window
from warehouse.contract import business, core
from warehouse.registry import SAMPLES, RegistryVersion

SAMPLE_SENTENCES = 40


def fit_version(
    window: Window, old: RegistryVersion | None, *, number: int, full: bool = False
) -> RegistryVersion:
    """Make the next registry version from a window.

    Topics of the old version go on and change only on clear evidence; `full` finds all topics anew and
    matches them to the old ones.
    """
    is_full = full or old is None or not old.meta["index_ids"]
    fitted = fit_anew(window, old) if is_full or old is None else carry_on(window, old)
    themes = name_themes(fitted.model, fitted.lineage, old, keep_names=not is_full)
    rows = _topic_rows(window, fitted, old, number) + themes.rows(window.until, number)
    for row in rows:
        row["parent_id"] = themes.parent_of.get(row["topic_id"], row.get("parent_id"))
    rows += _sleeping_themes(rows, old, number)
    index = fitted.index
    arrays = {f"{EMBEDDER_PREFIX}{name}": array for name, array in index.embedder.to_arrays().items()}
    return RegistryVersion(
        number,
        pa.Table.from_pylist(rows, schema=core.TOPICS.arrow_schema()),
        _lineage_rows(fitted.lineage, old, window.until, number),
        _samples(window, fitted, old),
        arrays | {"centroids": index.centroids, "thresholds": index.thresholds},
        {
            "until": window.until.isoformat(),
            "voices": len(window.voice_ids),
            "seed": SEED,
            "inputs": window.digest(),
            "full": is_full,
            "embedder": index.embedder.metadata(),
            "index_ids": list(fitted.index_ids),
            "index_kinds": list(index.kinds),
            "next_number": themes.next_number,
        },
    )


def _topic_rows(
    window: Window, fitted: Fitted, old: RegistryVersion | None, number: int
) -> list[dict[str, Any]]:
    before = {row["topic_id"]: row for row in old.topics.to_pylist()} if old else {}
    labels = _labels(fitted, before)
    rows = []
    for topic_id, topic in zip(fitted.lineage.ids, fitted.model.topics, strict=True):
        known = before.pop(topic_id, None)
        rows.append(
            {
                "topic_id": topic_id,
                "kind": topic.kind,
                "label": labels[topic_id],
                "label_source": "machine",
                "born_on": known["born_on"] if known else window.until,
                "status": "active",
                "merged_into": None,
                "keywords": list(topic.keywords),
                "representatives": [window.voice_ids[place] for place in topic.representatives],
                "registry_version": number,
            }
        )
    ended = {event.topic_id: event for event in fitted.lineage.events if event.topic_id in before}
    for topic_id, row in before.items():
        event = ended.get(topic_id)
        merged = event is not None and event.change == Change.MERGED
        if row["parent_id"] is None and topic_id not in ended:
            continue
        status = "merged" if merged or row["status"] == "merged" else "dormant"
        into = event.related_id if event is not None and merged else row["merged_into"]
        rows.append(row | {"status": status, "merged_into": into, "registry_version": number})
    return rows


def _labels(fitted: Fitted, before: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Return the name of each topic: the one it had where it keeps it, and no name twice in a kind."""
    fresh: dict[str, dict[str, str]] = defaultdict(dict)
    for topic_id, topic in zip(fitted.lineage.ids, fitted.model.topics, strict=True):
        fresh[topic.kind][topic_id] = topic.label
    labels: dict[str, str] = {}
    for of_kind in fresh.values():
        kept = {topic_id: before[topic_id]["label"] for topic_id in of_kind if topic_id in fitted.named}
        labels |= settle_names(of_kind, kept)
    return labels


def settle_names(fresh: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Return kept names where no other topic needs them, else fresh ones.

    No two names are equal as long as no two fresh ones are.
    """
    kept = dict(kept)
    while True:
        names = {**fresh, **kept}
        counts = Counter(names.values())
        given_up = [topic_id for topic_id, name in kept.items() if counts[name] > 1]
        if not given_up:
            return names
        for topic_id in given_up:
            del kept[topic_id]


def _sleeping_themes(
    rows: list[dict[str, Any]], old: RegistryVersion | None, number: int
) -> list[dict[str, Any]]:
    """Return the themes that only sleeping or merged topics have left."""
    there = {row["topic_id"] for row in rows}
    wanted = {row["parent_id"] for row in rows} - there
    return [
        row | {"status": "dormant", "registry_version": number}
        for row in (old.topics.to_pylist() if old else [])
        if row["topic_id"] in wanted
    ]


def _lineage_rows(lineage: Lineage, old: RegistryVersion | None, until: date, number: int) -> pa.Table:
    rows = [
        {
            "registry_version": number,
            "happened_on": until,
            "event": str(event.change),
            "topic_id": event.topic_id,
            "related_ids": [event.related_id] if event.related_id else [],
        }
        for event in lineage.events
    ]
    fresh = pa.Table.from_pylist(rows, schema=business.LINEAGE.arrow_schema())
    return pa.concat_tables([old.lineage, fresh]) if old else fresh


def _samples(window: Window, fitted: Fitted, old: RegistryVersion | None) -> pa.Table:
    """Return up to 40 different sentences of each topic, chosen by hash so that they stay spread out."""
    rows = []
    for topic_id, topic in zip(fitted.lineage.ids, fitted.model.topics, strict=True):
        sentences = sorted(
            {window.sentences[place] for place in topic.members},
            key=lambda text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(),
        )
        rows += [{"topic_id": topic_id, "sentence": text} for text in sentences[:SAMPLE_SENTENCES]]
    if old:
        rows += [row for row in old.samples.to_pylist() if row["topic_id"] not in set(fitted.lineage.ids)]
    return pa.Table.from_pylist(rows, schema=SAMPLES)
