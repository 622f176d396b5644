from __future__ import annotations

from pathlib import Path

import pytest

from livefair.media.recipe import Recipe
from livefair.world.encoder import Encoder, EncoderLost


def _recipe(target: str) -> Recipe:
    return Recipe(target=target, container="mp4", width=64, height=96, fps=24)


def _encode(recipe: Recipe, pictures: int) -> None:
    with Encoder(recipe) as encoder:
        for _ in range(pictures):
            encoder.add(bytes(recipe.picture_bytes), bytes(recipe.sound_bytes))


def test_leaving_the_encoder_finishes_the_file(tmp_path: Path) -> None:
    recipe = _recipe(str(tmp_path / "a.mp4"))
    _encode(recipe, 24)
    assert (tmp_path / "a.mp4").stat().st_size > 1000


def test_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    recipe = _recipe(str(tmp_path / "none" / "a.mp4"))
    with pytest.raises(EncoderLost, match="target lost"):
        _encode(recipe, 600)


def test_a_picture_of_another_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="do not fit"), Encoder(_recipe(str(tmp_path / "a.mp4"))) as encoder:
        encoder.add(b"12", b"34")
