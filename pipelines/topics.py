"""Step assign: a day's voices → topics of the registry. A night only assigns; only a refit makes topics."""

import contextlib
from datetime import date

import pyarrow as pa

from nlp.topics import TopicIndex, assign_topics
from nlp.vectors import LsaWordEmbedder
from pipelines.annotate import input_mark, shard_count, shard_path
from pipelines.errors import PipelineError
from pipelines.quiet import working
from pipelines.resources import attempt_name
from pipelines.settings import Settings
from warehouse.contract import Table, core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.registry import RegistryVersion

EMBEDDER_PREFIX = "embedder."


def assign_day(day: date, settings: Settings) -> int:
    """Put the day's shards together and give each voice its topic; return the number of voices.

    Raises
    ------
    PipelineError
        A shard is missing or was made from other contacts than those in the lake now.
    """
    with working(settings.home):
        return _assign_day(day, settings)


def _assign_day(day: date, settings: Settings) -> int:
    contacts = settings.lake.read_day(LAKE_CONTACTS, day)
    mark = input_mark(contacts, settings)
    shards = shard_count(day, settings)
    for table in (core.VOICES, core.UTTERANCES):
        # Another run of the same day may have put the same shards together already, and removed them.
        if settings.lake.read_mark(settings.lake.day_path(table, day)) != mark:
            rows = _collect(settings, table, day, shards, mark)
            settings.lake.write_day(table, day, rows, attempt=attempt_name(), mark=mark)
    voices = assign_again(day, settings, Assigner(settings.registry.latest()))
    _remove_shards(settings, day)
    return voices


class Assigner:
    """Gives voices their topic by one registry version; without a registry all stay unassigned."""

    def __init__(self, registry: RegistryVersion | None) -> None:
        self.version = registry.version if registry else 0
        self._ids: list[str] = registry.meta["index_ids"] if registry else []
        self._index = topic_index(registry) if registry else None

    def assign(self, voices: pa.Table) -> pa.Table:
        """Return rows of ``core.assignments`` for rows of ``core.voices``."""
        rows = voices.num_rows
        topic_ids: list[str | None] = [None] * rows
        similarity = [0.0] * rows
        if self._index is not None and rows:
            found, near = assign_topics(
                self._index, voices.column("tokens").to_pylist(), voices.column("kind").to_pylist()
            )
            topic_ids = [self._ids[place] if place >= 0 else None for place in found.tolist()]
            similarity = [round(value, 4) for value in near.tolist()]
        columns = {
            "day": voices.column("day"),
            "voice_id": voices.column("voice_id"),
            "topic_id": pa.array(topic_ids, pa.string()),
            "similarity": pa.array(similarity, pa.float64()),
            "registry_version": pa.array([self.version] * rows, pa.int64()),
        }
        return pa.table(columns)


def assign_again(day: date, settings: Settings, assigner: Assigner) -> int:
    """Assign the lake's voices of a day and return how many they are."""
    voices = settings.lake.read_day(core.VOICES, day, ["day", "voice_id", "kind", "tokens"])
    settings.lake.write_day(core.ASSIGNMENTS, day, assigner.assign(voices), attempt=attempt_name())
    return int(voices.num_rows)


def topic_index(registry: RegistryVersion) -> TopicIndex:
    """Return what a registry version assigns by; WordVectorsError where it stands on other word vectors."""
    stored = {
        name.removeprefix(EMBEDDER_PREFIX): array
        for name, array in registry.arrays.items()
        if name.startswith(EMBEDDER_PREFIX)
    }
    return TopicIndex(
        LsaWordEmbedder.from_arrays(stored, registry.meta["embedder"]),
        registry.arrays["centroids"],
        registry.arrays["thresholds"],
        tuple(registry.meta["index_kinds"]),
    )


def _collect(settings: Settings, table: Table, day: date, shards: int, mark: bytes) -> pa.Table:
    parts = []
    for shard in range(shards):
        path = shard_path(settings, table, day, shard)
        if not settings.lake.exists(path):
            message = f"{path} is missing; run annotate for {day} again, then assign"
            raise PipelineError(message)
        if settings.lake.read_mark(path) != mark:
            message = (
                f"{path} was made from older contacts or by an older analysis; run annotate for {day} again"
            )
            raise PipelineError(message)
        parts.append(settings.lake.read_table(path).replace_schema_metadata(None))
    return pa.concat_tables(parts)


def _remove_shards(settings: Settings, day: date) -> None:
    folder = settings.lake.path("shards", f"day={day.isoformat()}")
    with contextlib.suppress(FileNotFoundError):
        settings.lake.fs.rm(folder, recursive=True)
