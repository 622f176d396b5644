import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefair.value.paths import Construct, Model
from livefair.value.paths.engine import estimate
from livefair.value.paths.shape import stages_of
from tests.value.paths import plain, planted

BLOCKS = [list(range(start, start + 3)) for start in (0, 3, 6, 9)]


def shape_of(model):
    return stages_of(model)[-1].shape


def fitted(model, values, **more):
    return estimate(shape_of(model), np.corrcoef(values.T)[None], **more)


@pytest.mark.parametrize("scheme", ["path", "factor", "centroid"])
@pytest.mark.parametrize("mode", ["A", "B"])
def test_correlations_alone_give_what_the_long_way_over_rows_gives(scheme, mode):
    values = planted.drawn(200, 3)
    model = planted.model(mode=mode, scheme=scheme)
    weights, paths, _ = plain.pls(values, BLOCKS, shape_of(model).leads, modes=[mode] * 4, scheme=scheme)
    found = fitted(model, values)
    assert np.abs(found.weights[0] - np.concatenate(weights)).max() < 1e-9
    assert np.abs(found.paths[0] - paths).max() < 1e-9


def test_two_single_items_give_their_correlation():
    values = planted.drawn(100, 1)[:, :2]
    model = Model(constructs=[Construct(id="X", items=["x"]), Construct(id="Y", items=["y"])], paths={"Y": ["X"]})
    r = np.corrcoef(values.T)[0, 1]
    found = fitted(model, values)
    assert found.paths[0, 0, 1] == pytest.approx(r, abs=1e-12)
    assert found.r2[0, 1] == pytest.approx(r * r, abs=1e-12)


def test_two_blocks_in_mode_b_give_the_first_canonical_correlation():
    values = planted.drawn(300, 2)[:, :6]
    blocks = [
        Construct(id="X", items=["x1", "x2", "x3"], mode="B"),
        Construct(id="Y", items=["y1", "y2", "y3"], mode="B"),
    ]
    found = fitted(Model(constructs=blocks, paths={"Y": ["X"]}), values, tolerance=1e-12)
    x, y = (np.linalg.qr(values[:, own] - values[:, own].mean(axis=0))[0] for own in (slice(0, 3), slice(3, 6)))
    canonical = np.linalg.svd(x.T @ y, compute_uv=False)[0]
    assert abs(found.paths[0, 0, 1]) == pytest.approx(canonical, abs=1e-9)


def test_consistent_estimation_finds_the_paths_and_loadings_behind_common_factors():
    found = estimate(shape_of(planted.model(consistent=True)), planted.population(factors=True)[None], tolerance=1e-12)
    assert np.abs(found.links[0] - planted.construct_correlations()).max() < 1e-9
    assert np.abs(found.loadings[0] - np.tile(planted.LOADINGS, 4)).max() < 1e-9


def test_a_batch_gives_each_draw_what_it_would_get_alone():
    matrices = np.stack([np.corrcoef(planted.drawn(80, seed).T) for seed in range(7)])
    shape = shape_of(planted.model())
    together = estimate(shape, matrices)
    for draw in range(7):
        alone = estimate(shape, matrices[draw : draw + 1])
        assert np.abs(together.paths[draw] - alone.paths[0]).max() < 1e-12
        assert together.iterations[draw] == alone.iterations[0]


def test_what_does_not_settle_is_called_so():
    found = fitted(planted.model(), planted.drawn(100, 4), tolerance=-1.0)
    assert not found.converged[0]
    assert not found.sound[0]


def test_a_draw_without_variance_spoils_no_other():
    good = np.corrcoef(planted.drawn(80, 5).T)
    bad = np.full_like(good, np.nan)
    singular = np.ones_like(good)
    found = estimate(shape_of(planted.model(mode="B")), np.stack([good, bad, singular]))
    assert found.sound.tolist() == [True, False, False]


def test_a_heywood_case_is_not_sound():
    matrix = planted.population(factors=True)
    matrix[:3, 3:6] = matrix[3:6, :3] = 0.95
    found = estimate(shape_of(planted.model(consistent=True)), matrix[None])
    assert not found.sound[0]


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 50),
    flips=st.lists(st.booleans(), min_size=12, max_size=12),
    scales=st.lists(st.floats(0.01, 100), min_size=12, max_size=12),
    shifts=st.lists(st.floats(-50, 50), min_size=12, max_size=12),
)
def test_sign_scale_and_place_of_items_change_no_paths_size(seed, flips, scales, shifts):
    values = planted.drawn(400, seed)
    sign = np.where(flips, -1.0, 1.0)
    # Starting from equal weights, a block with the greater part turned round comes out turned round as a whole.
    for block in BLOCKS:
        if sign[block].sum() < 0:
            sign[block] = -sign[block]
    model = planted.model()
    plainly = fitted(model, values, tolerance=1e-12)
    changed = fitted(model, values * sign * np.array(scales) + np.array(shifts), tolerance=1e-12)
    assert np.abs(np.abs(changed.paths) - np.abs(plainly.paths)).max() < 1e-7
    assert np.abs(np.abs(changed.weights) - np.abs(plainly.weights)).max() < 1e-7


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 50), order=st.permutations([0, 1, 2]))
def test_the_order_of_rows_and_of_items_changes_nothing(seed, order):
    values = planted.drawn(60, seed)
    rows = np.random.default_rng(seed).permutation(60)
    items = np.concatenate([np.array(order) + start for start in (0, 3, 6, 9)])
    model = planted.model()
    plainly, changed = fitted(model, values), fitted(model, values[rows][:, items])
    assert np.abs(changed.paths - plainly.paths).max() < 1e-9
    assert np.abs(changed.weights[0] - plainly.weights[0][items]).max() < 1e-9
