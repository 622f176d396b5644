"""Where boxes, lines and labels of a path diagram go. Labels keep clear of each other and of the boxes."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from livefair.value.paths.model import Model, in_order
from livefair.value.why import Locale

MARGIN = 24
HEAD, FOOT = 44, 26
BOX_WIDTH, BOX_HEIGHT = 204, 50
ROW = 96
NAME_SIZE, NAME_SIZE_MIN, LABEL_SIZE = 13.0, 10.0, 12
GAP_MIN, GAP_MAX, GAP_PER_LINE = 190, 420, 16
SWEEPS = 6
LANE, LANES = 7.0, 5
Point = tuple[float, float]
Curve = tuple[Point, ...]


class Box(NamedTuple):
    """A construct's box by its upper left corner; `name` is cut to fit, `full_name` is not."""

    id: str
    column: int
    x: float
    y: float
    name: str
    full_name: str
    size: float


class Picture(NamedTuple):
    width: float
    height: float
    boxes: list[Box]

    def box(self, construct_id: str) -> Box:
        return next(box for box in self.boxes if box.id == construct_id)


class Place(NamedTuple):
    """A label by its centre and size."""

    x: float
    y: float
    width: float
    height: float
    text: str


def text_width(text: str, size: float) -> float:
    """Wide characters (Chinese) take a whole em, others, set bold, about two thirds."""
    return sum(size if unicodedata.east_asian_width(one) in "WF" else size * 0.63 for one in text)


def picture(model: Model, locale: Locale) -> Picture:
    columns = _columns(model)
    lines = sum(len(sources) for sources in model.paths.values())
    gap = max(GAP_MIN, min(GAP_MAX, GAP_PER_LINE * lines / max(1, len(columns) - 1)))
    tallest = max(len(column) for column in columns)
    height = HEAD + tallest * ROW + FOOT
    boxes = []
    for number, column in enumerate(columns):
        step = (height - HEAD - FOOT) / len(column)
        for row, name in enumerate(column):
            x = MARGIN + number * (BOX_WIDTH + gap)
            y = HEAD + step * (row + 0.5) - BOX_HEIGHT / 2
            full = model.name_of(name, locale)
            shown, size = _fitted(full, BOX_WIDTH - 24)
            boxes.append(Box(name, number, x, y, shown, full, size))
    width = 2 * MARGIN + len(columns) * BOX_WIDTH + (len(columns) - 1) * gap
    return Picture(width, height, boxes)


def _fitted(name: str, room: float) -> tuple[str, float]:
    size = NAME_SIZE
    while size > NAME_SIZE_MIN and text_width(name, size) > room:
        size -= 0.5
    while text_width(name, size) > room:
        name = name.rstrip("…")[:-1] + "…"
    return name, size


def _columns(model: Model) -> list[list[str]]:
    """Constructs by stage: the one given, else one after the last that leads to them."""
    depth: dict[str, int] = {}
    given = {one.id: one.stage for one in model.constructs if one.stage is not None}
    for name in in_order(model.paths):
        after = max((depth[source] + 1 for source in model.paths.get(name, ())), default=0)
        depth[name] = given.get(name, after)
    for one in model.interactions:
        depth[one.id] = max(depth[one.driver], depth[one.moderator])
    names = [*(one.id for one in model.constructs), *(one.id for one in model.interactions)]
    columns = [[name for name in names if depth.get(name) == level] for level in sorted(set(depth.values()))]
    return _untangled(columns, model.paths)


def _untangled(columns: list[list[str]], paths: dict[str, list[str]]) -> list[list[str]]:
    """Each box at the mean height of those it is linked with, for fewer crossings (Sugiyama et al. 1981)."""
    near: dict[str, set[str]] = {name: set() for column in columns for name in column}
    for target, sources in paths.items():
        for source in sources:
            near[source].add(target)
            near[target].add(source)
    for sweep in range(SWEEPS):
        height = {name: (row + 0.5) / len(column) for column in columns for row, name in enumerate(column)}
        for column in columns if sweep % 2 == 0 else reversed(columns):
            means = {
                name: sum(height[one] for one in near[name]) / len(near[name]) if near[name] else height[name]
                for name in column
            }
            column.sort(key=lambda name: (means[name], height[name]))
            height |= {name: (row + 0.5) / len(column) for row, name in enumerate(column)}
    return columns


def curves(drawn: Picture, links: Sequence[tuple[str, str]]) -> list[Curve]:
    """A curve of each link. On a box's side the lines stand in the order of their other ends; over columns in between
    they run in the gaps between boxes, each in a lane of its own.
    """
    pairs = [(drawn.box(source), drawn.box(target)) for source, target in links]
    lanes: dict[tuple[int, float], int] = {}
    found = []
    for source, target in pairs:
        leaving = sorted((other for one, other in pairs if one.id == source.id), key=lambda box: (box.y, box.column))
        coming = sorted((one for one, other in pairs if other.id == target.id), key=lambda box: (box.y, -box.column))
        start = (source.x + BOX_WIDTH, _port(source, leaving.index(target), len(leaving)))
        end = (target.x, _port(target, coming.index(source), len(coming)))
        if source.column == target.column:
            found.append(_around(start, (end[0] + BOX_WIDTH, end[1])))
            continue
        stops = [start]
        for column in range(source.column + 1, target.column):
            stops += _crossing(drawn, column, start, end, lanes)
        found.append(_through([*stops, end]))
    return found


def _port(box: Box, position: int, count: int) -> float:
    return box.y + BOX_HEIGHT * (position + 1) / (count + 1)


def _around(start: Point, end: Point) -> Curve:
    """Between two boxes of one column, out on the right and back."""
    right = start[0] + 70
    return (start, (right, start[1]), (right, end[1]), end)


def _through(stops: Sequence[Point]) -> Curve:
    """Bézier pieces from stop to stop that begin and end level."""
    points = [stops[0]]
    for (x0, y0), (x1, y1) in pairwise(stops):
        reach = (x1 - x0) / 2
        points += [(x0 + reach, y0), (x1 - reach, y1), (x1, y1)]
    return tuple(points)


def _crossing(
    drawn: Picture, column: int, start: Point, end: Point, lanes: dict[tuple[int, float], int]
) -> list[Point]:
    """Where a line enters and leaves a column in between: in the gap that is nearest to the straight way."""
    boxes = sorted((box for box in drawn.boxes if box.column == column), key=lambda box: box.y)
    left = boxes[0].x
    straight = start[1] + (end[1] - start[1]) * (left + BOX_WIDTH / 2 - start[0]) / (end[0] - start[0])
    edges = [boxes[0].y - 2 * LANES * LANE, *(y for box in boxes for y in (box.y, box.y + BOX_HEIGHT))]
    edges.append(boxes[-1].y + BOX_HEIGHT + 2 * LANES * LANE)
    gaps = [(upper + lower) / 2 for upper, lower in zip(edges[::2], edges[1::2], strict=True)]
    gap = min(gaps, key=lambda y: abs(y - straight))
    number = lanes[column, gap] = lanes.get((column, gap), -1) + 1
    # 0, +1, −1, +2, −2 … lanes from the middle of the gap, as many as it holds.
    step = (number % LANES + 1) // 2 * (1 if number % 2 else -1)
    y = gap + step * LANE
    return [(left - LANE, y), (left + BOX_WIDTH + LANE, y)]


def labels(drawn: Picture, lines: Sequence[Curve], texts: Sequence[str]) -> list[Place]:
    """A place for each text on or near its line, clear of all boxes and of the labels before it."""
    taken = [Place(box.x + BOX_WIDTH / 2, box.y + BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT, "") for box in drawn.boxes]
    found = []
    for line, text in zip(lines, texts, strict=True):
        place = next(
            place for place in _candidates(drawn, line, text) if not any(_overlap(place, other) for other in taken)
        )
        taken.append(place)
        found.append(place)
    return found


def _candidates(drawn: Picture, line: Curve, text: str) -> Iterator[Place]:
    width, height = text_width(text, LABEL_SIZE) + 6, LABEL_SIZE + 4.0
    for away in range(0, int(drawn.height) * 2, 4):
        for share in (0.3, 0.25, 0.35, 0.2, 0.4, 0.15, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
            x, y = _at(line, share)
            yield Place(x, y - away, width, height, text)
            if away:
                yield Place(x, y + away, width, height, text)


def _at(line: Curve, share: float) -> Point:
    """A point of the curve; pieces count alike."""
    pieces = (len(line) - 1) // 3
    piece = min(int(share * pieces), pieces - 1)
    t = share * pieces - piece
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line[3 * piece : 3 * piece + 4]
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def _overlap(one: Place, other: Place) -> bool:
    return abs(one.x - other.x) * 2 < one.width + other.width and abs(one.y - other.y) * 2 < one.height + other.height
