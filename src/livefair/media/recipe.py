"""What the encoder child is told before the first frame. Holds no codec, so that anyone may import it."""

from __future__ import annotations

import msgspec


class Recipe(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One JSON line on the child's standard input; then, per picture, its bytes and its share of sound.

    `target` is a file path or an rtmp:// address with its key: it travels by stdin because argv can be read by
    every user of the machine. `pixels` is `rgb24` or `yuv420p`. Sound is signed 16 bit, interleaved,
    `rate / fps` samples per picture.
    """

    target: str
    container: str
    width: int
    height: int
    fps: int
    pixels: str = "rgb24"
    rate: int = 48_000
    channels: int = 2
    video_bits: int = 900_000
    sound_bits: int = 96_000
    preset: str = "ultrafast"
    live: bool = False

    @property
    def picture_bytes(self) -> int:
        return self.width * self.height * 3 // (2 if self.pixels == "yuv420p" else 1)

    @property
    def sound_samples(self) -> int:
        return self.rate // self.fps

    @property
    def sound_bytes(self) -> int:
        return self.sound_samples * self.channels * 2
