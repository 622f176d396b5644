import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.live.rules.similar import ALIKE_LEAST, SIMILAR_SHOWN, gist_of, gist_words, likeness, most_alike
from tests.discovery.meanings import meanings

PAIRS = tomllib.loads((Path(__file__).parent / "similar_pairs.toml").read_text("utf-8"))
NUMBERS = st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3)


def _gist(text, numbers):
    vector = np.array(numbers, np.float32)
    return gist_of(text, vector / max(1e-6, float(np.linalg.norm(vector))))


def _alike(pairs):
    gists = {
        text: gist_of(text, vector) for text, vector in meanings([text for pair in pairs for text in pair]).items()
    }
    return sum(likeness(gists[one], gists[other]) >= ALIKE_LEAST for one, other in pairs)


@given(st.text(max_size=60), st.text(max_size=60), NUMBERS, NUMBERS)
def test_likeness_is_the_same_from_both_sides_and_within_bounds(one, other, first, second):
    gist, their = _gist(one, first), _gist(other, second)
    assert likeness(gist, their) == pytest.approx(likeness(their, gist))
    assert 0 <= likeness(gist, their) <= 1


@pytest.mark.parametrize(
    ("languages", "precision", "recall"), [("zh", 0.75, 0.85), ("en", 0.65, 0.85), ("across", 0.90, 0.80)]
)
def test_it_does_as_well_on_the_labelled_pairs_as_the_decision_says(languages, precision, recall):
    same, other = _alike(PAIRS[languages]["same"]), _alike(PAIRS[languages]["other"])
    assert same / len(PAIRS[languages]["same"]) >= recall
    assert same / (same + other) >= precision


def test_few_are_shown_the_most_alike_first():
    texts = {"a": "会不会掉色", "b": "红色会不会掉色", "c": "多重", "d": "掉色吗", "e": "掉色不"}
    vectors = meanings(["会掉色吗", *texts.values()])
    others = {key: gist_of(text, vectors[text]) for key, text in texts.items()}
    found = most_alike(gist_of("会掉色吗", vectors["会掉色吗"]), others)
    assert len(found) == SIMILAR_SHOWN
    assert "c" not in found


def test_what_every_question_has_tells_nothing():
    assert gist_words("请问这个会掉色吗") == gist_words("掉色")
