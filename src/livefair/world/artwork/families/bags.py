"""Bags: a leather handbag and a canvas shopper."""

from __future__ import annotations

import numpy as np
import shapely

from livefair.world.artwork.families.home import BRASS, dark
from livefair.world.artwork.shapes import (
    Colour,
    Material,
    Part,
    ball,
    box,
    circle,
    curve,
    join,
    level,
    loft,
    plate,
    ring,
    sheet,
    squircle,
    tube,
)


def handbag(leather: Colour) -> list[Part]:
    """A vegetable-tanned handbag with flap, clasp and two handles."""
    hide, edge = Material(leather, 0.5), Material(dark(leather), 0.5)
    outline = squircle(48, 6)
    rows = []
    for h in np.linspace(0, 1, 22):
        rim = min(h, 0.05) / 0.05
        w = 0.135 - 0.02 * h - 0.008 * (1 - rim) ** 2
        d = 0.052 * (1 - 0.5 * h) + 0.006 - 0.008 * (1 - rim) ** 2
        rows.append(level(outline, 0.19 * h, w, d))
    u = np.linspace(-1, 1, 28)
    path = curve(
        [
            (0, 0.192, -0.03),
            (0, 0.197, -0.01),
            (0, 0.194, 0.018),
            (0, 0.178, 0.039),
            (0, 0.14, 0.0475),
            (0, 0.098, 0.054),
        ],
        24,
    )
    drop = np.where(np.abs(u) < 0.8, 0.0, (np.abs(u) - 0.8) ** 2 * 0.6)
    flap = np.stack(
        [np.c_[u * 0.104, np.full(28, p[1]) - drop * k / 23, np.full(28, p[2])] for k, p in enumerate(path)]
    )
    a = np.linspace(0, np.pi, 36)
    handles = [
        tube(np.c_[0.062 * np.cos(a), 0.188 + 0.1 * np.sin(a), np.full(36, z)], 0.0052, 12) for z in (-0.024, 0.022)
    ]
    rings = [
        ring(0.0085, 0.0018, 28).turned(90, "x").moved(x=s * 0.062, y=0.184, z=z)
        for s in (-1, 1)
        for z in (-0.0275, 0.0335)
    ]
    clasp = [
        box(0.03, 0.004, 0.02, corner=0.004, bevel=0.0014).turned(90, "x").moved(y=0.11, z=0.0525),
        box(0.01, 0.004, 0.012, corner=0.002, bevel=0.0014).turned(90, "x").moved(y=0.108, z=0.0562),
    ]
    feet = [ball(0.005, 14, 8).moved(x=s * 0.1, y=0.0015, z=z) for s in (-1, 1) for z in (-0.03, 0.03)]
    return [
        Part(loft(rows), hide),
        Part(sheet(flap, 0.0035), edge),
        Part(join(handles), edge),
        Part(join([*rings, *clasp, *feet]), BRASS),
    ]


def tote(canvas: Colour, print_: Colour, handle: Colour) -> list[Part]:
    """A canvas shopper with a printed persimmon."""
    rows = []
    wave = circle(80)
    outline = squircle(80, 5)
    for h in np.linspace(0, 1, 24):
        sag = 0.006 * np.sin(h * np.pi)
        ripple = 1 + 0.03 * h * np.sin(wave[:, 0] * 9)
        ringed = level(outline, 0.3 * h, 0.148 - 0.004 * h + sag, 0.05 - 0.032 * h + sag)
        rows.append(ringed * np.c_[np.ones(80), np.ones(80), ripple])
    bag = loft(rows)
    a = np.linspace(0, np.pi, 40)
    straps = [
        tube(np.c_[0.055 * np.cos(a), 0.27 + 0.15 * np.sin(a) ** 0.8, np.full(40, z)], 0.009, 12, flat=0.22)
        for z in (-0.019, 0.021)
    ]
    fruit = shapely.Point(0, 0).buffer(0.042)
    fruit = shapely.affinity.scale(fruit, 1.12, 0.92)
    leaf = shapely.Point(0, 0).buffer(0.014)
    leaves = [
        shapely.affinity.translate(shapely.affinity.rotate(shapely.affinity.scale(leaf, 1.5, 0.6), r), x, 0.037)
        for r, x in ((28, -0.017), (-28, 0.017), (90, 0.0))
    ]
    lean = 5.0
    red = plate(fruit, 0.001).turned(-lean, "x").moved(y=0.13, z=0.0432)
    green = join([plate(p, 0.0015) for p in leaves]).turned(-lean, "x").moved(y=0.13, z=0.0432)
    hem = loft([level(outline, y, 0.1452 + g, 0.0185 + g) for y, g in ((0.286, 0.0012), (0.3, 0.001))], capped=False)
    return [
        Part(bag, Material(canvas, 0.95)),
        Part(hem, Material(dark(canvas, 0.93), 0.95)),
        Part(join(straps), Material(handle, 0.9)),
        Part(red, Material(print_, 0.85)),
        Part(green, Material((52, 128, 96), 0.85)),
    ]
