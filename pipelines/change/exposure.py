"""How many cases of a topic the day's volume lets expect, channel by channel.

A channel that is missing, closed or flooded changes what can be heard of a topic; the exposure carries that,
so that a week without the shop's questionnaires does not read as an improvement.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import PoissonRegressor

FloatArray = NDArray[np.float64]

PRIOR_CASES = 2.0
"""Cases of an average mix that every series starts with, so that one case does not decide its channel."""

SURGE_WEIGHT = 2.0
"""A topic may follow a surge of the volume by more or less than all do: twice as freely as the calendar."""
LEAST_SURGE = 0.02
"""Volumes that never differ from their weekday's say nothing of what topics do with them (sd of logs)."""


def channel_rates(totals: FloatArray, volumes: FloatArray) -> FloatArray:
    """Return cases per contact of each series and channel (S, C).

    Parameters
    ----------
    totals : (S, C) cases of the history in each channel
    volumes : (T, C) contacts of the history, or another denominator such as shipments
    """
    contacts = volumes.sum(axis=0)
    everywhere = totals.sum(axis=1, keepdims=True) / max(contacts.sum(), 1.0)
    share = contacts / max(contacts.sum(), 1.0)
    prior = PRIOR_CASES * share
    with np.errstate(divide="ignore", invalid="ignore"):
        # Gamma prior of PRIOR_CASES cases at the rate of all channels together.
        exposure = contacts + np.where(everywhere > 0, prior / np.maximum(everywhere, 1e-12), 0.0)
        rates = np.where(exposure > 0, (totals + prior * (everywhere > 0)) / exposure, 0.0)
    return np.asarray(rates, dtype=np.float64)


def exposures(rates: FloatArray, volumes: FloatArray) -> FloatArray:
    """Return the cases that each day's volumes let expect of each series (S, T)."""
    return np.asarray(rates @ volumes.T, dtype=np.float64)


def volume_surge(volumes: FloatArray, weekdays: FloatArray, learn: int) -> FloatArray:
    """Return how far each day's volume lies from its weekday's in the channels that were open, as log (T,).

    Parameters
    ----------
    volumes : (T, C)
    weekdays : (T, 7) of zeros and ones
    learn : the first days, from which the usual volume is taken
    """
    is_open = volumes > 0
    known, opened = weekdays[:learn].T @ volumes[:learn], weekdays[:learn].T @ is_open[:learn]
    usual = weekdays @ np.divide(known, opened, out=np.zeros_like(known), where=opened > 0)
    expected = (usual * is_open).sum(axis=1)
    seen = (volumes * (usual > 0)).sum(axis=1)
    ratio = np.divide(seen, expected, out=np.ones(len(volumes)), where=(expected > 0) & (seen > 0))
    return np.asarray(np.log(ratio))


def follow_volume(
    counts: FloatArray,
    exposure: FloatArray,
    topics: Sequence[int],
    calendar: FloatArray,
    surge: FloatArray,
    learn: int,
) -> FloatArray:
    """Return the exposures with surges of the volume counted as far as the topics followed them so far.

    A campaign that brings orders and no complaints must not let more complaints be expected, and its end must
    not read as a rise. How far all topics together go with the volume is learnt from the history.
    """
    total, expected = counts[topics].sum(axis=0)[:learn], exposure[topics].sum(axis=0)[:learn]
    usable = expected > 0
    if not usable.any() or surge[:learn][usable].std() < LEAST_SURGE:
        return exposure
    features = np.column_stack([calendar, SURGE_WEIGHT * surge])[:learn][usable]
    model = PoissonRegressor(alpha=1.0 / expected[usable].sum(), solver="newton-cholesky", tol=1e-6)
    model.fit(features, total[usable] / expected[usable], sample_weight=expected[usable])
    return np.asarray(exposure * np.exp(model.coef_[-1] * SURGE_WEIGHT * surge))
