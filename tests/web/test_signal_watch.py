"""A host hears of what is wrong once, and once more when it is right again."""

from typing import Any

from livefair.media import KeyFramesTooRare, StreamMeasured
from livefair.web.signal_watch import SignalWatch

ABOUT: dict[str, Any] = {"room": "r", "recording": "s", "at_ms": 1, "session": "x"}
GOOD: dict[str, Any] = {"luma": 120, "loudness_db": -20, "peak_db": -6, "change": 30, "b_frames": False}


def measured(**other: object) -> StreamMeasured:
    return StreamMeasured(**ABOUT, **{**GOOD, **other})


def test_nothing_is_said_of_a_good_stream() -> None:
    watch = SignalWatch()
    assert [watch.heed(measured()) for _ in range(4)] == [None] * 4


def test_what_is_wrong_is_said_when_it_begins_and_when_it_ends() -> None:
    watch = SignalWatch()
    said = [watch.heed(measured(luma=luma)) for luma in (120, 20, 20, 120, 120)]
    assert said == [None, ["too_dark"], None, [], None]


def test_silence_and_standing_still_need_three_measures() -> None:
    watch = SignalWatch()
    said = [watch.heed(measured(loudness_db=None, peak_db=None, change=0)) for _ in range(3)]
    assert said == [None, None, ["silent", "frozen"]]


def test_what_the_encoder_does_wrong_stays_until_it_starts_anew() -> None:
    watch = SignalWatch()
    assert watch.heed(KeyFramesTooRare(**ABOUT, interval_ms=4_000)) == ["key_frames_rare"]
    assert watch.heed(measured(b_frames=True)) == ["b_frames", "key_frames_rare"]
    assert watch.heed(measured()) is None
