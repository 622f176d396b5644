"""Lamps, candle, notebook, plant, speaker, camera, bear: things to live with."""

from __future__ import annotations

import numpy as np
import shapely

from livefair.world.artwork.shapes import (
    Colour,
    Material,
    Mesh,
    Part,
    ball,
    box,
    curve,
    join,
    level,
    loft,
    pillar,
    plate,
    ring,
    sheet,
    squircle,
    tube,
    turned_body,
    vessel,
)

BRASS = Material((224, 182, 96), 0.24, 1.0)
_GLOW = Material((255, 240, 206), 0.6, 0.0, 1.0, (255, 226, 160))


def dark(colour: Colour, share: float = 0.82) -> Colour:
    r, g, b = (int(c * share) for c in colour)
    return (r, g, b)


def pleated_lamp(shade: Colour) -> list[Part]:
    """A brass foot and a pleated shade that glows."""
    foot = vessel(
        [
            (0, 0),
            (0.072, 0),
            (0.075, 0.002),
            (0.075, 0.006),
            (0.072, 0.009),
            (0.03, 0.018),
            (0.012, 0.028),
            (0.0075, 0.045),
            (0.0065, 0.28),
            (0.013, 0.284),
            (0.013, 0.3),
            (0, 0.3),
        ]
    )
    n = 144
    a = np.linspace(0, 2 * np.pi, n, endpoint=False)
    fold = 1 + 0.018 * np.where(np.arange(n) % 4 < 2, 1, -1)
    outline = np.c_[np.cos(a), np.sin(a)] * fold[:, None]
    heights = np.linspace(0, 1, 6)
    cone = loft(
        [level(outline, 0.262 + 0.145 * h, 0.112 - 0.056 * h, 0.112 - 0.056 * h) for h in heights], capped=False
    )
    cloth = Material(shade, 0.9, 0.0, 1.0, tuple(int(c * 0.42) for c in (255, 214, 150)))  # type: ignore[arg-type] # three ints
    return [
        Part(foot, BRASS),
        Part(cone, cloth),
        Part(
            join([ring(0.112, 0.0022).moved(y=0.262), ring(0.0562, 0.002).moved(y=0.407)]),
            Material(dark(shade, 0.86), 0.7),
        ),
        Part(ball(0.026).moved(y=0.322), _GLOW),
    ]


def mushroom_lamp(cap: Colour, stem: Colour) -> list[Part]:
    a = np.linspace(0.02, np.pi / 2, 22)
    dome = [(0.092 * np.cos(v), 0.118 + 0.085 * np.sin(v)) for v in a]
    top = vessel([(0, 0.112), (0.07, 0.112), (0.086, 0.113), (0.0925, 0.1165), *dome])
    foot = vessel(
        [(0, 0), (0.052, 0), (0.056, 0.003), (0.055, 0.012), (0.038, 0.045), (0.031, 0.08), (0.034, 0.113), (0, 0.113)]
    )
    glow: Colour = (110, 66, 34)
    return [
        Part(top, Material(cap, 0.12, 0.0, 1.0, glow)),
        Part(foot, Material(stem, 0.14, 0.0, 1.0, (60, 44, 28))),
        Part(ring(0.0345, 0.0028).moved(y=0.1115), BRASS),
    ]


def candle(glass: Colour, wax: Colour, label: Colour) -> list[Part]:
    tumbler = vessel(
        [
            (0, 0),
            (0.035, 0),
            (0.038, 0.003),
            (0.039, 0.01),
            (0.039, 0.092),
            (0.0382, 0.0932),
            (0.0372, 0.092),
            (0.0372, 0.012),
            (0, 0.010),
        ]
    )
    filling = vessel([(0, 0.0105), (0.0366, 0.0105), (0.0369, 0.066), (0.034, 0.0675), (0, 0.066)])
    paper = turned_body([(0.0393, 0.022), (0.0396, 0.0222), (0.0396, 0.056), (0.0393, 0.0562)])
    half = paper.vertices[paper.faces].mean(1)[:, 2] > 0.012
    front = Mesh(paper.vertices, paper.normals, paper.faces[half], closed=False)
    wick = tube(curve([(0, 0.064, 0), (0.0008, 0.072, 0), (0.0002, 0.079, 0)], 8), 0.0011, 8)
    h = np.linspace(0, 1, 20)
    r = 0.0052 * np.sin(np.pi * h**0.62) ** 0.9 * (1 - 0.35 * h)
    flame = vessel(np.c_[r, 0.0765 + 0.026 * h], 24)
    sun = plate(shapely.Point(0, 0).buffer(0.0075).difference(shapely.Point(0.003, 0.0022).buffer(0.0062)), 0.0006)
    return [
        Part(filling, Material(wax, 0.55, 0.0, 1.0, (70, 46, 22))),
        Part(wick, Material((40, 34, 30), 0.9)),
        Part(flame, Material((255, 214, 130), 0.6, 0.0, 1.0, (255, 206, 110))),
        Part(front, Material(label, 0.8)),
        Part(sun.moved(y=0.039, z=0.0397), BRASS),
        Part(tumbler, Material(glass, 0.05, 0.0, 0.34)),
    ]


def notebook(cover: Colour, band: Colour, mark: Colour) -> list[Part]:
    """A cloth-bound notebook standing a little open-faced, ribbon and elastic band."""
    w, h, d = 0.13, 0.19, 0.018
    boards = [box(w, 0.0028, h, corner=0.008, bevel=0.001).moved(y=y) for y in (0, d - 0.0028)]
    a = np.linspace(np.pi / 2, 3 * np.pi / 2, 12)
    spine = np.stack(
        [
            np.c_[-w / 2 + 0.0045 + 0.0065 * np.cos(a), d / 2 + (d / 2) * np.sin(a), np.full(12, z)]
            for z in (-h / 2 + 0.001, h / 2 - 0.001)
        ]
    )
    pages = box(w - 0.008, d - 0.005, h - 0.008, corner=0.006, bevel=0.0004).moved(x=0.001, y=0.0026)
    leaves = [
        box(w - 0.0076, 0.0003, h - 0.0076, corner=0.006, bevel=0.0001).moved(x=0.001, y=0.0032 + 0.0016 * k)
        for k in range(8)
    ]
    belt = join(
        [
            box(0.0065, 0.0012, h + 0.003, corner=0.0008, bevel=0.0004).moved(x=0.045, y=d - 0.0004),
            box(0.0065, d, 0.0014, corner=0.0006, bevel=0.0004).moved(x=0.045, z=h / 2 + 0.0008),
        ]
    )
    moon = plate(shapely.Point(0, 0).buffer(0.019).difference(shapely.Point(0.009, 0.006).buffer(0.0165)), 0.0008)
    stars = [
        plate(shapely.Point(x, y).buffer(0.0022), 0.0008) for x, y in ((0.012, 0.012), (0.02, 0.002), (0.006, -0.002))
    ]
    foil = join([m.turned(-90, "x").moved(x=-0.018, y=d - 0.0002, z=-0.03) for m in (moon, *stars)])
    ribbon = sheet(
        np.stack([np.c_[[-0.03, -0.024], [0.008, 0.008], [z, z]] for z in (h / 2 - 0.02, h / 2 + 0.01, h / 2 + 0.028)]),
        0.0004,
    )
    flat = [
        Part(join(boards), Material(cover, 0.85)),
        Part(sheet(spine, 0.002), Material(cover, 0.85)),
        Part(pages, Material((250, 244, 230), 0.9)),
        Part(join(leaves), Material((228, 218, 198), 0.9)),
        Part(belt, Material(band, 0.7)),
        Part(foil, Material(mark, 0.3, 0.8)),
        Part(ribbon, Material(mark, 0.6)),
    ]
    return [p.turned(62, "x").moved(y=0.0855, z=-0.02) for p in flat]


def plant(pot: Colour, leaf: Colour, flower: Colour) -> list[Part]:
    """A ribbed cactus with two flowers in a glazed pot."""
    bowl = turned_body(
        [
            (0, 0),
            (0.036, 0),
            (0.038, 0.002),
            (0.048, 0.058),
            (0.048, 0.058),
            (0.053, 0.059),
            (0.054, 0.061),
            (0.0545, 0.072),
            (0.053, 0.074),
            (0.050, 0.073),
            (0.048, 0.064),
            (0, 0.064),
        ]
    )
    n = 60
    a = np.linspace(0, 2 * np.pi, n, endpoint=False)
    ribs = 1 - 0.13 * np.abs(np.cos(6 * a)) ** 0.8
    outline = np.c_[np.cos(a), np.sin(a)] * ribs[:, None]

    def stem(radius: float, height: float) -> Mesh:
        t = np.linspace(0, np.pi / 2, 10)
        rows = [(radius * (0.82 + 0.18 * np.sin(k * np.pi)), k * (height - radius)) for k in np.linspace(0, 1, 10)]
        rows += [(radius * 0.82 * np.cos(v) + 1e-9, height - radius + radius * np.sin(v)) for v in t[1:]]
        return loft([level(outline, y, r, r) for r, y in rows], capped=False)

    arm = stem(0.0145, 0.05).turned(-26, "z").moved(x=0.024, y=0.112)
    elbow = tube(curve([(0.012, 0.1, 0), (0.026, 0.104, 0), (0.029, 0.122, 0)], 12), 0.0105, 20)
    arm2 = stem(0.012, 0.036).turned(24, "z").moved(x=-0.026, y=0.102)
    petals = []
    for x, y, z, s in ((0.004, 0.163, 0.004, 1.0), (-0.0405, 0.1345, 0.0, 0.7)):
        for k in range(7):
            petal = (
                ball(0.0085 * s, 10, 7).scaled(0.55, 0.3, 1).moved(z=0.0072 * s).turned(-28, "x").turned(k * 360 / 7)
            )
            petals.append(petal.moved(x=x, y=y, z=z))
    hearts = [
        ball(0.004 * s).moved(x=x, y=y + 0.002, z=z)
        for x, y, z, s in ((0.004, 0.163, 0.004, 1.0), (-0.0405, 0.1345, 0.0, 0.7))
    ]
    return [
        Part(bowl, Material(pot, 0.25)),
        Part(vessel([(0, 0.062), (0.0485, 0.064), (0.03, 0.0685), (0, 0.07)]), Material((92, 66, 48), 0.95)),
        Part(join([stem(0.03, 0.1).moved(y=0.064), arm, arm2]), Material(leaf, 0.62)),
        Part(join([elbow]), Material(leaf, 0.62)),
        Part(join(petals), Material(flower, 0.6)),
        Part(join(hearts), Material((250, 206, 90), 0.6)),
    ]


def speaker(body: Colour, cloth: Colour, accent: Colour) -> list[Part]:
    """A pocket radio: rounded body, round grille with rings of holes, knob and handle."""
    shell = pillar(squircle(72, 6) * np.array([0.083, 0.034]), 0.118, 0.014, 8).moved(y=0.005)
    grille = (
        vessel([(0, 0), (0.043, 0), (0.045, 0.001), (0.0455, 0.003), (0, 0.0045)])
        .turned(90, "x")
        .moved(x=-0.027, y=0.062, z=0.0325)
    )
    holes = []
    for k, r in enumerate((0.0, 0.009, 0.018, 0.027, 0.036)):
        count = max(1, k * 8)
        for a in np.linspace(0, 2 * np.pi, count, endpoint=False):
            holes.append(
                ball(0.0022, 6, 4).scaled(1, 1, 0.3).moved(x=-0.027 + r * np.cos(a), y=0.062 + r * np.sin(a), z=0.0366)
            )
    dial = (
        vessel([(0, 0), (0.0165, 0), (0.0175, 0.001), (0.0168, 0.01), (0.0155, 0.011), (0, 0.0108)])
        .turned(90, "x")
        .moved(x=0.05, y=0.084, z=0.0325)
    )
    keys = [
        box(0.017, 0.004, 0.007, corner=0.002, bevel=0.0012).turned(90, "x").moved(x=0.05, y=y, z=0.0322)
        for y in (0.048, 0.036, 0.024)
    ]
    handle = tube(
        curve([(-0.062, 0.112, 0), (-0.058, 0.146, 0), (0, 0.158, 0), (0.058, 0.146, 0), (0.062, 0.112, 0)], 40),
        0.0055,
        14,
        flat=1.5,
    )
    needle = box(0.0016, 0.0012, 0.012, corner=0.0007, bevel=0.0004).turned(90, "x").moved(x=0.05, y=0.09, z=0.0432)
    feet = [vessel([(0, 0), (0.007, 0), (0.008, 0.006), (0, 0.006)]).moved(x=s * 0.055) for s in (-1, 1)]
    return [
        Part(shell, Material(body, 0.4)),
        Part(grille, Material(cloth, 0.7)),
        Part(join(holes), Material(dark(cloth, 0.35), 0.9)),
        Part(join([dial, *keys]), Material(accent, 0.35)),
        Part(needle, Material((255, 250, 240), 0.5)),
        Part(handle, Material((176, 116, 70), 0.6)),
        Part(join(feet), Material((60, 52, 48), 0.8)),
    ]


def camera(body: Colour, face: Colour, accent: Colour) -> list[Part]:
    """An instant camera with a rainbow stripe and a print coming out."""
    base = pillar(squircle(72, 7) * np.array([0.062, 0.04]), 0.046, 0.008, 6)
    top = pillar(squircle(72, 7) * np.array([0.062, 0.034]), 0.052, 0.012, 8).moved(y=0.044, z=-0.006)
    front = pillar(squircle(64, 6) * np.array([0.056, 0.022]), 0.006, 0.002).turned(90, "x").moved(y=0.068, z=0.025)
    barrel = (
        vessel(
            [
                (0, 0),
                (0.0245, 0),
                (0.026, 0.001),
                (0.026, 0.012),
                (0.024, 0.0135),
                (0.0205, 0.0135),
                (0.0205, 0.0135),
                (0.018, 0.009),
                (0, 0.009),
            ]
        )
        .turned(90, "x")
        .moved(y=0.07, z=0.027)
    )
    lens = ball(0.0175).scaled(1, 1, 0.35).moved(y=0.07, z=0.0358)
    window = box(0.017, 0.003, 0.012, corner=0.003, bevel=0.001).turned(90, "x").moved(x=0.04, y=0.081, z=0.03)
    flash = box(0.02, 0.003, 0.013, corner=0.003, bevel=0.001).turned(90, "x").moved(x=-0.04, y=0.081, z=0.03)
    button = (
        vessel([(0, 0), (0.0075, 0), (0.0082, 0.0008), (0.0078, 0.0045), (0, 0.005)])
        .turned(90, "x")
        .moved(x=-0.046, y=0.057, z=0.029)
    )
    colours: list[Colour] = [(232, 78, 54), (246, 150, 50), (250, 206, 80), (70, 160, 120), (52, 118, 178)]
    stripes = [
        Part(
            box(0.0045, 0.0012, 0.032, corner=0.0006, bevel=0.0004)
            .turned(90, "x")
            .moved(x=-0.009 + 0.0045 * k, y=0.022, z=0.0396),
            Material(c, 0.5),
        )
        for k, c in enumerate(colours)
    ]
    paper = box(0.076, 0.0012, 0.05, corner=0.001, bevel=0.0003).moved(y=0.006, z=0.05)
    shot = box(0.062, 0.0006, 0.034, corner=0.001, bevel=0.0002).moved(y=0.0071, z=0.048)
    return [
        Part(base, Material(body, 0.45)),
        Part(top, Material(body, 0.45)),
        Part(front, Material(face, 0.5)),
        Part(barrel, Material((46, 46, 50), 0.35)),
        Part(lens, Material((24, 30, 48), 0.05, 0.3)),
        Part(window, Material((40, 44, 54), 0.08)),
        Part(flash, Material((226, 232, 238), 0.15, 0.3)),
        Part(button, Material(accent, 0.35)),
        *stripes,
        Part(paper, Material((252, 250, 244), 0.7)),
        Part(shot, Material((96, 150, 168), 0.3)),
    ]


def bear(fur: Colour, muzzle: Colour, bow: Colour) -> list[Part]:
    """A sitting plush bear."""
    coat, light = Material(fur, 0.98), Material(muzzle, 0.98)
    body = ball(0.052).scaled(1, 1.08, 0.9).moved(y=0.056)
    head = ball(0.046).scaled(1.08, 0.95, 0.95).moved(y=0.138, z=0.004)
    ears = [ball(0.0175, 22, 12).scaled(1, 1, 0.6).moved(x=s * 0.036, y=0.174) for s in (-1, 1)]
    arms = [
        ball(0.017, 22, 12).scaled(1, 1.9, 1).turned(s * 38, "z").turned(-24, "x").moved(x=s * 0.053, y=0.076, z=0.016)
        for s in (-1, 1)
    ]
    legs = [ball(0.0215).scaled(1, 1, 1.55).turned(s * 22, "y").moved(x=s * 0.036, y=0.0215, z=0.046) for s in (-1, 1)]
    soles = [
        ball(0.0148, 20, 8).scaled(1, 1, 0.35).turned(s * 22, "y").moved(x=s * 0.0475, y=0.0215, z=0.0755)
        for s in (-1, 1)
    ]
    inner = [ball(0.0108, 18, 8).scaled(1, 1, 0.4).moved(x=s * 0.036, y=0.1745, z=0.0085) for s in (-1, 1)]
    snout = ball(0.0185).scaled(1.15, 0.82, 0.8).moved(y=0.1285, z=0.0425)
    belly = ball(0.0335).scaled(1, 1.08, 0.4).moved(y=0.054, z=0.0365)
    eyes = [ball(0.0046, 16, 9).moved(x=s * 0.0185, y=0.1475, z=0.0438) for s in (-1, 1)]
    nose = ball(0.0058).scaled(1.3, 0.9, 0.8).moved(y=0.1345, z=0.0565)
    wings = [
        ball(0.015, 20, 11).scaled(1.25, 0.78, 0.45).turned(s * 16, "z").moved(x=s * 0.0165, y=0.1, z=0.043)
        for s in (-1, 1)
    ]
    knot = ball(0.0075).scaled(1, 1, 0.8).moved(y=0.1, z=0.047)
    return [
        Part(join([body, head, *ears, *arms, *legs]), coat),
        Part(join([*soles, *inner, snout, belly]), light),
        Part(join([*eyes, nose]), Material((38, 28, 26), 0.15)),
        Part(join([*wings, knot]), Material(bow, 0.6)),
    ]
