"""Solid shapes as triangle meshes with smooth normals: lofts, tubes, turned bodies, slabs. Units: metres, y is up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely

Points = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
Colour = tuple[int, int, int]

_POLE = 1e-7


@dataclass(frozen=True)
class Material:
    """A surface as glTF knows it. `rgb` and `glow` are sRGB 0..255, the rest 0..1."""

    rgb: Colour
    rough: float = 0.5
    metal: float = 0.0
    alpha: float = 1.0
    glow: Colour = (0, 0, 0)


@dataclass(frozen=True)
class Mesh:
    """Vertices (n, 3), unit normals (n, 3), faces (m, 3). `closed`: the inside is never seen."""

    vertices: Points
    normals: Points
    faces: Indices
    closed: bool = True

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Mesh:
        return replace(self, vertices=self.vertices + np.array([x, y, z]))

    def turned(self, degrees: float, axis: str = "y") -> Mesh:
        turn = rotation(degrees, axis)
        return replace(self, vertices=self.vertices @ turn.T, normals=self.normals @ turn.T)

    def scaled(self, x: float, y: float, z: float) -> Mesh:
        normals = _unit(self.normals / np.array([x, y, z]))
        faces = self.faces if x * y * z > 0 else self.faces[:, ::-1]
        return replace(self, vertices=self.vertices * np.array([x, y, z]), normals=normals, faces=faces)


@dataclass(frozen=True)
class Part:
    mesh: Mesh
    material: Material

    def moved(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Part:
        return replace(self, mesh=self.mesh.moved(x, y, z))

    def turned(self, degrees: float, axis: str = "y") -> Part:
        return replace(self, mesh=self.mesh.turned(degrees, axis))

    def scaled(self, x: float, y: float, z: float) -> Part:
        return replace(self, mesh=self.mesh.scaled(x, y, z))


def rotation(degrees: float, axis: str) -> Points:
    """The 3x3 matrix that turns counter-clockwise about x, y or z."""
    a = np.radians(degrees)
    c, s = np.cos(a), np.sin(a)
    rows = {
        "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
    }
    return np.array(rows[axis], float)


def circle(n: int = 48) -> Points:
    """n points (n, 2) on the unit circle."""
    a = np.linspace(0, 2 * np.pi, n, endpoint=False)
    return np.column_stack([np.cos(a), np.sin(a)])


def squircle(n: int = 48, power: float = 3.0) -> Points:
    """Between a circle (power 2) and a square (power large), (n, 2)."""
    c = circle(n)
    return np.asarray(np.sign(c) * np.abs(c) ** (2 / power))


def level(outline: Points, y: float, width: float = 1.0, depth: float = 1.0) -> Points:
    """Lay a plane outline (n, 2) flat at height y: a ring (n, 3) for `loft`."""
    return np.column_stack([outline[:, 0] * width, np.full(len(outline), y), outline[:, 1] * depth])


def loft(rings: Sequence[Points] | Points, *, capped: bool = True, looped: bool = False) -> Mesh:
    """Skin equally long closed rings. Twice the same ring in a row makes a sharp crease."""
    stack = np.asarray(rings, float)
    bands = _bands(stack, looped)
    meshes = [_skin(band) for band in bands]
    if capped and not looped:
        meshes += [_fan(stack[0], flip=True), _fan(stack[-1], flip=False)]
    whole = join(meshes)
    return _outward(replace(whole, closed=capped or looped))


def join(meshes: Sequence[Mesh]) -> Mesh:
    """One mesh of several; closed only if all are."""
    offsets = np.cumsum([0] + [len(m.vertices) for m in meshes[:-1]])
    return Mesh(
        np.vstack([m.vertices for m in meshes]),
        np.vstack([m.normals for m in meshes]),
        np.vstack([m.faces + o for m, o in zip(meshes, offsets, strict=True)]),
        all(m.closed for m in meshes),
    )


def turned_body(profile: Sequence[tuple[float, float]] | Points, n: int = 56) -> Mesh:
    """Turn a profile of (radius, height) about the y axis; a repeated point is a crease."""
    ring = circle(n)
    rows = [level(ring, float(y), float(r), float(r)) for r, y in np.asarray(profile, float)]
    return loft(rows, capped=False)


def vessel(profile: Sequence[tuple[float, float]] | Points, n: int = 56) -> Mesh:
    """A turned body whose profile starts and ends on the axis, so its inside is never seen."""
    return replace(_outward(turned_body(profile, n)), closed=True)


def curve(points: Sequence[Sequence[float]] | Points, n: int = 24) -> Points:
    """A smooth path (n, 3) through the given points (Catmull-Rom)."""
    p = np.asarray(points, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    u = np.linspace(0, len(p) - 3, n)
    i = np.minimum(u.astype(int), len(p) - 4)
    t = (u - i)[:, None]
    a, b, c, d = p[i], p[i + 1], p[i + 2], p[i + 3]
    bent = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return np.asarray(0.5 * (2 * b + (c - a) * t + bent))


def tube(path: Points, radius: float | Points, n: int = 12, *, looped: bool = False, flat: float = 1.0) -> Mesh:
    """Sweep a circle (squeezed by `flat` across) along a path (k, 3); the radius may vary along it."""
    path = np.asarray(path, float)
    radii = np.broadcast_to(np.asarray(radius, float), (len(path),))
    side, up = _frames(path, looped)
    c = circle(n)
    reach = c[None, :, :1] * side[:, None] + flat * c[None, :, 1:] * up[:, None]
    return loft(path[:, None] + radii[:, None, None] * reach, looped=looped)


@lru_cache(maxsize=64)
def ball(radius: float = 1.0, n: int = 28, rows: int = 15) -> Mesh:
    a = np.linspace(-np.pi / 2, np.pi / 2, rows)
    return vessel(np.c_[radius * np.cos(a), radius * np.sin(a)], n)


def ring(radius: float, thick: float, n: int = 56) -> Mesh:
    """A torus lying flat."""
    c = circle(n)
    return tube(np.c_[c[:, 0] * radius, np.zeros(n), c[:, 1] * radius], thick, looped=True)


def pillar(outline: Points, height: float, bevel: float, steps: int = 5) -> Mesh:
    """Stand an outline (n, 2; centred on the origin) up from y=0, its edges rounded by `bevel`."""
    half = np.abs(outline).max(0)
    a = np.linspace(0, np.pi / 2, steps)
    inset = bevel * (1 - np.sin(a))
    low = [level(outline * (1 - i / half), bevel * (1 - np.cos(t))) for i, t in zip(inset, a, strict=True)]
    high = [row * np.array([1, 0, 1]) + np.array([0, height, 0]) - row * np.array([0, 1, 0]) for row in low[::-1]]
    return loft(low + high)


def box(width: float, height: float, depth: float, *, corner: float = 0.01, bevel: float = 0.004) -> Mesh:
    """A rounded box standing on y=0: `corner` rounds the plan, `bevel` the top and bottom edges."""
    return pillar(rounded_rectangle(width, depth, corner, 5), height, bevel, 3)


def rounded_rectangle(width: float, depth: float, corner: float, n: int = 8) -> Points:
    centres = np.array([[1, 1], [-1, 1], [-1, -1], [1, -1]]) * (np.array([width, depth]) / 2 - corner)
    rows = []
    for k, centre in enumerate(centres):
        a = np.linspace(k * np.pi / 2, (k + 1) * np.pi / 2, n)
        rows.append(centre + corner * np.c_[np.cos(a), np.sin(a)])
    return np.vstack(rows)


def plate(shape: shapely.Polygon, thickness: float) -> Mesh:
    """A flat figure (holes allowed) in the x-y plane, `thickness` deep towards +z, edges sharp."""
    flat = _triangles(shape)
    front = _flat_face(flat, thickness, 1.0)
    back = _flat_face(flat[:, ::-1], 0.0, -1.0)
    walls = [_wall(np.asarray(r.coords)[:-1], thickness) for r in (shape.exterior, *shape.interiors)]
    return replace(join([front, back, *walls]), closed=False)


def sheet(grid: Points, thickness: float = 0.0) -> Mesh:
    """A cloth through a grid of points (rows, columns, 3), seen from both sides."""
    rows, columns, _ = grid.shape
    i = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (x.ravel() for x in (i[:-1, :-1], i[:-1, 1:], i[1:, :-1], i[1:, 1:]))
    faces = np.r_[np.c_[a, c, b], np.c_[b, c, d]]
    flat = grid.reshape(-1, 3)
    normals = _vertex_normals(flat, faces)
    if not thickness:
        return Mesh(flat, normals, faces, closed=False)
    other = Mesh(flat - normals * thickness, -normals, faces[:, ::-1], closed=False)
    return join([Mesh(flat, normals, faces, closed=False), other])


def _triangles(shape: shapely.Polygon) -> Points:
    parts = shapely.constrained_delaunay_triangles(shape).geoms
    corners = [shapely.geometry.polygon.orient(t).exterior.coords[:3] for t in parts]
    return np.asarray(corners, float)


def _flat_face(triangles: Points, z: float, facing: float) -> Mesh:
    n = triangles.shape[0] * 3
    vertices = np.c_[triangles.reshape(-1, 2), np.full(n, z)]
    return Mesh(vertices, np.tile([0.0, 0.0, facing], (n, 1)), np.arange(n).reshape(-1, 3))


def _wall(outline: Points, thickness: float) -> Mesh:
    back = np.c_[outline, np.zeros(len(outline))]
    return _skin(np.stack([back, back + np.array([0, 0, thickness])]))


def _bands(stack: Points, looped: bool) -> list[Points]:
    """Cut the stack where a ring is repeated, so that normals do not flow over the crease."""
    if looped:
        return [np.concatenate([stack, stack[:1]])]
    same = np.abs(np.diff(stack, axis=0)).max((1, 2)) < _POLE
    cuts = np.nonzero(same)[0] + 1
    return [band for band in np.split(stack, cuts) if len(band) > 1]


def _skin(stack: Points) -> Mesh:
    k, n, _ = stack.shape
    i = np.arange(k * n).reshape(k, n)
    a, b = i[:-1].ravel(), np.roll(i, -1, 1)[:-1].ravel()
    c, d = i[1:].ravel(), np.roll(i, -1, 1)[1:].ravel()
    faces = np.r_[np.c_[a, c, b], np.c_[b, c, d]]
    vertices = stack.reshape(-1, 3)
    normals = _vertex_normals(vertices, faces).reshape(k, n, 3)
    for row in (0, -1):
        if np.ptp(stack[row], axis=0).max() < _POLE:
            normals[row] = _unit(normals[row].mean(0, keepdims=True))
    if np.abs(stack[0] - stack[-1]).max() < _POLE and k > 2:
        normals[0] = normals[-1] = _unit(normals[0] + normals[-1])
    return Mesh(vertices, normals.reshape(-1, 3), faces)


def _fan(outline: Points, *, flip: bool) -> Mesh:
    n = len(outline)
    vertices = np.vstack([outline, outline.mean(0)])
    i = np.arange(n)
    faces = np.c_[i, np.roll(i, -1), np.full(n, n)]
    faces = faces if flip else faces[:, ::-1]
    facing = _unit(_face_normals(vertices, faces).sum(0, keepdims=True))
    return Mesh(vertices, np.repeat(facing, n + 1, 0), faces)


def _outward(mesh: Mesh) -> Mesh:
    """Turn a mesh inside out when its signed volume is negative."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    if np.einsum("ij,ij->i", a, np.cross(b, c)).sum() >= 0:
        return mesh
    return replace(mesh, normals=-mesh.normals, faces=mesh.faces[:, ::-1])


def _frames(path: Points, looped: bool) -> tuple[Points, Points]:
    """Side and up vectors along a path, carried on with the least twist."""
    ahead = np.roll(path, -1, 0) - np.roll(path, 1, 0)
    if not looped:
        ahead[0], ahead[-1] = path[1] - path[0], path[-1] - path[-2]
    ahead = _unit(ahead)
    first = np.cross(ahead[0], [0.0, 1.0, 0.0])
    if np.linalg.norm(first) < 1e-6:
        first = np.array([1.0, 0.0, 0.0])
    side = [first / np.linalg.norm(first)]
    for forward in ahead[1:]:
        s = side[-1] - forward * (side[-1] @ forward)
        side.append(s / np.linalg.norm(s))
    sides = np.array(side)
    return sides, np.cross(sides, ahead)


def _face_normals(vertices: Points, faces: Indices) -> Points:
    a, b, c = (vertices[faces[:, k]] for k in range(3))
    return np.cross(b - a, c - a)


def _vertex_normals(vertices: Points, faces: Indices) -> Points:
    weighted = _face_normals(vertices, faces)
    total = np.zeros_like(vertices)
    for k in range(3):
        np.add.at(total, faces[:, k], weighted)
    return _unit(total)


def _unit(v: Points) -> Points:
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    return np.asarray(np.where(length > 0, v / np.maximum(length, 1e-300), np.array([0.0, 1.0, 0.0])))
