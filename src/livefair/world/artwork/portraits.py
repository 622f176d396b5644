"""Portraits of people, brand marks, and the awning."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw

from livefair.world.artwork import figure, raster, studio
from livefair.world.artwork.catalogue import BRANDS
from livefair.world.artwork.figure import Face, Look
from livefair.world.artwork.shapes import Colour

PERSIMMON: Colour = (242, 86, 40)
JADE: Colour = (22, 122, 98)
PAPER: Colour = (252, 247, 236)
INK: Colour = (44, 34, 30)

_PASTELS: tuple[Colour, ...] = (
    (248, 196, 166),
    (186, 224, 204),
    (192, 206, 242),
    (252, 220, 156),
    (238, 194, 212),
    (206, 226, 236),
    (226, 214, 190),
)

HOSTS: tuple[Look, ...] = (
    Look((250, 210, 180), (52, 36, 34), "bob", (236, 84, 46), "", True),
    Look((236, 190, 154), (38, 30, 34), "short", (28, 116, 96), "rounds"),
    Look((250, 212, 186), (120, 70, 44), "bun", (246, 186, 76), "", True),
    Look((214, 160, 120), (38, 30, 34), "curly", (70, 104, 176), ""),
)


def avatar(index: int, seed: int, side: int = 160) -> Image.Image:
    """A customer's portrait."""
    rnd = Random(f"avatar:{seed}:{index}")
    return portrait(figure.some_look(rnd), figure.some_face(rnd), rnd.choice(_PASTELS), side, rnd.uniform(-16, 16))


def host(index: int, side: int = 480) -> Image.Image:
    return portrait(HOSTS[index], Face("open", "laugh", 0.003), _PASTELS[index], side, (-10.0, 8.0)[index % 2])


def portrait(look: Look, face: Face, wall: Colour, side: int, yaw: float = 0.0) -> Image.Image:
    parts = figure.bust(look, face)
    camera = raster.aim(figure.head(look, face), (side, side), yaw, 4, fill=0.7, centre=(0.5, 0.46))
    scene = studio.paper((side, side), wall, 0.95)
    person = raster.render(parts, camera, (side, side), 2.0)
    scene.paste(person, (0, 0), person)
    return scene


def logo(brand: int, side: int = 400) -> Image.Image:
    """The brand's mark: a cloud step for the first, a setting sun over a table for the second."""
    big = side * 4
    picture = Image.new("RGB", (big, big), (PERSIMMON, JADE)[brand])
    draw = ImageDraw.Draw(picture)
    (_cloud if brand == 0 else _sun)(draw, big)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def _cloud(draw: ImageDraw.ImageDraw, side: int) -> None:
    for x, y, r in ((0.34, 0.53, 0.12), (0.5, 0.42, 0.17), (0.665, 0.52, 0.13)):
        draw.ellipse([side * (x - r), side * (y - r), side * (x + r), side * (y + r)], fill=PAPER)
    draw.rounded_rectangle([side * 0.225, side * 0.5, side * 0.79, side * 0.65], side * 0.075, fill=PAPER)
    for k, (left, right) in enumerate(((0.3, 0.7), (0.4, 0.6))):
        y = 0.71 + 0.075 * k
        draw.rounded_rectangle(
            [side * left, side * y, side * right, side * (y + 0.035)], side * 0.0175, fill=(255, 206, 150)
        )


def _sun(draw: ImageDraw.ImageDraw, side: int) -> None:
    draw.ellipse([side * 0.3, side * 0.26, side * 0.7, side * 0.66], fill=(255, 206, 120))
    draw.rectangle([0, side * 0.555, side, side], fill=JADE)
    draw.rounded_rectangle([side * 0.2, side * 0.57, side * 0.8, side * 0.615], side * 0.022, fill=PAPER)
    for x in (0.29, 0.67):
        draw.rounded_rectangle([side * x, side * 0.6, side * (x + 0.04), side * 0.77], side * 0.02, fill=PAPER)
    for k in range(7):
        a = np.pi * (k + 0.5) / 7
        x, y = 0.5 - 0.29 * np.cos(a), 0.46 - 0.29 * np.sin(a)
        draw.ellipse([side * (x - 0.02), side * (y - 0.02), side * (x + 0.02), side * (y + 0.02)], fill=(255, 206, 120))


def awning(width: int, drop: int, stripes: int = 9) -> Image.Image:
    """The market awning, RGBA: persimmon and paper stripes that end in scallops, with a soft shadow in the folds."""
    scale = 3
    w, h = width * scale, drop * scale
    picture = Image.new("RGBA", (w, h))
    draw = ImageDraw.Draw(picture)
    step = w / stripes
    for k in range(stripes):
        fill = PERSIMMON if k % 2 == 0 else (250, 238, 216)
        left, right = k * step, (k + 1) * step
        draw.rectangle([left, 0, right, h - step / 2], fill=fill)
        draw.pieslice([left, h - step, right, h - 1], 0, 180, fill=fill)
    shade = np.linspace(0.80, 1.04, h)[:, None] * (1 - 0.10 * np.abs(np.linspace(-1, 1, w)) ** 2)[None, :]
    pixels = np.asarray(picture).copy()
    pixels[..., :3] = np.clip(pixels[..., :3] * shade[..., None], 0, 255).astype(np.uint8)
    return Image.fromarray(pixels, "RGBA").resize((width, drop), Image.Resampling.LANCZOS)


def brand_keys() -> tuple[str, ...]:
    return tuple(key for key, _, _ in BRANDS)
