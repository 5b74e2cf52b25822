"""Makes the days of a forgotten person again, from what is left, with the writers of the night."""

from collections.abc import Collection
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.annotate import annotate_shard, input_mark, shard_count
from pipelines.errors import PipelineError
from pipelines.pull import pull_day
from pipelines.receive.intake import Intake
from pipelines.removal.lake_files import remove_shards
from pipelines.resources import attempt_name
from pipelines.settings import Settings
from pipelines.suppression import FORGOTTEN
from pipelines.topics import assign_day
from warehouse.contract import core
from warehouse.contract.lake import LAKE_CONTACTS
from warehouse.hashes import hash_rows


def refuse_unknown_sources(days: Collection[date], intake: Intake, settings: Settings) -> None:
    """Raise PipelineError when a day holds rows of a source that the configuration no longer has.

    Making the day again would drop them, and they are other people's.
    """
    for day in days:
        if settings.lake.has_day(LAKE_CONTACTS, day):
            unknown = {file.source for file in intake.layer.day_files(day)} - set(settings.sources.sources)
            if unknown:
                message = (
                    f"{day} holds rows of {', '.join(sorted(unknown))}, which sources.yaml lacks; put it "
                    "back (its folder may be empty), then run again"
                )
                raise PipelineError(message)


def make_day_again(day: date, settings: Settings, gone: Collection[str]) -> None:
    """Make a day's tables again without some contacts; all other rows stay as they are.

    Only where more than these contacts has changed since (a late file) is the whole day analysed again.
    """
    remove_shards(settings.lake, day)
    if not settings.lake.has_day(LAKE_CONTACTS, day):
        return
    before = settings.lake.read_day(LAKE_CONTACTS, day)
    pull_day(day, settings)
    after = settings.lake.read_day(LAKE_CONTACTS, day)
    if not settings.lake.has_day(core.VOICES, day):
        return
    if _others(before, gone) == _others(after, gone) and _is_complete(day, settings, after):
        _filter(day, settings, before, after, gone)
        return
    for shard in range(shard_count(day, settings)):
        annotate_shard(day, shard, settings)
    assign_day(day, settings)


def _others(contacts: pa.Table, gone: Collection[str]) -> str:
    ids = pa.array(sorted(gone), pa.string())
    is_gone = pc.or_(
        pc.is_in(contacts.column("contact_id"), ids),
        pc.fill_null(pc.equal(contacts.column("excluded_reason"), FORGOTTEN), fill_value=False),
    )
    return hash_rows(LAKE_CONTACTS, contacts.filter(pc.invert(is_gone)))[0]


def _is_complete(day: date, settings: Settings, contacts: pa.Table) -> bool:
    """Say whether every contact with words was analysed: a removal may have been killed after it pulled."""
    spoken = contacts.filter(pc.greater(pc.list_value_length(contacts.column("turns")), 0)).column(
        "contact_id"
    )
    known = settings.lake.read_day(core.UTTERANCES, day, ["contact_id"]).column("contact_id")
    return bool(pc.all(pc.is_in(spoken, known.combine_chunks())).as_py() in (True, None))


def _filter(day: date, settings: Settings, before: pa.Table, after: pa.Table, gone: Collection[str]) -> None:
    lake, ids = settings.lake, pa.array(sorted(gone), pa.string())
    was, mark = input_mark(before, settings), input_mark(after, settings)
    for table in (core.UTTERANCES, core.VOICES):
        rows = lake.read_day(table, day)
        known = lake.read_mark(lake.day_path(table, day))
        kept = rows.filter(pc.invert(pc.is_in(rows.column("contact_id"), ids)))
        current = mark if known in (was, mark) else None
        lake.write_day(table, day, kept.drop_columns("day"), attempt=attempt_name(), mark=current)
    voices = lake.read_day(core.VOICES, day, ["voice_id"]).column("voice_id").combine_chunks()
    assigned = lake.read_day(core.ASSIGNMENTS, day)
    kept = assigned.filter(pc.is_in(assigned.column("voice_id"), voices))
    lake.write_day(core.ASSIGNMENTS, day, kept.drop_columns("day"), attempt=attempt_name())
