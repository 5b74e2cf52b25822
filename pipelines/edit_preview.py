"""What an edit would change, computed beforehand; nothing is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.edited import edited_topics
from pipelines.edits import Edited
from pipelines.errors import PipelineError
from pipelines.settings import Settings
from warehouse.journal import Entry
from warehouse.published import newest, open_published

UNASSIGNED = "未割当"
_COUNTS = """
    SELECT topic_id, sum(voices)::BIGINT AS voices
    FROM published.daily_topic_counts
    WHERE day > (SELECT max(day) FROM published.days) - $days::INTEGER
    GROUP BY topic_id
"""
STATUSES = {"active": "通常", "dormant": "休止", "merged": "統合済み", "muted": "確認済み"}


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
        Name of the topic it splits from or merges into; of an edit what else changes, in words.
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
class EditPreview:
    """What an edit would change: topics with their voices, and voices of each department."""

    changes: tuple[TopicChange, ...]
    departments: tuple[tuple[str, int, int], ...]
    conflict: str


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
    shared: Mapping[str, str]
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
        shared = {
            row["topic_id"]: "・".join(names.get(other, other) for other in row["shared_with"] or ())
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
        return cls(topics, owners, shared, voices, departments)


def _edit_changes(action: str, was: _Tally, now: _Tally) -> list[TopicChange]:
    changes = []
    for topic_id, row in now.topics.items():
        old = was.topics[topic_id]
        told = _tell(old, row, now.topics)
        for name, before, after in (
            ("担当", was.owners.get(topic_id, UNASSIGNED), now.owners.get(topic_id, UNASSIGNED)),
            ("共有", was.shared.get(topic_id, ""), now.shared.get(topic_id, "")),
        ):
            if before != after:
                told.append(f"{name}:{before or 'なし'} → {after or 'なし'}")
        if row == old and not told and was.voices[topic_id] == now.voices[topic_id]:
            continue
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


def _tell(
    old: Mapping[str, Any], row: Mapping[str, Any], topics: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    """Return what of a topic changes besides its name and owner, in words."""
    told = []
    if old["status"] != row["status"]:
        told.append(f"状態:{STATUSES[old['status']]} → {STATUSES[row['status']]}")
    for name, field in (("統合先", "merged_into"), ("主題", "parent_id")):
        if old[field] != row[field]:
            before, after = (
                topics[key]["label"] if key in topics else "なし" for key in (old[field], row[field])
            )
            told.append(f"{name}:{before} → {after}")
    return told


def _stored_counts(settings: Settings) -> Counter[str | None]:
    """Return the voices of each topic over the days that readers see; none before the first publication."""
    copy = newest(settings.warehouse_dir)
    if copy is None:
        return Counter()
    with open_published(copy) as reader:
        rows = reader.query(_COUNTS, {"days": settings.general.published_days}).to_pylist()
    return Counter({row["topic_id"]: row["voices"] for row in rows})
