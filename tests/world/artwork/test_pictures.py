from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from livefair.world.artwork import PRODUCTS, pictures
from livefair.world.artwork.files import SHOTS


def _contrast(picture: Image.Image) -> float:
    grey = np.asarray(picture.convert("L"), float)
    return float(np.percentile(grey, 99) - np.percentile(grey, 1))


@pytest.mark.parametrize("shot", range(SHOTS))
def test_a_photo_is_square_and_shows_something(shot: int) -> None:
    picture = pictures.photo(PRODUCTS[12], shot, 240)
    assert picture.size == (240, 240)
    assert picture.mode == "RGB"
    assert _contrast(picture) > 60


def test_every_product_stands_out_from_its_paper() -> None:
    for product in PRODUCTS:
        sprite = pictures.sprite_of(product, (96, 96))
        covered = np.asarray(sprite)[..., 3] > 128
        assert 0.02 < covered.mean() < 0.9, product.key
        assert _contrast(pictures.photo(product, 0, 96)) > 30, product.key


def test_the_same_seed_takes_the_same_review_photo_and_another_seed_another() -> None:
    first, again, other = (pictures.review_photo(PRODUCTS[0], seed, 160).tobytes() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_turning_product_neither_jumps_nor_stands_still() -> None:
    boxes = []
    frames = []
    for turn in (0, 20, 40):
        sprite = pictures.sprite_of(PRODUCTS[10], (120, 120), turn)
        boxes.append(sprite.getbbox())
        frames.append(sprite.tobytes())
    assert len(set(frames)) == 3
    lows = [b[3] for b in boxes if b]
    assert max(lows) - min(lows) <= 12
