import numpy as np
import pytest

from livefair.value.faults import Fault
from livefair.value.paths import Construct, Model, Options, fit, markdown
from tests.value.paths import planted

QUICK = Options(draws=200, folds=0)
BEFORE = fit(planted.model(), planted.data(400, 1), QUICK)


def note_of(result, *codes):
    return next(note for note in result.honesty if note.code in codes)


def test_another_sample_of_the_same_world_has_changed_in_nothing():
    now = fit(planted.model(), planted.data(400, 2), QUICK, before=BEFORE)
    assert len(now.changes.paths) == 4
    assert not any(row.is_apart for row in now.changes.paths)
    assert all(row.agreement > 0.98 for row in now.changes.scores)
    assert note_of(now, "compared").light == "good"
    assert "Since the earlier fit" in markdown(planted.model(), now, "en")


def test_a_path_that_turned_round_is_apart():
    data = planted.data(400, 2)
    data.values[:, 9:] *= -1
    now = fit(planted.model(), data, QUICK, before=BEFORE)
    [turned] = [row for row in now.changes.paths if row.target == "D"]
    assert turned.is_apart
    assert turned.before > 0 > turned.now


def test_a_construct_that_is_made_otherwise_is_named():
    data = planted.data(400, 2)
    data.values[:, 3:5] = np.random.default_rng(1).standard_normal((400, 2))
    now = fit(planted.model(), data, QUICK, before=BEFORE)
    assert [row.construct for row in now.changes.scores if not row.is_same] == ["B"]
    assert "B" in note_of(now, "scores_changed").text.en


def test_without_intervals_it_is_unknown_whether_they_meet():
    bare = fit(planted.model(), planted.data(400, 2), Options(draws=0, folds=0), before=BEFORE)
    assert {row.is_apart for row in bare.changes.paths} == {None}


def test_fits_without_a_common_path_cannot_be_compared():
    constructs = [Construct(id="P", items=["a1", "a2"]), Construct(id="Q", items=["b1", "b2"])]
    with pytest.raises(Fault, match="no path in common"):
        fit(Model(constructs=constructs, paths={"Q": ["P"]}), planted.data(400, 2), QUICK, before=BEFORE)


def test_an_earlier_fit_is_asked_for_when_there_is_none():
    assert note_of(BEFORE, "not_compared").light == "fair"
