from __future__ import annotations

import numpy as np
from PIL import Image

from livefair.world.show.canvas import Canvas, Layer


def test_a_solid_layer_covers_and_a_half_clear_one_mixes() -> None:
    canvas = Canvas(16, 16)
    canvas.put(Layer.of(Image.new("RGBA", (16, 16), (255, 255, 255, 255))), 0, 0)
    assert canvas.luma.min() >= 234
    canvas.put(Layer.of(Image.new("RGBA", (8, 8), (0, 0, 0, 128))), 4, 4)
    assert 120 <= canvas.luma[8, 8] <= 132
    assert canvas.luma[0, 0] >= 234


def test_grey_has_no_colour() -> None:
    canvas = Canvas(8, 8)
    canvas.put(Layer.of(Image.new("RGB", (8, 8), (120, 120, 120))), 0, 0)
    assert set(np.unique(canvas.blue)) | set(np.unique(canvas.red)) <= {127, 128, 129}


def test_a_layer_may_hang_over_every_edge() -> None:
    layer = Layer.of(Image.new("RGBA", (10, 10), (255, 255, 255, 255)))
    for x, y in ((-6, -6), (12, 12), (-20, 3), (3, 40)):
        Canvas(16, 16).put(layer, x, y)


def test_odd_sides_are_padded() -> None:
    assert Layer.of(Image.new("RGBA", (7, 5), (255, 0, 0, 255))).size == (8, 6)
