import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.paths.groups import compare
from livefair.value.paths.sample import sample_of
from livefair.value.paths.shape import stages_of
from tests.value.paths import planted

STAGES = stages_of(planted.model())


def compared(values, labels, draws=200):
    sample = sample_of(planted.model(), planted.data(1, 1)._replace(values=values), "refuse")
    return compare(STAGES, sample, labels, draws=draws, seed=1)


def halves(n):
    return ["one"] * n + ["two"] * n


def test_groups_of_one_population_do_not_differ():
    """At 5 %, about one in twenty of the tests says otherwise by chance."""
    edges = STAGES[-1].shape.leads
    unlike_paths, unlike_blocks = [], []
    for seed in range(20):
        found = compared(np.r_[planted.drawn(150, seed), planted.drawn(150, 100 + seed)], halves(150), draws=100)
        unlike_paths += (found.p[edges] <= 0.05).tolist()
        unlike_blocks += (found.micom.correlation < found.micom.quantile).tolist()
    assert found.names == ("one", "two")
    assert found.sizes == (150, 150)
    assert np.mean(unlike_paths) < 0.15
    assert np.mean(unlike_blocks) < 0.15


def test_a_path_of_the_other_sign_is_found():
    other = planted.drawn(200, 2)
    other[:, 9:] *= -1
    found = compared(np.r_[planted.drawn(200, 1), other], halves(200))
    assert found.first[2, 3] == pytest.approx(0.6, abs=0.1)
    assert found.second[2, 3] == pytest.approx(-0.6, abs=0.1)
    assert found.p[2, 3] == pytest.approx(1 / 201)
    assert found.p[0, 1] > 0.05


def test_a_construct_that_is_made_otherwise_fails_the_second_step():
    rng = np.random.default_rng(3)
    other = planted.drawn(300, 2)
    other[:, 3] = rng.standard_normal(300)
    other[:, 4] = rng.standard_normal(300)
    found = compared(np.r_[planted.drawn(300, 1), other], halves(300))
    assert found.micom.correlation[1] < found.micom.quantile[1]
    assert found.micom.p[1] < 0.05


def test_a_shifted_mean_fails_the_third_step_only():
    other = planted.drawn(300, 2)
    other[:, :3] += 0.8
    found = compared(np.r_[planted.drawn(300, 1), other], halves(300))
    assert found.micom.mean_difference[0] < found.micom.mean_bounds[0, 0]
    assert found.micom.correlation[0] >= found.micom.quantile[0]


@pytest.mark.parametrize(
    ("labels", "said"),
    [(["one"] * 100, "exactly two groups"), (["one"] * 90 + ["two"] * 10, "Group two has only 10")],
)
def test_what_cannot_be_compared_is_refused(labels, said):
    with pytest.raises(Fault, match=said):
        compared(planted.drawn(100, 1), labels)
