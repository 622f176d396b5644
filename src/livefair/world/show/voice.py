"""What the show sounds like: a looped tune, ducked under a friendly babble that moves the host's mouth."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import numpy as np
import numpy.typing as npt

from livefair.world.artwork import music

_VOWELS = {"wide": (760.0, 1250.0), "small": (480.0, 1750.0), "round": (430.0, 850.0), "laugh": (820.0, 1500.0)}
_FADE = 0.06  # of the way to the wanted loudness of the music, per picture


@dataclass(frozen=True)
class Syllable:
    mouth: str
    wave: npt.NDArray[np.float32]


@dataclass
class Soundtrack:
    """Gives the sound of one picture after another, and says which mouth makes it."""

    bed: music.Sound
    syllables: tuple[Syllable, ...]
    per_picture: int
    rnd: Random
    _at: int = 0
    _gain: float = 0.5
    _queue: list[tuple[int, Syllable]] = field(default_factory=list)

    @classmethod
    def of(cls, seed: int, per_picture: int) -> Soundtrack:
        rnd = Random(f"voice:{seed}")
        return cls(music.play(music.tune(seed), 8), _syllables(rnd), per_picture, rnd)

    @property
    def speaking(self) -> bool:
        return bool(self._queue)

    def say(self, syllables: int) -> None:
        """Babble for about 0.17 s per syllable, at most 60, after what is being said."""
        at = max([self._at, *(start + len(s.wave) for start, s in self._queue[-1:])])
        for k in range(min(syllables, 60)):
            sound = self.rnd.choice(self.syllables)
            self._queue.append((at, sound))
            rest = 0.16 if self.rnd.random() < 0.12 and k else 0.0
            at += round(len(sound.wave) * 0.86) + round(rest * music.RATE)
        del self._queue[200:]

    def next(self) -> tuple[bytes, str]:
        """The next picture's share of sound, and the mouth (smile when silent)."""
        n = self.per_picture
        wanted = 0.24 if self._queue else 0.5
        gain = self._gain + (wanted - self._gain) * _FADE
        ramp = np.linspace(self._gain, gain, n, dtype=np.float32)[:, None]
        self._gain = gain
        index = np.arange(self._at, self._at + n) % len(self.bed)
        mix = self.bed[index].astype(np.float32) * ramp
        mouth = self._speak(mix)
        self._at += n
        return np.clip(mix, -32000, 32000).astype(np.int16).tobytes(), mouth

    def _speak(self, mix: npt.NDArray[np.float32]) -> str:
        mouth, end = "smile", self._at + len(mix)
        for start, sound in self._queue:
            a, b = max(start, self._at), min(start + len(sound.wave), end)
            if a >= b:
                continue
            mix[a - self._at : b - self._at] += sound.wave[a - start : b - start, None]
            inside = ((a + b) / 2 - start) / len(sound.wave)
            mouth = sound.mouth if 0.12 < inside < 0.86 else "small"
        self._queue = [(s, w) for s, w in self._queue if s + len(w.wave) > end]
        return mouth


def _syllables(rnd: Random) -> tuple[Syllable, ...]:
    made = []
    for k in range(20):
        mouth = ("wide", "small", "round", "wide", "laugh")[k % 5]
        made.append(Syllable(mouth, _vowel(_VOWELS[mouth], rnd)))
    return tuple(made)


def _vowel(formants: tuple[float, float], rnd: Random) -> npt.NDArray[np.float32]:
    """Harmonics of a gliding pitch under two resonances, with a soft consonant in front."""
    n = round(rnd.uniform(0.13, 0.21) * music.RATE)
    t = np.arange(n, dtype=np.float32) / music.RATE
    base = rnd.uniform(245, 330)
    pitch = base * (1 + rnd.uniform(-0.10, 0.14) * t / t[-1] + 0.012 * np.sin(2 * np.pi * 5.5 * t))
    phase = 2 * np.pi * np.cumsum(pitch) / music.RATE
    wave = np.zeros(n, np.float32)
    for harmonic in range(1, 13):
        f = base * harmonic
        loud = sum(np.exp(-(((f - c) / (90 + 0.11 * c)) ** 2)) * g for c, g in zip(formants, (1.0, 0.5), strict=True))
        wave += np.float32(loud + 0.12 / harmonic) * np.sin(phase * harmonic)
    noise = np.random.default_rng(rnd.randrange(1 << 30)).standard_normal(n).astype(np.float32)
    consonant = np.diff(noise, prepend=noise[:1]) * np.exp(-t * 90) * rnd.choice((0.0, 0.12, 0.3))
    shape = np.minimum(t / 0.018, 1) * np.minimum((t[-1] - t) / 0.05, 1)
    return np.asarray((wave / np.abs(wave).max() * shape + consonant) * 8200, np.float32)
