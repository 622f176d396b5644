"""Mugs, teapots, bottles: turned on the wheel."""

from __future__ import annotations

import numpy as np

from livefair.world.artwork.shapes import (
    Colour,
    Material,
    Part,
    ball,
    curve,
    join,
    ring,
    tube,
    turned_body,
    vessel,
)

_COFFEE = Material((58, 32, 16), 0.08)


def mug(glaze: Colour, foot: Colour, *, belly: float = 0.006, height: float = 0.095) -> list[Part]:
    shine = Material(glaze, 0.16)
    y = np.linspace(0.008, height - 0.002, 22)
    outer = [(0.036 + belly * np.sin(v / height * np.pi), v) for v in y]
    inner = [(r - 0.0042, v) for r, v in outer[:2:-1]]
    lip = [(0.0372, height), (0.0358, height + 0.0012), (0.0342, height)]
    wall = turned_body([(0.033, 0.004), *outer, *lip, *inner, (0.0, 0.014)])
    arc = np.linspace(-1.45, 1.45, 28)
    thick = 0.0056 + 0.0022 * np.abs(arc / 1.45) ** 3
    path = np.c_[0.036 + 0.029 * np.cos(arc), 0.048 + 0.031 * np.sin(arc), 0 * arc]
    return [
        Part(wall, shine),
        Part(tube(path, thick), shine),
        Part(vessel([(0, 0), (0.031, 0), (0.033, 0.0015), (0.0332, 0.0055), (0, 0.0055)]), Material(foot, 0.85)),
        Part(vessel([(0, 0.079), (0.0385, 0.079), (0, 0.0791)]), _COFFEE),
    ]


def teapot(clay: Colour, trim: Colour, *, squat: float = 1.0, rough: float = 0.18) -> list[Part]:
    body = Material(clay, rough)
    knob = Material(trim, 0.35, 0.0 if rough > 0.3 else 0.9)
    a = np.linspace(-1.25, 1.18, 26)
    round_ = [(0.062 * np.cos(v) ** 0.85, (0.058 + 0.05 * np.sin(v)) * squat) for v in a]
    top = round_[-1][1]
    low = round_[0][1]
    pot = vessel([(0, low), *round_, (0, top)])
    lid = [(0.029 * np.cos(v), top - 0.001 + 0.014 * np.sin(v)) for v in np.linspace(0, np.pi / 2, 10)]
    spout = curve([(0.048, 0.036, 0), (0.076, 0.044, 0), (0.088, 0.075, 0), (0.106, 0.093, 0)], 22)
    handle = curve(
        [(-0.045, 0.086, 0), (-0.078, 0.096, 0), (-0.098, 0.068, 0), (-0.078, 0.038, 0), (-0.052, 0.032, 0)], 30
    )
    stretch = np.array([1, squat, 1])
    return [
        Part(pot, body),
        Part(vessel([(0, 0), (0.034, 0), (0.034, low + 0.004), (0, low + 0.004)]), Material(trim, 0.5)),
        Part(vessel([(0, top - 0.002), (0.0305, top - 0.002), (0.0305, top), *lid]), body),
        Part(ring(0.0305, 0.0016).moved(y=top - 0.0005), knob),
        Part(ball(0.0085).scaled(1, 0.85, 1).moved(y=top + 0.0185), knob),
        Part(tube(spout * stretch, np.linspace(0.016, 0.0072, 22)), body),
        Part(tube(handle * stretch, 0.0058), body),
    ]


def bottle(paint: Colour, cap: Colour, strap: Colour) -> list[Part]:
    """A vacuum bottle with a loop strap."""
    coat = Material(paint, 0.38)
    steel = Material((206, 210, 214), 0.22, 1.0)
    y = np.linspace(0, 1, 14)
    shoulder = [(0.036 - 0.013 * (3 * t**2 - 2 * t**3), 0.172 + 0.03 * t) for t in y]
    body = vessel([(0, 0.004), (0.033, 0.004), (0.0345, 0.0045), (0.036, 0.007), *shoulder, (0.023, 0.203), (0, 0.203)])
    lid = vessel([(0, 0.207), (0.0245, 0.207), (0.0255, 0.209), (0.0255, 0.236), (0.0235, 0.240), (0, 0.241)])
    loop = curve(
        [
            (0.022, 0.226, 0),
            (0.036, 0.244, 0),
            (0.030, 0.268, 0),
            (0, 0.278, 0),
            (-0.030, 0.268, 0),
            (-0.036, 0.244, 0),
            (-0.022, 0.226, 0),
        ],
        40,
    )
    return [
        Part(vessel([(0, 0), (0.0335, 0), (0.0345, 0.0045), (0, 0.0046)]), steel),
        Part(body, coat),
        Part(vessel([(0, 0.202), (0.0222, 0.202), (0.0222, 0.208), (0, 0.208)]), steel),
        Part(lid, Material(cap, 0.55)),
        Part(tube(loop, 0.0042, flat=1.9), Material(strap, 0.8)),
        Part(join([vessel([(0, 0), (0.0365, 0), (0.0365, 0.008), (0, 0.008)]).moved(y=0.052)]), Material(cap, 0.5)),
    ]
