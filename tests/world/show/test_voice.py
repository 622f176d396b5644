from __future__ import annotations

import numpy as np

from livefair.world.show.voice import Soundtrack


def test_the_mouth_moves_while_the_host_speaks_and_rests_afterwards() -> None:
    track = Soundtrack.of(1, 2000)
    assert track.next()[1] == "smile"
    track.say(8)
    mouths = [track.next()[1] for _ in range(70)]
    assert {"small", "wide"} <= set(mouths)
    assert mouths[-1] == "smile"
    assert not track.speaking


def test_music_goes_on_for_ever_and_never_clips() -> None:
    track = Soundtrack.of(2, 2000)
    track.say(60)
    for _ in range(900):
        sound = np.frombuffer(track.next()[0], np.int16)
        assert len(sound) == 4000
        assert np.abs(sound.astype(int)).max() <= 32000
    assert np.abs(sound.astype(int)).max() > 300


def test_what_is_said_is_bounded() -> None:
    track = Soundtrack.of(3, 2000)
    for _ in range(100):
        track.say(1000)
    seconds = 0
    while track.speaking and seconds < 120:
        for _ in range(24):
            track.next()
        seconds += 1
    assert seconds < 60
