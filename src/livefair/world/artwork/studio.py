"""The photo studio: a camera, seamless paper or a built set, soft shadows, and the product in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from livefair.world.artwork import raster
from livefair.world.artwork.raster import Camera
from livefair.world.artwork.shapes import Colour, Part, Points

_MAP = 256
_LEAN = np.array([0.42, -0.16])  # how far a shadow point moves on the floor per metre of height (x right, z back)


@dataclass(frozen=True)
class Floor:
    """A square of floor in world space under the product: `low` corner (x, z) and its `width`."""

    low: tuple[float, float]
    width: float

    def corners(self) -> Points:
        x, z, w = *self.low, self.width
        return np.array([[x, 0, z], [x + w, 0, z], [x + w, 0, z + w], [x, 0, z + w]], float)


def paper(size: tuple[int, int], tint: Colour, horizon: float = 0.46) -> Image.Image:
    """Seamless paper: a bright pool of light behind the product, falling off softly, no edge anywhere."""
    w, h = 90, max(2, round(90 * size[1] / size[0]))
    x, y = np.meshgrid(np.linspace(0, 1, w), np.linspace(0, 1, h))
    pool = np.exp(-(((x - 0.46) / 0.55) ** 2 + ((y - 0.40) / 0.50) ** 2))
    fold = 0.045 * np.exp(-(((y - horizon) / 0.10) ** 2)) - 0.05 * np.clip((y - 0.72) / 0.28, 0, 1)
    strength = np.clip(0.80 + 0.24 * pool - fold * 0.5, 0, 1.06)[..., None]
    pale = np.array(tint, float) * 0.74 + np.array([253, 250, 245]) * 0.26
    colour = pale * strength + np.array([255, 254, 250]) * 0.17 * pool[..., None] * (1 - strength * 0.6)
    field = Image.fromarray(np.clip(colour, 0, 255).astype(np.uint8), "RGB")
    return field.resize(size, Image.Resampling.BICUBIC)


def floor_under(parts: Sequence[Part]) -> Floor:
    points = np.vstack([p.mesh.vertices for p in parts])
    low, high = points.min(0), points.max(0)
    width = float(max(high[0] - low[0], high[2] - low[2]) * 1.5 + (high[1] - low[1]) * 0.9)
    middle = (low + high) / 2
    return Floor((float(middle[0]) - width / 2, float(middle[2]) - width / 2), width)


def shadow(parts: Sequence[Part], camera: Camera, size: tuple[int, int], strength: float = 1.0) -> Image.Image:
    """An L picture of the light that reaches the floor (255 = all), seen through the camera."""
    floor = floor_under(parts)
    solid = [p for p in parts if p.material.alpha >= 0.3]
    turn = np.array(
        [
            [np.cos(np.radians(camera.yaw)), np.sin(np.radians(camera.yaw))],
            [-np.sin(np.radians(camera.yaw)), np.cos(np.radians(camera.yaw))],
        ]
    )
    lean = turn.T @ _LEAN
    top = max(float(p.mesh.vertices[:, 1].max()) for p in solid)
    touch = _height_map(solid, floor, np.zeros(2))
    cast = _height_map(solid, floor, lean)
    near = np.exp(-touch / (0.10 * top))
    dark = 0.62 * _soft(near, 3) + 0.34 * _soft(np.exp(-touch / (0.5 * top)), 14)
    thrown = np.isfinite(cast).astype(float)
    low = thrown * np.exp(-np.where(np.isfinite(cast), cast, 0) / (0.5 * top))
    dark = np.clip(dark + 0.30 * _soft(low, 7) + 0.16 * _soft(thrown, 20), 0, 0.82) * strength
    lit = Image.fromarray(np.round(255 * (1 - dark)).astype(np.uint8), "L")
    third = (max(1, size[0] // 3), max(1, size[1] // 3))
    return lay(lit, floor, camera.resized(size, third), third).resize(size, Image.Resampling.BICUBIC)


def _height_map(parts: Sequence[Part], floor: Floor, lean: Points) -> Points:
    """The lowest height over each floor cell (inf where nothing is), points moved by `lean` per height."""
    scale = _MAP / floor.width
    corners, normals = [], []
    for part in parts:
        v = part.mesh.vertices
        x = (v[:, 0] - floor.low[0] + lean[0] * v[:, 1]) * scale
        z = (v[:, 2] - floor.low[1] + lean[1] * v[:, 1]) * scale
        corners.append(np.c_[x, z, v[:, 1] + 1.0][part.mesh.faces])
        normals.append(np.zeros((len(part.mesh.faces), 3, 3)))
    shown = raster.Patch(np.concatenate(corners), np.concatenate(normals), np.zeros(sum(map(len, corners)), np.int64))
    seen = raster.visible(shown, (_MAP, _MAP))
    heights = np.full(_MAP * _MAP, np.inf)
    heights[seen.pixel] = np.maximum(seen.depth - 1.0, 0)
    return heights.reshape(_MAP, _MAP)


def _soft(grid: Points, radius: float) -> Points:
    picture = Image.fromarray(np.round(grid * 255).astype(np.uint8), "L").filter(ImageFilter.GaussianBlur(radius))
    return np.asarray(picture, float) / 255


def lay(picture: Image.Image, floor: Floor, camera: Camera, size: tuple[int, int]) -> Image.Image:
    """Put a square picture of the floor into perspective; white where it does not reach."""
    side = picture.width
    there = camera.project(floor.corners())[:, :2]
    here = np.array([[0, 0], [side, 0], [side, side], [0, side]], float)
    rows, values = [], []
    for (x, y), (u, v) in zip(there, here, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    warp = tuple(float(c) for c in np.linalg.solve(np.array(rows), np.array(values)))
    white = "white" if picture.mode == "RGB" else 255
    return picture.transform(size, Image.Transform.PERSPECTIVE, warp, Image.Resampling.BILINEAR, fillcolor=white)


def darken(picture: Image.Image, lit: Image.Image, tone: Colour = (92, 62, 44)) -> Image.Image:
    """Multiply by a warm shadow: `tone` is what is left where no light comes."""
    keep = Image.merge("RGB", [lit.point([round(c + (255 - c) * v / 255) for v in range(256)]) for c in tone])
    return ImageChops.multiply(picture, keep)


def mirror(sprite: Image.Image, camera: Camera, strength: float) -> Image.Image:
    """A faint reflection on a polished floor: the sprite upside down below where it stands, fading."""
    box = sprite.getbbox() or (0, 0, 1, 1)
    flipped = sprite.crop(box).transpose(Image.Transpose.FLIP_TOP_BOTTOM).filter(ImageFilter.GaussianBlur(4))
    fade = np.linspace(strength, 0, flipped.height).clip(0)[:, None] ** 1.5 * np.ones((1, flipped.width))
    alpha = ImageChops.multiply(flipped.getchannel("A"), Image.fromarray((fade * 255).astype(np.uint8), "L"))
    flipped.putalpha(alpha)
    layer = Image.new("RGBA", sprite.size)
    layer.paste(flipped, (box[0], box[3] - 2))
    return layer
