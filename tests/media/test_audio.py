"""The sound's time line: holes become silence, late packets are left out, leaps end it."""

from fractions import Fraction
from itertools import pairwise

import av
import numpy as np
import pytest
from av.packet import Packet

from livefair.media.audio import AudioTimeline, TimeBroken


def opus_packets(count: int) -> list[Packet]:
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = 48_000, "stereo", "s16"
    packets = []
    for number in range(count + 2):
        frame = av.AudioFrame.from_ndarray(np.full((1, 1_920), 900, np.int16), format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, number * 960, Fraction(1, 48_000)
        packets += encoder.encode(frame)
    return packets[:count]


def test_sound_runs_evenly_over_lost_and_late_packets() -> None:
    frames = []
    line = AudioTimeline(frames.append)
    for number, packet in enumerate(opus_packets(100)):
        if number % 10 != 3:
            line.packet(packet, number * 960)
    line.packet(opus_packets(1)[0], 5 * 960)
    assert line.position == 100 * 960
    assert line.silent_samples == 10 * 960
    assert sum(frame.samples for frame in frames) == line.position
    for before, after in pairwise(frames):
        assert after.pts == before.pts + before.samples


def test_sound_that_starts_late_is_preceded_by_silence() -> None:
    frames = []
    line = AudioTimeline(frames.append)
    line.packet(opus_packets(1)[0], 48_000)
    assert line.silent_samples == 48_000
    line.silence_until(10)
    assert line.silent_samples == 48_000


def test_a_leap_in_time_ends_it() -> None:
    line = AudioTimeline(lambda _frame: None)
    with pytest.raises(TimeBroken):
        line.packet(opus_packets(1)[0], 48_000 * 60)
    with pytest.raises(TimeBroken):
        line.silence_until(1 << 40)
