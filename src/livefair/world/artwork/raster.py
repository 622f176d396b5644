"""A software rasteriser: meshes to pictures with a z-buffer, in numpy.

Triangles become rows, rows become spans, spans become fragments, all as arrays; the nearest fragment of each
pixel wins through one packed integer per pixel. Normals run linearly over each triangle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from livefair.world.artwork import light
from livefair.world.artwork.shapes import Part, Points, rotation

Reals = npt.NDArray[np.float32]
Ints = npt.NDArray[np.signedinteger[Any]]
_FAR = np.iinfo(np.int64).max
_DEPTHS = 1 << 30
_FIELD = 22.0  # degrees: a portrait lens


@dataclass(frozen=True)
class Camera:
    """Looks at `target` from `distance`; `zoom` is pixels per unit of tangent, `shift` moves the picture (pixels)."""

    yaw: float
    pitch: float
    target: tuple[float, float, float]
    distance: float
    zoom: float
    shift: tuple[float, float]

    def view(self, points: Points) -> Points:
        """World to view space: x right, y up, z towards the camera, origin at the target."""
        return np.asarray((points - np.array(self.target)) @ self.turn.T)

    def resized(self, old: tuple[int, int], new: tuple[int, int]) -> Camera:
        """The same view for a picture of another size."""
        x, y = new[0] / old[0], new[1] / old[1]
        return replace(self, zoom=self.zoom * x, shift=(self.shift[0] * x, self.shift[1] * y))

    @property
    def turn(self) -> Points:
        return np.asarray(rotation(self.pitch, "x") @ rotation(self.yaw, "y"))

    def project(self, points: Points) -> Points:
        """World (n, 3) to pixels and distance from the camera (n, 3)."""
        v = self.view(points)
        away = self.distance - v[:, 2]
        x = self.shift[0] + self.zoom * v[:, 0] / away
        y = self.shift[1] - self.zoom * v[:, 1] / away
        return np.column_stack([x, y, away])


def aim(
    parts: Sequence[Part],
    size: tuple[int, int],
    yaw: float,
    pitch: float,
    *,
    fill: float = 0.62,
    centre: tuple[float, float] = (0.5, 0.53),
) -> Camera:
    """A camera that shows all of the parts, `fill` of the picture wide or high, around `centre`."""
    points = np.vstack([p.mesh.vertices for p in parts])
    low, high = points.min(0), points.max(0)
    target = (low + high) / 2
    reach = float(np.linalg.norm(high - low)) / 2
    distance = reach / np.tan(np.radians(_FIELD / 2))
    plain = Camera(yaw, pitch, (target[0], target[1], target[2]), distance, 1.0, (0.0, 0.0))
    seen = plain.project(points)[:, :2]
    left, right = seen.min(0), seen.max(0)
    zoom = float(fill * np.min(np.array(size) / (right - left)))
    middle = (left + right) / 2 * zoom
    shift = (size[0] * centre[0] - float(middle[0]), size[1] * centre[1] - float(middle[1]))
    return Camera(yaw, pitch, plain.target, distance, zoom, shift)


class Patch(NamedTuple):
    """Triangles on the screen: corners (m, 3, 3) as x, y, distance, and normals (m, 3, 3) in view space."""

    corners: Points
    normals: Points
    owner: Ints


def render(parts: Sequence[Part], camera: Camera, size: tuple[int, int], smooth: float = 1.25) -> Image.Image:
    """An RGBA picture of the parts over nothing, `smooth` x `smooth` samples per pixel."""
    left, top, right, low = _frame(parts, camera, size)
    inner = (right - left, low - top)
    canvas = _Canvas((round(inner[0] * smooth), round(inner[1] * smooth)))
    shift = ((camera.shift[0] - left) * smooth, (camera.shift[1] - top) * smooth)
    close = replace(camera, zoom=camera.zoom * smooth, shift=shift)
    solid = [p for p in parts if p.material.alpha >= 1]
    clear = [p for p in parts if p.material.alpha < 1]
    if solid:
        canvas.draw(solid, close)
    for part in sorted(clear, key=lambda p: -float(close.project(p.mesh.vertices)[:, 2].mean())):
        canvas.glaze(part, close)
    picture = Image.new("RGBA", size)
    picture.paste(canvas.picture(inner), (left, top))
    return picture


def _frame(parts: Sequence[Part], camera: Camera, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of the picture that is drawn on: left, top, right, low; at least one pixel."""
    seen = camera.project(np.vstack([p.mesh.vertices for p in parts]))[:, :2]
    left, top = np.clip(np.floor(seen.min(0)).astype(int) - 2, 0, np.array(size) - 1)
    right, low = np.clip(np.ceil(seen.max(0)).astype(int) + 2, 1, np.array(size))
    return int(left), int(top), max(int(right), int(left) + 1), max(int(low), int(top) + 1)


class _Canvas:
    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.colour = np.zeros((size[0] * size[1], 4), np.uint8)
        self.depth = np.full(size[0] * size[1], np.inf, np.float32)

    def draw(self, parts: Sequence[Part], camera: Camera) -> None:
        seen = visible(patch(parts, camera), self.size)
        materials = list(dict.fromkeys(p.material for p in parts))
        tables = np.concatenate([light.shading(m) for m in materials])
        base = np.array([materials.index(p.material) for p in parts], np.int32) * (light.SIZE * light.SIZE)
        self.colour[seen.pixel] = tables[base[seen.owner] + _facing(seen, camera, self.size[0])]
        self.depth[seen.pixel] = seen.depth
        self._occlude(seen)

    def glaze(self, part: Part, camera: Camera) -> None:
        seen = visible(patch([part], camera), self.size)
        keep = seen.depth < self.depth[seen.pixel] - 1e-6
        facing = _facing(seen, camera, self.size[0])[keep]
        pixel = seen.pixel[keep]
        cover = light.opacity(part.material)[facing][:, None]
        under = self.colour[pixel].astype(np.float32)
        over = light.shading(part.material)[facing, :3].astype(np.float32)
        self.colour[pixel, :3] = over * cover + under[:, :3] * (1 - cover)
        self.colour[pixel, 3] = np.round(255 * cover + under[:, 3:] * (1 - cover))[:, 0]

    def picture(self, size: tuple[int, int]) -> Image.Image:
        whole = Image.fromarray(self.colour.reshape(self.size[1], self.size[0], 4), "RGBa")
        return whole.resize(size, Image.Resampling.HAMMING).convert("RGBA")

    def _occlude(self, seen: Seen) -> None:
        """Darken creases: where the surroundings are nearer than the surface, light does not reach."""
        step = 4
        w, h = self.size[0] // step * step, self.size[1] // step * step
        grid = self.depth.reshape(self.size[1], self.size[0])[:h:step, :w:step]
        near, far = float(seen.depth.min()), float(seen.depth.max())
        span = max(far - near, 1e-6)
        flat = np.where(np.isfinite(grid), (grid - near) / span, 1.05).astype(np.float32)
        hidden = np.zeros_like(flat)
        for radius, weight in ((3, 0.5), (9, 0.5)):
            gap = flat - _box_blur(flat, max(1, radius * max(self.size) // 900))
            hidden += weight * np.clip(gap * 4 - 0.02, 0, 0.34) * (flat <= 1)
        shade = Image.fromarray(((1 - hidden) * 255).astype(np.uint8), "L")
        full = np.asarray(shade.resize((self.size[0], self.size[1]), Image.Resampling.BILINEAR)).ravel()
        hit = seen.pixel[full[seen.pixel] < 250]
        dim = full[hit].astype(np.uint16)[:, None]
        self.colour[hit, :3] = (self.colour[hit, :3] * dim) >> 8


class Seen(NamedTuple):
    """What each covered pixel shows: index into the picture, part, distance, normal (n, 3)."""

    pixel: Ints
    owner: Ints
    depth: Reals
    normal: Reals


def patch(parts: Sequence[Part], camera: Camera) -> Patch:
    corners, normals, owners = [], [], []
    for k, part in enumerate(parts):
        screen = camera.project(part.mesh.vertices)[part.mesh.faces]
        view = (part.mesh.normals @ camera.turn.T)[part.mesh.faces]
        keep = _in_front(screen) if part.mesh.closed else np.abs(_area(screen)) > 1e-9
        corners.append(screen[keep])
        normals.append(_towards_camera(view[keep], part.mesh.closed))
        owners.append(np.full(int(keep.sum()), k))
    return Patch(np.concatenate(corners), np.concatenate(normals), np.concatenate(owners))


def _towards_camera(normals: Points, closed: bool) -> Points:
    """A thin sheet is lit from the side it is seen; a solid's edge never looks away."""
    if closed:
        return np.concatenate([normals[..., :2], np.maximum(normals[..., 2:], 0.0)], -1)
    away = normals.mean(1, keepdims=True)[..., 2:] < 0
    return np.where(away, -normals, normals)


def visible(shown: Patch, size: tuple[int, int]) -> Seen:
    """Scan all triangles and keep the nearest fragment of each pixel."""
    spans = _spans(shown.corners, size)
    slope = _slopes(shown.corners, np.concatenate([shown.corners[:, :, 2:], shown.normals], 2))
    span, column = _expand(spans.start, spans.length)
    along = slope[:, 0, 1][spans.triangle]
    first = slope[:, 0, 0][spans.triangle] + slope[:, 0, 2][spans.triangle] * spans.row.astype(np.float32)
    away = np.repeat(along, spans.length) * column.astype(np.float32) + np.repeat(first, spans.length)
    near = float(shown.corners[:, :, 2].min()) * 0.98
    reach = max(float(shown.corners[:, :, 2].max()) * 1.02 - near, 1e-9)
    key = ((away - np.float32(near)) * np.float32(_DEPTHS / reach)).astype(np.int64)
    key <<= 32
    key |= np.arange(len(key), dtype=np.int64)
    nearest = np.full(size[0] * size[1], _FAR)
    np.minimum.at(nearest, np.repeat(spans.row * size[0], spans.length) + column, key)
    covered = np.nonzero(nearest != _FAR)[0]
    chosen = nearest[covered] & 0xFFFFFFFF
    t = spans.triangle[span[chosen]]
    x, y = (covered % size[0]).astype(np.float32)[:, None], (covered // size[0]).astype(np.float32)[:, None]
    normal = slope[:, 1:, 0][t] + slope[:, 1:, 1][t] * x + slope[:, 1:, 2][t] * y
    return Seen(covered, shown.owner[t], away[chosen], normal)


def _facing(seen: Seen, camera: Camera, width: int) -> Ints:
    """Index into a shading table from the normal, seen along the ray through the pixel."""
    n = seen.normal
    x = (seen.pixel % width - camera.shift[0]) / camera.zoom
    y = -(seen.pixel // width - camera.shift[1]) / camera.zoom
    nx, ny = n[:, 0] + n[:, 2] * x, n[:, 1] + n[:, 2] * y
    scale = (light.SIZE / 2 - 1) / np.maximum(np.sqrt(nx * nx + ny * ny + n[:, 2] ** 2), 1e-6)
    column = (nx * scale + light.SIZE / 2).astype(np.int32)
    row = (light.SIZE / 2 - ny * scale).astype(np.int32)
    return np.asarray(row * light.SIZE + column)


class Spans(NamedTuple):
    """Runs of pixels in a row that a triangle covers."""

    triangle: Ints
    row: Ints
    start: Ints
    length: Ints


def _spans(corners: Points, size: tuple[int, int]) -> Spans:
    """In each row a triangle lies between its long edge and one of its two short ones."""
    by_row = np.argsort(corners[:, :, 1], 1)
    x, y = np.take_along_axis(corners[:, :, :2], by_row[:, :, None], 1).astype(np.float32).transpose(2, 1, 0)
    top, end = np.clip(np.ceil(y[[0, 2]] - 0.5), 0, size[1]).astype(np.int32)
    count = end - top
    triangle, row = _expand(top, count)
    middle = row.astype(np.float32) + np.float32(0.5)
    lean = (x[[2, 1, 2]] - x[[0, 0, 1]]) / np.maximum(y[[2, 1, 2]] - y[[0, 0, 1]], np.float32(1e-6))
    (x0, x1, _), (y0, y1, _), (long, upper, lower) = (np.repeat(each, count, 1) for each in (x, y, lean))
    one = x0 + (middle - y0) * long
    other = np.where(middle < y1, x0 + (middle - y0) * upper, x1 + (middle - y1) * lower)
    start = np.clip(np.ceil(np.minimum(one, other) - 0.5), 0, size[0]).astype(np.int32)
    stop = np.clip(np.ceil(np.maximum(one, other) - 0.5), 0, size[0]).astype(np.int32)
    return Spans(triangle, row, start, stop - start)


def _expand(start: Ints, count: Ints) -> tuple[Ints, Ints]:
    """For each i, the numbers start[i] … start[i]+count[i]-1: (i repeated, numbers)."""
    index = np.repeat(np.arange(len(start), dtype=np.int32), count)
    first = (start - (np.cumsum(count) - count)).astype(np.int32)
    return index, np.arange(len(index), dtype=np.int32) + first[index]


def _slopes(corners: Points, values: Points) -> Reals:
    """(m, k, 3): each of k values as c0 + c1*x + c2*y at pixel centres over its triangle."""
    (x0, y0), (x1, y1), (x2, y2) = (corners[:, k, :2].T for k in range(3))
    area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
    # A sliver's gradients are noise: it shows the mean of its corners.
    sliver = np.abs(area)[:, None, None] < 0.6
    values = np.where(sliver, values.mean(1, keepdims=True), values)
    area = np.where(np.abs(area) < 1e-9, 1e-9, area)[:, None]
    d1, d2 = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    cx = (d1 * (y2 - y0)[:, None] - d2 * (y1 - y0)[:, None]) / area
    cy = (d2 * (x1 - x0)[:, None] - d1 * (x2 - x0)[:, None]) / area
    c0 = values[:, 0] - cx * (x0 - 0.5)[:, None] - cy * (y0 - 0.5)[:, None]
    return np.stack([c0, cx, cy], -1).astype(np.float32)


def _area(screen: Points) -> Points:
    a, b, c = screen[:, 0], screen[:, 1], screen[:, 2]
    return np.asarray((b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1]))


def _in_front(screen: Points) -> npt.NDArray[np.bool_]:
    """Counter-clockwise in the world is clockwise on a screen whose y runs down: negative area."""
    return np.asarray(_area(screen) < -1e-9)


def _box_blur(grid: Reals, radius: int) -> Reals:
    for axis in (0, 1):
        width = 2 * radius + 1
        pad = [(0, 0), (0, 0)]
        pad[axis] = (radius + 1, radius)
        total = np.cumsum(np.pad(grid, pad, mode="edge"), axis=axis, dtype=np.float32)
        n = grid.shape[axis]
        high = np.take(total, np.arange(width, width + n), axis)
        grid = ((high - np.take(total, np.arange(n), axis)) / width).astype(np.float32)
    return grid
