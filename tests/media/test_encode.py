from __future__ import annotations

from io import BytesIO
from pathlib import Path

import av
import msgspec
import numpy as np
import pytest

from livefair.media import encode
from livefair.media.recipe import Recipe


def _input(recipe: Recipe, pictures: int) -> BytesIO:
    rows = [msgspec.json.encode(recipe), b"\n"]
    for k in range(pictures):
        rows += [
            bytes([k * 7 % 256]) * recipe.picture_bytes,
            np.full(recipe.sound_bytes // 2, k * 50, np.int16).tobytes(),
        ]
    return BytesIO(b"".join(rows))


@pytest.mark.parametrize("pixels", ["rgb24", "yuv420p"])
def test_pictures_and_sound_become_a_file_of_their_length(tmp_path: Path, pixels: str) -> None:
    target = tmp_path / "out.mp4"
    recipe = Recipe(target=str(target), container="mp4", width=64, height=96, fps=24, pixels=pixels)
    assert encode.main(_input(recipe, 48), BytesIO()) == 0
    with av.open(str(target)) as film:
        assert film.duration is not None
        assert abs(film.duration / 1e6 - 2.0) < 0.06
        assert sum(1 for _ in film.decode(video=0)) == 48


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"target":"x","container":"mp4","width":63,"height":96,"fps":24}',
        b'{"target":"x","container":"exe","width":64,"height":96,"fps":24}',
        b'{"target":"x","container":"mp4","width":64,"height":99999998,"fps":24}',
    ],
)
def test_a_bad_recipe_is_refused(line: bytes) -> None:
    errors = BytesIO()
    assert encode.main(BytesIO(line + b"\n"), errors) == encode.BAD_RECIPE
    assert b"bad recipe" in errors.getvalue()


def test_an_ingest_that_is_not_there_ends_the_child_and_its_key_is_not_told() -> None:
    recipe = Recipe(target="rtmp://127.0.0.1:9/live/secret", container="flv", width=64, height=96, fps=24, live=True)
    errors = BytesIO()
    assert encode.main(_input(recipe, 3), errors) == encode.TARGET_LOST
    assert b"secret" not in errors.getvalue()


def test_input_that_stops_in_mid_picture_still_leaves_a_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "cut.mp4"
    recipe = Recipe(target=str(target), container="mp4", width=64, height=96, fps=24)
    whole = _input(recipe, 10).getvalue()
    assert encode.main(BytesIO(whole[: len(whole) - recipe.picture_bytes // 2 - recipe.sound_bytes]), BytesIO()) == 0
    with av.open(str(target)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 9
