from xml.etree import ElementTree as ET

import pytest

from livefair.value.paths import Options, diagram, fit
from livefair.value.paths.diagram import stars
from tests.value.paths import planted

SVG = "{http://www.w3.org/2000/svg}"
MODEL = planted.model()
RESULT = fit(MODEL, planted.data(300, 1), Options(draws=200, folds=0))


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_construct_and_path_is_drawn_with_its_number(locale):
    root = ET.fromstring(diagram(MODEL, RESULT, locale))
    assert len(root.findall(f".//{SVG}path")) == 4
    told = {one.text for one in root.iter(f"{SVG}text")}
    assert {"A", "B", "C", "D"} <= told
    [strongest] = [row for row in RESULT.paths if row.target == "D"]
    assert f"{strongest.path.value:+.2f}**" in told
    assert any("R²" in text for text in told)
    titles = {one.text for one in root.iter(f"{SVG}title")}
    assert any(text.startswith("C → D: +0.") and "[" in text for text in titles)


def test_a_path_whose_interval_holds_0_is_dashed():
    noise = fit(MODEL, planted.data(300, 1)._replace(values=planted.drawn(300, 1)[::-1] * 0 + noise_rows()), QUICK)
    assert 'class="path-line path-unsure"' in diagram(MODEL, noise, "en")


QUICK = Options(draws=100, folds=0)


def noise_rows():
    # The fourth block from other rows: nothing can lead to it.
    values = planted.drawn(300, 1)
    values[:, 9:] = planted.drawn(300, 77)[:, 9:]
    return values


def test_names_from_outside_cannot_break_out_of_the_text():
    constructs = [one.__class__(id=f'<b>&"{one.id}', items=one.items) for one in MODEL.constructs]
    ids = {one.id: f'<b>&"{one.id}' for one in MODEL.constructs}
    paths = {ids[target]: [ids[source] for source in sources] for target, sources in MODEL.paths.items()}
    hostile = planted.Model(constructs=constructs, paths=paths)
    found = fit(hostile, planted.data(300, 1), Options(draws=0, folds=0))
    assert "<b>" not in diagram(hostile, found, "en").replace("&lt;b&gt;", "")
    ET.fromstring(diagram(hostile, found, "en"))


def test_stars_follow_p():
    assert [stars(p) for p in (None, 0.2, 0.04, 0.004, 0.0004)] == ["", "", "*", "**", "***"]
