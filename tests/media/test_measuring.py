"""Light and sound by numbers, of films whose light and sound are known."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from livefair.media.measuring import Measured, Meter
from tests.media.publishers import make_clip


def film(path: Path, luma: int, loudness: float) -> bytes:
    """Half a second of one grey and one tone."""
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=10, options={"g": "10", "bf": "0"})
        video.width, video.height, video.pix_fmt = 160, 90, "yuv420p"
        sound = out.add_stream("aac", rate=48_000)
        for number in range(5):
            frame = av.VideoFrame.from_ndarray(np.full((90, 160, 3), luma, np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            out.mux(video.encode(frame))
        for number in range(24):
            tone = loudness * np.sin(np.arange(number * 1024, (number + 1) * 1024) * 0.0576).astype(np.float32)
            wave = av.AudioFrame.from_ndarray(tone[np.newaxis].astype(np.float32), format="fltp", layout="mono")
            wave.sample_rate, wave.pts, wave.time_base = 48_000, number * 1024, Fraction(1, 48_000)
            out.mux(sound.encode(wave))
        out.mux(video.encode(None))
        out.mux(sound.encode(None))
    return path.read_bytes()


def test_dark_and_silent_are_told_from_bright_and_loud(tmp_path: Path) -> None:
    dark = Meter().measure(film(tmp_path / "dark.mp4", 10, 0.0))
    assert dark.luma is not None
    assert dark.luma < 40
    assert dark.loudness_db is not None
    assert dark.loudness_db < -80
    bright = Meter().measure(film(tmp_path / "bright.mp4", 250, 0.9))
    assert bright.luma is not None
    assert bright.luma > 220
    assert bright.peak_db is not None
    assert bright.loudness_db is not None
    assert -12 < bright.loudness_db < bright.peak_db <= 0


def test_a_picture_that_stands_still_changes_by_nothing(tmp_path: Path) -> None:
    meter, still = Meter(), film(tmp_path / "still.mp4", 120, 0.5)
    assert meter.measure(still).change is None
    assert meter.measure(still).change == 0
    moving = make_clip(tmp_path / "moving.mp4", seconds=1).read_bytes()
    assert (meter.measure(moving).change or 0) > 20


@pytest.mark.parametrize("data", [b"", b"no film at all", b"\0" * 5_000])
def test_what_cannot_be_decoded_measures_nothing(data: bytes) -> None:
    assert Meter().measure(data) == Measured(None, None, None, None)
