"""The host of the generated show: a toy figure drawn once in all the poses it will need.

A head is two layers: eyes above, mouth below, so that every look goes with every sound. A body is one layer per
step of a gesture.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from PIL import Image

from livefair.world.artwork import figure, raster
from livefair.world.artwork.figure import Face, Look
from livefair.world.artwork.shapes import Colour, Material, Mesh, Part, ball, curve, join, sheet, tube, vessel
from livefair.world.show.canvas import Layer

EYES = {
    "open": Face("open"),
    "shut": Face("shut"),
    "happy": Face("happy", brows=0.004),
    "up": Face("open", brows=0.005),
}
MOUTHS = ("smile", "small", "wide", "round", "laugh")
YAWS = (-14, -5, 4, 14, 26)
STEPS = 4
SCALE = 1060  # pixels per metre at the figure
_SMOOTH = 1.3
_RAISED = 0.02  # the body goes up into the head by this, for a short neck
_HEAD_AT = (232, 272)

Spot = tuple[float, float, float]


@dataclass(frozen=True)
class Pose:
    """Where elbows and hands are: left is the viewer's left."""

    left: tuple[Spot, Spot]
    right: tuple[Spot, Spot]

    def towards(self, other: Pose, share: float) -> Pose:
        return Pose(_mix(self.left, other.left, share), _mix(self.right, other.right, share))


def _mix(a: tuple[Spot, Spot], b: tuple[Spot, Spot], share: float) -> tuple[Spot, Spot]:
    blend = np.array(a) * (1 - share) + np.array(b) * share
    elbow, hand = (tuple(float(v) for v in row) for row in blend)
    return (elbow[0], elbow[1], elbow[2]), (hand[0], hand[1], hand[2])


_LOW_L: tuple[Spot, Spot] = ((-0.168, -0.29, 0.02), (-0.1, -0.282, 0.115))
_LOW_R: tuple[Spot, Spot] = ((0.168, -0.29, 0.02), (0.1, -0.282, 0.115))
REST = Pose(_LOW_L, _LOW_R)
ENDS = {
    "present": Pose(_LOW_L, ((0.18, -0.265, 0.05), (0.225, -0.175, 0.13))),
    "wave": Pose(((-0.185, -0.25, 0.04), (-0.14, -0.10, 0.09)), _LOW_R),
    "joy": Pose(((-0.19, -0.25, 0.05), (-0.15, -0.13, 0.11)), ((0.19, -0.25, 0.05), (0.15, -0.13, 0.11))),
    "talk": Pose(((-0.18, -0.275, 0.04), (-0.125, -0.215, 0.14)), _LOW_R),
}
_WAVES = (-0.035, -0.012, 0.012, 0.035)


@dataclass(frozen=True)
class Puppet:
    """`bodies[gesture][step]`, `eyes[yaw][name]`, `mouths[yaw][name]`; layers know where they stand (x, y)."""

    bodies: dict[str, tuple[Placed, ...]]
    waves: tuple[Placed, ...]
    eyes: tuple[dict[str, Placed], ...]
    mouths: tuple[dict[str, Placed], ...]


@dataclass(frozen=True)
class Placed:
    layer: Layer
    x: int
    y: int


@lru_cache(maxsize=2)
def draw_puppet(look: Look, size: tuple[int, int]) -> Puppet:
    """Takes some seconds: about 70 small renderings."""
    camera = _camera()
    torso = _torso(look)
    bodies = {
        name: tuple(_body(torso, look, REST.towards(end, _ease(k / (STEPS - 1))), camera, size) for k in range(STEPS))
        for name, end in ENDS.items()
    }
    elbow, hand = ENDS["wave"].left
    waves = tuple(
        _body(torso, look, Pose((elbow, (hand[0] + x, hand[1] - abs(x) * 0.2, hand[2])), _LOW_R), camera, size)
        for x in _WAVES
    )
    faces = {name: figure.head(look, face) for name, face in EYES.items()}
    faces |= {mouth: figure.head(look, Face("open", mouth)) for mouth in MOUTHS}
    heads = [_heads(faces, yaw, camera, size) for yaw in YAWS]
    return Puppet(bodies, waves, tuple(h[0] for h in heads), tuple(h[1] for h in heads))


def _ease(x: float) -> float:
    return x * x * (3 - 2 * x)


def _camera() -> raster.Camera:
    return raster.Camera(0.0, 3.0, (0.0, 0.0, 0.0), 2.4, SCALE * 2.4, _HEAD_AT)


def _placed(parts: list[Part], camera: raster.Camera, size: tuple[int, int]) -> tuple[Image.Image, int, int]:
    picture = raster.render(parts, camera, size, _SMOOTH)
    left, top, right, low = picture.getbbox() or (0, 0, 2, 2)
    left, top = left // 2 * 2, top // 2 * 2
    return picture.crop((left, top, right + (right - left) % 2, low + (low - top) % 2)), left, top


def _body(torso: list[Part], look: Look, pose: Pose, camera: raster.Camera, size: tuple[int, int]) -> Placed:
    person = [*torso, *_arm(look, -1, pose.left), *_arm(look, 1, pose.right)]
    picture, x, y = _placed([p.moved(y=_RAISED) for p in person], camera, size)
    return Placed(Layer.of(picture), x, y)


def _heads(
    faces: dict[str, list[Part]], yaw: float, camera: raster.Camera, size: tuple[int, int]
) -> tuple[dict[str, Placed], dict[str, Placed]]:
    """Upper and lower halves, cut between the nose and the mouth: only that half is drawn."""
    looking = replace(camera, yaw=yaw, pitch=4.0)
    cut = round(_HEAD_AT[1] + 0.026 * SCALE) // 2 * 2
    below = replace(looking, shift=(looking.shift[0], looking.shift[1] - cut))
    upper, lower = {}, {}
    for name in EYES:
        picture, x, y = _placed(faces[name], looking, (size[0], cut))
        upper[name] = Placed(Layer.of(picture), x, y)
    for name in MOUTHS:
        picture, x, y = _placed(faces[name], below, (size[0], size[1] - cut))
        lower[name] = Placed(Layer.of(picture), x, y + cut)
    return upper, lower


def _torso(look: Look) -> list[Part]:
    body = vessel(
        [
            (0, -0.56),
            (0.14, -0.56),
            (0.142, -0.34),
            (0.138, -0.25),
            (0.124, -0.196),
            (0.096, -0.163),
            (0.06, -0.146),
            (0.034, -0.138),
            (0, -0.138),
        ]
    ).scaled(1, 1, 0.62)
    apron_cloth: Colour = (24, 118, 96) if look.top[0] > look.top[1] else (238, 92, 48)
    apron = _apron()
    straps = [
        tube(
            curve([(s * 0.075, -0.228, 0.075), (s * 0.066, -0.175, 0.062), (s * 0.05, -0.146, 0.02)], 16),
            0.008,
            8,
            flat=0.5,
        )
        for s in (-1, 1)
    ]
    badge = ball(0.02, 24, 12).scaled(1, 1, 0.3).moved(0.04, -0.262, 0.083)
    fruit = ball(0.011, 20, 12).scaled(1.1, 0.95, 0.35).moved(0.04, -0.263, 0.0885)
    leaf = ball(0.005, 16, 10).scaled(1.5, 0.6, 0.5).moved(0.041, -0.251, 0.0895)
    return [
        figure.neck(look),
        Part(body, Material(look.top, 0.85)),
        Part(apron, Material(apron_cloth, 0.9)),
        Part(join(straps), Material(apron_cloth, 0.9)),
        Part(badge, Material((252, 247, 236), 0.4)),
        Part(fruit, Material((242, 96, 46), 0.4)),
        Part(leaf, Material((40, 130, 90), 0.5)),
    ]


def _apron() -> Mesh:
    """A cloth round the front of the body: a narrow bib, wide below."""
    rows = []
    for y in np.linspace(-0.222, -0.52, 24):
        radius = np.interp(-y, [0.196, 0.25, 0.34, 0.56], [0.124, 0.138, 0.142, 0.14]) + 0.005
        reach = np.radians(np.interp(-y, [0.222, 0.26, 0.3, 0.34], [36, 38, 52, 58]))
        a = np.linspace(-reach, reach, 30)
        rows.append(np.c_[radius * np.sin(a), np.full(30, y), 0.64 * radius * np.cos(a)])
    return sheet(np.array(rows))


def _arm(look: Look, side: int, joints: tuple[Spot, Spot]) -> list[Part]:
    elbow, hand = joints
    shoulder = (side * 0.118, -0.2, 0.0)
    path = curve([shoulder, elbow, hand], 25)
    sleeve = tube(path[:16], np.linspace(0.036, 0.033, 16), 14)
    cuff = tube(path[14:17], 0.0345, 14)
    fore = tube(path[14:], np.linspace(0.026, 0.021, 11), 14)
    fist = ball(0.03, 24, 14).scaled(1, 1.08, 0.9).moved(*hand)
    thumb = (
        ball(0.0125, 16, 10)
        .scaled(1, 1.5, 1)
        .turned(side * 32, "z")
        .moved(hand[0] - side * 0.024, hand[1] + 0.014, hand[2] + 0.012)
    )
    return [
        Part(join([ball(0.037).moved(*shoulder), sleeve, cuff]), Material(look.top, 0.85)),
        Part(join([fore, fist, thumb]), Material(look.skin, 0.6)),
    ]
