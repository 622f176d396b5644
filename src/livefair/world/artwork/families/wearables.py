"""Things to wear: shoes, glasses, hats, scarf, watch, headphones."""

from __future__ import annotations

import numpy as np
import shapely

from livefair.world.artwork.shapes import (
    Colour,
    Material,
    Mesh,
    Part,
    Points,
    ball,
    box,
    circle,
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

_LENGTH = 0.285


def _half_width(z: float) -> float:
    return float(
        np.interp(
            z,
            [0, 0.015, 0.05, 0.12, 0.3, 0.5, 0.7, 0.86, 0.94, 0.98, 1],
            [0.004, 0.016, 0.025, 0.031, 0.034, 0.036, 0.0445, 0.042, 0.032, 0.02, 0.004],
        )
    )


def _bend(z: float) -> float:
    return 0.006 * float(np.sin(z * np.pi * 0.9))


def _shoe_ring(z: float, low: float, high: float, width: float, power: float) -> Points:
    c = squircle(32, power)
    x = _half_width(z) * width * c[:, 0] + _bend(z)
    y = (low + high) / 2 + (high - low) / 2 * c[:, 1]
    return np.column_stack([x, y, np.full(32, (z - 0.5) * _LENGTH)])


def _toe(z: float) -> float:
    return 0.014 * max(z - 0.76, 0) / 0.24 + 0.004 * max(0.1 - z, 0) / 0.1


def _instep(z: float) -> float:
    at = [0, 0.03, 0.08, 0.2, 0.3, 0.38, 0.46, 0.56, 0.68, 0.8, 0.9, 0.97, 1]
    high = [0.066, 0.088, 0.097, 0.098, 0.096, 0.093, 0.086, 0.074, 0.062, 0.055, 0.05, 0.041, 0.03]
    return float(np.interp(z, at, high))


def _smooth_z(n: int) -> Points:
    return np.asarray((1 - np.cos(np.linspace(0, np.pi, n))) / 2)


def sneaker(upper: Colour, accent: Colour, sole: Colour, lining: Colour) -> list[Part]:
    """One low running shoe, toe to +z, 28.5 cm."""
    heel = 0.008
    foam = [_shoe_ring(z, _toe(z), 0.029 + _toe(z) * 0.7 + heel * max(1 - 2 * z, 0), 1.07, 4) for z in _smooth_z(32)]
    line = [
        _shoe_ring(
            z,
            0.0245 + _toe(z) * 0.7 + heel * max(1 - 2 * z, 0),
            0.0305 + _toe(z) * 0.7 + heel * max(1 - 2 * z, 0),
            1.085,
            5,
        )
        for z in _smooth_z(32)
    ]
    body = [_shoe_ring(z, 0.02, _instep(z), 1.0 - 0.09 * np.sin(z * np.pi) ** 2, 2.3) for z in _smooth_z(36)[1:-1]]
    cap = [
        _shoe_ring(z, 0.02, _instep(z) + 0.0012, 1.02 - 0.09 * np.sin(z * np.pi) ** 2, 2.4)
        for z in np.linspace(0.84, 0.995, 14)
    ]
    counter = [
        _shoe_ring(z, 0.02, 0.07, 1.06 - 0.09 * np.sin(z * np.pi) ** 2, 2.6) for z in np.linspace(0.002, 0.19, 14)
    ]
    return [
        Part(loft(foam), Material(sole, 0.6)),
        Part(loft(line), Material(accent, 0.5)),
        Part(loft(body), Material(upper, 0.85)),
        Part(loft(cap), Material(upper, 0.55)),
        Part(loft(counter), Material(accent, 0.55)),
        *_opening(upper, lining),
        Part(join(_laces()), Material((252, 252, 250), 0.8)),
        Part(join([_swoop(-1), _swoop(1)]), Material(accent, 0.42)),
    ]


def _opening(upper: Colour, lining: Colour) -> list[Part]:
    """The collar round the ankle, the dark inside, the tongue and the heel tab."""
    a = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    z = 0.215 + 0.165 * np.cos(a)
    x = 0.0235 * np.sin(a)
    y = np.array([_instep(v) for v in z]) + 0.003 + 0.004 * np.cos(a) ** 2
    rim = np.c_[x + [_bend(v) for v in z], y, (z - 0.5) * _LENGTH]
    inside = [rim - np.array([0, 0.02, 0]), rim - np.array([0, 0.002, 0])]
    tongue = [
        _shoe_ring(v, 0.05, _instep(v) + 0.0045 + 0.05 * max(0.44 - v, 0), 0.44, 2.8)
        for v in np.linspace(0.3, 0.72, 14)
    ]
    return [
        Part(tube(rim, 0.0062, 10, looped=True), Material(upper, 0.8)),
        Part(loft(inside), Material(lining, 0.95)),
        Part(loft(tongue), Material(tuple(int(c * 0.93) for c in upper), 0.9)),  # type: ignore[arg-type] # three ints
    ]


def _laces() -> list[Mesh]:
    laces = []
    for z in np.linspace(0.43, 0.7, 6):
        y, c = _instep(z) + 0.0062, (z - 0.5) * _LENGTH
        path = [
            (_bend(z) - 0.021, y - 0.009, c - 0.003),
            (_bend(z) - 0.01, y - 0.001, c),
            (_bend(z), y + 0.0008, c + 0.003),
            (_bend(z) + 0.01, y - 0.001, c),
            (_bend(z) + 0.021, y - 0.009, c - 0.003),
        ]
        laces.append(tube(curve(path, 14), 0.0028, 8, flat=0.6))
    return laces


def _swoop(side: int) -> Mesh:
    points = []
    for z, y in ((0.2, 0.05), (0.32, 0.042), (0.46, 0.046), (0.57, 0.058), (0.62, 0.066)):
        body = 1.0 - 0.09 * np.sin(z * np.pi) ** 2
        high, low = _instep(z), 0.02
        lift = np.clip(abs((y - (low + high) / 2) / ((high - low) / 2)), 0, 0.98)
        x = _half_width(z) * body * (1 - lift**2.3) ** (1 / 2.3)
        points.append((_bend(z) + side * (x + 0.0004), y, (z - 0.5) * _LENGTH))
    path = curve(points, 30)
    return tube(path, 0.002 + 0.004 * np.sin(np.linspace(0.15, np.pi, 30)), 10, flat=0.5)


def glasses(frame: Colour, lens: Colour, *, clear: float = 0.55, power: float = 2.9, metal: bool = False) -> list[Part]:
    """Spectacles with their front at z=0, temples towards -z; 14.5 cm wide."""
    coat = Material(frame, 0.22, 1.0) if metal else Material(frame, 0.2)
    thick = 0.00115 if metal else 0.0024
    parts: list[Part] = []
    outline = squircle(64, power) * np.array([0.0262, 0.0225 if power > 2.5 else 0.0245])
    rims, panes = [], []
    for side in (-1, 1):
        x = side * 0.0335 + outline[:, 0]
        rim = np.c_[x, outline[:, 1], -4.6 * x**2]
        rims.append(tube(rim, thick, 10, looped=True, flat=1.0 if metal else 1.3))
        grid = [rim * np.array([1, 1, 1]) * k + rim.mean(0) * (1 - k) for k in (1, 0.66, 0.33, 0.0)]
        panes.append(sheet(np.stack([np.vstack([g, g[:1]]) for g in grid])))
        hinge = -4.6 * 0.061**2
        arm = [
            (side * 0.0605, 0.009, hinge),
            (side * 0.069, 0.0105, hinge - 0.008),
            (side * 0.0725, 0.0105, -0.05),
            (side * 0.0725, 0.008, -0.1),
            (side * 0.071, 0.0, -0.122),
            (side * 0.069, -0.022, -0.14),
        ]
        rims.append(tube(curve(arm, 40), thick * 0.95, 10, flat=1.0 if metal else 1.7))
    bridge = [(-0.0095, 0.006, -0.001), (-0.004, 0.0095, 0.001), (0.004, 0.0095, 0.001), (0.0095, 0.006, -0.001)]
    rims.append(tube(curve(bridge, 16), thick, 10))
    parts.append(Part(join(rims), coat))
    parts += [Part(pane, Material(lens, 0.05, 0.0, clear)) for pane in panes]
    return [p.moved(y=0.03) for p in parts]


def _crown(width: float, height: float, power: float) -> Mesh:
    rows = [
        level(circle(64), height * h, width * 0.93 * w, width * 1.06 * w)
        for h in np.linspace(0, 1, 20)
        for w in [max(1 - (h * 0.999) ** power, 0.0) ** 0.5]
    ]
    return loft(rows, capped=False)


def cap(cloth: Colour, peak: Colour, mark: Colour) -> list[Part]:
    """A six-panel cap with an embroidered star, peak to +z."""
    crown = _crown(0.098, 0.116, 2.6)
    n, bands = 44, 10
    a = np.linspace(-1.16, 1.16, n)
    grid = []
    for t in np.linspace(0, 1, bands):
        reach = 0.072 * t * np.cos(a * 1.18).clip(0) ** 0.55
        x = 0.091 * np.sin(a) * (1 + 0.06 * t)
        z = 0.104 * np.cos(a) + reach
        y = 0.006 - 0.010 * t**2 - 0.026 * np.sin(a) ** 2 * t
        grid.append(np.c_[x, y, z])
    shade = sheet(np.array(grid), 0.0032)
    seams = []
    for k in range(6):
        turn = k * np.pi / 3 + np.pi / 6
        h = np.linspace(0.02, 0.99, 26)
        r = 0.0985 * (1 - h**2.6).clip(0) ** 0.5
        seams.append(tube(np.c_[r * 0.93 * np.sin(turn), 0.1165 * h, r * 1.06 * np.cos(turn)], 0.0009, 6))
    star = plate(_star(0.017), 0.003).turned(-19, "x").moved(y=0.056, z=0.0985)
    return [
        Part(crown, Material(cloth, 0.88)),
        Part(join(seams), Material(tuple(int(c * 0.8) for c in cloth), 0.9)),  # type: ignore[arg-type] # three ints
        Part(ball(0.0075).scaled(1, 0.6, 1).moved(y=0.1165), Material(peak, 0.7)),
        Part(shade, Material(peak, 0.8)),
        Part(star, Material(mark, 0.6)),
    ]


def _star(size: float) -> shapely.Polygon:
    a = np.pi / 2 + np.arange(10) * np.pi / 5
    r = np.where(np.arange(10) % 2 == 0, size, size * 0.48)
    return shapely.Polygon(np.c_[r * np.cos(a), r * np.sin(a)]).buffer(0.0022).buffer(-0.001)


def bucket_hat(cloth: Colour, band: Colour) -> list[Part]:
    wall = turned_body(
        [
            (0.0, 0.098),
            (0.06, 0.0975),
            (0.072, 0.094),
            (0.076, 0.088),
            (0.0865, 0.028),
            (0.088, 0.026),
            (0.104, 0.012),
            (0.122, 0.001),
            (0.1225, -0.001),
            (0.12, -0.001),
            (0.1, 0.009),
            (0.086, 0.023),
        ],
        72,
    )
    stitches = [ring(r, 0.0008, 72).moved(y=y) for r, y in ((0.0955, 0.0205), (0.104, 0.0133), (0.1125, 0.0075))]
    belt = turned_body([(0.0853, 0.044), (0.0872, 0.0435), (0.0898, 0.029), (0.0885, 0.028)], 72)
    return [
        Part(wall.moved(y=0.002).scaled(0.96, 1, 1.04), Material(cloth, 0.9)),
        Part(join(stitches).moved(y=0.002).scaled(0.96, 1, 1.04), Material(band, 0.9)),
        Part(belt.moved(y=0.002).scaled(0.96, 1, 1.04), Material(band, 0.7)),
    ]


def scarf(ground: Colour, stripe: Colour, fine: Colour) -> list[Part]:
    """A checked wool scarf draped over a rounded stand: the cloth is cut into its colours."""
    columns, rows = 48, 90
    u = np.linspace(-1, 1, columns)
    path = curve(
        [
            (0, 0.012, 0.085),
            (0, 0.075, 0.082),
            (0, 0.150, 0.07),
            (0, 0.2, 0.034),
            (0, 0.207, -0.012),
            (0, 0.178, -0.056),
            (0, 0.1, -0.076),
            (0, 0.05, -0.082),
        ],
        rows,
    )
    v = np.linspace(0, 1, rows)[:, None]
    fold = 0.011 * np.sin(u * 7.5 + 0.8 * np.sin(v * 5)) * (0.35 + abs(v - 0.55) * 1.3)
    out = np.where(path[:, 2:] > -0.01, 1.0, -1.0)
    grid = np.stack(
        [
            u * (0.105 + 0.012 * np.cos(v * 6)) + 0.01 * np.sin(v * 4),
            path[:, 1:2] + 0 * u - 0.004 * u**2,
            path[:, 2:] + fold * np.tanh(out * 2),
        ],
        -1,
    )
    whole = sheet(grid)
    tone = _checks(rows, columns)
    colours = (ground, stripe, fine)
    parts = [Part(_pick(whole, tone == k), Material(c, 0.95)) for k, c in enumerate(colours)]
    hem = [
        tube(
            curve(
                g + np.array([[0, 0, 0], [0.001 * np.sin(i), -0.006, 0.003], [0.002 * np.cos(i * 3), -0.0118, 0.004]]),
                5,
            ),
            0.0011,
            4,
        )
        for i, g in enumerate(grid[0, ::3])
    ]
    stand = vessel(
        [(0, 0), (0.07, 0), (0.073, 0.003), (0.073, 0.006), (0.012, 0.011), (0.01, 0.02), (0.01, 0.17), (0, 0.17)]
    )
    return [
        *parts,
        Part(join(hem), Material(ground, 0.95)),
        Part(stand, Material((190, 150, 108), 0.5)),
        Part(ball(0.06).scaled(1, 0.55, 0.75).moved(y=0.165, z=0.0), Material((190, 150, 108), 0.5)),
    ]


def _checks(rows: int, columns: int) -> Points:
    """Which of three colours each cell of the cloth has (each cell is two triangles)."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij")
    broad = ((i // 6) % 3 == 1).astype(int) + ((j // 6) % 3 == 1)
    fine = (i % 18 == 14) | (j % 18 == 14)
    tone = np.where(fine, 2, (broad >= 1).astype(int))
    return np.tile(tone.ravel(), 2)


def _pick(mesh: Mesh, cells: Points) -> Mesh:
    faces = mesh.faces[np.asarray(cells, bool)]
    used, small = np.unique(faces, return_inverse=True)
    return Mesh(mesh.vertices[used], mesh.normals[used], small.reshape(faces.shape), closed=False)


def watch(case: Colour, dial: Colour, strap: Colour) -> list[Part]:
    """A wrist watch closed to a loop, dial to +z and a little up."""
    steel = Material(case, 0.2, 1.0)
    a = np.linspace(0.42, 2 * np.pi - 0.42, 60)
    loop = np.c_[0 * a, 0.031 * np.sin(a), 0.031 * np.cos(a) - 0.031]
    wide = 0.0095 - 0.0022 * np.sin(np.linspace(0, np.pi, 60))
    band = tube(loop[:, [0, 1, 2]], wide, 16, flat=0.2)
    body = vessel(
        [
            (0, 0),
            (0.0175, 0),
            (0.0195, 0.0012),
            (0.0205, 0.004),
            (0.0205, 0.0062),
            (0.0195, 0.0082),
            (0.0178, 0.0088),
            (0, 0.0088),
        ]
    )
    face = vessel([(0, 0), (0.0174, 0), (0.0174, 0.0006), (0, 0.0006)]).moved(y=0.0088)
    marks = []
    for k in range(12):
        size = (0.0012, 0.0006, 0.0038) if k % 3 == 0 else (0.0007, 0.0006, 0.0026)
        mark = box(size[0], size[1], size[2], corner=0.0003, bevel=0.0002).moved(y=0.0094, z=0.0143)
        marks.append(mark.turned(30 * k))
    hour = box(0.0016, 0.0006, 0.010, corner=0.0006, bevel=0.0002).moved(y=0.0099, z=0.004).turned(-55)
    minute = box(0.0011, 0.0006, 0.0145, corner=0.0005, bevel=0.0002).moved(y=0.0105, z=0.006).turned(62)
    crown = (
        vessel([(0, 0), (0.0026, 0), (0.003, 0.0006), (0.003, 0.0028), (0, 0.003)])
        .turned(-90, "z")
        .moved(x=0.0202, y=0.0045)
    )
    head = [
        Part(body, steel),
        Part(face, Material(dial, 0.35)),
        Part(join([*marks, hour, minute]), Material((250, 244, 232), 0.3, 0.3)),
        Part(crown, steel),
        Part(ring(0.0184, 0.0012).moved(y=0.0088), steel),
    ]
    turned = [p.turned(90, "x").moved(z=-0.004) for p in head]
    lugs = [box(0.0205, 0.004, 0.006, corner=0.001, bevel=0.001).moved(y=s * 0.0185 - 0.002, z=-0.003) for s in (-1, 1)]
    whole = [*turned, Part(join(lugs), steel), Part(band.scaled(1, 1, 1), Material(strap, 0.7))]
    return [p.turned(-24, "x").moved(y=0.031) for p in whole]


def headphones(shell: Colour, pad: Colour, accent: Colour) -> list[Part]:
    a = np.linspace(-0.18, np.pi + 0.18, 60)
    arch = np.c_[0.078 * np.cos(a), 0.085 + 0.088 * np.sin(a), 0 * a]
    band = tube(arch, 0.0042, 12, flat=1.0)
    cushion = tube(
        arch[14:46] - np.array([0, 0.004, 0]), 0.0105 * np.sin(np.linspace(0.5, np.pi - 0.5, 32)), 16, flat=0.75
    )
    parts = [Part(band, Material((206, 208, 212), 0.22, 1.0)), Part(cushion, Material(pad, 0.85))]
    oval = squircle(56, 2.5) * np.array([0.034, 0.042])
    for side in (-1, 1):
        cup = pillar(oval, 0.022, 0.009, 8).turned(-90 * side, "z").moved(x=side * 0.061, y=0.062)
        ear = pillar(oval * 0.93, 0.02, 0.0095, 8).turned(90 * side, "z").moved(x=side * 0.063, y=0.062)
        disc = (
            pillar(squircle(48, 2.5) * np.array([0.019, 0.024]), 0.0015, 0.0007)
            .turned(-90 * side, "z")
            .moved(x=side * 0.0828, y=0.062)
        )
        joint = tube(np.array([[side * 0.077, 0.062, 0], [side * 0.0765, 0.108, 0]]), 0.0055, 12)
        parts += [
            Part(cup, Material(shell, 0.42)),
            Part(ear, Material(pad, 0.85)),
            Part(disc, Material(accent, 0.3, 0.25)),
            Part(joint, Material(shell, 0.4)),
        ]
    return [p.moved(y=-0.019) for p in parts]
