import pytest

from livefair.value.paths import Options, fit
from livefair.value.paths.honesty import (
    ave_light,
    htmt_light,
    loading_light,
    needed_rows,
    q2_light,
    reliability_light,
    vif_light,
    words,
)
from livefair.value.why import Words
from tests.value.paths import planted

QUICK = Options(draws=50, folds=0)


@pytest.mark.parametrize(("path", "rows"), [(0.10, 619), (0.15, 275), (0.20, 155)])
def test_smaller_paths_need_more_rows(path, rows):
    assert needed_rows(path) == rows


def notes_of(model, data, options=QUICK):
    return {note.code: note for note in fit(model, data, options).honesty}


def test_the_box_tells_level_response_and_what_was_randomised():
    level = Words(zh="主播·周", en="host × week")
    model = planted.model(level=level, randomised=["A"])
    found = notes_of(model, planted.data(300, 1, invited=1_200))
    assert "host × week" in found["level"].text.en
    assert "主播·周" in found["level"].text.zh
    assert "25.0 %" in found["response"].text.en
    assert "(A)" in found["randomised"].text.en
    assert "associations" not in found


def test_a_model_that_does_not_say_what_a_row_is_is_told_so():
    assert notes_of(planted.model(), planted.data(300, 1))["level_unknown"].light == "poor"


def test_few_clusters_are_a_poor_sign():
    names = tuple(f"h{row % 8}" for row in range(300))
    assert notes_of(planted.model(), planted.data(300, 1, clusters=names))["clusters"].light == "poor"


def test_groups_that_compose_a_construct_otherwise_are_not_to_be_compared():
    values = planted.drawn(300, 1)
    values[150:, 3:5] = planted.drawn(300, 9)[150:, 3:5]
    groups = ("x",) * 150 + ("y",) * 150
    found = notes_of(
        planted.model(), planted.data(1, 1, groups=groups)._replace(values=values), QUICK._replace(permutations=100)
    )
    assert "B" in found["groups_unlike"].text.en


def test_lights_stand_at_the_published_thresholds():
    assert [loading_light(v) for v in (0.3, 0.6, 0.708)] == ["poor", "fair", "good"]
    assert [reliability_light(v) for v in (None, 0.5, 0.65, 0.8, 0.97)] == ["poor", "poor", "fair", "good", "fair"]
    assert [ave_light(v) for v in (0.49, 0.5)] == ["poor", "good"]
    assert [htmt_light(v, h) for v, h in ((0.95, 1.0), (0.8, 0.95), (0.8, 0.89))] == ["poor", "fair", "good"]
    assert [vif_light(v) for v in (2.9, 3.0, 5.0)] == ["good", "fair", "poor"]
    assert [q2_light(v) for v in (0.0, 0.1, None)] == ["poor", "good", "poor"]


def test_every_word_is_there_in_both_languages():
    for group in words().values():
        assert all(said.zh and said.en for said in group.values())
