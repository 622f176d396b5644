from statistics import NormalDist

import numpy as np
import pytest

from livefair.value.paths.resample import (
    JACKKNIFE_MAX,
    bounds,
    counts_of,
    draw_counts,
    left_out_counts,
    memberships,
)


def test_every_draw_takes_as_many_rows_as_there_are():
    counts = np.concatenate(list(draw_counts(40, 1_200, seed=1)))
    assert counts.shape == (1_200, 40)
    assert (counts.sum(axis=1) == 40).all()


def test_the_same_seed_draws_the_same():
    first, second = (np.concatenate(list(draw_counts(30, 50, seed=9))) for _ in range(2))
    assert (first == second).all()


def test_given_indices_become_counts():
    indices = np.array([[0, 0, 2], [1, 1, 1]])
    assert counts_of(indices, 3).tolist() == [[2, 0, 1], [0, 3, 0]]


def test_clusters_are_drawn_whole():
    clusters = ["x"] * 3 + ["y"] * 2 + ["z"]
    for counts in draw_counts(6, 100, seed=2, clusters=clusters):
        assert (counts[:, 0] == counts[:, 1]).all()
        assert (counts[:, 3] == counts[:, 4]).all()
        assert (counts[:, [0, 3, 5]].sum(axis=1) == 3).all()


def test_memberships_follow_the_names():
    assert memberships(["b", "a", "b"]).tolist() == [[0, 1, 0], [1, 0, 1]]


def test_the_jackknife_leaves_out_each_row_or_cluster_once():
    assert (left_out_counts(5) == 1 - np.eye(5)).all()
    assert left_out_counts(3, ["x", "y", "x"]).tolist() == [[0, 1, 0], [1, 0, 1]]
    many = left_out_counts(3 * JACKKNIFE_MAX)
    assert many.shape[0] == JACKKNIFE_MAX
    assert ((1 - many).sum(axis=0) == 1).all()


def test_percentile_bounds_are_quantiles_of_the_draws():
    draws = np.random.default_rng(1).normal(size=(999, 2))
    found = bounds(np.zeros(2), draws, "percentile")
    assert found.low == pytest.approx(np.quantile(draws, 0.025, axis=0))
    assert found.high == pytest.approx(np.quantile(draws, 0.975, axis=0))
    assert found.error == pytest.approx(draws.std(axis=0, ddof=1))


def test_p_is_twice_the_lesser_tail_and_never_0():
    draws = np.column_stack([np.linspace(0.1, 1, 100), np.linspace(-0.1, 0.9, 100)])
    assert bounds(np.array([0.5, 0.5]), draws, "percentile").p == pytest.approx([0.01, 0.2])


def test_bca_is_efrons_formula():
    rng = np.random.default_rng(4)
    sample = rng.exponential(size=40)
    indices = rng.integers(0, 40, (2_000, 40))
    draws = sample[indices].mean(axis=1)[:, None]
    left_out = np.array([np.delete(sample, i).mean() for i in range(40)])[:, None]
    found = bounds(np.array([sample.mean()]), draws, "bca", left_out=left_out)
    normal = NormalDist()
    z0 = normal.inv_cdf((draws < sample.mean()).mean())
    away = left_out.mean() - left_out[:, 0]
    a = (away**3).sum() / (6 * (away**2).sum() ** 1.5)
    levels = [normal.cdf(z0 + (z0 + z) / (1 - a * (z0 + z))) for z in (normal.inv_cdf(0.025), normal.inv_cdf(0.975))]
    assert [found.low[0], found.high[0]] == pytest.approx(np.quantile(draws[:, 0], levels), abs=1e-9)
    assert found.low[0] > np.quantile(draws, 0.025), "a skewed mean's bounds move up"


def test_without_draws_there_are_no_bounds():
    found = bounds(np.array([0.3]), np.empty((0, 1)), "percentile")
    assert all(np.isnan(part[0]) for part in found)


def test_a_number_that_never_varies_is_its_own_bound():
    found = bounds(np.array([1.0]), np.ones((50, 1)), "bca", left_out=np.ones((10, 1)))
    assert (found.low[0], found.high[0], found.error[0]) == (1.0, 1.0, 0.0)
