import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefair.value.faults import Fault
from livefair.value.paths import Construct, Data, Interaction, Model, Options, fit, from_json, markdown, to_json
from livefair.value.paths.fitting import quantities
from livefair.value.paths.resample import counts_of
from livefair.value.paths.sample import sample_of
from livefair.value.paths.shape import stages_of
from livefair.value.paths.staged import run
from tests.value.paths import plain, planted

QUICK = Options(draws=200, folds=0)


@pytest.mark.parametrize(("consistent", "mode"), [(False, "A"), (False, "B"), (True, "A")])
def test_planted_paths_are_found_again(consistent, mode):
    """Composites by modes A and B, common factors by consistent PLS, at 2,000 rows. One sample's own chance moves a
    path by .02 to .035, so the bound of .05 is on the root mean square, and bias is bounded much closer."""
    model = planted.model(consistent=consistent, mode=mode)
    errors = []
    for seed in range(20):
        found = fit(model, planted.data(2_000, seed, factors=consistent), Options(draws=0, folds=0))
        errors.append([row.path.value - planted.PATHS[row.target][row.source] for row in found.paths])
    assert np.sqrt(np.mean(np.square(errors), axis=0)).max() < 0.05
    assert np.abs(np.mean(errors, axis=0)).max() < 0.015


def test_draws_with_given_rows_are_what_a_loop_over_them_gives():
    data = planted.data(150, 2)
    stage = stages_of(planted.model())[-1]
    sample = sample_of(planted.model(), data, "refuse")
    indices = np.random.default_rng(7).integers(0, 150, (20, 150))
    found = quantities(stage, run([stage], sample, counts_of(indices, 150)), [(0, 1, 2)])
    blocks = [list(range(start, start + 3)) for start in (0, 3, 6, 9)]
    for draw, rows in enumerate(indices):
        paths = plain.pls(data.values[rows], blocks, stage.shape.leads)[1]
        expected = [paths[0, 1], paths[0, 2], paths[1, 2], paths[2, 3]]
        assert np.abs(found["paths"][draw] - expected).max() < 1e-9
        assert found["chains"][draw, 0] == pytest.approx(paths[0, 1] * paths[1, 2])


def test_given_resamples_take_the_place_of_drawing():
    data = planted.data(200, 2)
    indices = np.random.default_rng(7).integers(0, 200, (600, 200))
    found = fit(planted.model(), data, QUICK._replace(indices=indices))
    assert found.draws.kept == 600
    sample, stages = sample_of(planted.model(), data, "refuse"), stages_of(planted.model())
    paths = quantities(stages[-1], run(stages, sample, counts_of(indices, 200)), [])["paths"]
    assert [row.path.error for row in found.paths] == pytest.approx(paths.std(axis=0, ddof=1))
    for wrong in (indices[:, 1:], indices + 1, indices[0]):
        with pytest.raises(Fault, match="Given resamples have 200 columns"):
            fit(planted.model(), data, QUICK._replace(indices=wrong))


@pytest.mark.slow
@pytest.mark.parametrize("by_cluster", [False, True])
def test_intervals_hold_the_truth_about_as_often_as_they_say(by_cluster):
    """A small study; bench/paths.py runs the whole one. 4 paths × 60 worlds, so .95 has a deviation of .014."""
    hits = []
    for seed in range(60):
        values = planted.drawn(300, 1_000 + seed)
        clusters = tuple(f"host{row % 60}" for row in range(300)) if by_cluster else ()
        found = fit(
            planted.model(), Data(planted.columns(), values, clusters=clusters), Options(draws=300, seed=seed, folds=0)
        )
        hits += [row.path.low <= planted.PATHS[row.target][row.source] <= row.path.high for row in found.paths]
    assert 0.90 <= np.mean(hits) <= 0.99


def test_planned_missing_answers_still_show_the_paths():
    """6 of 12 items each; bench/paths.py has the study of the design document."""
    errors = []
    for seed in range(4):
        values = planted.drawn(4_000, seed)
        order = np.argsort(np.random.default_rng(seed).random(values.shape), axis=1)
        values[np.arange(4_000)[:, None], order[:, 6:]] = np.nan
        found = fit(planted.model(), Data(planted.columns(), values), Options(draws=0, folds=0, missing="pairwise"))
        errors += [path - planted.PATHS[target][source] for (source, target), path in planted.paths_of(found).items()]
        assert found.least_eigenvalue > 0
    assert np.sqrt(np.mean(np.square(errors))) < 0.06


def test_a_result_is_whole_and_survives_json():
    found = fit(
        planted.model(), planted.data(300, 1, groups=("x", "y") * 150, invited=900), Options(draws=100, permutations=50)
    )
    assert from_json(to_json(found)) == found
    assert len(found.paths) == 4
    assert len(found.items) == 12
    assert len(found.htmt) == 6
    assert {tuple(row.way) for row in found.chains} == {
        ("A", "B", "C"), ("A", "B", "C", "D"), ("A", "C", "D"), ("B", "C", "D"),
    }  # fmt: skip
    assert len(found.prediction) == 9
    assert found.groups is not None
    assert found.draws.kept == 100


def test_the_same_seed_gives_the_same_numbers():
    first, second = (fit(planted.model(), planted.data(200, 1), QUICK) for _ in range(2))
    assert first == second


def test_every_row_of_the_result_is_within_its_bounds():
    for interval in ("percentile", "bca"):
        found = fit(planted.model(), planted.data(300, 1), QUICK._replace(interval=interval))
        assert all(row.path.low < row.path.value < row.path.high for row in found.paths)
        assert all(row.loading.low < row.loading.value < row.loading.high for row in found.items)
        assert all(row.total.low < row.total.value < row.total.high for row in found.effects)


def test_clusters_widen_what_they_hold_together():
    rng = np.random.default_rng(1)
    hosts = planted.drawn(30, 1)
    values = np.repeat(hosts, 20, axis=0) + 0.3 * rng.standard_normal((600, 12))
    names = tuple(f"h{row // 20}" for row in range(600))
    alone = fit(planted.model(), Data(planted.columns(), values), QUICK)
    together = fit(planted.model(), Data(planted.columns(), values, clusters=names), QUICK)
    assert together.draws.clusters == 30
    for one, other in zip(alone.paths, together.paths, strict=True):
        assert other.path.error > 2 * one.path.error


def test_draws_that_fail_are_counted_and_left_out():
    values = planted.drawn(200, 1)
    values[:, 0] = 0.0
    values[:2, 0] = 1.0
    found = fit(planted.model(), Data(planted.columns(), values), QUICK)
    assert found.draws.unsound > 5, "about one draw in seven takes neither of the two rows"
    assert found.draws.kept == 200 - found.draws.unsound - found.draws.not_converged
    note = next(note for note in found.honesty if note.code == "draws")
    assert str(found.draws.unsound) in note.text.en
    assert note.light == "poor"


def test_flipped_draws_keep_a_weak_construct_from_tearing_in_two():
    rng = np.random.default_rng(2)
    values = planted.drawn(200, 1)
    values[:, 9:] = rng.standard_normal((200, 3))
    plainly = fit(planted.model(), Data(planted.columns(), values), QUICK)
    turned = fit(planted.model(), Data(planted.columns(), values), QUICK._replace(flip=True))
    assert turned.draws.flipped
    weights = [sum(row.loading.error for row in one.items[9:]) for one in (plainly, turned)]
    assert weights[1] <= weights[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda v: v[:100], r"100 rows cannot show a path of 0.2: by n ≥ \(2.486/β\)², 155 are needed"),
        (lambda v: np.c_[v[:, :2], v[:, :1] + v[:, 1:2], v[:, 3:]], "Items of A determine one another: a1, a2, a3"),
        (lambda v: np.c_[v[:, :3], v[:, :3], v[:, 6:]], "Constructs that lead to C determine one another: A, B"),
    ],
)
def test_what_would_be_a_silently_wrong_number_is_refused(change, said):
    with pytest.raises(Fault, match=said):
        fit(planted.model(mode="B"), Data(planted.columns(), change(planted.drawn(300, 1))), QUICK)


def test_heywood_cases_are_named():
    values = planted.drawn(300, 1, factors=True)
    values[:, 3:6] = values[:, :3] + 0.5 * np.random.default_rng(1).standard_normal((300, 3))
    with pytest.raises(Fault, match="Heywood"):
        fit(planted.model(consistent=True), Data(planted.columns(), values), QUICK)


def test_fewer_rows_than_the_rule_can_be_allowed_and_are_then_told():
    found = fit(planted.model(), planted.data(100, 1), QUICK._replace(allow_small=True))
    assert next(note for note in found.honesty if note.code == "rows").light == "poor"


def test_interactions_and_wholes_stand_in_the_result():
    base = planted.model().constructs
    model = Model(
        constructs=[*base[:2], Construct(id="H", parts=["C", "D"]), *base[2:]],
        paths={"B": ["A"], "H": ["A", "B", "AxB"]},
        interactions=[Interaction(id="AxB", driver="A", moderator="B")],
    )
    found = fit(model, planted.data(300, 5), Options(draws=50))
    assert [row.source for row in found.paths if row.is_interaction] == ["AxB"]
    assert [row.item for row in found.items if row.construct == "H"] == ["C", "D"]
    assert set(found.frozen["H"].weights) == {f"{block}{i}" for block in "cd" for i in (1, 2, 3)}
    assert found.prediction == []
    assert {tuple(row.way) for row in found.chains} == {("A", "B", "H")}


@pytest.mark.parametrize("options", [Options(draws=-1), Options(confidence=1.0), Options(folds=1)])
def test_options_out_of_bounds_are_refused(options):
    with pytest.raises(Fault):
        fit(planted.model(), planted.data(200, 1), options)


def coarse(seed, n, levels, holes):
    """Few rows of few different answers, some missing: where estimation breaks if anywhere."""
    rng = np.random.default_rng(seed)
    values = np.round(planted.drawn(n, seed) * levels / 3)
    values[rng.random(values.shape) < holes] = np.nan
    return values


@settings(max_examples=80, deadline=None)
@given(
    values=st.builds(coarse, st.integers(0, 10_000), st.integers(1, 45), st.integers(1, 4), st.sampled_from([0, 0.1])),
    consistent=st.booleans(),
    missing=st.sampled_from(["refuse", "drop", "mean", "pairwise"]),
    scheme=st.sampled_from(["path", "factor", "centroid"]),
)
def test_whatever_the_answers_there_is_a_result_or_a_fault_in_words(values, consistent, missing, scheme):
    model = planted.model(consistent=consistent, mode="A" if consistent else "B", scheme=scheme)
    options = Options(draws=20, folds=3, repeats=1, missing=missing, allow_small=True, interval="bca")
    with contextlib.suppress(Fault):
        found = fit(model, Data(planted.columns(), values), options)
        assert all(row.path.value is not None for row in found.paths)
        assert found.draws.kept + found.draws.not_converged + found.draws.unsound == 20
        markdown(model, found, "zh")
