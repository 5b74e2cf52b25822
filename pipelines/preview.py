"""What an edit or a refit would change, computed beforehand; nothing is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pyarrow as pa

from pipelines.edited import edited_topics
from pipelines.edits import Edited
from pipelines.errors import PipelineError
from pipelines.refit import last_good_version, next_version
from pipelines.settings import Settings
from pipelines.topics import Assigner
from pipelines.window import Window, read_window
from warehouse.contract import core
from warehouse.journal import Entry
from warehouse.registry import RegistryVersion

UNASSIGNED = "未割当"
_TOLD = ("status", "merged_into", "parent_id")


@dataclass(frozen=True)
class TopicChange:
    """One line of a preview.

    Attributes
    ----------
    change : str
        born, split, merged, dormant, revived or continued of a refit; the action of an edit.
    label, label_after : str
        Name before and after; "" where there is none.
    related : str
        Name of the topic it splits from or merges into; of an edit the owner after it.
    voices, voices_after : int
        Voices of the topic in the window.
    """

    change: str
    topic_id: str
    label: str
    label_after: str
    related: str
    voices: int
    voices_after: int


@dataclass(frozen=True)
class RefitPreview:
    """What a refit now would change.

    Attributes
    ----------
    changes : tuple of TopicChange
        Topics that are born, split, merged, dormant, revived or renamed, and those with other counts.
    voices, assigned : int
        Voices of the window, and those that have a topic now.
    moved, gained, lost : int
        Voices that would change their topic, get one, or lose theirs.
    """

    changes: tuple[TopicChange, ...]
    voices: int
    assigned: int
    moved: int
    gained: int
    lost: int

    @property
    def kept_share(self) -> float:
        """Share of the voices with a topic that keep its id."""
        return 1.0 - (self.moved + self.lost) / self.assigned if self.assigned else 1.0


@dataclass(frozen=True)
class EditPreview:
    """What an edit would change: topics with their voices, and voices of each department."""

    changes: tuple[TopicChange, ...]
    departments: tuple[tuple[str, int, int], ...]
    conflict: str


def preview_refit(settings: Settings, *, full: bool = False) -> RefitPreview | None:
    """Return what a refit now would change; None where it would change nothing.

    Raises
    ------
    PipelineError
        There are no voices yet, or the newest registry version is damaged.
    """
    old = last_good_version(settings)
    window = read_window(settings, None)
    version = next_version(window, old, settings, full=full)
    if version is old:
        return None
    before, after = _topics_of(old, window), _topics_of(version, window)
    pairs = list(zip(before, after, strict=True))
    return RefitPreview(
        tuple(_refit_changes(old, version, before, after)),
        voices=len(pairs),
        assigned=sum(1 for was, _ in pairs if was),
        moved=sum(1 for was, now in pairs if was and now and was != now),
        gained=sum(1 for was, now in pairs if now and not was),
        lost=sum(1 for was, now in pairs if was and not now),
    )


def preview_edit(settings: Settings, entry: Entry) -> EditPreview:
    """Return what a journal entry that is not written yet would change.

    Raises
    ------
    PipelineError
        There is no topic registry yet.
    """
    registry = settings.registry.latest()
    if registry is None:
        message = "topics preview: there is no topic registry yet; make one with 'koe topics refit'"
        raise PipelineError(message)
    before, after = edited_topics(settings, registry), edited_topics(settings, registry, more=[entry])
    conflicts = {row["entry_id"]: row["reason"] for row in after.conflicts.to_pylist()}
    counts = _stored_counts(settings)
    was, now = _Tally.of(before, counts, settings), _Tally.of(after, counts, settings)
    names = [item.name for item in settings.departments.departments] + [UNASSIGNED]
    return EditPreview(
        tuple(_edit_changes(entry.action, was, now)),
        tuple(
            (name, was.departments[name], now.departments[name])
            for name in names
            if was.departments[name] != now.departments[name]
        ),
        conflicts.get(entry.entry_id, ""),
    )


@dataclass(frozen=True)
class _Tally:
    """Topics in force with their owners and voices; merged topics count for the one that took them over."""

    topics: Mapping[str, dict[str, Any]]
    owners: Mapping[str, str]
    voices: Counter[str]
    departments: Counter[str]

    @classmethod
    def of(cls, edited: Edited, counts: Mapping[str | None, int], settings: Settings) -> "_Tally":
        topics = {row["topic_id"]: row for row in edited.topics.to_pylist()}
        names = {item.id: item.name for item in settings.departments.departments}
        owners = {
            row["topic_id"]: names.get(row["owner_department"], UNASSIGNED)
            for row in edited.routes.to_pylist()
        }
        voices: Counter[str] = Counter()
        departments: Counter[str] = Counter()
        for topic_id, count in counts.items():
            row = topics.get(topic_id or "")
            holder = (row["merged_into"] or row["topic_id"]) if row else ""
            if holder:
                voices[holder] += count
            departments[owners.get(holder, UNASSIGNED)] += count
        return cls(topics, owners, voices, departments)


def _edit_changes(action: str, was: _Tally, now: _Tally) -> list[TopicChange]:
    changes = []
    for topic_id, row in now.topics.items():
        old = was.topics[topic_id]
        owner = was.owners.get(topic_id, UNASSIGNED), now.owners.get(topic_id, UNASSIGNED)
        if row == old and owner[0] == owner[1] and was.voices[topic_id] == now.voices[topic_id]:
            continue
        told = [f"{old[name] or '-'} → {row[name] or '-'}" for name in _TOLD if old[name] != row[name]]
        if owner[0] != owner[1]:
            told.append(f"{owner[0]} → {owner[1]}")
        changes.append(
            TopicChange(
                action,
                topic_id,
                old["label"],
                row["label"],
                "、".join(told),
                was.voices[topic_id],
                now.voices[topic_id],
            )
        )
    return changes


def _refit_changes(
    old: RegistryVersion | None, new: RegistryVersion, before: list[str | None], after: list[str | None]
) -> list[TopicChange]:
    was = {row["topic_id"]: row["label"] for row in old.topics.to_pylist()} if old else {}
    now = {row["topic_id"]: row["label"] for row in new.topics.to_pylist()}
    sizes, new_sizes = Counter(before), Counter(after)
    changes = []
    for event in new.lineage.to_pylist():
        topic_id = event["topic_id"]
        same = was.get(topic_id) == now[topic_id] and sizes[topic_id] == new_sizes[topic_id]
        if event["registry_version"] != new.version or (event["event"] == "continued" and same):
            continue
        changes.append(
            TopicChange(
                event["event"],
                topic_id,
                was.get(topic_id, ""),
                now[topic_id],
                "、".join(now.get(other, other) for other in event["related_ids"]),
                sizes[topic_id],
                new_sizes[topic_id],
            )
        )
    return sorted(changes, key=lambda item: (item.change == "continued", item.change, item.topic_id))


def _topics_of(version: RegistryVersion | None, window: Window) -> list[str | None]:
    """Return the topic that a version gives each voice of the window."""
    rows = pa.table(
        {
            "day": pa.array([window.until] * len(window.voice_ids), pa.date32()),
            "voice_id": pa.array(window.voice_ids, pa.string()),
            "kind": pa.array(window.kinds, pa.string()),
            "tokens": pa.array(window.tokens, pa.list_(pa.string())),
        }
    )
    found: list[str | None] = Assigner(version).assign(rows).column("topic_id").to_pylist()
    return found


def _stored_counts(settings: Settings) -> Counter[str | None]:
    """Count the voices of each topic over the days that readers see."""
    counts: Counter[str | None] = Counter()
    days = settings.lake.days(core.ASSIGNMENTS)
    for day in days:
        if day > days[-1] - timedelta(days=settings.general.published_days):
            stored = settings.lake.read_day(core.ASSIGNMENTS, day, ["topic_id"])
            counts.update(stored.column("topic_id").to_pylist())
    return counts
