import pytest
from hypothesis import given
from hypothesis import strategies as st

from livefair.live.explaining import OWN_POINTS_MAX, own_points, shipped_points
from livefair.live.rules.coverage import Point, reached, reading_ms, said_at_ms

POINTS = {point.id: point for point in shipped_points("kitchen")}


@pytest.mark.parametrize(
    ("script", "point", "is_found"),
    [
        ("It is made of clay.", "material", True),
        ("An oversized box", "size", False),
        ("SIZE: medium", "size", True),
        ("３００毫升", "size", True),
        ("评价很高", "price", False),
        ("只要￥99", "price", True),
        ("You may return it within a week", "return", True),
        ("", "price", False),
    ],
)
def test_words_are_found_whole_and_in_any_width_and_case(script, point, is_found):
    assert (said_at_ms(script, POINTS[point]) is not None) == is_found


def test_a_point_is_reached_when_its_words_have_been_read():
    script = "a" * 120 + " size"
    at_ms = said_at_ms(script, POINTS["size"])
    assert at_ms == reading_ms(script)
    assert reached(script, [POINTS["size"]], spoken_ms=at_ms - 1) == []
    assert reached(script, [POINTS["size"]], spoken_ms=at_ms) == ["size"]


@given(st.text(max_size=200), st.text(max_size=200))
def test_reading_on_never_unsays_anything(script, more):
    points = list(POINTS.values())
    whole = reading_ms(script + more)
    assert set(reached(script, points, spoken_ms=whole)) >= set(reached(script, points, spoken_ms=whole // 2))


def test_own_points_are_one_on_each_line_once():
    found = own_points("Glaze\n\n  glaze! \nSigned\n" + "\n".join(f"n{n}" for n in range(50)))
    assert [point.name_en for point in found[:2]] == ["glaze!", "Signed"]
    assert len(found) == OWN_POINTS_MAX
    assert all(isinstance(point, Point) for point in found)
