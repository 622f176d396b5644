import pytest

from livefair.value.paths import Options, fit, html, markdown
from livefair.value.paths.report import tables
from tests.value.paths import planted

MODEL = planted.model()
RESULT = fit(MODEL, planted.data(300, 1, groups=("x", "y") * 150), Options(draws=100, permutations=50))


@pytest.mark.parametrize(
    ("locale", "first", "causes"), [("en", "Read this first", "associations"), ("zh", "先读这里", "关联")]
)
def test_the_honesty_box_stands_before_every_number(locale, first, causes):
    for text in (markdown(MODEL, RESULT, locale), html(MODEL, RESULT, locale)):
        assert text.index(first) < text.index(causes) < text.index("rhoA" if locale == "en" else "ρA")


def test_every_table_has_as_many_cells_as_columns():
    found = tables(MODEL, RESULT, "en")
    assert len(found) == 9
    for table in found:
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_lights_stand_beside_the_numbers_they_are_about():
    assert "● 0." in markdown(MODEL, RESULT, "en")


def test_a_report_without_draws_says_that_points_alone_mislead():
    bare = fit(MODEL, planted.data(300, 1), Options(draws=0, folds=0))
    assert "point estimates alone mislead" in markdown(MODEL, bare, "en")


def test_an_html_report_needs_nothing_from_elsewhere():
    text = html(MODEL, RESULT, "en")
    assert "<script" not in text
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "<svg" in text
