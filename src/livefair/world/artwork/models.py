"""GLB models of the demo world's products, for the 3D viewer, the try-on and the showroom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import trimesh
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial

from livefair.world.artwork.catalogue import Product, parts_of
from livefair.world.artwork.light import linear
from livefair.world.artwork.shapes import Colour, Material, Part


def glb(parts: Sequence[Part]) -> bytes:
    """A binary glTF 2.0 file with one node per part. Colours are linear there: sRGB bytes would look washed out."""
    scene = trimesh.Scene()
    for k, part in enumerate(parts):
        scene.add_geometry(_node(part), node_name=f"part{k:02d}", geom_name=f"part{k:02d}")
    return bytes(scene.export(file_type="glb", include_normals=True))  # type: ignore[no-untyped-call] # trimesh has no types


def glb_of(product: Product) -> bytes:
    return glb(parts_of(product))


def _node(part: Part) -> trimesh.Trimesh:
    mesh = replace(part.mesh, vertices=part.mesh.vertices.astype(np.float32))
    node = trimesh.Trimesh(mesh.vertices, mesh.faces, vertex_normals=mesh.normals, process=False)
    node.visual = TextureVisuals(material=_pbr(part.material))  # type: ignore[no-untyped-call] # trimesh has no types
    return node


def _pbr(material: Material) -> PBRMaterial:
    return PBRMaterial(  # type: ignore[no-untyped-call] # trimesh has no types
        baseColorFactor=[*_linear_bytes(material.rgb), round(material.alpha * 255)],
        emissiveFactor=[float(v) for v in linear(np.array(material.glow, float))],
        metallicFactor=material.metal,
        roughnessFactor=material.rough,
        alphaMode="BLEND" if material.alpha < 1 else "OPAQUE",
        doubleSided=True,
    )


def _linear_bytes(colour: Colour) -> list[int]:
    return [int(v) for v in np.round(linear(np.array(colour, float)) * 255)]
