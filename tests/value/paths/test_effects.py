import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.paths import effects
from livefair.value.paths.effects import along, chains, kind_of, total_effects
from livefair.value.paths.shape import stages_of
from tests.value.paths import planted

SHAPE = stages_of(planted.model())[-1].shape
PATHS = np.zeros((1, 4, 4))
PATHS[0, 0, 1], PATHS[0, 0, 2], PATHS[0, 1, 2], PATHS[0, 2, 3] = 0.5, 0.3, 0.4, 0.6


def test_a_total_effect_is_the_direct_one_and_all_chains():
    total = total_effects(PATHS)[0]
    assert total[0, 2] == pytest.approx(0.3 + 0.5 * 0.4)
    assert total[0, 3] == pytest.approx((0.3 + 0.5 * 0.4) * 0.6)
    assert total[3, 0] == 0


def test_chains_multiply_along_the_way():
    ways = chains(SHAPE)
    assert ways == [(0, 1, 2), (0, 1, 2, 3), (0, 2, 3), (1, 2, 3)]
    assert along(PATHS, ways)[0] == pytest.approx([0.2, 0.12, 0.18, 0.24])


def test_chains_have_a_limit(monkeypatch):
    monkeypatch.setattr(effects, "CHAINS_MAX", 2)
    with pytest.raises(Fault, match="more than 2 chains"):
        chains(SHAPE)


@pytest.mark.parametrize(
    ("indirect", "direct", "holds", "kind"),
    [
        (0.2, 0.3, (True, True), "complementary"),
        (0.2, -0.3, (True, True), "competitive"),
        (0.2, 0.0, (True, False), "indirect_only"),
        (0.0, 0.3, (False, True), "direct_only"),
        (0.0, 0.0, (False, False), "none"),
    ],
)
def test_mediation_is_named_by_what_holds(indirect, direct, holds, kind):
    assert kind_of(indirect, direct, indirect_holds=holds[0], direct_holds=holds[1]) == kind
