"""The market stall of the generated show: wall with shelves and lamps, awning, counter, captions, clock."""

from __future__ import annotations

from random import Random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from livefair.world.artwork import pictures, studio
from livefair.world.artwork.catalogue import product_of
from livefair.world.artwork.lettering import lines, words
from livefair.world.artwork.portraits import INK, PAPER, PERSIMMON, awning
from livefair.world.artwork.shapes import Colour

WIDTH, HEIGHT = 540, 960
COUNTER = 604
STAND = (398, 668)  # where the product touches the counter: middle, row
DISPLAY = 250

_WALLS: tuple[Colour, ...] = ((250, 214, 184), (206, 230, 214), (214, 222, 244), (250, 224, 176))
_SHELVED = (
    "celadon-teapot",
    "bloom-cactus",
    "mushroom-lamp",
    "hug-bear",
    "pocket-radio",
    "peacock-mug",
    "amber-candle",
    "jade-bucket",
)


def backdrop(seed: int) -> Image.Image:
    """What is behind the host: RGB, the size of the picture."""
    rnd = Random(f"stage:{seed}")
    wall = _WALLS[seed % len(_WALLS)]
    scene = studio.paper((WIDTH, HEIGHT), wall, 0.75)
    goods = rnd.sample(_SHELVED, 6)
    _shelf(scene, 250, 392, 540, goods[:3], wall)
    _shelf(scene, 404, 420, 540, goods[3:5], wall)
    _shelf(scene, 330, 0, 96, goods[5:], wall)
    scene = scene.filter(ImageFilter.GaussianBlur(2.2))
    _string_of_lamps(scene)
    roof = awning(WIDTH, 116)
    scene.paste(studio.darken(scene.crop((0, 90, WIDTH, 150)), _fall(WIDTH, 60)), (0, 90))
    scene.paste(roof, (0, 0), roof)
    return scene


def counter() -> Image.Image:
    """What stands before the host, RGBA from row COUNTER down: a paper top and a striped front."""
    height = HEIGHT - COUNTER
    y, x = np.mgrid[0:height, 0:WIDTH].astype(float)
    top = (
        np.array([250, 240, 222]) * (1.0 - 0.10 * (y / 110)[..., None])
        + 6 * np.exp(-(((x - 200) / 160) ** 2))[..., None]
    )
    stripes = ((x + 30) // 60 % 2)[..., None]
    front = np.array([236, 96, 56]) * (1 - stripes) + np.array([246, 232, 208]) * stripes
    front = (
        front
        * (0.94 - 0.34 * ((y - 110) / (height - 110))[..., None])
        * (1 - 0.22 * np.abs(x / WIDTH - 0.5)[..., None])
    )
    edge = 104
    pixels = np.where((y < edge)[..., None], top, front)
    pixels[edge : edge + 12] = np.array([252, 246, 234]) * np.linspace(1.0, 0.86, 12)[:, None, None]
    pixels[edge + 12 : edge + 30] *= np.linspace(0.72, 1.0, 18)[:, None, None]
    alpha = np.full((height, WIDTH, 1), 255.0)
    alpha[0] = 130
    return Image.fromarray(np.clip(np.concatenate([pixels, alpha], -1), 0, 255).astype(np.uint8), "RGBA")


def stand_shadow() -> Image.Image:
    """A soft shadow and a round cloth under the product."""
    big = Image.new("L", (300 * 2, 90 * 2))
    ImageDraw.Draw(big).ellipse([30, 26, 570, 150], fill=255)
    cloth = Image.new("RGBA", (300, 90), (*PERSIMMON, 0))
    cloth.putalpha(big.resize((300, 90), Image.Resampling.BOX).point([round(v * 0.9) for v in range(256)]))
    inner = Image.new("L", (300, 90))
    ImageDraw.Draw(inner).ellipse([70, 26, 240, 70], fill=150)
    cloth.paste((96, 30, 14, 255), (0, 0), inner.filter(ImageFilter.GaussianBlur(9)))
    return cloth


def label(name: str, price: str) -> Image.Image:
    """A shelf label: the product's name, and its price in big numerals."""
    title = words(name, 26, INK, widest=300)
    cost = words(price, 40, PERSIMMON, widest=220)
    plate = _plate(max(title.width, cost.width) + 12, 104, PAPER)
    plate.paste(title, ((plate.width - title.width) // 2, 4), title)
    plate.paste(cost, ((plate.width - cost.width) // 2, 40), cost)
    return plate


def bubble(text: str) -> Image.Image:
    """A speech bubble of at most three rows, its tail at the lower left."""
    rows = lines(text, 25, 180)[:3]
    drawn = [words(row, 25, INK, widest=240) for row in rows]
    width = max(d.width for d in drawn)
    plate = _plate(width, 34 * len(drawn) + 22, PAPER, tail=True)
    for k, d in enumerate(drawn):
        plate.paste(d, ((plate.width - d.width) // 2, 6 + 34 * k), d)
    return plate


def digits() -> dict[str, Image.Image]:
    """Glyphs of the clock, each on its own dark tile of the same size."""
    tiles = {}
    for char in "0123456789:.":
        tile = Image.new("RGBA", (9 if char in ":." else 15, 26), (38, 28, 26, 255))
        glyph = words(char, 21, (255, 246, 228), widest=80)
        tile.paste(glyph, ((tile.width - glyph.width) // 2, (26 - glyph.height) // 2), glyph)
        tiles[char] = tile
    return tiles


def _shelf(scene: Image.Image, row: int, left: int, right: int, goods: list[str], wall: Colour) -> None:
    draw = ImageDraw.Draw(scene)
    shade: Colour = (round(wall[0] * 0.72), round(wall[1] * 0.66), round(wall[2] * 0.6))
    draw.rectangle(
        [left, row + 10, right, row + 22], fill=(round(wall[0] * 0.88), round(wall[1] * 0.85), round(wall[2] * 0.82))
    )
    draw.rectangle([left, row, right, row + 10], fill=(214, 164, 118))
    draw.rectangle([left, row + 8, right, row + 10], fill=shade)
    step = (right - left) / max(len(goods), 1)
    for k, key in enumerate(goods):
        sprite = pictures.sprite_of(product_of(key), (92, 92), 8, 0.9)
        low = (sprite.getbbox() or (0, 0, 92, 92))[3]
        scene.paste(sprite, (round(left + step * (k + 0.5) - 46), row + 3 - low), sprite)


def _string_of_lamps(scene: Image.Image) -> None:
    glow = Image.new("L", scene.size)
    wire = ImageDraw.Draw(scene)
    draw = ImageDraw.Draw(glow)
    points = [(x, 132 + 34 * np.sin(np.pi * ((x % 270) / 270))) for x in range(0, WIDTH + 1, 15)]
    wire.line(points, fill=(120, 88, 70), width=2)
    bulbs = [p for k, p in enumerate(points) if k % 3 == 1]
    for x, y in bulbs:
        draw.ellipse([x - 15, y - 9, x + 15, y + 21], fill=120)
    scene.paste((255, 226, 150), (0, 0), glow.filter(ImageFilter.GaussianBlur(8)))
    for x, y in bulbs:
        wire.ellipse([x - 5, y + 1, x + 5, y + 12], fill=(255, 246, 210))


def _fall(width: int, height: int) -> Image.Image:
    """The awning's shadow on the wall, fading downwards."""
    rows = np.linspace(150, 255, height)[:, None] * np.ones((1, width))
    return Image.fromarray(rows.astype(np.uint8), "L")


def _plate(width: int, height: int, colour: Colour, *, tail: bool = False) -> Image.Image:
    """A rounded plate with a soft shadow, RGBA; 10 px of margin all round."""
    w, h = width + 20, height + 20 + (16 if tail else 0)
    big = Image.new("L", (w * 3, h * 3))
    draw = ImageDraw.Draw(big)
    draw.rounded_rectangle([30, 30, (10 + width) * 3, (10 + height) * 3], 54, fill=255)
    if tail:
        draw.polygon([(105, (6 + height) * 3), (186, (6 + height) * 3), (78, (h - 4) * 3)], fill=255)
    shape = big.resize((w, h), Image.Resampling.BOX)
    plate = Image.new("RGBA", (w, h), (60, 34, 22, 0))
    plate.putalpha(shape.filter(ImageFilter.GaussianBlur(5)).point([round(v * 0.45) for v in range(256)]))
    plate.paste((*colour, 255), (0, 0), shape)
    return plate
