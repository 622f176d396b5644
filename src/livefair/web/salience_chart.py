"""The map of who counts: three circles that overlap, and each group where its attributes put it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

WIDTH: Final = 520
HEIGHT: Final = 440
RADIUS: Final = 132
LINE: Final = 18
CIRCLES: Final = {"P": (192, 168), "L": (328, 168), "U": (260, 282)}
TITLES: Final = {"P": (96, 26), "L": (424, 26), "U": (260, 434)}
# Where the names of the groups of each pattern begin.
PLACES: Final = {
    "": (58, 380),
    "P": (122, 128),
    "L": (398, 128),
    "U": (260, 360),
    "PL": (260, 78),
    "PU": (164, 246),
    "LU": (356, 246),
    "PLU": (260, 186),
}


class Mark(NamedTuple):
    letters: str
    name: str
    title: str


def salience_map(marks: Sequence[Mark], attributes: dict[str, str], title: str) -> Markup:
    """`attributes`: letter → its word."""
    circles = "".join(
        f'<circle class="{letter}" cx="{x}" cy="{y}" r="{RADIUS}"/>' for letter, (x, y) in CIRCLES.items()
    )
    heads = "".join(
        f'<text class="head" x="{x}" y="{y}" text-anchor="middle">{escape(attributes[letter])}</text>'
        for letter, (x, y) in TITLES.items()
    )
    stacked: Counter[str] = Counter()
    names = []
    for mark in marks:
        x, y = PLACES[mark.letters]
        y += LINE * stacked[mark.letters]
        stacked[mark.letters] += 1
        names.append(
            f'<text class="group" x="{x}" y="{y}" text-anchor="middle">{escape(mark.name)}'
            f"<title>{escape(mark.title)}</title></text>"
        )
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}"'
    return Markup(f'<svg class="salience-map" {box}>{circles}{heads}{"".join(names)}</svg>')
