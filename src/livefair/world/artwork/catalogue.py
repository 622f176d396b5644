"""The 24 products of the demo world: how each is built and called, what it costs, how it is photographed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from livefair.world.artwork.families import bags, home, tableware, wearables
from livefair.world.artwork.shapes import Colour, Part


@dataclass(frozen=True)
class Product:
    """`brand` is 0 (wearables) or 1 (home); prices in minor units of CNY; `tint` colours its pictures."""

    key: str
    zh: str
    en: str
    brand: int
    price_minor: int
    was_minor: int
    family: str
    build: Callable[[], list[Part]]
    tint: Colour
    yaw: float = -32.0
    pitch: float = 16.0
    try_on: str = ""


BRANDS = (
    ("yunbu", "云步", "Yunbu"),
    ("shiguang", "拾光", "Shiguang"),
)

_W, _H, _T = wearables, home, tableware

PRODUCTS: tuple[Product, ...] = (
    Product(
        "cloud-runner",
        "云感跑鞋 Cloud 2",
        "Cloud 2 runners",
        0,
        32900,
        45900,
        "sneaker",
        lambda: _W.sneaker((238, 238, 236), (255, 88, 52), (250, 249, 245), (64, 66, 76)),
        (246, 214, 196),
        -58,
        20,
        "shoe",
    ),
    Product(
        "night-trainer",
        "夜行训练鞋",
        "Night trainers",
        0,
        39900,
        49900,
        "sneaker",
        lambda: _W.sneaker((46, 52, 66), (46, 196, 150), (236, 238, 236), (30, 32, 38)),
        (190, 222, 212),
        -58,
        20,
        "shoe",
    ),
    Product(
        "square-shades",
        "玳瑁方框墨镜",
        "Tortoise square shades",
        0,
        19900,
        25900,
        "glasses",
        lambda: _W.glasses((92, 50, 26), (70, 60, 52), clear=0.62),
        (240, 214, 180),
        -26,
        12,
        "glasses",
    ),
    Product(
        "round-gold",
        "细金圆框眼镜",
        "Fine gold round glasses",
        0,
        22900,
        28900,
        "glasses",
        lambda: _W.glasses((236, 196, 112), (214, 226, 222), clear=0.14, power=2.0, metal=True),
        (206, 226, 214),
        -26,
        12,
        "glasses",
    ),
    Product(
        "star-cap",
        "刺绣棒球帽 夏日红",
        "Embroidered star cap",
        0,
        8900,
        12900,
        "cap",
        lambda: _W.cap((222, 52, 48), (250, 240, 224), (255, 226, 150)),
        (250, 206, 190),
        -34,
        14,
        "hat",
    ),
    Product(
        "jade-bucket",
        "松石渔夫帽",
        "Jade bucket hat",
        0,
        9900,
        13900,
        "hat",
        lambda: _W.bucket_hat((62, 150, 124), (240, 232, 212)),
        (204, 228, 214),
        -24,
        16,
        "hat",
    ),
    Product(
        "check-scarf",
        "格纹羊毛围巾",
        "Checked wool scarf",
        0,
        15900,
        21900,
        "scarf",
        lambda: _W.scarf((240, 226, 200), (206, 86, 54), (58, 70, 96)),
        (240, 222, 200),
        -30,
        10,
    ),
    Product(
        "dawn-watch",
        "晨光腕表",
        "Dawn wrist watch",
        0,
        69900,
        89900,
        "watch",
        lambda: _W.watch((224, 200, 168), (28, 62, 74), (150, 88, 52)),
        (206, 220, 224),
        -24,
        14,
    ),
    Product(
        "ridge-phones",
        "山风头戴耳机",
        "Ridge headphones",
        0,
        49900,
        59900,
        "headphones",
        lambda: _W.headphones((242, 238, 230), (196, 182, 164), (240, 104, 62)),
        (244, 220, 200),
        -38,
        14,
    ),
    Product(
        "sport-phones",
        "夜跑降噪耳机",
        "Night-run headphones",
        0,
        59900,
        74900,
        "headphones",
        lambda: _W.headphones((52, 60, 92), (34, 38, 58), (250, 190, 80)),
        (204, 212, 236),
        -38,
        14,
    ),
    Product(
        "veg-tan-bag",
        "植鞣革手提包",
        "Veg-tan handbag",
        0,
        45900,
        59900,
        "handbag",
        lambda: bags.handbag((202, 108, 62)),
        (246, 218, 190),
        -30,
        14,
    ),
    Product(
        "fruit-tote",
        "好柿帆布托特",
        "Persimmon canvas tote",
        0,
        12900,
        15900,
        "tote",
        lambda: bags.tote((244, 234, 214), (242, 98, 48), (92, 70, 54)),
        (212, 228, 210),
        -26,
        12,
    ),
    Product(
        "peacock-mug",
        "孔雀蓝手作马克杯",
        "Peacock glaze mug",
        1,
        5900,
        7900,
        "mug",
        lambda: _T.mug((24, 104, 122), (196, 160, 120)),
        (196, 222, 224),
        -28,
        20,
    ),
    Product(
        "persimmon-mug",
        "柿红圆肚杯",
        "Persimmon belly mug",
        1,
        6900,
        8900,
        "mug",
        lambda: _T.mug((236, 92, 48), (240, 224, 198), belly=0.013, height=0.082),
        (250, 216, 192),
        -28,
        20,
    ),
    Product(
        "celadon-teapot",
        "青瓷茶壶",
        "Celadon teapot",
        1,
        23900,
        29900,
        "teapot",
        lambda: _T.teapot((156, 202, 174), (224, 182, 96)),
        (210, 230, 214),
        -22,
        16,
    ),
    Product(
        "clay-teapot",
        "紫砂小壶",
        "Purple-clay teapot",
        1,
        32000,
        38000,
        "teapot",
        lambda: _T.teapot((120, 62, 44), (92, 46, 34), squat=0.82, rough=0.62),
        (240, 216, 196),
        -22,
        16,
    ),
    Product(
        "trail-bottle",
        "山野保温杯",
        "Trail vacuum bottle",
        1,
        14900,
        18900,
        "bottle",
        lambda: _T.bottle((64, 120, 96), (40, 44, 46), (232, 128, 62)),
        (216, 228, 206),
        -30,
        12,
    ),
    Product(
        "pleat-lamp",
        "黄铜褶裥台灯",
        "Brass pleat lamp",
        1,
        26900,
        32900,
        "lamp",
        lambda: _H.pleated_lamp((252, 232, 196)),
        (238, 218, 188),
        -24,
        8,
    ),
    Product(
        "mushroom-lamp",
        "蘑菇氛围灯",
        "Mushroom lamp",
        1,
        19900,
        24900,
        "lamp",
        lambda: _H.mushroom_lamp((250, 128, 74), (252, 240, 220)),
        (250, 220, 196),
        -24,
        8,
    ),
    Product(
        "amber-candle",
        "琥珀香薰蜡烛",
        "Amber candle",
        1,
        7900,
        9900,
        "candle",
        lambda: _H.candle((214, 132, 60), (250, 226, 178), (252, 246, 234)),
        (244, 216, 178),
        -18,
        14,
    ),
    Product(
        "moon-notebook",
        "月相手账本",
        "Moon notebook",
        1,
        4900,
        6500,
        "notebook",
        lambda: _H.notebook((44, 62, 104), (226, 106, 66), (238, 196, 110)),
        (208, 214, 234),
        -24,
        18,
    ),
    Product(
        "bloom-cactus",
        "开花小仙人掌",
        "Blooming cactus",
        1,
        3900,
        4900,
        "plant",
        lambda: _H.plant((244, 232, 214), (70, 142, 96), (250, 112, 132)),
        (250, 220, 214),
        -24,
        14,
    ),
    Product(
        "pocket-radio",
        "复古口袋音箱",
        "Pocket radio speaker",
        1,
        25900,
        31900,
        "speaker",
        lambda: _H.speaker((86, 160, 150), (246, 236, 214), (238, 98, 56)),
        (206, 228, 222),
        -26,
        14,
    ),
    Product(
        "hug-bear",
        "抱抱小熊",
        "Hug bear",
        1,
        10900,
        13900,
        "bear",
        lambda: _H.bear((190, 134, 88), (242, 220, 186), (226, 74, 60)),
        (246, 222, 200),
        -22,
        10,
    ),
)


def product_of(key: str) -> Product:
    """Raises KeyError for an unknown key."""
    return _BY_KEY[key]


@lru_cache(maxsize=4)
def parts_of(product: Product) -> tuple[Part, ...]:
    """The product's parts, standing on y = 0 and centred over the origin."""
    parts = product.build()
    points = np.vstack([p.mesh.vertices for p in parts])
    low, high = points.min(0), points.max(0)
    x, z = -(low[0] + high[0]) / 2, -(low[2] + high[2]) / 2
    return tuple(p.moved(float(x), -float(low[1]), float(z)) for p in parts)


_BY_KEY = {p.key: p for p in PRODUCTS}
