"""The live window: waiting for what comes, forgetting what is old."""

import asyncio

from livefair.media.playlist import live_playlist
from livefair.media.segments import WINDOW, LiveWindow, Part, Segment


def filled(segments: int, *, first: int = 0, discontinuity: bool = False) -> LiveWindow:
    window = LiveWindow(0.2, 2.0)
    add(window, segments, first=first, discontinuity=discontinuity)
    return window


def add(window: LiveWindow, segments: int, *, first: int = 0, discontinuity: bool = False) -> None:
    for number in range(first, first + segments):
        broken = discontinuity and number == first
        window.add_segment(Segment(number, 0, 1_790_000_000_000 + number * 2_000, broken, int(discontinuity)))
        for part in range(10):
            window.add_part(Part(b"p", 0.2, part == 0))
        window.close_segment()


async def test_a_player_waits_for_the_part_that_comes_next() -> None:
    window = filled(1)
    window.add_segment(Segment(1, 0, 0, False, 0))
    waiting = asyncio.create_task(window.wait(1, 0, 5))
    await asyncio.sleep(0)
    assert not waiting.done()
    window.add_part(Part(b"x", 0.2, True))
    assert await waiting
    assert window.has(1, 0)
    assert not window.has(1, 1)
    assert not window.has(1, None)
    assert not await window.wait(1, 1, 0.01)
    window.end()
    assert await window.wait(99, 0, 0)


def test_only_so_many_segments_are_kept() -> None:
    window = filled(30)
    assert len(window.segments) == WINDOW + 1
    assert window.segment(0) is None
    assert window.next_position == (30, 0)


def test_a_hole_in_the_numbers_starts_the_playlist_behind_it() -> None:
    window = filled(3)
    add(window, 2, first=4, discontinuity=True)
    assert [segment.number for segment in window.contiguous()] == [4, 5]
    text = live_playlist(window, "rec/", parts=True) or ""
    assert "#EXT-X-MEDIA-SEQUENCE:4" in text
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    assert "DISCONTINUITY-SEQUENCE" not in text


def test_forgotten_discontinuities_are_counted() -> None:
    window = filled(2, discontinuity=True)
    add(window, 9, first=2)
    for segment in window.segments:
        segment.breaks = 1
    assert "#EXT-X-DISCONTINUITY-SEQUENCE:1" in (live_playlist(window, "rec/", parts=True) or "")


def test_the_targets_stay_what_they_were_while_the_encoder_behaves() -> None:
    window = filled(20)
    assert (round(window.part_target, 3), window.target_duration) == (0.3, 3)
    window.add_segment(Segment(20, 0, 0, False, 0))
    window.add_part(Part(b"slow", 0.5, True))
    assert round(window.part_target, 3) == 0.6


def test_the_playlist_without_parts_lists_closed_segments_only() -> None:
    window = filled(2)
    window.add_segment(Segment(2, 0, 0, False, 0))
    window.add_part(Part(b"x", 0.2, True))
    text = live_playlist(window, "rec/", parts=False, query="?token=t") or ""
    assert "PART" not in text
    assert "rec/s1.m4s?token=t" in text
    assert "s2.m4s" not in text
    assert live_playlist(LiveWindow(0.2, 2), "rec/", parts=True) is None
