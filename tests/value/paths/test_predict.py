import numpy as np
import pytest

from livefair.value.paths.predict import folds_of, predict
from livefair.value.paths.sample import sample_of
from livefair.value.paths.shape import stages_of
from tests.value.paths import plain, planted

SHAPE = stages_of(planted.model())[-1].shape
BLOCKS = [list(range(start, start + 3)) for start in (0, 3, 6, 9)]
SOURCES = {1: [0, 1, 2], 2: [0, 1, 2, 3, 4, 5], 3: [6, 7, 8]}


def by_hand(values, folds):
    """Fold by fold on rows: what the batch has to give."""
    guess, linear, mean = (np.zeros_like(values) for _ in range(3))
    for fold in np.unique(folds):
        test, train = folds == fold, folds != fold
        centre, scale = values[train].mean(axis=0), values[train].std(axis=0, ddof=1)
        weights, paths, _ = plain.pls(values[train], BLOCKS, SHAPE.leads)
        z, seen = (values[test] - centre) / scale, plain.standardised(values[train])
        scores = np.column_stack([z[:, block] @ w for block, w in zip(BLOCKS, weights, strict=True)])
        for j, block in enumerate(BLOCKS[1:], 1):
            own = seen[:, block] @ weights[j]
            loadings = np.array([np.corrcoef(seen[:, i], own)[0, 1] for i in block])
            guess[np.ix_(test, block)] = np.outer(scores @ paths[:, j], loadings) * scale[block] + centre[block]
            design = np.column_stack([np.ones(train.sum()), values[train][:, SOURCES[j]]])
            beta = plain.least_squares(design, values[train][:, block])
            linear[np.ix_(test, block)] = np.column_stack([np.ones(test.sum()), values[test][:, SOURCES[j]]]) @ beta
        mean[test] = centre
    return [np.sqrt(((values - one) ** 2).mean(axis=0))[3:] for one in (guess, linear, mean)]


def test_all_folds_at_once_foretell_what_each_fold_alone_does():
    values = planted.drawn(120, 8) * 2 + 5
    sample = sample_of(planted.model(), planted.data(1, 1)._replace(values=values), "refuse")
    folds = folds_of(120, 10, 1, seed=3)
    rmse, linear, mean = by_hand(values, folds[0])
    found = predict(SHAPE, sample, folds)
    assert np.abs(found.rmse - rmse).max() < 1e-9
    assert np.abs(found.linear_rmse - linear).max() < 1e-9
    assert np.abs(found.q2 - (1 - rmse**2 / mean**2)).max() < 1e-9
    assert found.items.tolist() == list(range(3, 12))


def test_what_leads_to_an_item_foretells_it_better_than_its_mean():
    sample = sample_of(planted.model(), planted.data(600, 2), "refuse")
    found = predict(SHAPE, sample, folds_of(600, 10, 2, seed=1))
    assert (found.q2 > 0.1).all()
    assert (found.mae < found.rmse).all()


def test_folds_are_even_and_every_repeat_deals_anew():
    folds = folds_of(103, 10, 3, seed=1)
    assert folds.shape == (3, 103)
    assert all(set(np.bincount(one)) == {10, 11} for one in folds)
    assert (folds[0] != folds[1]).any()


def test_noise_is_not_foretold():
    values = np.random.default_rng(5).standard_normal((300, 12))
    sample = sample_of(planted.model(), planted.data(1, 1)._replace(values=values), "refuse")
    assert predict(SHAPE, sample, folds_of(300, 10, 1, seed=1)).q2.mean() == pytest.approx(0, abs=0.05)
