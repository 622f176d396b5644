"""Small charts as SVG text. Colours come from CSS classes; every mark carries a <title>."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup, escape

SPARK_WIDTH: Final = 300
SPARK_HEIGHT: Final = 62
MARGIN: Final = 6


class Point(NamedTuple):
    """One value and the words shown for it."""

    value: float
    text: str


class Bar(NamedTuple):
    label: str
    value: float
    text: str


class StageNode(NamedTuple):
    """One card of the three-stage picture. `share` (0..1) fills its bar, None leaves it out."""

    id: str
    label: str
    text: str
    href: str
    share: float | None = None


class Stage(NamedTuple):
    title: str
    nodes: Sequence[StageNode]


def _svg(cls: str, width: float, height: float, title: str, body: str) -> Markup:
    box = f'viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(title)}"'
    return Markup(f'<svg class="chart {cls}" {box}>{body}</svg>')


def _scaled(values: Sequence[float]) -> list[float]:
    """0..1 from bottom to top; a flat series runs along the middle."""
    low, high = min(values), max(values)
    return [(value - low) / (high - low) if high > low else 0.5 for value in values]


def _steps(count: int) -> list[float]:
    inner = SPARK_WIDTH - 2 * MARGIN
    return [MARGIN + inner * index / max(count - 1, 1) for index in range(count)]


def sparkline(points: Sequence[Point], title: str) -> Markup:
    """A line of at least one point; the last one is marked."""
    if not points:
        return Markup("")
    inner = SPARK_HEIGHT - 2 * MARGIN
    ys = [MARGIN + inner * (1 - share) for share in _scaled([point.value for point in points])]
    places = list(zip(_steps(len(points)), ys, points, strict=True))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    area = f"{MARGIN},{SPARK_HEIGHT} {line} {SPARK_WIDTH - MARGIN},{SPARK_HEIGHT}"
    last_x, last_y, _ = places[-1]
    dots = "".join(
        f'<circle class="hit" cx="{x:.1f}" cy="{y:.1f}" r="7"><title>{escape(point.text)}</title></circle>'
        for x, y, point in places
    )
    return _svg(
        "spark",
        SPARK_WIDTH,
        SPARK_HEIGHT,
        title,
        f'<polygon class="area" points="{area}"/><polyline class="line" points="{line}"/>'
        f'<path class="now" d="M{last_x:.1f} {last_y:.1f}h0"/>{dots}',
    ).replace(Markup(" role="), Markup(' preserveAspectRatio="none" role='), 1)


def funnel(bars: Sequence[Bar], title: str) -> Markup:
    """Steps from the widest down; the share of the step before stands beside each."""
    if not bars:
        return Markup("")
    top, row, width = max(bars[0].value, 1), 46, 420
    half = [max(bar.value / top, 0.01) ** 0.5 * 130 for bar in bars]
    parts = []
    for index, bar in enumerate(bars):
        y = index * row
        below = half[index + 1] if index + 1 < len(bars) else half[index] * 0.9
        # Visits are no part of anything: what is larger than the step before has no share of it.
        is_part = index > 0 and 0 < bars[index - 1].value >= bar.value
        kept = f" · {bar.value / bars[index - 1].value:.1%}" if is_part else ""
        parts.append(
            f'<g class="fn fn-{index}"><title>{escape(bar.label)}: {escape(bar.text)}{kept}</title>'
            f'<path d="M{135 - half[index]:.0f} {y + 2}H{135 + half[index]:.0f}L{135 + below:.0f} {y + row - 2}'
            f'H{135 - below:.0f}Z"/><text x="284" y="{y + 20}">{escape(bar.label)}</text>'
            f'<text class="v" x="284" y="{y + 37}">{escape(bar.text)}{kept}</text></g>'
        )
    return _svg("funnel", width, row * len(bars), title, "".join(parts))


def bars(rows: Sequence[Bar], title: str) -> Markup:
    """Horizontal bars, label above, figure at the end."""
    if not rows:
        return Markup("")
    top, row, width = max(max(bar.value for bar in rows), 1e-9), 40, 420
    parts = [
        f'<g class="bar"><title>{escape(bar.label)}: {escape(bar.text)}</title>'
        f'<text x="0" y="{index * row + 14}">{escape(bar.label)}</text>'
        f'<text class="v" x="{width}" y="{index * row + 14}" text-anchor="end">{escape(bar.text)}</text>'
        f'<rect class="track" x="0" y="{index * row + 20}" width="{width}" height="10" rx="5"/>'
        f'<rect class="fill" x="0" y="{index * row + 20}" width="{width * max(bar.value, 0) / top:.1f}" '
        'height="10" rx="5"/></g>'
        for index, bar in enumerate(rows)
    ]
    return _svg("bars", width, row * len(rows), title, "".join(parts))


def split_bar(rows: Sequence[Bar], title: str) -> Markup:
    """One bar shared out; parts below one percent keep a visible sliver."""
    total = sum(bar.value for bar in rows) or 1
    x, parts = 0.0, []
    for index, bar in enumerate(rows):
        width = max(400 * bar.value / total, 3)
        parts.append(
            f'<rect class="part part-{index % 6}" x="{x:.1f}" y="0" width="{max(width - 2, 1):.1f}" height="18">'
            f"<title>{escape(bar.label)}: {escape(bar.text)}</title></rect>"
        )
        x += width
    return _svg("split", x, 18, title, "".join(parts))


NODE_W: Final = 208
NODE_H: Final = 58
STAGE_W: Final = 1040


def _node(node: StageNode, stage: int, x: float, y: float) -> str:
    fill = ""
    if node.share is not None:
        width = (NODE_W - 28) * min(max(node.share, 0), 1)
        fill = (
            f'<rect class="level" x="{x + 14:.0f}" y="{y + NODE_H - 9:.0f}" width="{width:.0f}" height="3" rx="1.5"/>'
        )
    return (
        f'<a href="{escape(node.href)}" class="node stage-{stage}">'
        f"<title>{escape(node.label)}: {escape(node.text)}</title>"
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{NODE_W}" height="{NODE_H}" rx="14"/>'
        f'<text x="{x + 14:.0f}" y="{y + 22:.0f}">{escape(node.label)}</text>'
        f'<text class="v" x="{x + 14:.0f}" y="{y + 42:.0f}">{escape(node.text)}</text>{fill}</a>'
    )


def _flow(start: tuple[float, float], end: tuple[float, float], opened: tuple[str, str] | None) -> str:
    """`opened`: the address that the line opens, and its name."""
    (xa, ya), (xb, yb) = start, end
    bend = (xb - xa) / 2
    curve = f"C{xa + bend:.0f} {ya:.0f} {xb - bend:.0f} {yb:.0f} {xb:.0f} {yb:.0f}"
    line = f'<path class="flow" d="M{xa:.0f} {ya:.0f}{curve}"/>'
    if opened is None:
        return line
    href, name = (escape(word) for word in opened)
    reach = f'<path class="reach" d="M{xa:.0f} {ya:.0f}{curve}"/>'
    return f'<a href="{href}" class="arrow"><title>{name}</title>{line}{reach}</a>'


def stage_diagram(
    stages: Sequence[Stage], links: Sequence[tuple[str, str]], title: str, arrow_url: str | None = None
) -> Markup:
    """Columns of linked cards, left to right. Lines say what the model connects, not how strongly; with `arrow_url`,
    where `SOURCE` and `TARGET` stand for their ends, each opens."""
    tallest = max((len(stage.nodes) for stage in stages), default=0)
    height = 40 + tallest * (NODE_H + 14)
    gap = (STAGE_W - NODE_W) / max(len(stages) - 1, 1)
    places: dict[str, tuple[float, float]] = {}
    labels = {node.id: node.label for stage in stages for node in stage.nodes}
    boxes = []
    for column, stage in enumerate(stages):
        x = column * gap
        step = (height - 40) / max(len(stage.nodes), 1)
        boxes.append(f'<text class="head" x="{x + NODE_W / 2:.0f}" y="18">{escape(stage.title)}</text>')
        for row, node in enumerate(stage.nodes):
            y = 34 + step * (row + 0.5) - NODE_H / 2
            places[node.id] = (x, y)
            boxes.append(_node(node, column, x, y))
    middle = NODE_H / 2
    flows = [
        _flow(
            (places[a][0] + NODE_W, places[a][1] + middle),
            (places[b][0], places[b][1] + middle),
            (arrow_url.replace("SOURCE", a).replace("TARGET", b), f"{labels[a]} → {labels[b]}") if arrow_url else None,
        )
        for a, b in links
        if a in places and b in places
    ]
    drawing = _svg("stages", STAGE_W, height, title, "".join(flows + boxes))
    # Its cards are links, which an image could not hold.
    return drawing.replace(Markup(' role="img"'), Markup(' role="group"'), 1)
