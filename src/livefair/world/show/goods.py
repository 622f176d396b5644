"""The goods of the show, drawn from several sides in a second thread while the show runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from PIL import Image, ImageDraw

from livefair.world.artwork import pictures, raster, studio
from livefair.world.artwork.catalogue import Product, parts_of, product_of
from livefair.world.artwork.portraits import awning
from livefair.world.show import stage
from livefair.world.show.canvas import Canvas, Layer

SWING = 39.0  # degrees to each side
VIEWS = 23
NEAR_SWING = 18.0
NEAR_VIEWS = 11
NEAR = 430
_KEPT = 2


class Good(msgspec.Struct, frozen=True):
    """What the show says of a product: the catalogue's key and the texts of its label."""

    key: str
    name: str
    price: str


@dataclass(frozen=True)
class Display:
    """What is drawn of one product: views for the counter, and, a little later, large ones for the close-up.

    The views of a size are cut alike: centred on the axis of the turn, their lowest row is where the product stands.
    """

    label: Layer
    small: tuple[Layer, ...]
    near: Future[CloseUp]

    def on_counter(self, swing: float) -> Layer:
        """`swing` from -1 to 1."""
        return self.small[round((swing + 1) / 2 * (VIEWS - 1))]


@dataclass(frozen=True)
class CloseUp:
    views: tuple[Layer, ...]
    ground: Canvas

    def view(self, swing: float) -> Layer:
        return self.views[round((swing + 1) / 2 * (NEAR_VIEWS - 1))]


class Shelf:
    """Draws displays ahead of need and keeps the last few."""

    def __init__(self, goods: Sequence[Good]) -> None:
        self._goods = goods
        self._pool = ThreadPoolExecutor(1, "shelf")
        self._drawn: OrderedDict[int, Future[Display]] = OrderedDict()

    def fetch(self, index: int) -> Future[Display]:
        if index not in self._drawn:
            good, near = self._goods[index], Future[CloseUp]()
            self._drawn[index] = self._pool.submit(_display, good, near)
            self._pool.submit(_fill, near, good)
        self._drawn.move_to_end(index)
        while len(self._drawn) > _KEPT:
            self._drawn.popitem(last=False)
        return self._drawn[index]

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


def _display(good: Good, near: Future[CloseUp]) -> Display:
    small = _views(product_of(good.key), stage.DISPLAY, SWING, VIEWS)
    return Display(Layer.of(stage.label(good.name, good.price)), small, near)


def _fill(near: Future[CloseUp], good: Good) -> None:
    near.set_result(_near(good))


def _near(good: Good) -> CloseUp:
    product = product_of(good.key)
    return CloseUp(_views(product, NEAR, NEAR_SWING, NEAR_VIEWS), _set(product))


def _views(product: Product, side: int, swing: float, count: int) -> tuple[Layer, ...]:
    parts = parts_of(product)
    camera = pictures.steady(parts, (side, side), product.yaw, product.pitch, 0.94)
    turns = [float(t) for t in np.linspace(-swing, swing, count)]
    views = [raster.render(parts, replace(camera, yaw=product.yaw + t), (side, side)) for t in turns]
    boxes = np.array([v.getbbox() or (0, 0, side, side) for v in views])
    reach = int(np.abs(boxes[:, [0, 2]] - side // 2).max())
    cut = (side // 2 - reach, int(boxes[:, 1].min()), side // 2 + reach, int(boxes[:, 3].max()))
    return tuple(Layer.of(v.crop(cut)) for v in views)


def _set(product: Product) -> Canvas:
    """The background of a close-up: paper in the product's tint, a disc, a shadow, the awning."""
    scene = studio.paper((stage.WIDTH, stage.HEIGHT), product.tint, 0.62)
    disc = Image.new("L", (stage.WIDTH * 2, stage.HEIGHT * 2))
    ImageDraw.Draw(disc).ellipse([110, 440, 970, 1300], fill=150)
    tint = tuple(round(c * 0.9) for c in product.tint)
    scene.paste((tint[0], tint[1], tint[2]), (0, 0), disc.resize(scene.size, Image.Resampling.BOX))
    cloth = stage.stand_shadow().resize((480, 144), Image.Resampling.BICUBIC)
    scene.paste(cloth, (stage.WIDTH // 2 - 240, 590), cloth)
    roof = awning(stage.WIDTH, 116)
    scene.paste(roof, (0, 0), roof)
    canvas = Canvas(stage.WIDTH, stage.HEIGHT)
    canvas.put(Layer.of(scene), 0, 0)
    return canvas
