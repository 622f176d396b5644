"""Studio light baked into small pictures: for each material, the colour that a surface shows by its facing.

The camera and the lamps never move against each other, so all shading (soft boxes, sky, paper bounce, rim,
roughness, metal, film curve) is a function of the view-space normal alone and is computed once per material.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from livefair.world.artwork.shapes import Material

SIZE = 256
_COARSE = 96

Bytes = npt.NDArray[np.uint8]
Reals = npt.NDArray[np.float64]


class Lamp(NamedTuple):
    """A soft box: direction towards it in view space (x right, y up, z to the camera), angular size, colour."""

    towards: tuple[float, float, float]
    size: float
    colour: tuple[float, float, float]


_LAMPS = (
    Lamp((-0.55, 0.70, 0.46), 0.34, (1.62, 1.56, 1.46)),
    Lamp((0.80, 0.34, 0.50), 0.42, (0.46, 0.49, 0.55)),
    Lamp((0.62, 0.60, -0.50), 0.30, (0.85, 0.86, 0.92)),
    Lamp((-0.86, 0.10, -0.50), 0.34, (0.60, 0.52, 0.44)),
)
_SKY = np.array([0.54, 0.55, 0.57])
_PAPER = np.array([0.46, 0.41, 0.36])


@lru_cache(maxsize=48)
def shading(material: Material) -> Bytes:
    """(SIZE*SIZE, 4) sRGB bytes and 255; row = -ny, column = nx, both from -1 to 1."""
    base = linear(np.array(material.rgb, float))
    light = _diffuse() * base * (1 - material.metal) + _specular(material, base)
    if any(material.glow):
        light = light + linear(np.array(material.glow, float)) * (0.55 + 0.45 * _normals()[..., 2:])
    picture = Image.fromarray(film(light), "RGB").resize((SIZE, SIZE), Image.Resampling.BILINEAR)
    return np.asarray(picture.convert("RGBA")).reshape(-1, 4)


@lru_cache(maxsize=8)
def opacity(material: Material) -> npt.NDArray[np.float32]:
    """(SIZE*SIZE,) how much a clear material covers: more at grazing angles and in its highlights."""
    bright = _specular(material, linear(np.array(material.rgb, float))).max(-1)
    edge = (1 - _normals()[..., 2]) ** 3
    cover = np.clip(material.alpha + (1 - material.alpha) * (0.75 * edge + 0.8 * bright), 0, 1)
    picture = Image.fromarray(np.round(cover * 255).astype(np.uint8), "L").resize((SIZE, SIZE))
    return np.asarray(picture, np.float32).ravel() / np.float32(255)


def linear(srgb: Reals) -> Reals:
    """sRGB 0..255 to linear 0..1."""
    c = srgb / 255
    return np.asarray(np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4))


def film(light: Reals) -> Bytes:
    """Linear light to sRGB bytes, highlights rolled off instead of clipped."""
    knee = 0.72
    over = np.maximum(light - knee, 0)
    light = np.minimum(light, knee) + (1 - knee) * (1 - np.exp(-over / (1 - knee)))
    srgb = np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(np.clip(srgb, 0, 1) * 255).astype(np.uint8))


@lru_cache(maxsize=1)
def _normals() -> Reals:
    """(_COARSE, _COARSE, 3) view-space normals of a ball; beyond its edge they stay at the edge."""
    axis = np.linspace(-1, 1, _COARSE)
    x, y = np.meshgrid(axis, -axis)
    reach = np.maximum(np.hypot(x, y), 1.0)
    x, y = x / reach, y / reach
    return np.stack([x, y, np.sqrt(np.maximum(1 - x * x - y * y, 0))], -1)


@lru_cache(maxsize=1)
def _diffuse() -> Reals:
    """Light that falls on each normal of the ball."""
    n = _normals()
    up = (n[..., 1:2] + 1) / 2
    total = _PAPER * (1 - up) + _SKY * up
    for lamp in _LAMPS:
        wrap = 0.18 + 0.4 * lamp.size
        cosine = (n @ _towards(lamp) + wrap) / (1 + wrap)
        total = total + np.maximum(cosine, 0)[..., None] ** 1.2 * np.array(lamp.colour) * 0.46
    return np.asarray(total)


@lru_cache(maxsize=32)
def _mirrored(rough: float) -> Reals:
    """What each normal of the ball mirrors of the studio, blurred by roughness."""
    n = _normals()
    mirror = 2 * n[..., 2:] * n - np.array([0.0, 0.0, 1.0])
    blur = max(rough, 0.04) ** 1.5
    up = np.clip(0.5 + 0.5 * mirror[..., 1:2] / (0.25 + blur), 0, 1)
    room = (_PAPER * 0.9 * (1 - up) + _SKY * 1.05 * up) * (0.55 + 0.45 * np.clip(mirror[..., 2:] + 0.6, 0, 1))
    for lamp in _LAMPS:
        spread = np.hypot(lamp.size, 1.1 * blur)
        away = np.arccos(np.clip(mirror @ _towards(lamp), -1, 1)) / spread
        strength = 3.4 * (lamp.size / spread) ** 2 / (1 + np.exp((away - 1) * (3 + 9 * (1 - blur))))
        room = room + strength[..., None] * np.array(lamp.colour)
    return np.asarray(room)


def _specular(material: Material, base: Reals) -> Reals:
    """The mirrored studio, weighted by Fresnel: more at the edge, tinted by metal."""
    facing = base * material.metal + 0.04 * (1 - material.metal)
    edge = (1 - np.clip(_normals()[..., 2:], 0, 1)) ** 5 * (1 - 0.75 * material.rough)
    return np.asarray(_mirrored(material.rough) * (facing + (1 - facing) * edge * 0.7))


def _towards(lamp: Lamp) -> Reals:
    v = np.array(lamp.towards)
    return np.asarray(v / np.linalg.norm(v))
