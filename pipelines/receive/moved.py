"""Contacts that a correction moved to another day, found through the markers of the days around."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from pipelines.receive.layer import DayFile, IdHashes, ReceivedLayer


def days_around(days: set[date], late_days: int) -> list[date]:
    """Return all days at most `late_days` away from one of `days`."""
    steps = range(-late_days, late_days + 1)
    return sorted({day + timedelta(days=step) for day in days for step in steps})


def days_moved_from(
    layer: ReceivedLayer, source: str, ids: Mapping[date, IdHashes], late_days: int
) -> set[date]:
    """Return the days that hold versions of a file's contacts under another day than the file does.

    Parameters
    ----------
    layer : ReceivedLayer
        What has been received.
    source : str
        Source of the file; ids of other sources differ anyway.
    ids : mapping
        Contact day to the id hashes that the file holds.
    late_days : int
        How many days apart two versions may lie.
    """
    every = np.unique(np.concatenate([np.empty(0, dtype="<i8"), *ids.values()]))
    moved = set()
    for day in days_around({day for day, own in ids.items() if own.size}, late_days):
        # A contact that the file itself holds for this day is no news for it.
        others = np.setdiff1d(every, ids[day], assume_unique=True) if _holds(ids, day) else every
        if any(shared(layer.day_ids(day, file), others).any() for file in _of_source(layer, day, source)):
            moved.add(day)
    return moved


def versions_elsewhere(
    layer: ReceivedLayer, day: date, ids: IdHashes, late_days: int
) -> list[tuple[date, DayFile]]:
    """Return days and files around `day` that may hold other versions of its contacts."""
    return [
        (other, file)
        for other in days_around({day}, late_days)
        if other != day
        for file in layer.day_files(other)
        if shared(layer.day_ids(other, file), ids).any()
    ]


def shared(some: IdHashes, others: IdHashes) -> npt.NDArray[np.bool_]:
    """Return, for each of `some`, whether it is among the sorted `others`."""
    if not others.size:
        return np.zeros(some.size, dtype=np.bool_)
    places = np.searchsorted(others, some)
    found: npt.NDArray[np.bool_] = others[np.minimum(places, others.size - 1)] == some
    return found


def _holds(ids: Mapping[date, IdHashes], day: date) -> bool:
    return day in ids and ids[day].size > 0


def _of_source(layer: ReceivedLayer, day: date, source: str) -> list[DayFile]:
    return [file for file in layer.day_files(day) if file.source == source]
