from __future__ import annotations

import numpy as np

from livefair.world.artwork import raster
from livefair.world.artwork.shapes import Material, Part, ball, box

_RED = Material((220, 30, 30), 0.8)
_BLUE = Material((30, 30, 220), 0.8)


def test_what_is_nearer_hides_what_is_behind() -> None:
    parts = [Part(ball(0.5).moved(z=1.0), _RED), Part(ball(0.5).moved(z=-1.0), _BLUE)]
    front = raster.render(parts, raster.aim(parts, (80, 80), 0, 0), (80, 80)).getpixel((40, 42))
    back = raster.render(parts, raster.aim(parts, (80, 80), 180, 0), (80, 80)).getpixel((40, 42))
    assert isinstance(front, tuple)
    assert isinstance(back, tuple)
    assert front[0] > 2 * front[2]
    assert back[2] > 2 * back[0]


def test_a_clear_part_lets_what_is_behind_shine_through() -> None:
    inside = Part(ball(0.3), _RED)
    parts = [inside, Part(ball(0.5), Material((30, 30, 220), 0.9, 0.0, 0.3))]
    red, _, blue, alpha = np.asarray(raster.render(parts, raster.aim(parts, (80, 80), 0, 0), (80, 80)))[42, 40].tolist()
    assert red > 80
    assert blue > 30
    assert alpha == 255


def test_the_lamp_stands_above_so_the_top_of_a_ball_is_brighter_than_its_underside() -> None:
    parts = [Part(ball(0.5), _RED)]
    pixels = np.asarray(raster.render(parts, raster.aim(parts, (100, 100), 0, 0), (100, 100)).convert("RGB"), float)
    assert pixels[32, 45].sum() > pixels[78, 45].sum() * 1.2


def test_a_solid_has_no_holes() -> None:
    parts = [Part(box(1, 1, 1), _RED)]
    alpha = np.asarray(raster.render(parts, raster.aim(parts, (120, 120), 30, 20), (120, 120)))[..., 3]
    rows = alpha[alpha.max(1) == 255]
    for row in rows[4:-4]:
        covered = np.nonzero(row == 255)[0]
        assert (row[covered[0] : covered[-1]] == 255).all()


def test_parts_out_of_the_picture_are_cut_off_cleanly() -> None:
    parts = [Part(ball(0.5), _RED)]
    camera = raster.aim(parts, (60, 60), 0, 0, fill=3.0)
    assert np.asarray(raster.render(parts, camera, (60, 60)))[..., 3].min() == 255
