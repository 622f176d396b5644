from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from livefair.world.artwork import films, lettering, music
from livefair.world.artwork.catalogue import product_of
from livefair.world.artwork.files import FILMS, Artwork


def test_every_film_has_its_own_product_and_lines(tmp_path: Path) -> None:
    products = [Artwork(tmp_path).film_product(k) for k in range(FILMS)]
    assert len({films.story_of(p, 1)[0].hook for p in products}) == 12


def test_without_a_chinese_font_the_lines_are_english() -> None:
    assert lettering.chinese_font(()) is None
    assert all(en.isascii() for family in films.LINES.values() for _, en in family)
    assert lettering.words("Good morning", 40, (0, 0, 0)).getbbox() is not None


def test_a_font_that_lies_on_the_machine_is_found(tmp_path: Path) -> None:
    here = tmp_path / "font.ttc"
    here.write_bytes(b"")
    assert lettering.chinese_font(((str(tmp_path / "none"), 0), (str(here), 2))) == (str(here), 2)


@pytest.mark.slow
def test_a_film_is_vertical_h264_with_sound_and_moves(tmp_path: Path) -> None:
    target = tmp_path / "film.mp4"
    films.make_film(product_of("square-shades"), 3, target)
    with av.open(str(target)) as film:
        assert film.duration is not None
        assert 8.0 < film.duration / 1e6 < 14.0
        video, sound = film.streams.video[0], film.streams.audio[0]
        assert (video.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (video.codec_context.width, video.codec_context.height) == (540, 960)
        frames = [f.to_ndarray(format="gray") for k, f in enumerate(film.decode(video=0)) if k % 24 == 0]
    changes = [np.abs(a.astype(int) - b).mean() for a, b in pairwise(frames)]
    assert min(changes) > 0.4
    assert all(f.std() > 12 for f in frames)


def test_the_same_seed_plays_the_same_tune_and_another_seed_another() -> None:
    first, again, other = (music.play(music.tune(seed), 1).tobytes() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_tune_is_audible_and_never_full_scale() -> None:
    sound = music.play(music.tune(5), 2)
    assert sound.shape[1] == 2
    assert 0.7 < np.abs(sound.astype(int)).max() / 32767 < 0.85
    assert sound.astype(float).std() > 1500
