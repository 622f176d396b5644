"""The three scenes of a short film: the hook, the turn on a plinth with captions, the price under the awning.

Everything that costs time is drawn once when a scene is built; a frame is a background, one sprite and a few strips.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from livefair.world.artwork import pictures, studio
from livefair.world.artwork.catalogue import BRANDS, Product
from livefair.world.artwork.lettering import either, words
from livefair.world.artwork.portraits import INK, JADE, PAPER, PERSIMMON, awning
from livefair.world.artwork.shapes import Colour

SIZE = (540, 960)
TURN_STEPS = 32
_SPRITE = 420


class Scene(Protocol):
    def frame(self, t: float) -> Image.Image:
        """The picture at `t` seconds after the scene began (may run a little over its end, under a transition)."""


@dataclass(frozen=True)
class Story:
    """What a film tells of a product: `hook` and three `points`, already in a language that can be drawn."""

    product: Product
    hook: str
    points: tuple[str, str, str]
    close: str
    beat: float
    rnd: Random


@dataclass(frozen=True)
class Turntable:
    """The product from all sides; `low` is the sprite's row where it stands."""

    sprites: tuple[Image.Image, ...]
    low: int

    @classmethod
    def of(cls, product: Product) -> Turntable:
        sprites = tuple(
            pictures.sprite_of(product, (_SPRITE, _SPRITE), k * 360 / TURN_STEPS, 0.92, 1.1) for k in range(TURN_STEPS)
        )
        return cls(sprites, max((s.getbbox() or (0, 0, 0, _SPRITE))[3] for s in sprites))

    def at(self, turns: float) -> Image.Image:
        return self.sprites[round(turns * TURN_STEPS) % TURN_STEPS]


def out_back(x: float) -> float:
    """0 to 1, running a little over and back."""
    x = min(max(x, 0.0), 1.0) - 1
    return 1 + 2.70158 * x**3 + 1.70158 * x**2


def smooth(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x * x * (3 - 2 * x)


def paste(scene: Image.Image, layer: Image.Image, x: float, y: float) -> None:
    """Put an RGBA layer with its centre at (x, y)."""
    scene.paste(layer, (round(x - layer.width / 2), round(y - layer.height / 2)), layer)


class Hook:
    """Turning sun rays, the product jumps in, the name drops letter by letter."""

    def __init__(self, story: Story, table: Turntable) -> None:
        self.story, self.table = story, table
        base = _apart(_vivid(story.product.tint, 0.8, 3.0), story.rnd)
        self.rays = _rays(base, _lighter(base), 8)
        size = 92 if len(story.hook) <= 5 else 76
        self.letters = [words(c, size, PAPER, shade=(70, 30, 20)) for c in story.hook] if len(story.hook) <= 9 else []
        self.line = words(story.hook, 58, PAPER, shade=(70, 30, 20))
        self.brand = words(either(BRANDS[story.product.brand][1], BRANDS[story.product.brand][2]), 26, INK, plate=PAPER)
        self.shadow = _ground(300)

    def frame(self, t: float) -> Image.Image:
        scene = self.rays[int(t * 12) % 8].copy()
        grown = out_back(t / 0.5)
        if grown > 0.05:
            paste(scene, self.shadow, 270, 590 + _SPRITE * 0.5 - (_SPRITE - self.table.low) - 4)
            sprite = self.table.at(-0.06 + 0.10 * smooth(t / 2.4))
            if t < 0.55:
                side = max(2, round(_SPRITE * grown))
                sprite = sprite.resize((side, side), Image.Resampling.BILINEAR)
            paste(scene, sprite, 270, 590 + 8 * np.sin(t * 2 * np.pi / (2 * self.story.beat)))
        self._name(scene, t - 0.35)
        paste(scene, self.brand, 270, 130 - 160 * (1 - smooth(t / 0.4)))
        return scene

    def _name(self, scene: Image.Image, t: float) -> None:
        if not self.letters:
            paste(scene, self.line, 270 + 600 * (1 - out_back(t / 0.6)), 268)
            return
        step = min(self.letters[0].width * 0.56, 480 / len(self.letters))
        left = 270 - step * (len(self.letters) - 1) / 2
        for k, letter in enumerate(self.letters):
            drop = out_back((t - k * 0.07) / 0.35)
            if drop > 0:
                paste(scene, letter, left + k * step, 268 - 260 * (1 - drop))


class Turn:
    """The product turns on a plinth; captions slide in on the beat."""

    def __init__(self, story: Story, table: Turntable, seconds: float) -> None:
        self.story, self.table, self.seconds = story, table, seconds
        self.ground = _set(story.product)
        self.captions = [
            words(p, 40, (PAPER, INK, PAPER)[k], plate=(PERSIMMON, PAPER, JADE)[k]) for k, p in enumerate(story.points)
        ]
        self.motes = [
            (story.rnd.uniform(0, 540), story.rnd.uniform(0, 960), story.rnd.uniform(14, 50), story.rnd.randrange(3))
            for _ in range(14)
        ]
        self.dots = [_dot(c, s) for c, s in (((255, 255, 255), 9), (PERSIMMON, 7), ((255, 222, 160), 12))]

    def frame(self, t: float) -> Image.Image:
        scene = self.ground.copy()
        for x, y, speed, kind in self.motes:
            paste(scene, self.dots[kind], x + 10 * np.sin(t + x), (y - t * speed) % 1000 - 20)
        paste(scene, self.table.at(0.04 + t / self.seconds * 1.1), 270, 610 + _SPRITE / 2 - self.table.low)
        for k, caption in enumerate(self.captions):
            since = t - 0.35 - k * self.seconds * 0.29
            if since > 0:
                side = -1 if k % 2 else 1
                paste(scene, caption, 270 + side * 560 * (1 - out_back(since / 0.45)), 708 + k * 76)
        return scene


class Price:
    """The awning comes down, the price tag swings in, confetti falls."""

    def __init__(self, story: Story, table: Turntable) -> None:
        self.story, self.table = story, table
        self.ground = studio.paper(SIZE, _vivid(story.product.tint, 1.0), 0.6)
        self.roof = awning(SIZE[0], 150)
        tag = _tag(story.product)
        self.tags = [tag.rotate(a, Image.Resampling.BICUBIC, expand=True) for a in np.linspace(-16, 16, 17)]
        self.name = words(either(story.product.zh, story.product.en), 38, INK)
        self.close = words(story.close, 38, PAPER, plate=PERSIMMON)
        self.wide = self.close.resize(
            (round(self.close.width * 1.06), round(self.close.height * 1.06)), Image.Resampling.BICUBIC
        )
        self.shadow = _ground(320)
        self.confetti = [
            (
                story.rnd.uniform(0, 540),
                story.rnd.uniform(-900, 0),
                story.rnd.uniform(190, 330),
                story.rnd.randrange(12),
            )
            for _ in range(46)
        ]
        self.papers = _confetti()

    def frame(self, t: float) -> Image.Image:
        scene = self.ground.copy()
        paste(scene, self.name, 270, 200)
        paste(scene, self.shadow, 270, 636 + _SPRITE / 2 - (_SPRITE - self.table.low) - 190)
        paste(scene, self.table.at(0.08 * np.sin(t * 1.7)), 270, 446)
        for x, y, speed, kind in self.confetti:
            scene.paste(
                self.papers[kind][0], (round(x + 16 * np.sin(t * 3 + x)), round(y + t * speed)), self.papers[kind][1]
            )
        paste(scene, self.roof, 270, 75 - 170 * (1 - out_back(t / 0.5)))
        if t > 0.45:
            swing = 13 * np.exp(-(t - 0.45) * 1.1) * np.cos((t - 0.45) * 6)
            paste(scene, self.tags[round((swing + 16) / 2)], 270, 734 - 60 * (1 - out_back((t - 0.45) / 0.4)))
        if t > 0.9:
            pulse = (t % self.story.beat) < self.story.beat * 0.3
            paste(scene, self.wide if pulse else self.close, 270, 880)
        return scene


def wipe(before: Image.Image, after: Image.Image, share: float, kind: int) -> Image.Image:
    """From one scene to the next: 0 a growing circle, 1 awning stripes, 2 a slide."""
    w, h = SIZE
    share = smooth(share)
    mask = Image.new("L", (w // 2, h // 2))
    draw = ImageDraw.Draw(mask)
    if kind == 0:
        r = share * 570
        draw.ellipse([w / 4 - r, h / 4 - r, w / 4 + r, h / 4 + r], fill=255)
    elif kind == 1:
        for k in range(6):
            low = (h / 2 + 44) * min(max(share * 1.6 - k * 0.1, 0), 1)
            draw.rectangle([k * w / 12, -44, (k + 1) * w / 12, low - 22], fill=255)
            draw.pieslice([k * w / 12, low - 44, (k + 1) * w / 12, low], 0, 180, fill=255 if low > 1 else 0)
    else:
        draw.polygon([(0, 0), (w * share, 0), (w * share - 90, h / 2), (0, h / 2)], fill=255)
    out = before.copy()
    out.paste(after, (0, 0), mask.resize(SIZE, Image.Resampling.BILINEAR))
    return out


def _rays(dark: Colour, pale: Colour, steps: int) -> list[Image.Image]:
    """A turn from one ray to the next in so many pictures: two coloured suns, and a mask that turns."""
    w, h = SIZE[0] // 2, SIZE[1] // 2
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    turn = np.arctan2(y - h * 0.6, x - w / 2) / np.float32(2 * np.pi) * 18
    fall = np.clip(1.08 - np.hypot(y - h * 0.6, x - w / 2) / h * 0.45, 0, 1.05)[..., None]
    low, high = (
        Image.fromarray(np.clip(np.array(c, np.float32) * fall, 0, 255).astype(np.uint8), "RGB").resize(SIZE)
        for c in (dark, pale)
    )
    rays = []
    for k in range(steps):
        edge = np.clip((np.abs((turn + k / steps) % 1 - 0.5) - 0.25) * 26, -1, 1) * 127.5 + 127.5
        rays.append(Image.composite(high, low, Image.fromarray(edge.astype(np.uint8), "L").resize(SIZE)))
    return rays


_BASES: tuple[Colour, ...] = (
    (240, 92, 46),
    (26, 132, 106),
    (246, 176, 60),
    (66, 96, 168),
    (224, 96, 118),
    (122, 88, 160),
)


def _apart(colour: Colour, rnd: Random) -> Colour:
    """Of three of the film colours, the one that stands out most from the product's."""
    return max(rnd.sample(_BASES, 3), key=lambda base: sum(abs(a - b) for a, b in zip(base, colour, strict=True)))


def _lighter(colour: Colour) -> Colour:
    r, g, b = (round(c + (255 - c) * 0.2) for c in colour)
    return (r, g, b)


def _set(product: Product) -> Image.Image:
    """A painted wall with a disc and a round plinth whose top is at row 610."""
    scene = studio.paper(SIZE, product.tint, 0.7)
    big = 3
    paint = Image.new("L", (SIZE[0] * big // 2, SIZE[1] * big // 2))
    ImageDraw.Draw(paint).ellipse([v * big / 2 for v in (70, 150, 470, 550)], fill=255)
    scene.paste(_vivid(product.tint, 0.9), (0, 0), paint.resize(SIZE, Image.Resampling.BOX))
    front, top = _vivid(product.tint, 0.84), _vivid(product.tint, 1.03)
    column = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    x = np.clip((np.arange(540) - 270) / 220, -1, 1)
    light = 0.82 + 0.26 * np.exp(-(((x + 0.45) / 0.55) ** 2))
    column[..., :3] = np.clip(np.array(front)[None, None, :] * light[None, :, None], 0, 255).astype(np.uint8)
    shape = Image.new("L", (SIZE[0] * 2, SIZE[1] * 2))
    draw = ImageDraw.Draw(shape)
    draw.rectangle([100, 1210, 980, 1920], fill=255)
    draw.ellipse([100, 1120, 980, 1300], fill=255)
    scene.paste(Image.fromarray(column[..., :3].copy(), "RGB"), (0, 0), shape.resize(SIZE, Image.Resampling.BOX))
    lid = Image.new("L", (SIZE[0] * 2, SIZE[1] * 2))
    ImageDraw.Draw(lid).ellipse([100, 1120, 980, 1296], fill=255)
    scene.paste(top, (0, 0), lid.resize(SIZE, Image.Resampling.BOX))
    paste(scene, _ground(330), 270, 598)
    return scene


def _ground(width: int) -> Image.Image:
    """A soft contact shadow."""
    layer = Image.new("L", (width + 80, 110))
    ImageDraw.Draw(layer).ellipse([50, 42, width + 30, 76], fill=120)
    shade = Image.new("RGBA", layer.size, (70, 40, 26, 0))
    shade.putalpha(layer.filter(ImageFilter.GaussianBlur(13)))
    return shade


def _dot(colour: Colour, size: int) -> Image.Image:
    layer = Image.new("L", (size * 8, size * 8))
    ImageDraw.Draw(layer).ellipse([size, size, size * 7, size * 7], fill=190)
    dot = Image.new("RGBA", (size * 2, size * 2), (*colour, 0))
    dot.putalpha(layer.resize((size * 2, size * 2), Image.Resampling.BOX))
    return dot


def _confetti() -> list[tuple[Image.Image, Image.Image]]:
    papers = []
    for k in range(12):
        mask = Image.new("L", (64, 64))
        ImageDraw.Draw(mask).rectangle([20, 12, 44, 52], fill=255)
        mask = mask.rotate(k * 31).resize((16, 16), Image.Resampling.BOX)
        colour = (PERSIMMON, JADE, (255, 206, 110), PAPER)[k % 4]
        papers.append((Image.new("RGB", (16, 16), colour), mask))
    return papers


def _tag(product: Product) -> Image.Image:
    """A hanging price tag: the price large, the old price struck through."""
    tag = Image.new("RGBA", (340, 210))
    big = Image.new("L", (340 * 3, 210 * 3))
    draw = ImageDraw.Draw(big)
    draw.rounded_rectangle([12, 60, 1008, 618], 84, fill=255)
    draw.ellipse([480, 84, 540, 144], fill=0)
    tag.paste((*PAPER, 255), (0, 0), big.resize(tag.size, Image.Resampling.BOX))
    price = words(f"¥{product.price_minor // 100}", 92, PERSIMMON, widest=330)
    tag.paste(price, ((340 - price.width) // 2, 38), price)
    old = words(f"¥{product.was_minor // 100}", 30, (150, 134, 122), widest=200)
    ImageDraw.Draw(old).line(
        [12, old.height / 2 + 2, old.width - 12, old.height / 2 + 2], fill=(150, 134, 122, 255), width=3
    )
    tag.paste(old, ((340 - old.width) // 2, 148), old)
    return tag


def _vivid(colour: Colour, share: float, saturation: float = 1.5) -> Colour:
    mean = sum(colour) / 3
    r, g, b = (int(max(0, min(255, (mean + (c - mean) * saturation) * share))) for c in colour)
    return (r, g, b)


def build(story: Story, table: Turntable, bar: float) -> Sequence[Scene]:
    return (Hook(story, table), Turn(story, table, 2 * bar), Price(story, table))
