"""The received files that hold rows of a day."""

from dataclasses import dataclass
from datetime import date

from pipelines.config.sources_file import SourcesFile
from pipelines.receive.facts import DayCount, FileFacts
from pipelines.receive.layer import ReceivedLayer


@dataclass(frozen=True)
class DayInput:
    """A received file and its counts for one day."""

    facts: FileFacts
    count: DayCount


def day_inputs(layer: ReceivedLayer, day: date, sources: SourcesFile) -> list[DayInput]:
    """Return the files of configured sources that hold rows of `day`, in a fixed order.

    A file that is being received right now has no facts yet and is left out; its receiver touches the day.
    """
    inputs = []
    for file in layer.day_files(day):
        source = sources.sources.get(file.source)
        facts = layer.read_facts(file.key) if source else None
        if source and facts and facts.table == source.table and day in facts.days:
            inputs.append(DayInput(facts, facts.days[day]))
    return sorted(inputs, key=lambda item: (item.facts.source, item.facts.path, item.facts.key))
