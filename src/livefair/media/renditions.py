"""The ways in which one stream can be watched: as it comes, smaller, or as sound alone.

Sound is cut out of the very bytes that everybody gets, when somebody asks for it: it costs no codec and no process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from livefair.media.fragments import picture_of, sound_init, sound_of, sound_track
from livefair.media.playlist import Variant
from livefair.media.refusals import Refused
from livefair.media.rungs import NAMES, SOUND, SOUND_KBPS
from livefair.media.segments import LiveWindow
from livefair.media.stage import LiveStage

_AAC = "mp4a.40.2"
_GUESS = 2_500_000
_HEADROOM = 1.1
_SOUNDS_KEPT = 256


@dataclass(frozen=True)
class Rendition:
    """`name` is empty for the stream as it comes; `prefix` is put before the names of its files."""

    name: str
    window: LiveWindow

    @property
    def prefix(self) -> str:
        return f"{self.name}_" if self.name else ""


def rendition_of(stage: LiveStage, name: str) -> Rendition:
    """Refused: `not_offered` for a rung that is not made now, `no_sound` for a stream without any."""
    if name in NAMES:
        window = stage.window_of(name)
        if window is None:
            raise Refused("not_offered", 404)
        return Rendition(name, window)
    if name == SOUND and stage.window.segments and not has_sound(stage.window):
        raise Refused("no_sound", 404)
    return Rendition(name, stage.window)


def has_sound(window: LiveWindow) -> bool:
    init = _newest_init(window)
    return init is not None and sound_track(init) is not None


def variants_of(stage: LiveStage) -> Iterator[Variant]:
    """The best first."""
    yield _variant("index.m3u8", stage.window)
    for name in NAMES:
        window = stage.window_of(name)
        if window is not None:
            yield _variant(f"{name}.m3u8", window)
    if has_sound(stage.window):
        yield Variant(f"{SOUND}.m3u8", SOUND_KBPS * 1000, _AAC, None)


def _variant(address: str, window: LiveWindow) -> Variant:
    init = _newest_init(window)
    picture = picture_of(init) if init else None
    codecs = [picture.codec] if picture else []
    if has_sound(window):
        codecs.append(_AAC)
    size = (picture.width, picture.height) if picture else None
    return Variant(address, _bits_per_s(window), ",".join(codecs), size)


def _newest_init(window: LiveWindow) -> bytes | None:
    return window.inits.get(window.last.init) if window.last is not None else None


def _bits_per_s(window: LiveWindow) -> int:
    """The most that one of the newest segments needs."""
    rates = [
        8 * sum(len(part.data) for part in segment.parts) / segment.duration
        for segment in window.segments
        if segment.closed and segment.duration > 0
    ]
    return round(_HEADROOM * max(rates)) if rates and max(rates) > 0 else _GUESS


class Sounds:
    """Cut once for all who ask; bounded."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, str], bytes] = OrderedDict()

    def of(self, key: tuple[str, str], media: tuple[bytes, bytes, int] | None) -> bytes | None:
        """`media` is initialisation segment, fragments (empty: the former is wanted) and the segment's number."""
        made = self._made.get(key)
        if made is None:
            track = sound_track(media[0]) if media else None
            if media is None or track is None:
                return None
            init, fragments, number = media
            made = sound_of(fragments, track, number) if fragments else sound_init(init, track)
            self._made[key] = made
            if len(self._made) > _SOUNDS_KEPT:
                self._made.popitem(last=False)
        return made


def recorded_media(folder: Path, kind: str, number: int, init: int) -> tuple[bytes, bytes, int] | None:
    """What `Sounds.of` wants, from the files of a recording."""
    try:
        head = (folder / f"init{init}.mp4").read_bytes()
        return head, (folder / f"s{number}.m4s").read_bytes() if kind == "s" else b"", number
    except OSError:
        return None
