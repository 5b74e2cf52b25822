"""Many Poisson regressions at once give what scikit-learn gives one by one."""

import numpy as np
import pytest
from sklearn.linear_model import PoissonRegressor

from pipelines.change.regression import fit_poisson

DAYS = 120


@pytest.mark.parametrize("a_day", [0.15, 3.0, 400.0])
def test_the_coefficients_are_those_of_scikit_learn(a_day: float) -> None:
    rng = np.random.default_rng(1)
    features = np.column_stack([np.eye(7)[np.arange(DAYS) % 7], np.linspace(-1, 0, DAYS)]) * 0.25
    design = np.column_stack([np.ones(DAYS), features])
    exposure = rng.uniform(0.5, 2.0, (4, DAYS)) * a_day
    exposure[1, 30:50] = 0.0
    counts = rng.poisson(exposure).astype(float)
    weights = 0.5 ** (np.arange(DAYS)[::-1] / 63.0)
    found = fit_poisson(counts, exposure, design, weights, np.zeros(4))
    for series in range(4):
        used = exposure[series] > 0
        offset, case_weights = exposure[series][used], (exposure[series] * weights)[used]
        one = PoissonRegressor(alpha=1 / case_weights.sum(), solver="newton-cholesky", tol=1e-9)
        one.fit(features[used], counts[series][used] / offset, sample_weight=case_weights)
        assert found[series] == pytest.approx([one.intercept_, *one.coef_], abs=1e-4)


def test_a_bad_start_and_a_silent_series_end_finite() -> None:
    design = np.column_stack([np.ones(DAYS), np.linspace(-1, 0, DAYS)])
    counts = np.vstack([np.full(DAYS, 5000.0), np.zeros(DAYS)])
    counts[1, 3] = 1.0
    found = fit_poisson(counts, np.ones((2, DAYS)), design, np.ones(DAYS), np.array([-20.0, 9.0]))
    assert found[0, 0] == pytest.approx(np.log(5000), abs=0.01)
    assert np.isfinite(found).all()


def test_no_series_is_no_coefficient() -> None:
    empty = np.zeros((0, DAYS))
    assert fit_poisson(empty, empty, np.ones((DAYS, 1)), np.ones(DAYS), np.zeros(0)).shape == (0, 1)
