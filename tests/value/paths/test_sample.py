import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.paths import Data
from livefair.value.paths.sample import EIGENVALUE_MIN, moments, repaired, sample_of
from tests.value.paths import planted

ONCE = np.ones((1, 200))


def with_holes(seed=1, share=0.1):
    values = planted.drawn(200, seed)
    holes = np.random.default_rng(seed).random(values.shape) < share
    return np.where(holes, np.nan, values)


def refused(values, missing="refuse", columns=None):
    with pytest.raises(Fault) as caught:
        sample_of(planted.model(), Data(columns or planted.columns(), values), missing)
    return caught.value


def test_a_missing_answer_is_refused_with_its_row_and_column():
    values = planted.drawn(200, 1)
    values[41, 4] = np.nan
    fault = refused(values)
    assert (fault.code, fault.params) == ("cell_missing", {"row": 42, "column": "b2", "cells": 1})
    assert "第 42 行 b2 列" in fault.on("zh")


def test_an_item_that_never_varies_is_named():
    values = planted.drawn(200, 1)
    values[:, 7] = 4.0
    assert "c2 never varies" in str(refused(values))


def test_a_column_that_is_not_there_is_named():
    assert refused(planted.drawn(200, 1), columns=(*planted.columns()[:-1], "else")).params == {"column": "d3"}


def test_infinite_numbers_are_refused():
    values = planted.drawn(200, 1)
    values[3, 0] = np.inf
    assert refused(values).params == {"row": 4, "column": "a1"}


def test_rows_with_missing_answers_can_be_dropped_whole():
    values = with_holes()
    kept = sample_of(planted.model(), Data(planted.columns(), values), "drop")
    assert len(kept.rows) == int((~np.isnan(values)).all(axis=1).sum())
    assert kept.is_complete


def test_means_stand_in_for_missing_answers_when_asked():
    values = with_holes()
    filled = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
    found = moments(sample_of(planted.model(), Data(planted.columns(), values), "mean"), ONCE)
    assert np.abs(found.correlations[0] - np.corrcoef(filled.T)).max() < 1e-12


def test_pairs_answered_together_give_each_correlation():
    values = with_holes()
    found = moments(sample_of(planted.model(), Data(planted.columns(), values), "pairwise"), ONCE)
    both = ~np.isnan(values[:, 0]) & ~np.isnan(values[:, 5])
    assert found.correlations[0, 0, 5] == pytest.approx(np.corrcoef(values[both, 0], values[both, 5])[0, 1], abs=1e-12)


def test_without_holes_pairs_and_whole_rows_agree():
    data = planted.data(200, 3)
    counts = np.random.default_rng(1).integers(0, 3, (4, 200)).astype(float)
    whole = sample_of(planted.model(), data, "refuse")
    pairs = whole._replace(seen=whole.seen.copy())
    pairs.seen[0, 0] = False
    complete = moments(whole, np.r_[counts, ONCE * 1.0])
    apart = moments(pairs, np.r_[counts * (np.arange(200) > 0), ONCE])
    again = moments(whole, np.r_[counts * (np.arange(200) > 0), ONCE])
    assert np.abs(apart.correlations[:4] - again.correlations[:4]).max() < 1e-9
    assert complete.least is None


def test_a_pair_that_nobody_answered_together_is_named():
    values = planted.drawn(200, 1)
    values[:100, 0] = np.nan
    values[100:, 5] = np.nan
    fault = refused_pairs(values)
    assert (fault.code, fault.params["first"], fault.params["second"]) == ("pair_unanswered", "a1", "b3")


def refused_pairs(values):
    sample = sample_of(planted.model(), Data(planted.columns(), values), "pairwise")
    with pytest.raises(Fault) as caught:
        moments(sample, ONCE)
    return caught.value


def test_a_matrix_that_no_data_could_have_is_repaired_and_its_least_eigenvalue_told():
    impossible = np.array([[[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]])
    matrix, least = repaired(impossible)
    assert least == pytest.approx(np.linalg.eigvalsh(impossible[0])[0])
    assert least < 0
    assert np.linalg.eigvalsh(matrix[0])[0] > EIGENVALUE_MIN / 2
    assert np.diag(matrix[0]) == pytest.approx([1, 1, 1])


def test_a_proper_matrix_is_left_as_it_is():
    matrix = planted.population(factors=True)[None]
    assert repaired(matrix)[0] is matrix


def test_counts_are_rows_taken_several_times():
    data = planted.data(200, 4)
    indices = np.random.default_rng(2).integers(0, 200, 200)
    counts = np.bincount(indices, minlength=200).astype(float)[None]
    found = moments(sample_of(planted.model(), data, "refuse"), counts)
    assert np.abs(found.correlations[0] - np.corrcoef(data.values[indices].T)).max() < 1e-12
