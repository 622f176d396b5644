"""The encoder child: raw pictures and sound on standard input become an H.264/AAC file or RTMP stream.

`python -m livefair.media.encode` reads a `Recipe` as one JSON line, then picture and sound in turns until the
input ends. It ends with its parent, because then the input ends. Exit codes: 0 all written, 2 bad recipe,
3 the target refused or went away (the reason, without the target, is one line on stderr).
"""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import BinaryIO

import av
import msgspec
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from livefair.media.recipe import Recipe

MAX_SIDE = 2160
BAD_RECIPE = 2
TARGET_LOST = 3


def main(source: BinaryIO, errors: BinaryIO) -> int:
    av.logging.set_level(av.logging.PANIC)
    try:
        recipe = read_recipe(source.readline(8192))
    except ValueError as reason:
        errors.write(f"bad recipe: {reason}\n".encode())
        return BAD_RECIPE
    try:
        encode(recipe, source)
    except (av.error.FFmpegError, OSError) as reason:
        errors.write(f"target lost: {type(reason).__name__} {getattr(reason, 'errno', '')}\n".encode())
        return TARGET_LOST
    return 0


def read_recipe(line: bytes) -> Recipe:
    """Raises ValueError for what no encoder could do."""
    recipe = msgspec.json.decode(line, type=Recipe)
    sides_fit = all(0 < side <= MAX_SIDE and side % 2 == 0 for side in (recipe.width, recipe.height))
    if not sides_fit or not 0 < recipe.fps <= 60 or recipe.rate % recipe.fps or recipe.channels not in {1, 2}:
        raise ValueError("sides, rate or channels")
    if recipe.pixels not in {"rgb24", "yuv420p"} or recipe.container not in {"mp4", "flv"}:
        raise ValueError("pixels or container")
    return recipe


def encode(recipe: Recipe, source: BinaryIO) -> None:
    with _open(recipe) as out:
        picture, sound = _video(out, recipe), _audio(out, recipe)
        ready = av.AudioFifo()
        count = 0
        while (pixels := _exactly(source, recipe.picture_bytes)) is not None:
            samples = _exactly(source, recipe.sound_bytes)
            if samples is None:
                break
            out.mux(picture.encode(_picture(recipe, pixels, count)))
            ready.write(_sound(recipe, samples, count))
            for frame in ready.read_many(1024):
                out.mux(sound.encode(frame))
            count += 1
        last = ready.read(0, partial=True) if ready.samples else None
        if last is not None:
            out.mux(sound.encode(last))
        out.mux(picture.encode(None))
        out.mux(sound.encode(None))


def _open(recipe: Recipe) -> OutputContainer:
    options = {"flvflags": "no_duration_filesize"} if recipe.live else {"movflags": "+faststart"}
    return av.open(recipe.target, "w", format=recipe.container, options=options, timeout=(5.0, 10.0))


def _video(out: OutputContainer, recipe: Recipe) -> VideoStream:
    stream = out.add_stream("libx264", rate=recipe.fps)
    stream.width, stream.height, stream.pix_fmt = recipe.width, recipe.height, "yuv420p"
    stream.codec_context.time_base = Fraction(1, recipe.fps)
    stream.codec_context.gop_size = 2 * recipe.fps
    stream.codec_context.thread_count = 1
    if recipe.live:
        stream.bit_rate = recipe.video_bits
        options = {
            "tune": "zerolatency",
            "bf": "0",
            "maxrate": str(recipe.video_bits),
            "bufsize": str(recipe.video_bits),
            "x264-params": "scenecut=0",
        }
    else:
        options = {"crf": "23", "maxrate": str(recipe.video_bits), "bufsize": str(2 * recipe.video_bits)}
    stream.options = {"preset": recipe.preset, **options}
    return stream


def _audio(out: OutputContainer, recipe: Recipe) -> AudioStream:
    layout = "stereo" if recipe.channels == 2 else "mono"
    stream = out.add_stream("aac", rate=recipe.rate, layout=layout)
    stream.bit_rate = recipe.sound_bits
    return stream


def _exactly(source: BinaryIO, size: int) -> bytes | None:
    """`size` bytes, or None when the input ends before."""
    data = source.read(size)
    return data if len(data) == size else None


def _picture(recipe: Recipe, pixels: bytes, count: int) -> av.VideoFrame:
    flat = np.frombuffer(pixels, np.uint8)
    planar = recipe.pixels == "yuv420p"
    shape = (recipe.height * 3 // 2, recipe.width) if planar else (recipe.height, recipe.width, 3)
    frame = av.VideoFrame.from_ndarray(flat.reshape(shape), format=recipe.pixels)
    frame.pts, frame.time_base = count, Fraction(1, recipe.fps)
    return frame


def _sound(recipe: Recipe, samples: bytes, count: int) -> av.AudioFrame:
    layout = "stereo" if recipe.channels == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(np.frombuffer(samples, np.int16).reshape(1, -1), format="s16", layout=layout)
    frame.sample_rate = recipe.rate
    frame.pts, frame.time_base = count * recipe.sound_samples, Fraction(1, recipe.rate)
    return frame


if __name__ == "__main__":
    sys.exit(main(sys.stdin.buffer, sys.stderr.buffer))
