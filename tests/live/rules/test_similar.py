import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules.similar import ALIKE_LEAST, SIMILAR_SHOWN, likeness, most_alike

PAIRS = tomllib.loads((Path(__file__).parent / "similar_pairs.toml").read_text("utf-8"))


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_from_both_sides_and_within_bounds(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@pytest.mark.parametrize(("language", "precision", "recall"), [("zh", 0.70, 0.85), ("en", 0.50, 0.75)])
def test_it_does_as_well_on_the_labelled_pairs_as_the_decision_says(language, precision, recall):
    same = [likeness(*pair) >= ALIKE_LEAST for pair in PAIRS[language]["same"]]
    other = [likeness(*pair) >= ALIKE_LEAST for pair in PAIRS[language]["other"]]
    assert sum(same) / len(same) >= recall
    assert sum(same) / (sum(same) + sum(other)) >= precision


def test_few_are_shown_the_most_alike_first():
    others = {"a": "会不会掉色", "b": "红色会不会掉色", "c": "多重", "d": "掉色吗", "e": "掉色不"}
    found = most_alike("会掉色吗", others)
    assert len(found) == SIMILAR_SHOWN
    assert "b" not in found
    assert "c" not in found
