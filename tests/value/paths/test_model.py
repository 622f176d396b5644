import pytest

from livefair.value.faults import Fault, faults
from livefair.value.paths import load_model
from livefair.value.paths.model import MODEL_BYTES_MAX, in_order

GOOD = """
title = { zh = "示范", en = "Demonstration" }
[[constructs]]
id = "A"
items = ["a1", "a2"]
name = { zh = "信任", en = "Trust" }
[[constructs]]
id = "B"
items = ["b1", "b2"]
mode = "B"
[[constructs]]
id = "C"
items = ["c1"]
[[interactions]]
id = "AxB"
driver = "A"
moderator = "B"
[paths]
C = ["A", "B", "AxB"]
"""


def test_a_model_is_read_from_toml():
    model = load_model(GOOD)
    assert model.columns() == ["a1", "a2", "b1", "b2", "c1"]
    assert model.name_of("A", "zh") == "信任"
    assert model.name_of("AxB", "en") == "AxB"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title =", "title", "cannot be read"),
        ('mode = "B"', 'mode = "C"', "cannot be read"),
        ("[paths]", "[path]", "cannot be read"),
        ('C = ["A", "B", "AxB"]', 'C = ["A", "B", "E"]', "no construct called E"),
        ('C = ["A", "B", "AxB"]', 'C = ["A", "B"]', "No path touches AxB"),
        ('C = ["A", "B", "AxB"]', 'C = ["A", "AxB"]\nB = ["A"]', "without both"),
        ('C = ["A", "B", "AxB"]', 'C = ["A", "B", "AxB", "A"]', "repeat"),
        ('C = ["A", "B", "AxB"]', 'C = ["A", "B", "AxB"]\nA = ["C"]', "circle: C, A|circle: A, C"),
        ('"b1", "b2"', '"b1", "a2"', "item a2 is used twice"),
        ('id = "B"', 'id = "A"', "construct A occurs twice"),
        ('items = ["c1"]', "items = []", "either items or parts"),
        ('items = ["c1"]', 'parts = ["A", "E"]', "is no construct with items"),
        ('items = ["c1"]', 'items = ["c1"]\nconsistent = true', "mode A and with two or more"),
        ('moderator = "B"', 'moderator = "E"', "no construct called E"),
        ("title =", "smallest_path = 2.0\ntitle =", "between 0 and 1"),
    ],
)
def test_what_is_wrong_with_a_model_is_said(old, new, said):
    assert old in GOOD
    with pytest.raises(Fault, match=said):
        load_model(GOOD.replace(old, new))


def test_paths_lead_to_wholes_not_to_their_parts():
    text = GOOD.replace('items = ["c1"]', 'parts = ["A", "B"]')
    with pytest.raises(Fault, match="part of a higher-order construct"):
        load_model(text)


def test_a_model_has_a_limit():
    with pytest.raises(Fault, match="too large"):
        load_model("#" * (MODEL_BYTES_MAX + 1))


def test_sources_stand_before_what_they_lead_to():
    found = in_order({"D": ["B", "C"], "C": ["A"], "B": ["A"]})
    assert found.index("A") < found.index("B") < found.index("D")


def test_every_fault_speaks_both_languages():
    for code, words in faults().items():
        assert words.zh != words.en, code
        assert set(placeholders(words.zh)) == set(placeholders(words.en)), code


def placeholders(text):
    return [part.split("}")[0] for part in text.split("{")[1:]]
