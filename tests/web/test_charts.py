"""Charts are text: their marks, titles and proportions can be read."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from livefair.web import charts

BARS = [charts.Bar("saw", 1000, "1,000"), charts.Bar("stayed", 250, "250"), charts.Bar("bought <b>", 10, "10")]
STAGES = [
    charts.Stage("Drivers", [charts.StageNode("HF", "Followers", "120", "/x", 0.4)]),
    charts.Stage("Behaviours", [charts.StageNode("BA3", "Atmosphere", "3.1", "/y")]),
]
DRAWN = {
    "sparkline": charts.sparkline([charts.Point(3, "a"), charts.Point(1, "b"), charts.Point(2, "c")], "Prices"),
    "flat sparkline": charts.sparkline([charts.Point(5, "a")], "Price"),
    "funnel": charts.funnel(BARS, "Funnel"),
    "bars": charts.bars(BARS, "Bars"),
    "split": charts.split_bar(BARS, "Split"),
    "stages": charts.stage_diagram(STAGES, [("HF", "BA3"), ("HF", "nowhere")], "Stages"),
}


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_chart_is_well_formed_and_says_what_it_shows(name: str) -> None:
    root = ElementTree.fromstring(str(DRAWN[name]))
    assert root.get("role") == ("group" if name == "stages" else "img")
    assert root.get("aria-label")


@pytest.mark.parametrize("draw", [charts.sparkline, charts.funnel, charts.bars])
def test_a_chart_of_nothing_is_nothing(draw: object) -> None:
    assert draw([], "Nothing") == ""  # type: ignore[operator]  # three functions of one shape


def test_labels_are_escaped() -> None:
    assert "<b>" not in DRAWN["funnel"]
    assert "bought &lt;b&gt;" in DRAWN["funnel"]


def test_a_funnel_tells_the_share_of_the_step_before() -> None:
    assert "25.0%" in DRAWN["funnel"]


def test_the_longest_bar_fills_its_track() -> None:
    widths = [float(w) for w in re.findall(r'class="fill" x="0" y="\d+" width="([\d.]+)"', DRAWN["bars"])]
    assert widths == [420.0, 105.0, 4.2]


def test_a_sparkline_rises_where_the_value_rises() -> None:
    line = re.search(r'class="line" points="([^"]+)"', DRAWN["sparkline"])
    assert line
    heights = [float(pair.split(",")[1]) for pair in line[1].split()]
    assert heights[0] < heights[2] < heights[1]


def test_the_stages_link_only_what_is_there() -> None:
    assert DRAWN["stages"].count('class="flow"') == 1
