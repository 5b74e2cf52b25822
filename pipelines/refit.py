"""The weekly refit: the topics looked at again on a window, and every day assigned again."""

from dataclasses import dataclass
from datetime import date

from pipelines.errors import PipelineError
from pipelines.quiet import working
from pipelines.resources import attempt_name
from pipelines.settings import Settings
from pipelines.topics import Assigner, assign_again
from pipelines.versions import fit_version
from pipelines.window import Window, read_window
from warehouse.contract import core
from warehouse.registry import RegistryVersion


@dataclass(frozen=True)
class Refit:
    """Outcome: the new version and the days that were assigned again."""

    version: RegistryVersion
    days: tuple[date, ...]


def refit_topics(settings: Settings, *, until: date | None = None, full: bool = False) -> Refit:
    """Fit, write a new registry version, and assign every day of the lake again.

    Parameters
    ----------
    until : date, optional
        Last day of the window; default the newest day with voices.
    full : bool
        Find all topics anew and match them to the old ones, instead of carrying these on.

    Raises
    ------
    PipelineError
        The lake holds no voices yet, or the newest registry version is damaged.
    """
    with working(settings.home):
        return _refit_topics(settings, until, full=full)


def _refit_topics(settings: Settings, until: date | None, *, full: bool) -> Refit:
    old = last_good_version(settings)
    version = next_version(read_window(settings, until), old, settings, full=full)
    if version is not old:
        settings.registry.write(version, attempt=attempt_name())
    assigner = Assigner(version)
    days = settings.lake.days(core.VOICES)
    for day in days:
        assign_again(day, settings, assigner)
    return Refit(version, tuple(days))


def last_good_version(settings: Settings) -> RegistryVersion | None:
    """Return the newest version; PipelineError where a newer one cannot be read."""
    damaged = settings.registry.damaged()
    if damaged:
        message = f"topics refit: {damaged[0]}; a refit without it would give old ids to new topics"
        raise PipelineError(message)
    return settings.registry.latest()


def next_version(
    window: Window, old: RegistryVersion | None, settings: Settings, *, full: bool
) -> RegistryVersion:
    """Return the version that a refit of the window makes: the old one where nothing has changed."""
    if old is not None and old.meta["inputs"] == window.digest() and old.meta.get("full", True) >= full:
        return old  # a refit may only change what the data changed
    number = max(settings.registry.versions(), default=0) + 1
    return fit_version(window, old, number=number, full=full)
