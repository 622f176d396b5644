"""What browsers are told of captions; see docs/room-events.md."""

from collections.abc import Callable
from typing import Any

from livefair.kernel import Fact, ReadTx
from livefair.live import events_of_hosting as events
from livefair.live.captions import Caption, caption_called
from livefair.live.telling import RoomEvent, ToRoom


class Captioned(RoomEvent, frozen=True, tag="caption", kw_only=True):
    """What the host has said just now, `lang` zh or en."""

    id: str
    text: str
    lang: str
    at: int


class CaptionChanged(RoomEvent, frozen=True, tag="caption_changed", kw_only=True):
    """The line `id` reads `text` now; an empty one was taken back."""

    id: str
    text: str


def caption_event(caption: Caption) -> Captioned:
    return Captioned(id=caption.id, text=caption.text, lang=caption.lang, at=caption.at_ms)


def _corrected(tx: ReadTx, fact: events.CaptionCorrected) -> ToRoom:
    found = caption_called(tx, fact.caption_id)
    return ToRoom(fact.room_id, CaptionChanged(id=found.id, text=found.text))


TELL_OF_CAPTIONS: dict[type[Fact], Callable[[ReadTx, Any], ToRoom]] = {
    events.CaptionCorrected: _corrected,
    events.CaptionWithdrawn: lambda tx, fact: ToRoom(fact.room_id, CaptionChanged(id=fact.caption_id, text="")),
}
