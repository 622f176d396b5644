"""Table tops and window light for pictures taken at home, all from numpy noise."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

Grid = npt.NDArray[np.float64]
_SIDE = 512


def table(rnd: Random) -> Image.Image:
    """One square RGB table top, seen from above."""
    return _table(rnd.randrange(6), rnd.randrange(3))


@lru_cache(maxsize=18)
def _table(kind: int, variant: int) -> Image.Image:
    make: Callable[[Random], Image.Image] = (_wood, _wood, _linen, _gingham, _terrazzo, _stone)[kind]
    return make(Random(f"table:{kind}:{variant}"))


def window_light(size: tuple[int, int], rnd: Random) -> Image.Image:
    """An RGB layer to multiply: slanting panes of sun, or leaves, out of focus; nearly white where lit."""
    picture = Image.new("L", (200, 200), 150)
    draw = ImageDraw.Draw(picture)
    slant, start = rnd.uniform(-50, 50), rnd.uniform(-60, 60)
    if rnd.random() < 0.6:
        for row in range(2):
            for column in range(2):
                x, y = start + column * 72, 10 + row * 92
                draw.polygon([(x, y), (x + 62, y), (x + 62 + slant, y + 82), (x + slant, y + 82)], fill=255)
    else:
        draw.rectangle([0, 0, 200, 200], fill=250)
        for _ in range(26):
            u, v, a = rnd.uniform(-20, 220), rnd.uniform(-40, 120), rnd.uniform(0, 3.14)
            dx, dy = np.cos(a) * rnd.uniform(12, 26), np.sin(a) * rnd.uniform(12, 26)
            draw.polygon(
                [(u - dx, v - dy), (u + dy * 0.3, v - dx * 0.3), (u + dx, v + dy), (u - dy * 0.3, v + dx * 0.3)],
                fill=168,
            )
    soft = picture.filter(ImageFilter.GaussianBlur(rnd.uniform(5, 9))).resize(size, Image.Resampling.BICUBIC)
    cool = [round(196 + 59 * min(1, v / 250)) for v in range(256)]
    return Image.merge(
        "RGB",
        [
            soft.point([min(255, round(110 + 145 * v / 250)) for v in range(256)]),
            soft.point([min(255, round(118 + 134 * v / 250)) for v in range(256)]),
            soft.point([min(255, round(c * 0.72 + 60 * v / 250)) for v, c in enumerate(cool)]),
        ],
    )


def _noise(rnd: Random, rows: int, columns: int) -> Grid:
    """Smooth noise 0..1 from a rows x columns grid of random values."""
    values = np.random.default_rng(rnd.randrange(1 << 32)).random((rows, columns))
    picture = Image.fromarray((values * 255).astype(np.uint8), "L").resize((_SIDE, _SIDE), Image.Resampling.BICUBIC)
    return np.asarray(picture, float) / 255


def _blend(low: tuple[int, int, int], high: tuple[int, int, int], share: Grid) -> Image.Image:
    mix = np.clip(share, 0, 1)[..., None]
    return Image.fromarray((np.array(low) * (1 - mix) + np.array(high) * mix).astype(np.uint8), "RGB")


def _wood(rnd: Random) -> Image.Image:
    dark, pale = rnd.choice(
        [((146, 98, 62), (206, 158, 112)), ((128, 90, 62), (186, 138, 100)), ((196, 164, 124), (236, 214, 182))]
    )
    y, _ = np.mgrid[0:_SIDE, 0:_SIDE] / _SIDE
    plank = np.floor(y * 9)
    shift = np.random.default_rng(rnd.randrange(1 << 32)).random(10)[plank.astype(int)]
    grain = 0.5 + 0.5 * np.sin((y * 70 + 5 * _noise(rnd, 40, 3) + shift * 9) * 2.4)
    tone = 0.25 + 0.3 * shift + 0.22 * grain + 0.3 * (_noise(rnd, 240, 8) - 0.4)
    gap = (y * 9) % 1
    tone = tone - 0.55 * (np.minimum(gap, 1 - gap) < 0.012)
    return _blend(dark, pale, tone)


def _linen(rnd: Random) -> Image.Image:
    low, high = rnd.choice(
        [((206, 196, 178), (244, 238, 226)), ((150, 166, 160), (204, 216, 208)), ((214, 176, 150), (246, 222, 202))]
    )
    y, x = np.mgrid[0:_SIDE, 0:_SIDE]
    weave = 0.5 + 0.2 * np.sin(x * 2.1 + 2 * _noise(rnd, 60, 60)) + 0.2 * np.sin(y * 2.1)
    return _blend(low, high, weave * 0.5 + 0.5 * _noise(rnd, 7, 5) + 0.12 * _noise(rnd, 5, 200))


def _gingham(rnd: Random) -> Image.Image:
    colour = rnd.choice([(222, 96, 72), (84, 140, 150), (108, 150, 98), (232, 168, 74)])
    y, x = np.mgrid[0:_SIDE, 0:_SIDE]
    cells = ((x // 32) % 2 + (y // 32) % 2) / 2
    shade = 0.9 + 0.1 * _noise(rnd, 6, 6)
    picture = np.asarray(_blend((252, 246, 234), colour, cells * 0.72), float) * shade[..., None]
    return Image.fromarray(picture.astype(np.uint8), "RGB")


def _terrazzo(rnd: Random) -> Image.Image:
    picture = _blend((226, 220, 210), (244, 240, 232), _noise(rnd, 12, 12))
    draw = ImageDraw.Draw(picture)
    for _ in range(900):
        x, y, r = rnd.uniform(0, _SIDE), rnd.uniform(0, _SIDE), rnd.uniform(2, 8)
        chip = [
            (x + r * rnd.uniform(0.5, 1) * np.cos(a), y + r * rnd.uniform(0.5, 1) * np.sin(a))
            for a in (0, 1.2, 2.6, 3.9, 5.1)
        ]
        draw.polygon(
            chip, fill=rnd.choice([(214, 120, 90), (120, 160, 148), (196, 186, 172), (232, 190, 130), (128, 122, 116)])
        )
    return picture


def _stone(rnd: Random) -> Image.Image:
    veins = np.abs(_noise(rnd, 7, 9) - 0.5 + 0.25 * (_noise(rnd, 30, 26) - 0.5))
    return _blend((170, 166, 164), (242, 240, 236), 0.35 + np.clip(veins * 7, 0, 0.6) + 0.1 * _noise(rnd, 60, 60))
