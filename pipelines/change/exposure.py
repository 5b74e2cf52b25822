"""How many cases of a topic the day's volume lets expect, channel by channel.

A channel that is missing, closed or flooded changes what can be heard of a topic; the exposure carries that,
so that a week without the shop's questionnaires does not read as an improvement.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

PRIOR_CASES = 2.0
"""Cases of an average mix that every series starts with, so that one case does not decide its channel."""


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
