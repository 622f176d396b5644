import numpy as np
import pytest

from livefair.value.paths import quality
from livefair.value.paths.engine import estimate
from livefair.value.paths.shape import stages_of
from tests.value.paths import plain, planted

VALUES = planted.drawn(250, 11)
MATRIX = np.corrcoef(VALUES.T)
SHAPE = stages_of(planted.model())[-1].shape
FOUND = estimate(SHAPE, MATRIX[None])
SCORES = plain.standardised(VALUES) @ np.where(SHAPE.block[:, None] == np.arange(4), FOUND.weights[0][:, None], 0)


def explained(x, y):
    left = y - x @ plain.least_squares(x, y)
    return 1 - (left @ left) / (y @ y)


def test_alpha_is_cronbachs_of_the_standardised_items():
    z = plain.standardised(VALUES)[:, :3]
    alpha = 3 / 2 * (1 - 3 / z.sum(axis=1).var(ddof=1))
    assert quality.reliability(SHAPE, FOUND, MATRIX[None]).alpha[0, 0] == pytest.approx(alpha)


def test_ave_and_rho_c_come_from_the_loadings():
    loadings = np.array([np.corrcoef(VALUES[:, i], SCORES[:, 0])[0, 1] for i in range(3)])
    found = quality.reliability(SHAPE, FOUND, MATRIX[None])
    assert found.ave[0, 0] == pytest.approx((loadings**2).mean())
    assert found.rho_c[0, 0] == pytest.approx(loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum()))


def test_rho_a_of_a_perfect_factor_is_the_scores_own_reliability():
    matrix = planted.population(factors=True)
    found = estimate(SHAPE, matrix[None], tolerance=1e-12)
    true = (found.weights[0, :3] @ planted.LOADINGS) ** 2
    assert found.rho_a[0, 0] == pytest.approx(true, abs=1e-9)


def test_htmt_of_common_factors_is_their_correlation_when_loadings_are_alike():
    matrix = planted.population(factors=False)
    ratio = quality.htmt(SHAPE, matrix[None])[0]
    loading = matrix[:3, :3].sum(axis=1)[0] / np.sqrt(matrix[:3, :3].sum())
    assert ratio[0, 1] == pytest.approx(0.5 * loading**2 / 0.5)
    assert np.isnan(ratio[0, 0])


def test_f_squared_and_inflation_are_those_of_regressions_on_the_scores():
    whole, without = explained(SCORES[:, :2], SCORES[:, 2]), explained(SCORES[:, 1:2], SCORES[:, 2])
    assert quality.f_squared(SHAPE, FOUND)[0, 0, 2] == pytest.approx((whole - without) / (1 - whole))
    factor = 1 / (1 - explained(SCORES[:, 1:2], SCORES[:, 0]))
    assert quality.source_inflation(SHAPE, FOUND)[0, 0, 2] == pytest.approx(factor)
    full = 1 / (1 - explained(SCORES[:, 1:], SCORES[:, 0]))
    assert quality.inflation(FOUND.scores)[0, 0] == pytest.approx(full)


def test_f_squared_refitted_estimates_the_model_anew_without_the_path():
    leads = SHAPE.leads.copy()
    leads[0, 2] = False
    without = estimate(SHAPE._replace(leads=leads), MATRIX[None]).r2[0, 2]
    whole = FOUND.r2[0, 2]
    refitted = quality.f_squared_refitted(SHAPE, FOUND, MATRIX[None])[0]
    assert refitted[0, 2] == pytest.approx((whole - without) / (1 - whole))
    assert np.isnan(refitted[2, 3]), "without it D would stand alone"


def test_item_inflation_stays_within_the_block():
    z = plain.standardised(VALUES)
    assert quality.item_inflation(SHAPE, MATRIX[None])[0, 4] == pytest.approx(
        1 / (1 - explained(z[:, [3, 5]], z[:, 4]))
    )


def test_what_determines_one_another_is_named():
    entwined = np.array([[1, 0, 0.8, 0], [0, 1, 0.6, 0], [0.8, 0.6, 1, 0], [0, 0, 0, 1.0]])
    assert quality.entangled(entwined, ["w", "x", "y", "z"]) == ["w", "x", "y"]
    assert quality.entangled(np.eye(4), ["w", "x", "y", "z"]) == []


def test_adjusted_r2_charges_for_sources():
    assert quality.adjusted(np.array([0.5]), 103, 2)[0] == pytest.approx(0.49)
