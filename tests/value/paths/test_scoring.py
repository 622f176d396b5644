import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.paths import Options, fit, score
from tests.value.paths import planted

DATA = planted.data(300, 4)._replace(values=planted.drawn(300, 4) * 1.7 + 4)
FROZEN = fit(planted.model(), DATA, Options(draws=0, folds=0)).frozen


def test_frozen_weights_give_the_rows_of_the_fit_scores_of_mean_0_and_variance_1():
    scores = [score(FROZEN, dict(zip(DATA.columns, row, strict=True))) for row in DATA.values]
    for name in "ABCD":
        column = np.array([one[name] for one in scores])
        assert column.mean() == pytest.approx(0, abs=1e-9)
        assert column.std(ddof=1) == pytest.approx(1)


def test_a_missing_answer_gives_no_score():
    with pytest.raises(Fault, match="No answer to a2"):
        score(FROZEN, {"a1": 3.0})
