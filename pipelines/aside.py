"""A day run again beside the lake, from the same deliveries; what readers and nights see is left alone."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from pipelines import annotate, topics
from pipelines.canary.planting import is_planted
from pipelines.errors import PipelineError, SourceError
from pipelines.pull import make_intake
from pipelines.receive.day import write_day
from pipelines.receive.file import file_key, receive_file, seen_mark
from pipelines.receive.intake import Intake
from pipelines.receive.layer import ReceivedLayer
from pipelines.resources import attempt_name
from pipelines.settings import Settings
from pipelines.sources.listing import SourceFile, list_files
from warehouse.lake import Lake

_RECEIVED = "received"


class AsideLake(Lake):
    """A lake beside another: what is written lands here; of the other one only received files are read.

    Parameters
    ----------
    of : Lake
        The lake whose received files are borrowed.
    name : str
        Tells this lake from others beside the same one.
    """

    def __init__(self, of: Lake, name: str) -> None:
        super().__init__(of.root)
        self._of = of
        self._base = of.path(f".aside-{name}")
        self.borrowed: set[str] = set()

    def path(self, *parts: str) -> str:
        """Return the path of something here, or of a borrowed file there."""
        first, second = (*parts, "", "")[:2]
        if first == _RECEIVED and second.removeprefix("file=") in self.borrowed:
            return self._of.path(*parts)
        return super().path(*parts)

    def write_bytes(self, path: str, data: bytes, *, attempt: str) -> None:
        """Write here; PipelineError for a path of the other lake."""
        if not path.startswith(self._base):
            message = f"{path} belongs to the lake itself; a run aside must not write there"
            raise PipelineError(message)
        super().write_bytes(path, data, attempt=attempt)

    def remove(self) -> None:
        """Delete everything that was written here."""
        with contextlib.suppress(FileNotFoundError):
            self.fs.rm(self._base, recursive=True)


@dataclass(frozen=True)
class AsideSettings(Settings):
    """The settings of an installation, with another lake."""

    aside: AsideLake = field(kw_only=True)

    @cached_property
    def lake(self) -> Lake:
        """The lake beside."""
        return self.aside


@dataclass(frozen=True)
class Rerun:
    """A day that was run again.

    Attributes
    ----------
    settings : Settings
        Their lake holds the rows until the run aside is left.
    read_again : int
        Source files that were read anew.
    from_lake : int
        Files that the source does not hold any more; their rows are those that were received.
    unreachable : tuple of str
        Sources that could not be listed or read.
    """

    settings: Settings
    read_again: int
    from_lake: int
    unreachable: tuple[str, ...]


@contextmanager
def rerun_aside(day: date, settings: Settings) -> Iterator[Rerun]:
    """Run a day again beside: read its source files anew where they are there, then as in the night.

    Delivery times stay those that the lake knows, since they decide which version of a contact wins.
    """
    lake = AsideLake(settings.lake, f"{day.isoformat()}-{attempt_name()}")
    aside = AsideSettings(
        settings.home, settings.config_dir, settings.key_file, settings.variables, aside=lake
    )
    try:
        intake = make_intake(aside)
        keys = _borrow(day, settings, lake)
        read_again, unreachable = _receive(day, make_intake(settings), intake, lake, keys)
        write_day(day, intake)
        for shard in range(annotate.shard_count(day, aside)):
            annotate.annotate_shard(day, shard, aside)
        topics.assign_day(day, aside)
        yield Rerun(aside, read_again, max(0, len(keys) - read_again), unreachable)
    finally:
        lake.remove()


def _borrow(day: date, settings: Settings, lake: AsideLake) -> set[str]:
    """Copy the markers of the days around, borrow their files, and return the keys of the day's own."""
    there, here = (ReceivedLayer(one, attempt_name()) for one in (settings.lake, lake))
    late = settings.general.late_days
    for offset in range(-late, late + 1):
        other = day + timedelta(days=offset)
        for file in there.day_files(other):
            here.mark_day(other, file, there.day_ids(other, file))
            lake.borrowed.add(file.key)
    return {file.key for file in there.day_files(day) if not is_planted(day, file)}


def _receive(
    day: date, there: Intake, here: Intake, lake: AsideLake, keys: set[str]
) -> tuple[int, tuple[str, ...]]:
    """Receive the day's source files aside; return how many of `keys` were read, and failed sources."""
    known = {key: there.layer.read_facts(key) for key in keys}
    days = sorted({day, *(facts.nominal_day for facts in known.values() if facts and facts.nominal_day)})
    read, unreachable = 0, []
    for name, source in here.sources.sources.items():
        try:
            for file in list_files(name, source, days):
                read += _receive_one(file, there, here, lake, keys)
        except SourceError:
            unreachable.append(name)
    return read, tuple(unreachable)


def _receive_one(file: SourceFile, there: Intake, here: Intake, lake: AsideLake, keys: set[str]) -> bool:
    """Read one file anew unless it is another day's; say whether it is one of `keys`."""
    key = there.layer.seen_key(seen_mark(file))
    if key is not None and key not in keys:
        return False
    key = file_key(file)
    facts = there.layer.read_facts(key)
    if facts is not None and key not in keys:
        return False
    if facts is not None:
        lake.borrowed.discard(key)
        here.layer.write_facts(replace(facts, reading=""))  # known, but read in no current way: read it
    receive_file(file, here)
    return key in keys
