"""Where a buyer met the goods: believed only as far as it can be found again."""

from typing import NamedTuple

from livefair.content import video_for
from livefair.kernel import Actor, NotFound, ReadTx
from livefair.shop import NOWHERE, Source
from livefair.web.forms import chosen_id


class Met(NamedTuple):
    """Ids as an address or a form names them; "" where there is none."""

    room_id: str = ""
    video_id: str = ""
    review_id: str = ""


def met_in(query: dict[str, str]) -> Met:
    """From an address such as `/p/…?room=…`."""
    return Met(*(chosen_id(query.get(name, "")) or "" for name in ("room", "video", "review")))


def source_of(tx: ReadTx, actor: Actor, met: Met) -> Source:
    """The room's or video's author and the review's author are credited; what is not there counts for nothing."""
    found = NOWHERE
    if met.video_id:
        found = _from_video(tx, actor, met.video_id, found)
    return found


def _from_video(tx: ReadTx, actor: Actor, video_id: str, found: Source) -> Source:
    try:
        video = video_for(tx, actor, video_id)
    except NotFound:
        return found
    return found._replace(video_id=video.id, host_id=found.host_id or video.author_id)
