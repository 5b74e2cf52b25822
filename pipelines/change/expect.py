"""Expected cases of a day: level, trend and calendar of the last weeks, times what the volume lets expect.

A Poisson regression a series (scikit-learn), shrunk so that a topic of a few cases a week has the calendar of
the volume alone; older weeks weigh less. The spread around it is `dispersion`'s matter.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn import config_context
from sklearn.linear_model import PoissonRegressor

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
    weights = exposure[:, :history] * recency[:history]
    scale = np.array([*[CALENDAR_SD] * calendar.shape[1], TREND_SD])
    coefficients = np.zeros((len(counts), features.shape[1]))
    # Arrays are made here and finite: checking them again costs more than the fit.
    with config_context(assume_finite=True, skip_parameter_validation=True):
        for series, (cases, weight) in enumerate(zip(counts[:, :history], weights, strict=True)):
            coefficients[series] = _fit(
                cases, exposure[series, :history], weight, features[:history, 1:], scale, recency[:history]
            )
    mean = exposure * np.exp(coefficients @ features.T)
    return Expectation(
        mean, features, _covariance(mean[:, :history], features[:history], recency[:history], scale)
    )


def _fit(
    cases: FloatArray,
    exposure: FloatArray,
    weight: FloatArray,
    features: FloatArray,
    scale: FloatArray,
    recency: FloatArray,
) -> FloatArray:
    """Return intercept and coefficients; the intercept alone for a series of few cases."""
    usable = exposure > LEAST_EXPOSURE
    # Half a case more than was seen: a topic never heard so far is rare, not impossible.
    level = math.log((float(cases @ recency) + 0.5) / max(float(weight[usable].sum()), 0.5))
    flat = np.zeros(1 + features.shape[1])
    flat[0] = level
    if cases[usable].sum() < SPARSE_CASES or usable.sum() < LEAST_DAYS:
        return flat
    used = weight[usable]
    # Features in units of their standard deviations, so that one strength of shrinkage serves all.
    model = PoissonRegressor(alpha=1.0 / used.sum(), solver="newton-cholesky", tol=1e-5, max_iter=50)
    model.fit(features[usable] * scale, cases[usable] / exposure[usable], sample_weight=used)
    return np.concatenate([[model.intercept_], model.coef_ * scale])


def _covariance(mean: FloatArray, features: FloatArray, recency: FloatArray, scale: FloatArray) -> FloatArray:
    """Return the inverse of the information with the shrinkage as prior (Laplace's approximation)."""
    size = features.shape[1]
    pairs = (features[:, :, None] * features[:, None, :]).reshape(len(features), size * size)
    information = (mean * recency) @ pairs
    prior = np.concatenate([[1e-3], 1.0 / scale**2])
    return np.asarray(np.linalg.inv(information.reshape(-1, size, size) + np.diag(prior)), dtype=np.float64)
