"""HLS playlists as text: live with parts, live without, and over a recording. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from livefair.media.recording import SegmentRow, touching
from livefair.media.segments import LiveWindow, Segment

_SEGMENTS_WITH_PARTS = 3


class Variant(NamedTuple):
    """One line of the multivariant playlist: where, how fast at most, and what is in it."""

    address: str
    bits_per_s: int
    codecs: str
    size: tuple[int, int] | None


def multivariant_playlist(variants: Sequence[Variant], *, query: str = "") -> str:
    """All ways in which a stream can be watched, the best one first."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:9"]
    for each in variants:
        size = f",RESOLUTION={each.size[0]}x{each.size[1]}" if each.size else ""
        lines.append(f'#EXT-X-STREAM-INF:BANDWIDTH={each.bits_per_s}{size},CODECS="{each.codecs}"')
        lines.append(f"{each.address}{query}")
    return "\n".join([*lines, ""])


def live_playlist(window: LiveWindow, folder: str, *, parts: bool, query: str = "", sound: bool = False) -> str | None:
    """The playlist of a running stream, or None while there is nothing to list.

    Addresses are relative, `{folder}s0.m4s`; `query` (with its "?") is put behind each. Of sound alone each part may be
    the first.
    """
    segments = [each for each in window.contiguous() if parts or each.closed]
    if not segments:
        return None
    lines = _live_head(window, segments[0], parts=parts)
    init = None
    for place, segment in enumerate(segments):
        if segment.discontinuity:
            lines.append("#EXT-X-DISCONTINUITY")
        if segment.init != init:
            init = segment.init
            lines.append(f'#EXT-X-MAP:URI="{folder}init{init}.mp4{query}"')
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{_clock(segment.started_at_ms)}")
        if parts and place >= len(segments) - _SEGMENTS_WITH_PARTS and not segment.gap:
            lines += _part_lines(segment, folder, query, sound=sound)
        if segment.gap:
            lines.append("#EXT-X-GAP")
        if segment.closed:
            lines += [f"#EXTINF:{segment.duration:.5f},", f"{folder}s{segment.number}.m4s{query}"]
    if window.ended:
        lines.append("#EXT-X-ENDLIST")
    elif parts:
        number, part = window.next_position
        lines.append(f'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="{folder}s{number}.{part}.m4s{query}"')
    return "\n".join([*lines, ""])


def recorded_playlist(rows: Sequence[SegmentRow], *, start_offset_s: float | None = None, query: str = "") -> str:
    """A finished playlist over recorded segments, addresses relative to the recording's folder."""
    longest = max((row.duration_s for row in rows), default=1.0)
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-PLAYLIST-TYPE:VOD"]
    lines += [f"#EXT-X-TARGETDURATION:{int(longest) + 1}", "#EXT-X-MEDIA-SEQUENCE:0"]
    if start_offset_s is not None:
        lines.append(f"#EXT-X-START:TIME-OFFSET={start_offset_s:.3f},PRECISE=YES")
    init = None
    for row in rows:
        if row.discontinuity and init is not None:
            lines.append("#EXT-X-DISCONTINUITY")
        if row.init != init:
            init = row.init
            lines.append(f'#EXT-X-MAP:URI="init{init}.mp4{query}"')
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{_clock(row.started_at_ms)}")
        lines += [f"#EXTINF:{row.duration_s:.5f},", f"s{row.number}.m4s{query}"]
    return "\n".join([*lines, "#EXT-X-ENDLIST", ""])


def replay_playlist(
    rows: Iterable[SegmentRow], from_ms: int | None, to_ms: int | None, *, query: str = ""
) -> str | None:
    """A recording from one epoch time to another: it starts exactly, cut at key frames. None: nothing is there."""
    found = touching(rows, from_ms, to_ms)
    if not found:
        return None
    offset = None if from_ms is None else max(0.0, (from_ms - found[0].started_at_ms) / 1000)
    return recorded_playlist(found, start_offset_s=offset, query=query)


def _live_head(window: LiveWindow, first: Segment, *, parts: bool) -> list[str]:
    lines = ["#EXTM3U", "#EXT-X-VERSION:9", f"#EXT-X-TARGETDURATION:{window.target_duration}"]
    if parts:
        target = window.part_target
        lines.append(f"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={3 * target:.3f}")
        lines.append(f"#EXT-X-PART-INF:PART-TARGET={target:.3f}")
    lines.append(f"#EXT-X-MEDIA-SEQUENCE:{first.number}")
    removed = first.breaks - (1 if first.discontinuity else 0)
    if removed:
        lines.append(f"#EXT-X-DISCONTINUITY-SEQUENCE:{removed}")
    return lines


def _part_lines(segment: Segment, folder: str, query: str, *, sound: bool) -> Iterable[str]:
    for place, part in enumerate(segment.parts):
        key = ",INDEPENDENT=YES" if part.independent or sound else ""
        address = f"{folder}s{segment.number}.{place}.m4s{query}"
        yield f'#EXT-X-PART:DURATION={part.duration:.5f},URI="{address}"{key}'


def _clock(at_ms: int) -> str:
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at_ms % 1000:03d}Z"
