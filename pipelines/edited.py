"""The topics in force: what the registry says with people's edits replayed over it."""

from collections.abc import Sequence

from pipelines.edits import Edited, apply_edits
from pipelines.routing import route_topics
from pipelines.settings import Settings
from warehouse.contract import core
from warehouse.journal import Entry
from warehouse.registry import SAMPLES, RegistryVersion


def edited_topics(
    settings: Settings, registry: RegistryVersion | None, *, more: Sequence[Entry] = ()
) -> Edited:
    """Return topics and routes with the journal applied, and with entries that are not written yet."""
    topics = registry.topics if registry else core.TOPICS.arrow_schema().empty_table()
    samples = registry.samples if registry else SAMPLES.empty_table()
    departments = settings.departments
    return apply_edits(
        topics,
        route_topics(topics, samples, departments),
        [*settings.journal.entries(), *more],
        departments=[item.id for item in departments.departments],
        damaged=settings.journal.damaged(),
    )
