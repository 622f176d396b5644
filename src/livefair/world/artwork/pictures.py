"""Photos of the products: on seamless paper, on a built set, close up; and as customers take them at home."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from livefair.world.artwork import raster, studio, textures
from livefair.world.artwork.catalogue import PRODUCTS, Product, parts_of, product_of
from livefair.world.artwork.files import REVIEW_SIDE
from livefair.world.artwork.raster import Camera
from livefair.world.artwork.shapes import Colour, Material, Part, Points, circle, vessel

SIDE = 720


def photo(product: Product, shot: int, side: int = SIDE) -> Image.Image:
    """Shot 0: on paper, for the shelf. 1: on a set with a plinth. 2: close, from another side."""
    size = (side, side)
    if shot == 1:
        return on_set(product, size, turn=14.0)
    return _close(product, size) if shot == 2 else on_paper(product, size)


def on_paper(
    product: Product, size: tuple[int, int], *, fill: float = 0.68, centre: tuple[float, float] = (0.5, 0.53)
) -> Image.Image:
    parts = parts_of(product)
    camera = raster.aim(parts, size, product.yaw, product.pitch, fill=fill, centre=centre)
    return _stand(parts, camera, studio.paper(size, product.tint, centre[1] - 0.07))


def _close(product: Product, size: tuple[int, int]) -> Image.Image:
    parts = parts_of(product)
    camera = raster.aim(parts, size, product.yaw + 62, product.pitch + 12, fill=0.86, centre=(0.5, 0.52))
    return _stand(parts, camera, studio.paper(size, _deeper(product.tint, 0.96), 0.2))


def on_set(
    product: Product,
    size: tuple[int, int],
    *,
    turn: float = 0.0,
    centre: tuple[float, float] = (0.5, 0.5),
    fill: float = 0.46,
) -> Image.Image:
    """The product on a round plinth before a painted disc."""
    parts = parts_of(product)
    camera = raster.aim(parts, size, product.yaw + turn, min(product.pitch, 12) + 2, fill=fill, centre=centre)
    scene = _wall(size, product.tint, centre)
    plinth, rim = _plinth(parts)
    wall = _deeper(product.tint, 0.86)
    base = raster.render([Part(plinth.mesh, Material(wall, 0.7))], camera, size)
    scene.paste(base, (0, 0), base)
    top = Image.new("L", size)
    ImageDraw.Draw(top).polygon([(float(x), float(y)) for x, y, _ in camera.project(rim)], fill=255)
    lit = ImageChops.lighter(
        studio.shadow(parts, camera, size), ImageChops.invert(top.filter(ImageFilter.GaussianBlur(2)))
    )
    scene = studio.darken(scene, lit)
    sprite = raster.render(parts, camera, size)
    scene.paste(sprite, (0, 0), sprite)
    return scene


def sprite_of(
    product: Product, size: tuple[int, int], turn: float = 0.0, fill: float = 0.9, smooth: float = 1.25
) -> Image.Image:
    """The product alone, RGBA, turned by `turn` degrees; its scale does not change with the turn."""
    parts = parts_of(product)
    camera = steady(parts, size, product.yaw + turn, product.pitch, fill)
    return raster.render(parts, camera, size, smooth)


def steady(parts: Sequence[Part], size: tuple[int, int], yaw: float, pitch: float, fill: float) -> Camera:
    """A camera for turntables: framed by the swept cylinder, so that nothing jumps while it turns."""
    points = np.vstack([p.mesh.vertices for p in parts])
    radius = float(np.hypot(points[:, 0], points[:, 2]).max())
    top = float(points[:, 1].max())
    swept = vessel([(0, 0), (radius, 0), (radius, top), (0, top)], 24)
    return raster.aim([Part(swept, Material((0, 0, 0)))], size, yaw, pitch, fill=fill, centre=(0.5, 0.5))


def review_photo(product: Product, seed: int, side: int = REVIEW_SIDE) -> Image.Image:
    """The product on somebody's table, by a phone: other light, other angle, something else half in the picture."""
    rnd = Random(f"review:{product.key}:{seed}")
    size = (side, side)
    parts = parts_of(product)
    camera = raster.aim(
        parts,
        size,
        product.yaw + rnd.uniform(-45, 45),
        rnd.uniform(31, 42),
        fill=rnd.uniform(0.56, 0.7),
        centre=(rnd.uniform(0.44, 0.56), rnd.uniform(0.48, 0.58)),
    )
    table = textures.table(rnd)
    scene = _tabletop(table, parts, camera, size)
    scene = _stand([*parts, *_companion(product, parts, rnd)], camera, scene, strength=0.9)
    scene = ImageChops.multiply(scene, textures.window_light(size, rnd))
    return _phone_look(scene, rnd)


def in_use_photo(product: Product, seed: int, model: Sequence[Part], side: int = REVIEW_SIDE) -> Image.Image:
    """Worn by a figure (`model`, with the product on) in front of a plain wall."""
    rnd = Random(f"worn:{product.key}:{seed}")
    camera = raster.aim(model, (side, side), rnd.uniform(-30, 30), rnd.uniform(2, 9), fill=0.92, centre=(0.5, 0.58))
    scene = studio.paper((side, side), _deeper(product.tint, rnd.uniform(0.82, 1.0)), 0.9)
    figure = raster.render(model, camera, (side, side))
    scene.paste(figure, (0, 0), figure)
    return _phone_look(ImageChops.multiply(scene, textures.window_light((side, side), rnd)), rnd)


def _stand(parts: Sequence[Part], camera: Camera, scene: Image.Image, strength: float = 1.0) -> Image.Image:
    scene = studio.darken(scene, studio.shadow(parts, camera, scene.size, strength))
    sprite = raster.render(parts, camera, scene.size)
    scene.paste(sprite, (0, 0), sprite)
    return scene


def _wall(size: tuple[int, int], tint: Colour, centre: tuple[float, float]) -> Image.Image:
    scene = studio.paper(size, tint, 0.7)
    w, h = size
    r = 0.36 * min(w, h)
    disc = Image.new("L", (w // 2, h // 2))
    x, y = w * centre[0], h * (centre[1] - 0.06)
    ImageDraw.Draw(disc).ellipse([(x - r) / 2, (y - r) / 2, (x + r) / 2, (y + r) / 2], fill=255)
    disc = disc.resize(size, Image.Resampling.BICUBIC)
    glow = ImageChops.offset(disc, round(w * 0.02), round(h * 0.025)).filter(ImageFilter.GaussianBlur(w // 30))
    scene = studio.darken(scene, glow.point([255 - round(v * 0.22) for v in range(256)]))
    paint = Image.new("RGB", size, _deeper(tint, 0.93, 1.35))
    scene.paste(paint, (0, 0), disc)
    return scene


def _plinth(parts: Sequence[Part]) -> tuple[Part, Points]:
    points = np.vstack([p.mesh.vertices for p in parts])
    radius = max(float(np.hypot(points[:, 0], points[:, 2]).max()) * 1.28, float(points[:, 1].max()) * 0.4)
    deep, edge = radius * 4, radius * 0.025
    a = np.linspace(0, np.pi / 2, 6)
    rim = [(radius - edge + edge * np.cos(t), -edge + edge * np.sin(t)) for t in a]
    body = vessel([(0, -deep), (radius, -deep), *rim, (radius - edge, 0), (0, 0)], 96)
    outline = circle(96) * (radius - edge)
    return Part(body, Material((200, 200, 200))), np.c_[outline[:, 0], np.zeros(96), outline[:, 1]]


def _tabletop(table: Image.Image, parts: Sequence[Part], camera: Camera, size: tuple[int, int]) -> Image.Image:
    """Lay a square texture on the floor so that it fills the picture."""
    reach = float(np.abs(np.vstack([p.mesh.vertices for p in parts])).max()) * 8
    floor = studio.Floor((-reach, -reach), 2 * reach)
    return studio.lay(table, floor, camera, size)


def _companion(product: Product, parts: Sequence[Part], rnd: Random) -> list[Part]:
    """Another thing from the shop, about half out of the picture."""
    other = rnd.choice([p for p in _SMALL if p.key != product.key])
    points = np.vstack([p.mesh.vertices for p in parts])
    reach = float(np.hypot(points[:, 0], points[:, 2]).max())
    things = list(_parts(other.key))
    own = float(np.hypot(*np.vstack([p.mesh.vertices for p in things]).T[[0, 2]]).max())
    if own > reach * 1.3:
        return []
    turn = np.radians(product.yaw + rnd.choice([130, 150, 32, 48]))
    away = (reach + own) * rnd.uniform(1.12, 1.3)
    return [p.turned(rnd.randrange(360)).moved(away * np.cos(turn), 0, -away * np.sin(turn)) for p in things]


@lru_cache(maxsize=16)
def _parts(key: str) -> tuple[Part, ...]:
    return tuple(parts_of(product_of(key)))


_SMALL = [p for p in PRODUCTS if p.family in {"mug", "candle", "plant", "bottle", "teapot"}]


def _phone_look(scene: Image.Image, rnd: Random) -> Image.Image:
    warm = rnd.uniform(-0.06, 0.07)
    gains = (1 + warm, 1.0, 1 - warm)
    bands = [b.point([min(255, round(v * g)) for v in range(256)]) for b, g in zip(scene.split(), gains, strict=True)]
    scene = Image.merge("RGB", bands).rotate(rnd.uniform(-2.5, 2.5), Image.Resampling.BICUBIC)
    w, h = scene.size
    scene = scene.crop((round(w * 0.03), round(h * 0.03), round(w * 0.97), round(h * 0.97))).resize(
        (w, h), Image.Resampling.BICUBIC
    )
    scene = ImageEnhance.Contrast(scene).enhance(rnd.uniform(0.95, 1.1))
    return ImageEnhance.Brightness(scene).enhance(rnd.uniform(0.95, 1.08))


def _deeper(colour: Colour, share: float, saturation: float = 1.15) -> Colour:
    mean = sum(colour) / 3
    r, g, b = (int(max(0, min(255, (mean + (c - mean) * saturation) * share))) for c in colour)
    return (r, g, b)
