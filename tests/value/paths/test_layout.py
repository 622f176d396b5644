from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livefair.value.paths import Construct, Model
from livefair.value.paths.layout import BOX_HEIGHT, BOX_WIDTH, Place, curves, labels, picture, text_width
from livefair.value.why import Words

NAMES = [f"C{n}" for n in range(9)]


@st.composite
def models(draw):
    """Any model without circles: paths lead from earlier names to later ones."""
    paths = {}
    for n, name in enumerate(NAMES[1:], 1):
        paths[name] = draw(st.lists(st.sampled_from(NAMES[:n]), min_size=1, max_size=min(n, 4), unique=True))
    names = Words(zh="共同创造的价值与体验", en="A construct with quite a long name")
    return Model(constructs=[Construct(id=name, items=[name.lower()], name=names) for name in NAMES], paths=paths)


def overlap(one, other):
    return abs(one.x - other.x) * 2 < one.width + other.width and abs(one.y - other.y) * 2 < one.height + other.height


@settings(max_examples=40, deadline=None)
@given(model=models())
def test_no_label_covers_another_or_a_box(model):
    drawn = picture(model, "zh")
    links = [(source, target) for target, sources in model.paths.items() for source in sources]
    found = labels(drawn, curves(drawn, links), ["+0.46***"] * len(links))
    boxes = [Place(b.x + BOX_WIDTH / 2, b.y + BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT, "") for b in drawn.boxes]
    things = [*boxes, *found]
    clashes = [(a, b) for position, a in enumerate(things) for b in things[:position] if overlap(a, b)]
    assert clashes == []


@settings(max_examples=40, deadline=None)
@given(model=models())
def test_paths_run_from_left_to_right_inside_the_picture(model):
    drawn = picture(model, "en")
    for target, sources in model.paths.items():
        for source in sources:
            assert drawn.box(source).column < drawn.box(target).column
    assert all(0 <= box.x <= drawn.width - BOX_WIDTH and 0 <= box.y <= drawn.height - BOX_HEIGHT for box in drawn.boxes)


@settings(max_examples=40, deadline=None)
@given(model=models())
def test_no_line_runs_behind_a_box(model):
    drawn = picture(model, "en")
    links = [(source, target) for target, sources in model.paths.items() for source in sources]
    for line in curves(drawn, links):
        for x, y in points_of(line):
            inside = [b.id for b in drawn.boxes if b.x < x < b.x + BOX_WIDTH and b.y < y < b.y + BOX_HEIGHT]
            assert inside == []


def points_of(line):
    """Many points of a curve, by de Casteljau's construction."""
    for piece in range(0, len(line) - 1, 3):
        for step in range(1, 40):
            points = line[piece : piece + 4]
            while len(points) > 1:
                points = [
                    tuple(a + (b - a) * step / 40 for a, b in zip(one, other, strict=True))
                    for one, other in pairwise(points)
                ]
            yield points[0]


def test_long_names_are_cut_to_fit_and_kept_whole_for_the_title():
    long = Words(zh="非常" * 30, en="very " * 30)
    model = Model(
        constructs=[Construct(id="A", items=["a"], name=long), Construct(id="B", items=["b"])], paths={"B": ["A"]}
    )
    box = picture(model, "zh").box("A")
    assert box.name.endswith("…")
    assert text_width(box.name, box.size) <= BOX_WIDTH - 24
    assert box.full_name == long.zh


def test_a_given_stage_places_a_construct():
    constructs = [Construct(id="A", items=["a"], stage=0), Construct(id="B", items=["b"], stage=2)]
    constructs.append(Construct(id="C", items=["c"], stage=1))
    drawn = picture(Model(constructs=constructs, paths={"B": ["A"], "C": ["A"]}), "en")
    assert drawn.box("A").x < drawn.box("C").x < drawn.box("B").x


def test_chinese_letters_are_a_whole_em_wide():
    assert text_width("价值", 10) == pytest.approx(20)
    assert text_width("ab", 10) == pytest.approx(12.6)
