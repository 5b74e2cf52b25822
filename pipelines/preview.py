"""What a refit would change, computed beforehand; nothing is written."""

from collections import Counter
from dataclasses import dataclass

import pyarrow as pa

from pipelines.edit_preview import TopicChange
from pipelines.refit import last_good_version, next_version
from pipelines.settings import Settings
from pipelines.topics import Assigner
from pipelines.window import Window, read_window
from warehouse.registry import RegistryVersion


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
