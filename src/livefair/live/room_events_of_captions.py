"""What browsers are told of captions; see docs/room-events.md."""

from livefair.live.captions import Caption
from livefair.live.telling import RoomEvent


class Captioned(RoomEvent, frozen=True, tag="caption", kw_only=True):
    """What the host has said just now, `lang` zh or en."""

    id: str
    text: str
    lang: str
    at: int


def caption_event(caption: Caption) -> Captioned:
    return Captioned(id=caption.id, text=caption.text, lang=caption.lang, at=caption.at_ms)
