import numpy as np
import pytest

from livefair.value.attribution import Experiment, beside, experiment_of, lifts
from livefair.value.datafile import read_csv
from livefair.value.faults import Fault

# 5 and 5 units: means 12 and 10, variances 2.5 and 10.
FILE = b"""unit,arm,outcome
u1,treatment,10
u2,treatment,11
u3,treatment,12
u4,treatment,13
u5,treatment,14
u6,control,6
u7,control,8
u8,control,10
u9,control,12
u10,control,14
"""


def test_a_file_gives_the_difference_in_means_and_its_standard_error_to_five_digits():
    [lift] = lifts(experiment_of(read_csv(FILE)))
    assert f"{lift.plain.difference:.5f}" == "2.00000"
    assert f"{lift.plain.error:.5f}" == "1.58114"  # √(2.5/5 + 10/5)
    assert f"{lift.plain.low:.4f} {lift.plain.high:.4f}" == "-1.0990 5.0990"
    assert lift.plain.p == pytest.approx(0.20590, abs=1e-5)
    assert lift.is_small


def planted(n=4_000, effect=0.3, seed=1):
    rng = np.random.default_rng(seed)
    before = rng.gamma(2.0, 5.0, n)
    arms = np.where(rng.random(n) < 0.5, "new", "holdout")
    outcome = 0.8 * before + rng.normal(0, 2, n) + effect * (arms == "new")
    return Experiment(tuple(arms.tolist()), outcome, before, "holdout")


def test_cuped_is_the_regression_on_what_was_before():
    experiment = planted()
    [lift] = lifts(experiment)
    treated = np.array([arm == "new" for arm in experiment.arms], dtype=float)
    design = np.column_stack([np.ones(len(treated)), treated, experiment.before])
    beta = np.linalg.lstsq(design, experiment.outcome, rcond=None)[0]
    assert lift.adjusted.difference == pytest.approx(beta[1], abs=1e-9)
    assert lift.theta == pytest.approx(beta[2], abs=1e-9)
    assert lift.variance_left < 0.25
    assert lift.adjusted.low < 0.3 < lift.adjusted.high


def test_bounds_hold_the_truth_about_as_often_as_they_say():
    hits = []
    for seed in range(300):
        [lift] = lifts(planted(400, seed=seed))
        hits.append([one.low <= 0.3 <= one.high for one in (lift.plain, lift.adjusted)])
    assert 0.92 <= np.mean(hits, axis=0)[0] <= 0.98
    assert 0.92 <= np.mean(hits, axis=0)[1] <= 0.98


def test_several_arms_stand_beside_one_control():
    experiment = Experiment(("x",) * 40 + ("y",) * 40 + ("z",) * 40, np.arange(120.0), None, "x")
    assert [(lift.arm, lift.control) for lift in lifts(experiment)] == [("y", "x"), ("z", "x")]


def test_arms_of_odd_sizes_raise_a_flag():
    sizes = {"even": 1_000, "odd": 1_300}
    for name, n in sizes.items():
        experiment = Experiment(("a",) * n + ("control",) * 1_000, np.arange(n + 1_000.0), None, "control")
        assert lifts(experiment)[0].is_skewed == (name == "odd")


def test_outcomes_that_never_vary_differ_surely_or_not_at_all():
    same = Experiment(("a",) * 5 + ("control",) * 5, np.ones(10), np.ones(10), "control")
    assert lifts(same)[0].plain.p == 1.0
    apart = same._replace(outcome=np.repeat([2.0, 1.0], 5))
    assert lifts(apart)[0].plain.p == 0.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"u2,", b"u1,", "Row 2: the unit u1 stands in row 1 already"),
        (b"control", b"other", "no control arm; the arms are: other, treatment"),
        (b"treatment", b"control", "have 1 arms"),
        (b"u4,treatment,13", b"u4,treatment,", "Row 4, column outcome is empty"),
        (b"u4,treatment,13", b"u4,third,13", "The arm third has fewer than two units"),
        (b"outcome", b"result", "no column outcome"),
    ],
)
def test_what_is_no_experiment_is_refused(old, new, said):
    with pytest.raises(Fault, match=said):
        lifts(experiment_of(read_csv(FILE.replace(old, new))))


def test_credit_that_was_hardly_added_is_flagged():
    rows = beside({"ada": 1_000.0, "slot": 1_000.0}, [("ada", 800.0, 90.0), ("slot", 200.0, 80.0), ("new", 5.0, 1.0)])
    assert [(row.player, row.ratio, row.is_flagged) for row in rows] == [
        ("ada", 0.8, False),
        ("slot", 0.2, True),
        ("new", None, False),
    ]
