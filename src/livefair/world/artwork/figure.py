"""Friendly vinyl-toy people: heads with hair, eyes that blink and mouths that speak. Origin: the middle of the head."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from livefair.world.artwork.families import wearables
from livefair.world.artwork.shapes import (
    Colour,
    Material,
    Mesh,
    Part,
    Points,
    ball,
    curve,
    join,
    ring,
    sheet,
    tube,
    vessel,
)

_A, _B, _C = 0.088, 0.096, 0.086  # half width, height and depth of a head
_INK = Material((44, 30, 30), 0.12)

SKINS: tuple[Colour, ...] = (
    (253, 218, 192),
    (248, 208, 178),
    (236, 188, 152),
    (214, 158, 118),
    (168, 112, 78),
    (122, 80, 58),
)
HAIRS: tuple[Colour, ...] = (
    (38, 30, 34),
    (62, 40, 32),
    (112, 66, 40),
    (176, 108, 54),
    (226, 176, 96),
    (196, 196, 202),
    (206, 92, 110),
)
TOPS: tuple[Colour, ...] = (
    (232, 84, 48),
    (24, 112, 92),
    (44, 70, 120),
    (246, 190, 84),
    (250, 240, 224),
    (140, 96, 160),
    (88, 160, 190),
)

# Where the hair ends, degrees from the crown, at 0, 40, 62, 85 and 180 degrees from the face.
_EDGES: dict[str, tuple[float, ...]] = {
    "bob": (60, 62, 80, 136, 140),
    "long": (57, 60, 78, 186, 190),
    "short": (50, 52, 68, 92, 114),
    "buzz": (46, 48, 60, 86, 108),
    "bun": (49, 52, 66, 98, 118),
    "twin": (58, 60, 70, 100, 118),
    "curly": (50, 52, 68, 100, 116),
    "bald": (),
}
STYLES = tuple(_EDGES)


@dataclass(frozen=True)
class Look:
    """How a person looks. `wears` names something on the head: "", "shades", "rounds", "cap", "bucket", "phones";
    "under" is hair pressed flat, for a hat that comes from elsewhere."""

    skin: Colour
    hair: Colour
    style: str
    top: Colour
    wears: str = ""
    earrings: bool = False


@dataclass(frozen=True)
class Face:
    """`eyes`: open, half, shut or happy. `mouth`: smile, small, wide, round or laugh. `brows` raised by metres."""

    eyes: str = "open"
    mouth: str = "smile"
    brows: float = 0.0


def some_look(rnd: Random) -> Look:
    style = rnd.choice(("bob", "long", "short", "short", "bun", "twin", "curly", "buzz", "bob", "long", "bald"))
    wears = rnd.choice(("", "", "", "", "shades", "rounds", "rounds", "cap", "bucket", "phones"))
    if wears in {"cap", "bucket"} and style in {"twin", "curly", "bun"}:
        wears = ""
    return Look(
        rnd.choice(SKINS),
        rnd.choice(HAIRS[:-1] if rnd.random() < 0.9 else HAIRS),
        style,
        rnd.choice(TOPS),
        wears,
        style in {"bob", "bun", "twin"} and rnd.random() < 0.5,
    )


def some_face(rnd: Random) -> Face:
    return Face(
        rnd.choice(("open", "open", "open", "happy")),
        rnd.choice(("smile", "smile", "laugh", "wide", "small")),
        rnd.choice((0.0, 0.002, 0.004)),
    )


def bust(look: Look, face: Face) -> list[Part]:
    """Head, neck and shoulders."""
    shoulders = ball(1.0, 40, 20).scaled(0.125, 0.105, 0.082).moved(y=-0.218, z=-0.012)
    collar = ring(0.037, 0.0075, 32).scaled(1, 1, 0.95).moved(y=-0.121, z=-0.01)
    return [
        *head(look, face),
        neck(look),
        Part(shoulders, Material(look.top, 0.85)),
        Part(collar, Material(look.top, 0.7)),
    ]


def neck(look: Look) -> Part:
    return Part(
        vessel([(0, -0.15), (0.036, -0.15), (0.032, -0.1), (0.034, -0.06), (0, -0.06)]).moved(z=-0.01),
        Material(look.skin, 0.62),
    )


def head(look: Look, face: Face) -> list[Part]:
    skin = Material(look.skin, 0.6)
    skull = ball(1.0, 48, 26).scaled(_A, _B, _C)
    nose = ball(0.0088).scaled(1, 0.85, 0.8).moved(y=-0.014, z=_front(0, -0.014))
    parts = [Part(skull, skin), Part(nose, Material(_rosy(look.skin, 0.25), 0.55))]
    parts += [
        Part(
            _disc(s * 0.05, -0.026, 0.0165 * k, 0.0115 * k, 0.0006 + 0.0002 * k),
            Material(_rosy(look.skin, 0.9), 0.9, 0.0, 0.18),
        )
        for s in (-1, 1)
        for k in (1.0, 0.7)
    ]
    if look.style not in {"bob", "long"}:
        ears = [ball(0.019).scaled(0.5, 1, 0.7).moved(x=s * 0.086, y=-0.008, z=-0.004) for s in (-1, 1)]
        parts.append(Part(join(ears), skin))
    if look.earrings:
        rings = [ball(0.0055).moved(x=s * 0.089, y=-0.032, z=0.004) for s in (-1, 1)]
        parts.append(Part(join(rings), Material((240, 190, 90), 0.2, 1.0)))
    return [*parts, *_eyes(face), *_brows(look, face), *_mouth(face), *_hair(look), *_worn(look)]


def _front(x: float, y: float) -> float:
    return float(_C * np.sqrt(max(1 - (x / _A) ** 2 - (y / _B) ** 2, 0.0)))


def _disc(x: float, y: float, rx: float, ry: float, lift: float, top: float = 1.0) -> Mesh:
    """An ellipse lying on the face; `top` squeezes its upper half."""
    a = np.linspace(0, 2 * np.pi, 33)
    up = np.where(np.sin(a) > 0, top, 1.0)
    rows = []
    for r in np.linspace(0, 1, 6):
        px, py = x + r * rx * np.cos(a), y + r * ry * np.sin(a) * up
        z = _C * np.sqrt(np.maximum(1 - (px / _A) ** 2 - (py / _B) ** 2, 0)) + lift
        rows.append(np.c_[px, py, z])
    return sheet(np.array(rows[::-1]))


def _stroke(points: list[tuple[float, float]], thick: float | Points, lift: float = 0.0008) -> Mesh:
    """A line drawn on the face."""
    path = curve([(x, y, 0.0) for x, y in points], 20)
    path[:, 2] = [_front(x, y) + lift for x, y, _ in path]
    return tube(path, thick, 8)


def _eyes(face: Face) -> list[Part]:
    parts: list[Part] = []
    thin = 0.0013 + 0.0012 * np.sin(np.linspace(0, np.pi, 20))
    for s in (-1, 1):
        x = s * 0.033
        if face.eyes == "shut":
            parts.append(Part(_stroke([(x - 0.012, 0.002), (x, -0.0025), (x + 0.012, 0.002)], thin), _INK))
        elif face.eyes == "happy":
            parts.append(Part(_stroke([(x - 0.0125, -0.002), (x, 0.007), (x + 0.0125, -0.002)], thin * 1.15), _INK))
        else:
            tall = 0.0155 if face.eyes == "open" else 0.008
            eye = ball(1.0, 24, 14).scaled(0.0115, tall, 0.0055).turned(s * 20, "y").moved(x, 0.002, _front(x, 0.002))
            glints = [
                _disc(x + 0.0035, 0.0075, 0.0038, 0.0044, 0.0062),
                _disc(x - 0.0038, -0.004, 0.0019, 0.0021, 0.0062),
            ]
            parts.append(Part(eye, _INK))
            if face.eyes == "open":
                parts.append(Part(join(glints), Material((255, 255, 255), 0.4, 0.0, 1.0, (200, 200, 200))))
    return parts


def _brows(look: Look, face: Face) -> list[Part]:
    colour: Colour = (74, 54, 46) if look.style == "bald" else _dimmed(look.hair)
    y = 0.034 + face.brows
    thick = 0.001 + 0.0019 * np.sin(np.linspace(0.3, np.pi - 0.3, 20))
    lines = [_stroke([(s * 0.02, y - 0.001), (s * 0.033, y + 0.003), (s * 0.046, y - 0.002)], thick) for s in (-1, 1)]
    return [Part(join(lines), Material(colour, 0.8))]


def _mouth(face: Face) -> list[Part]:
    y = -0.044
    if face.mouth == "smile":
        thin = 0.0012 + 0.0013 * np.sin(np.linspace(0, np.pi, 20))
        return [
            Part(
                _stroke([(-0.019, y + 0.006), (-0.009, y), (0, y - 0.0018), (0.009, y), (0.019, y + 0.006)], thin),
                Material((150, 62, 56), 0.5),
            )
        ]
    wide, tall, top = {
        "small": (0.0105, 0.0075, 0.6),
        "wide": (0.021, 0.0135, 0.3),
        "round": (0.0095, 0.0125, 0.9),
        "laugh": (0.0255, 0.021, 0.16),
    }[face.mouth]
    parts = [Part(_disc(0, y + 0.003, wide, tall, 0.0007, top), Material((116, 32, 40), 0.6))]
    parts.append(
        Part(_disc(0, y + 0.003 - tall * 0.62, wide * 0.52, tall * 0.3, 0.0011), Material((236, 116, 112), 0.5))
    )
    if face.mouth in {"wide", "laugh"}:
        parts.append(
            Part(_disc(0, y + 0.0028, wide * 0.72, tall * 0.24, 0.0012, top * 3), Material((255, 252, 246), 0.3))
        )
    return parts


def _hair(look: Look) -> list[Part]:
    if look.style == "bald":
        return []
    coat = Material(look.hair, 0.46)
    thick = 1.035 if look.style == "buzz" or look.wears in {"cap", "bucket", "under"} else 1.085
    parts = [Part(_shell(_EDGES[look.style], thick, look.style), coat)]
    if look.style == "bun" and look.wears == "":
        parts.append(Part(ball(0.036).scaled(1.1, 0.9, 1).moved(y=0.118, z=-0.024), coat))
        parts.append(Part(ball(0.02).scaled(1.2, 0.4, 1.2).moved(y=0.093, z=-0.018), Material((232, 84, 48), 0.6)))
    if look.style == "twin":
        parts.append(Part(join([ball(0.034).moved(x=s * 0.074, y=0.076, z=-0.018) for s in (-1, 1)]), coat))
    if look.style == "curly":
        parts.append(Part(join(_curls()), coat))
    return parts


def _shell(edge: tuple[float, ...], thick: float, style: str) -> Mesh:
    """The hair as one bent sheet from the crown to its edge, its rim tucked in to the head."""
    azimuth = np.linspace(-np.pi, np.pi, 73)
    turn = np.degrees(np.abs(azimuth))
    fringe = (
        2.2 * np.cos(azimuth * 11) * (turn < 60)
        if style in {"bob", "long", "twin"}
        else 6 * np.sin(azimuth) * (turn < 70)
    )
    end = np.interp(turn, [0, 40, 62, 85, 180], edge) + fringe
    rows: list[Points] = []
    for t in [*np.linspace(0.0, 1, 20), 1.0]:
        tuck = 1.0 if len(rows) == 20 else thick
        polar = end * t
        hang = np.maximum(polar - 92, 0)
        p = np.radians(np.minimum(polar, 92))
        flare = tuck + 0.05 * np.sin(np.pi * np.clip(t, 0, 1)) * (polar > 60) - 0.0006 * hang
        rows.append(
            np.c_[
                _A * flare * np.sin(p) * np.sin(azimuth),
                _B * flare * np.cos(p) - 0.0014 * hang,
                _C * flare * np.sin(p) * np.cos(azimuth) - 0.004 * np.minimum(t * 2, 1),
            ]
        )
    return sheet(np.array(rows))


def _curls() -> list[Mesh]:
    rnd = Random("curls")
    curls = []
    for _ in range(90):
        a, p = rnd.uniform(-np.pi, np.pi), np.radians(rnd.uniform(0, 112))
        limit = np.interp(abs(np.degrees(a)), [0, 40, 62, 85, 180], _EDGES["curly"])
        if np.degrees(p) > limit:
            continue
        r = rnd.uniform(0.016, 0.024)
        curls.append(
            ball(r, 12, 8).moved(
                _A * 1.12 * np.sin(p) * np.sin(a), _B * 1.12 * np.cos(p), _C * 1.12 * np.sin(p) * np.cos(a)
            )
        )
    return curls


def _worn(look: Look) -> list[Part]:
    if look.wears in {"shades", "rounds"}:
        return put_on(
            "glasses",
            wearables.glasses((60, 40, 34), (40, 36, 44), clear=0.86)
            if look.wears == "shades"
            else wearables.glasses((226, 180, 96), (220, 232, 230), clear=0.1, power=2.0, metal=True),
        )
    if look.wears == "cap":
        return put_on("cap", wearables.cap(look.top, (250, 240, 224), (255, 226, 150)))
    if look.wears == "bucket":
        return put_on("hat", wearables.bucket_hat((62, 150, 124), (240, 232, 212)))
    if look.wears == "phones":
        return put_on("headphones", wearables.headphones((242, 238, 230), (196, 182, 164), (240, 104, 62)))
    return []


def put_on(family: str, parts: list[Part]) -> list[Part]:
    """Move a product of the family (as its builder makes it) onto a head."""
    if family == "glasses":
        return [p.moved(0, -0.03, 0).scaled(1.22, 1.1, 1.0).moved(0, 0.002, _C + 0.0125) for p in parts]
    if family == "cap":
        return [p.scaled(1.07, 0.92, 1.0).turned(-7, "x").moved(0, 0.026, -0.004) for p in parts]
    if family == "hat":
        return [p.scaled(1.16, 1.02, 1.14).turned(-5, "x").moved(0, 0.018, -0.004) for p in parts]
    return [p.moved(0, -0.043, 0).scaled(1.2, 1.12, 1.2).moved(0, -0.004, -0.006) for p in parts]


def _rosy(skin: Colour, share: float) -> Colour:
    r, g, b = (int(c * (1 - share) + t * share) for c, t in zip(skin, (242, 118, 104), strict=True))
    return (r, g, b)


def _dimmed(colour: Colour) -> Colour:
    r, g, b = (int(c * 0.85) for c in colour)
    return (r, g, b)


def wearing(family: str, parts: list[Part], seed: int) -> list[Part]:
    """A person with the product on."""
    rnd = Random(f"wearing:{seed}")
    style = rnd.choice(("short", "buzz") if family in {"cap", "hat"} else ("bob", "short", "long", "buzz"))
    wears = "under" if family in {"cap", "hat"} else ""
    look = Look(rnd.choice(SKINS), rnd.choice(HAIRS[:5]), style, rnd.choice(TOPS), wears)
    person = bust(look, Face("happy" if family == "headphones" else "open", "laugh", 0.003))
    return [*person, *put_on(family, parts)]
