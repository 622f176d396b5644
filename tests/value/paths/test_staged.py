import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.paths import Construct, Data, Interaction, Model
from livefair.value.paths.sample import sample_of
from livefair.value.paths.shape import stages_of
from livefair.value.paths.staged import run
from tests.value.paths import plain, planted

BASE = planted.model().constructs
MODERATED = Model(
    constructs=BASE,
    paths={"C": ["A", "B", "AxB"], "D": ["C"]},
    interactions=[Interaction(id="AxB", driver="A", moderator="B")],
)
WHOLE = Model(
    constructs=[*BASE, Construct(id="H", parts=["A", "B"])],
    paths={"C": ["H"], "D": ["C", "H"]},
)
BLOCKS = [list(range(start, start + 3)) for start in (0, 3, 6, 9)]


def fitted(model, values, counts=None):
    sample = sample_of(model, Data(planted.columns(), values), "refuse")
    return run(stages_of(model), sample, np.ones((1, len(values))) if counts is None else counts)


def leads(pairs, k):
    matrix = np.zeros((k, k), dtype=bool)
    for i, j in pairs:
        matrix[i, j] = True
    return matrix


def test_an_interaction_is_the_product_of_the_first_stages_scores():
    values = planted.drawn(300, 1)
    values[:, 6:9] += 0.3 * (values[:, :1] * values[:, 3:4])
    first = plain.pls(values, BLOCKS, leads([(0, 2), (1, 2), (2, 3)], 4))[2]
    product = first[:, 0] * first[:, 1]
    second = plain.pls(np.column_stack([values, product]), [*BLOCKS, [12]], leads([(0, 2), (1, 2), (4, 2), (2, 3)], 5))[
        1
    ]
    found = fitted(MODERATED, values).last.paths[0]
    assert np.abs(found[:4, :4] - second[:4, :4]).max() < 1e-9
    # In units of the product itself, so that simple slopes can be read off.
    assert found[4, 2] == pytest.approx(second[4, 2] / product.std(ddof=1), abs=1e-9)
    assert found[4, 2] > 0.1


def test_a_higher_order_construct_is_made_of_its_parts_scores():
    values = planted.drawn(300, 2)
    first = plain.pls(values, BLOCKS, leads([(0, 2), (1, 2), (0, 3), (1, 3), (2, 3)], 4))[2]
    items = np.column_stack([values[:, 6:], first[:, :2]])
    second = plain.pls(items, [[0, 1, 2], [3, 4, 5], [6, 7]], leads([(0, 1), (2, 0), (2, 1)], 3))[1]
    assert np.abs(fitted(WHOLE, values).last.paths[0] - second).max() < 1e-9


def test_every_draw_goes_through_all_stages_by_itself():
    values = planted.drawn(150, 3)
    rng = np.random.default_rng(1)
    indices = rng.integers(0, 150, (3, 150))
    counts = np.stack([np.bincount(one, minlength=150) for one in indices]).astype(float)
    for model in (MODERATED, WHOLE):
        together = fitted(model, values, counts)
        for draw, rows in enumerate(indices):
            alone = fitted(model, values[rows])
            assert np.abs(together.last.paths[draw] - alone.last.paths[0]).max() < 1e-8


def test_raw_weights_make_the_scores():
    values = planted.drawn(200, 5)
    found = fitted(WHOLE, values)
    scores = plain.standardised(values) @ found.raw[0]
    assert np.abs(np.corrcoef(scores.T) - found.last.scores[0]).max() < 1e-9
    assert scores.std(axis=0, ddof=1) == pytest.approx(np.ones(3))


def test_an_interaction_with_missing_answers_is_refused():
    values = planted.drawn(200, 6)
    values[0, 0] = np.nan
    sample = sample_of(MODERATED, Data(planted.columns(), values), "pairwise")
    with pytest.raises(Fault, match="no answer may be missing"):
        run(stages_of(MODERATED), sample, np.ones((1, 200)))
