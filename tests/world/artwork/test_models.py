from __future__ import annotations

from io import BytesIO
from typing import Any

import numpy as np
import pytest
import trimesh

from livefair.world.artwork import PRODUCTS
from livefair.world.artwork.catalogue import parts_of
from livefair.world.artwork.models import glb, glb_of
from livefair.world.artwork.shapes import Material, Part, ball


def _load(blob: bytes) -> Any:
    return trimesh.load(BytesIO(blob), file_type="glb")


def test_there_are_24_products_of_at_least_ten_families_and_two_brands() -> None:
    assert len({p.key for p in PRODUCTS}) == 24
    assert len({p.family for p in PRODUCTS}) >= 10
    assert {p.brand for p in PRODUCTS} == {0, 1}
    assert all(0 < p.price_minor < p.was_minor for p in PRODUCTS)


@pytest.mark.parametrize("product", PRODUCTS, ids=lambda p: p.key)
def test_a_model_loads_again_stands_on_the_ground_and_is_as_big_as_the_thing(product: Any) -> None:
    blob = glb_of(product)
    scene = _load(blob)
    low, high = scene.bounds
    assert 50_000 < len(blob) < 310_000
    assert abs(low[1]) < 1e-4
    assert abs(low[0] + high[0]) < 1e-3
    assert 0.05 < float((high - low).max()) < 0.6
    assert all(np.isfinite(g.vertices).all() for g in scene.geometry.values())


def test_normals_have_length_one_and_point_out_of_a_closed_solid() -> None:
    for product in PRODUCTS:
        for part in parts_of(product):
            lengths = np.linalg.norm(part.mesh.normals, axis=1)
            assert np.allclose(lengths, 1, atol=1e-6), product.key
    sphere = ball(0.1)
    assert (np.einsum("ij,ij->i", sphere.normals, sphere.vertices) > 0).all()


def test_colours_in_a_model_are_linear_not_srgb() -> None:
    node = next(iter(_load(glb([Part(ball(), Material((188, 188, 188)))])).geometry.values()))
    assert abs(int(node.visual.material.baseColorFactor[0]) - 128) <= 2


def test_the_same_product_is_the_same_file_each_time() -> None:
    assert glb_of(PRODUCTS[3]) == glb_of(PRODUCTS[3])
