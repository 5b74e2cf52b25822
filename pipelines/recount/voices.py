"""The counted voices of some days as the lake's Parquet files hold them, with owner and topic of today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.edited import edited_topics
from pipelines.settings import Settings
from warehouse.contract.core import ASSIGNMENTS, VOICES
from warehouse.contract.lake import LAKE_CONTACTS

_OF_CONTACT = (
    "contact_id",
    "started_at",
    "customer_key",
    "source_case_id",
    "department_hint",
    "excluded_reason",
)


@dataclass(frozen=True)
class Counted:
    """What is counted of some days.

    Attributes
    ----------
    contacts : pyarrow.Table
        ``day``, ``contact_id``, ``started_at``, ``customer_key``, ``source_case_id`` of contacts that are
        not excluded.
    voices : pyarrow.Table
        ``day``, ``voice_id``, ``contact_id``, ``kind``, ``topic_id``, ``department``, ``shared_with``.
    """

    contacts: pa.Table
    voices: pa.Table


def read_counted(settings: Settings, days: Sequence[date]) -> Counted:
    """Read the days from the lake."""
    lake = settings.lake
    contacts = pa.concat_tables(lake.read_day(LAKE_CONTACTS, day, ["day", *_OF_CONTACT]) for day in days)
    contacts = contacts.filter(pc.is_null(contacts["excluded_reason"]))
    voices = pa.concat_tables(
        lake.read_day(VOICES, day, ["day", "voice_id", "contact_id", "kind"]) for day in days
    )
    topics = pa.concat_tables(lake.read_day(ASSIGNMENTS, day, ["voice_id", "topic_id"]) for day in days)
    voices = voices.filter(pc.is_in(voices["contact_id"], contacts["contact_id"]))
    return Counted(contacts, _with_owners(voices, topics, contacts, settings))


def _with_owners(voices: pa.Table, topics: pa.Table, contacts: pa.Table, settings: Settings) -> pa.Table:
    """Add to each voice its topic after merges, its owner, and who shares it."""
    edited = edited_topics(settings, settings.registry.latest())
    merged = {row["topic_id"]: row["merged_into"] for row in edited.topics.to_pylist()}
    routes = {row["topic_id"]: row for row in edited.routes.to_pylist()}
    of_voice = topics["topic_id"].take(pc.index_in(voices["voice_id"], topics["voice_id"])).to_pylist()
    topic_ids = [merged.get(topic or "") or topic for topic in of_voice]
    owners: list[str | None]
    shared: list[list[str]]
    if settings.departments.owner_from == "department_hint":
        known = {item.hint: item.id for item in settings.departments.departments if item.hint is not None}
        hints = contacts.select(["contact_id", "department_hint"]).to_pydict()
        hint_of = dict(zip(hints["contact_id"], hints["department_hint"], strict=True))
        owners = [known.get(hint_of[contact]) for contact in voices["contact_id"].to_pylist()]
        shared = [[] for _ in owners]
    else:
        found = [routes.get(topic or "", {}) for topic in topic_ids]
        owners = [route.get("owner_department") for route in found]
        sharers = {
            topic: [name for name in route.get("shared_with") or [] if name != route.get("owner_department")]
            for topic, route in routes.items()
        }
        shared = [sharers.get(topic or "", []) for topic in topic_ids]
    return (
        voices.append_column("topic_id", pa.array(topic_ids, pa.string()))
        .append_column("department", pa.array(owners, pa.string()))
        .append_column("shared_with", pa.array(shared, pa.list_(pa.string())))
    )
