"""Expected cases of a day: level, trend and calendar of the last weeks, times what the volume lets expect.

A Poisson regression a series, shrunk so that a topic of a few cases a week has the calendar of
the volume alone; older weeks weigh less. The spread around it is `dispersion`'s matter.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.change.regression import fit_poisson

FloatArray = NDArray[np.float64]

HISTORY_DAYS = 182
LEAST_DAYS = 28
"""With less history nobody can say what is normal: 「平常の幅はまだ出せません」."""
HALF_LIFE_DAYS = 63.0
CALENDAR_SD = 0.25
"""What weekday and holiday may do to a topic beside what they do to the volume (log scale, one sd)."""
TREND_SD = 0.35
"""How far the level may drift over the history (log scale, one sd)."""
SPARSE_CASES = 12.0
"""With fewer cases of history there is a level and nothing else."""
LEAST_EXPOSURE = 1e-9


@dataclass(frozen=True)
class Expectation:
    """Means of every series on every day, history and afterwards.

    Attributes
    ----------
    mean : (S, T) expected cases; 0 where the volume lets expect none
    features : (T, P) what the log mean is linear in
    spread : (S, P, P) covariance of the coefficients before over-dispersion
    """

    mean: FloatArray
    features: FloatArray
    spread: FloatArray


def expect(counts: FloatArray, exposure: FloatArray, calendar: FloatArray, history: int) -> Expectation:
    """Fit each series on the first `history` days and return its means on all days.

    Parameters
    ----------
    counts : (S, T) cases; days after the history are not looked at
    exposure : (S, T) cases that the volume lets expect
    calendar : (T, K) of `calendar_features`
    """
    days = counts.shape[1]
    age = np.maximum(history - 1 - np.arange(days), 0)
    # The trend stops with the history: nobody extrapolates a slope into next week.
    trend = -age / HISTORY_DAYS
    features = np.column_stack([np.ones(days), calendar, trend])
    recency = 0.5 ** (age / HALF_LIFE_DAYS)
    scale = np.array([*[CALENDAR_SD] * calendar.shape[1], TREND_SD])
    past = slice(0, history)
    coefficients = _fit(counts[:, past], exposure[:, past], features[past], scale, recency[past])
    mean = exposure * np.exp(coefficients @ features.T)
    return Expectation(
        mean, features, _covariance(mean[:, :history], features[:history], recency[:history], scale)
    )


def _fit(
    counts: FloatArray, exposure: FloatArray, features: FloatArray, scale: FloatArray, recency: FloatArray
) -> FloatArray:
    """Return intercept and coefficients (S, P); the intercept alone for a series of few cases."""
    usable = exposure > LEAST_EXPOSURE
    counted = np.where(usable, counts, 0.0)
    offset = np.where(usable, exposure, 0.0)
    flat = np.zeros((len(counts), features.shape[1]))
    # Half a case more than was seen: a topic never heard so far is rare, not impossible.
    flat[:, 0] = np.log((counts @ recency + 0.5) / np.maximum(offset @ recency, 0.5))
    rich = (counted.sum(axis=1) >= SPARSE_CASES) & (usable.sum(axis=1) >= LEAST_DAYS)
    # Features in units of their standard deviations, so that one strength of shrinkage serves all.
    units = np.concatenate([[1.0], scale])
    design = features * units
    flat[rich] = fit_poisson(counted[rich], offset[rich], design, recency, flat[rich, 0]) * units
    return flat


def _covariance(mean: FloatArray, features: FloatArray, recency: FloatArray, scale: FloatArray) -> FloatArray:
    """Return the inverse of the information with the shrinkage as prior (Laplace's approximation)."""
    size = features.shape[1]
    pairs = (features[:, :, None] * features[:, None, :]).reshape(len(features), size * size)
    information = (mean * recency) @ pairs
    prior = np.concatenate([[1e-3], 1.0 / scale**2])
    return np.asarray(np.linalg.inv(information.reshape(-1, size, size) + np.diag(prior)), dtype=np.float64)
