"""Pleasant small tunes from numpy: chords, bass, plucked melody and a beat. 48 kHz, stereo, signed 16 bit."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt

RATE = 48_000
Wave = npt.NDArray[np.float32]
Sound = npt.NDArray[np.int16]

_PROGRESSIONS = ((0, 7, 9, 5), (0, 9, 5, 7), (9, 5, 0, 7), (0, 4, 5, 7), (5, 7, 4, 9), (0, 5, 9, 7))
_MAJOR, _MINOR = (0, 4, 7), (0, 3, 7)
_MINOR_STEPS = frozenset({2, 4, 9})
_PENTATONIC = (0, 2, 4, 7, 9, 12, 14, 16)


@dataclass(frozen=True)
class Tune:
    """`root` is a MIDI note, `swing` 0..0.3 of an eighth, `beat` none, soft, pop or bounce."""

    bpm: int
    root: int
    progression: tuple[int, ...]
    swing: float
    beat: str
    seed: int

    @property
    def bar_seconds(self) -> float:
        return 240 / self.bpm


def tune(seed: int) -> Tune:
    rnd = Random(f"tune:{seed}")
    return Tune(
        rnd.choice((84, 92, 96, 104, 112)),
        rnd.choice((48, 50, 51, 53, 55)),
        rnd.choice(_PROGRESSIONS),
        rnd.choice((0.0, 0.0, 0.16, 0.22)),
        rnd.choice(("soft", "pop", "bounce")),
        seed,
    )


def play(song: Tune, bars: int) -> Sound:
    """(n, 2) samples of `bars` bars; what rings on at the end is folded to the start, so it loops without a click."""
    length = round(bars * song.bar_seconds * RATE)
    mix = np.zeros((length, 2), np.float32)
    rnd = Random(f"play:{song.seed}")
    motif = [rnd.randrange(6) for _ in range(8)]
    for bar in range(bars):
        step = song.progression[bar % len(song.progression)]
        at = bar * song.bar_seconds
        _chords(mix, song, step, at)
        _bass(mix, song, step, at)
        _melody(mix, song, motif, at, rnd)
        _drums(mix, song, at)
    return level(mix, 0.8)


def level(mix: Wave, peak: float) -> Sound:
    """Squeeze softly and scale to `peak` of full."""
    bent = np.tanh(mix * (1.2 / max(float(np.abs(mix).max()), 1e-6)) * 1.1)
    return np.asarray(np.round(bent / max(float(np.abs(bent).max()), 1e-6) * peak * 32767), np.int16)


def fade(sound: Sound, seconds_in: float, seconds_out: float) -> Sound:
    n = len(sound)
    t = np.arange(n) / RATE
    gain = np.clip(t / max(seconds_in, 1e-3), 0, 1) * np.clip((n / RATE - t) / max(seconds_out, 1e-3), 0, 1)
    return np.asarray(sound * gain[:, None], np.int16)


def tone(note: float, seconds: float, harmonics: tuple[float, ...], attack: float, decay: float) -> Wave:
    """A note of summed harmonics with a soft start and an exponential end."""
    t = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    f = 440.0 * 2 ** ((note - 69) / 12)
    wave = sum(
        (np.float32(a) * np.sin(np.float32(2 * np.pi * f * (k + 1)) * t) for k, a in enumerate(harmonics)),
        np.zeros_like(t),
    )
    shape = np.minimum(t / attack, 1) * np.exp(-t / decay) * np.minimum((seconds - t) / 0.02, 1)
    return np.asarray(wave * shape, np.float32)


def add(mix: Wave, wave: Wave, at: float, gain: float, pan: float = 0.0) -> None:
    """Mix a mono wave in at a time (seconds), -1 left … 1 right, wrapping at the end."""
    start = round(at * RATE) % len(mix)
    index = np.arange(start, start + len(wave)) % len(mix)
    mix[index, 0] += wave * np.float32(gain * (1 - pan) / 2)
    mix[index, 1] += wave * np.float32(gain * (1 + pan) / 2)


def _chord(step: int) -> tuple[int, ...]:
    return tuple(step + n for n in (_MINOR if step % 12 in _MINOR_STEPS else _MAJOR))


def _chords(mix: Wave, song: Tune, step: int, at: float) -> None:
    length = song.bar_seconds * 1.15
    for k, n in enumerate(_chord(step)):
        for detune, pan in ((-0.06, -0.7), (0.06, 0.7)):
            pad = tone(song.root + 12 + n + detune, length, (1.0, 0.32, 0.14, 0.06), 0.18, length * 0.9)
            add(mix, pad, at, 0.16, pan * (0.6 + 0.2 * k))


def _bass(mix: Wave, song: Tune, step: int, at: float) -> None:
    beat = song.bar_seconds / 4
    for place, length in ((0, 1.4), (1.5, 0.5), (2, 0.9), (3.5, 0.45)):
        note = song.root - 12 + step - (12 if step > 6 else 0)
        add(mix, tone(note, beat * length, (1.0, 0.45, 0.15), 0.008, 0.5), at + place * beat, 0.55)


def _melody(mix: Wave, song: Tune, motif: list[int], at: float, rnd: Random) -> None:
    eighth = song.bar_seconds / 8
    for k, degree in enumerate(motif):
        if rnd.random() < 0.3:
            continue
        late = song.swing * eighth * (k % 2)
        note = song.root + 24 + _PENTATONIC[(degree + rnd.choice((0, 0, 0, 1, 2))) % len(_PENTATONIC)]
        pluck = tone(note, 0.55, (1.0, 0.5, 0.28, 0.12, 0.06), 0.004, 0.16)
        add(mix, pluck, at + k * eighth + late, 0.24, (k % 4 - 1.5) * 0.3)
        add(mix, pluck, at + k * eighth + late + eighth * 1.5, 0.07, -(k % 4 - 1.5) * 0.5)


_HITS = {
    "soft": (((0.0, 2.0), (2.0,)), 1),
    "pop": (((0.0, 1.5, 2.0), (1.0, 3.0)), 2),
    "bounce": (((0.0, 0.75, 2.5), (1.0, 3.0)), 2),
}


def _drums(mix: Wave, song: Tune, at: float) -> None:
    beat = song.bar_seconds / 4
    (kicks, claps), hats = _HITS[song.beat]
    for place in kicks:
        add(mix, _kick(), at + place * beat, 0.75)
    for place in claps:
        add(mix, _clap(), at + place * beat, 0.2)
    for k in range(4 * hats):
        late = song.swing * beat / 2 * (k % 2)
        add(mix, _hat(), at + k * beat / hats + late, 0.06 if k % 2 else 0.04, 0.3)


def _kick() -> Wave:
    t = np.arange(round(0.22 * RATE), dtype=np.float32) / RATE
    return np.asarray(np.sin(2 * np.pi * (48 * t + 3.4 * (1 - np.exp(-t * 32)))) * np.exp(-t * 16), np.float32)


def _clap() -> Wave:
    n = round(0.14 * RATE)
    noise = np.random.default_rng(11).standard_normal(n).astype(np.float32)
    t = np.arange(n, dtype=np.float32) / RATE
    body = noise - np.convolve(noise, np.ones(24, np.float32) / 24, "same")
    return np.asarray(body * np.exp(-t * 34) * np.minimum(t / 0.002, 1), np.float32)


def _hat() -> Wave:
    n = round(0.06 * RATE)
    noise = np.random.default_rng(12).standard_normal(n).astype(np.float32)
    t = np.arange(n, dtype=np.float32) / RATE
    return np.asarray(np.diff(noise, prepend=noise[:1]) * np.exp(-t * 80), np.float32)
