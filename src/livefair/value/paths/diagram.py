"""The path diagram as SVG text: constructs in columns, a line as wide as its path, dashed where the interval holds 0.

Colours are attributes, so that a page's own CSS (classes `path-…`) may overrule them.
"""

from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from livefair.value.paths.honesty import words
from livefair.value.paths.layout import (
    BOX_HEIGHT,
    BOX_WIDTH,
    LABEL_SIZE,
    MARGIN,
    Box,
    Curve,
    Place,
    curves,
    labels,
    picture,
)
from livefair.value.paths.model import Model
from livefair.value.paths.result import PathRow, Result
from livefair.value.why import Locale

WIDTH_MIN, WIDTH_PER_PATH = 1.2, 9.0
FONT = "system-ui, 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"


class Colours(NamedTuple):
    ground: str
    box: str
    ink: str
    dim: str
    edge: str
    bar: str


DARK = Colours("#171310", "#2b221d", "#f6efe8", "#b3a597", "#d4622f", "#4fc3a1")
LIGHT = Colours("#ffffff", "#fdf4ee", "#241a14", "#6d5f54", "#c2521f", "#1d8f6d")


def stars(p: float | None) -> str:
    if p is None:
        return ""
    return "***" if p < 0.001 else "**" if p < 0.01 else "*" if p < 0.05 else ""


def diagram(model: Model, result: Result, locale: Locale, *, colours: Colours = DARK) -> str:
    """An SVG of the whole model. Every line and box carries a <title> with its numbers."""
    drawn = picture(model, locale)
    lines = curves(drawn, [(row.source, row.target) for row in result.paths])
    told = [_label(row, locale) for row in result.paths]
    places = labels(drawn, lines, told)
    body = [_line(row, line, model, locale, colours) for row, line in zip(result.paths, lines, strict=True)]
    r2 = {row.id: row.r2.value for row in result.constructs if row.r2 is not None}
    body += [_box(box, r2.get(box.id), colours) for box in drawn.boxes]
    body += [_text(place, row, colours) for row, place in zip(result.paths, places, strict=True)]
    width, height = drawn.width, drawn.height
    legend = words()["diagram"]["width"].on(locale)
    body.append(
        f'<text class="path-legend" x="{width - MARGIN:g}" y="{height - 10:g}" text-anchor="end" font-size="12" '
        f'fill="{colours.dim}">{escape(legend)}</text>'
    )
    title = f"{model.title.on(locale)} (PLS-SEM, n={result.n:,})"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="path-diagram" viewBox="0 0 {width:g} {height:g}" role="img" '
        f"aria-label={quoteattr(title)} font-family={quoteattr(FONT)}>"
        f'<rect class="path-ground" width="{width:g}" height="{height:g}" fill="{colours.ground}"/>'
        f'<text class="path-title" x="{MARGIN}" y="26" font-size="16" font-weight="600" fill="{colours.ink}">'
        f"{escape(title)}</text>{''.join(body)}</svg>"
    )


def _label(row: PathRow, locale: Locale) -> str:
    value = row.path.value
    if value is None:
        return "–"
    if row.path.low is not None and not row.path.holds:
        return f"{value:+.2f} {words()['diagram']['not_significant'].on(locale)}"
    return f"{value:+.2f}{stars(row.path.p)}"


def _line(row: PathRow, line: Curve, model: Model, locale: Locale, colours: Colours) -> str:
    value = row.path.value or 0.0
    width = WIDTH_MIN + WIDTH_PER_PATH * min(abs(value), 1.0)
    dashed = row.path.low is not None and not row.path.holds
    look = 'stroke-dasharray="5 4" opacity=".55"' if dashed else 'opacity=".85"'
    bounds = "" if row.path.low is None else f" [{row.path.low:+.3f}, {row.path.high:+.3f}]"
    ends = f"{model.name_of(row.source, locale)} → {model.name_of(row.target, locale)}"
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in line)
    start, rest = points.split(" ", 1)
    return (
        f'<path class="path-line{" path-unsure" if dashed else ""}" d="M{start} C{rest}" fill="none" '
        f'stroke="{colours.dim if dashed else colours.edge}" stroke-width="{width:.2f}" {look}>'
        f"<title>{escape(f'{ends}: {value:+.3f}{bounds}')}</title></path>"
    )


def _box(box: Box, r2: float | None, colours: Colours) -> str:
    middle = box.y + (BOX_HEIGHT / 2 + 5 if r2 is None else 21)
    text = (
        f'<text x="{box.x + 12:g}" y="{middle:g}" font-size="{box.size:g}" font-weight="600" '
        f'fill="{colours.ink}">{escape(box.name)}</text>'
    )
    told = "" if r2 is None else f" R² {r2:.2f}"
    bar = ""
    if r2 is not None:
        room = BOX_WIDTH - 88
        bar = (
            f'<rect x="{box.x + 12:g}" y="{box.y + 34:g}" width="{room:g}" height="4" rx="2" fill="{colours.dim}" '
            f'opacity=".3"/><rect class="path-r2" x="{box.x + 12:g}" y="{box.y + 34:g}" '
            f'width="{room * max(0.0, min(r2, 1.0)):.1f}" height="4" rx="2" fill="{colours.bar}"/>'
            f'<text x="{box.x + BOX_WIDTH - 10:g}" y="{box.y + 40:g}" font-size="11" text-anchor="end" '
            f'fill="{colours.dim}">R² {r2:.2f}</text>'
        )
    return (
        f'<g class="path-box"><rect x="{box.x:g}" y="{box.y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="10" '
        f'fill="{colours.box}" stroke="{colours.dim}" stroke-opacity=".5"/>{text}{bar}'
        f"<title>{escape(box.full_name + told)}</title></g>"
    )


def _text(place: Place, row: PathRow, colours: Colours) -> str:
    colour = colours.dim if row.path.low is not None and not row.path.holds else colours.ink
    return (
        f'<text class="path-label" x="{place.x:.1f}" y="{place.y + LABEL_SIZE * 0.35:.1f}" font-size="{LABEL_SIZE}" '
        f'font-weight="600" text-anchor="middle" fill="{colour}" stroke="{colours.ground}" stroke-width="4" '
        f'paint-order="stroke">{escape(place.text)}</text>'
    )
