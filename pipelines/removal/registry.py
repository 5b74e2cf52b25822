"""Takes a person's sentences, words and names out of every version of the topic registry."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.removal.plan import Plan
from pipelines.resources import attempt_name
from pipelines.settings import Settings
from warehouse.contract import core
from warehouse.registry import SAMPLES, RegistryVersion

SHORTEST_NAME = 6


def clean_registry(settings: Settings, plan: Plan) -> list[int]:
    """Rewrite the versions that hold something of what is removed; return their numbers.

    Vectors and word weights stay: they are sums over many voices. A topic whose every sample was the
    person's, or whose name stands in a sentence that only the person said, is named by its number.
    """
    registry = settings.registry
    registry.recover()
    changed = []
    versions = [registry.read(number) for number in registry.versions()]
    if not versions:
        return []
    ids, sentences = _still_said(settings, versions)
    for version in versions:
        clean = _cleaned(version, plan, ids, sentences)
        if not (clean.topics.equals(version.topics) and clean.samples.equals(version.samples)):
            registry.replace(clean, attempt=attempt_name())
            changed.append(version.version)
    return changed


def _still_said(settings: Settings, versions: list[RegistryVersion]) -> tuple[set[str], set[str]]:
    """Return the representatives and samples that the lake still holds."""
    wanted_ids = {voice for version in versions for voice in _representatives(version)}
    wanted = {text for version in versions for text in version.samples.column("sentence").to_pylist()}
    ids: set[str] = set()
    sentences: set[str] = set()
    id_list, sentence_list = (pa.array(sorted(items), pa.string()) for items in (wanted_ids, wanted))
    for day in settings.lake.days(core.VOICES):
        voices = settings.lake.read_day(core.VOICES, day, ["voice_id", "sentence"])
        voice_ids, texts = voices.column("voice_id"), voices.column("sentence")
        ids.update(voice_ids.filter(pc.is_in(voice_ids, id_list)).to_pylist())
        sentences.update(texts.filter(pc.is_in(texts, sentence_list)).to_pylist())
    return ids, sentences


def _representatives(version: RegistryVersion) -> list[str]:
    return [voice for row in version.topics.column("representatives").to_pylist() for voice in row]


def _cleaned(version: RegistryVersion, plan: Plan, ids: set[str], sentences: set[str]) -> RegistryVersion:
    samples = version.samples.to_pylist()
    own = set(plan.sentences)
    kept = [row for row in samples if row["sentence"] in sentences or (own and row["sentence"] not in own)]
    left = {row["topic_id"] for row in kept}
    emptied = {row["topic_id"] for row in samples} - left
    topics = [_topic(row, plan, ids, emptied) for row in version.topics.to_pylist()]
    return replace(
        version,
        topics=pa.Table.from_pylist(topics, schema=version.topics.schema),
        samples=pa.Table.from_pylist(kept, schema=SAMPLES),
    )


def _topic(row: dict[str, Any], plan: Plan, ids: set[str], emptied: Collection[str]) -> dict[str, Any]:
    gone_contacts = set(plan.contact_ids)
    kept = [
        voice
        for voice in row["representatives"]
        if voice in ids or (plan.action == "forget" and voice.rpartition("/")[0] not in gone_contacts)
    ]
    clean = row | {"representatives": kept}
    if plan.action == "forget":
        clean["keywords"] = [word for word in row["keywords"] if word not in set(plan.words)]
        named = len(row["label"]) >= SHORTEST_NAME and any(row["label"] in text for text in plan.sentences)
        if row["topic_id"] in emptied or named:
            clean["label"] = f"話題{row['topic_id']}"
    return clean
