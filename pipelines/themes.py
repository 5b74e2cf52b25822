"""Themes (主題) keep their ids, too: a theme goes on where most of its topics were before."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from nlp.topics import Lineage, TopicModel
from warehouse.registry import RegistryVersion


@dataclass(frozen=True)
class Themes:
    """Themes of a version: id, kind and label of each, and the theme of each topic."""

    found: tuple[tuple[str, str, str], ...]
    parent_of: dict[str, str]
    born_on: dict[str, date]
    next_number: int

    def rows(self, until: date, number: int) -> list[dict[str, Any]]:
        """Return rows of ``core.topics`` for the themes."""
        return [
            {
                "topic_id": theme_id,
                "kind": kind,
                "label": label,
                "label_source": "machine",
                "parent_id": None,
                "born_on": self.born_on.get(theme_id, until),
                "status": "active",
                "keywords": [],
                "representatives": [],
                "registry_version": number,
            }
            for theme_id, kind, label in self.found
        ]


def name_themes(
    model: TopicModel, lineage: Lineage, old: RegistryVersion | None, *, keep_names: bool = False
) -> Themes:
    """Give each theme the id that most of its topics had as parent, one-to-one, else the next free one.

    With `keep_names` a theme that goes on keeps its name.
    """
    before = {row["topic_id"]: row for row in old.topics.to_pylist()} if old else {}
    votes: Counter[tuple[int, str]] = Counter()
    for topic_id, topic in zip(lineage.ids, model.topics, strict=True):
        parent = before.get(topic_id, {}).get("parent_id")
        if parent:
            votes[topic.theme, parent] += 1
    ids = _pair(votes)
    next_number = lineage.next_number
    found = {}
    for topic in model.topics:
        if topic.theme not in ids:
            ids[topic.theme] = f"T{next_number:06d}"
            next_number += 1
        label = topic.theme_label
        if keep_names and ids[topic.theme] in before:
            label = before[ids[topic.theme]]["label"]
        found[ids[topic.theme]] = (ids[topic.theme], topic.kind, label)
    parent_of = {
        topic_id: ids[topic.theme] for topic_id, topic in zip(lineage.ids, model.topics, strict=True)
    }
    born_on = {topic_id: row["born_on"] for topic_id, row in before.items()}
    return Themes(tuple(found.values()), parent_of, born_on, next_number)


def _pair(votes: Counter[tuple[int, str]]) -> dict[int, str]:
    """Return theme → old id, the strongest pairs first; equal votes are settled by number and id."""
    ids: dict[int, str] = {}
    for (theme, parent), _ in sorted(votes.items(), key=lambda item: (-item[1], item[0])):
        if theme not in ids and parent not in ids.values():
            ids[theme] = parent
    return ids
