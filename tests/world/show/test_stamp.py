from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from livefair.world.show.stamp import read_stamp, write_stamp


def _picture() -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.full((960, 540), 128, np.uint8)


@given(st.integers(0, 1 << 41))
def test_a_stamp_reads_as_the_time_it_was_written(at_ms: int) -> None:
    luma = _picture()
    write_stamp(luma, at_ms)
    assert read_stamp(luma) == at_ms % (1 << 32)


def test_a_stamp_survives_scaling_and_noise() -> None:
    luma = _picture()
    write_stamp(luma, 1_790_000_123_456)
    small = np.asarray(Image.fromarray(luma).resize((405, 720), Image.Resampling.BILINEAR))
    noisy = np.clip(small + np.random.default_rng(1).normal(0, 12, small.shape), 0, 255).astype(np.uint8)
    assert read_stamp(noisy) == 1_790_000_123_456 % (1 << 32)


def test_a_picture_without_a_stamp_has_none() -> None:
    assert read_stamp(_picture()) is None
