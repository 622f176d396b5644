"""Where a buyer met the goods: believed only as far as it can be found again."""

from typing import NamedTuple

from livefair.community import credit_for
from livefair.content import video_for
from livefair.kernel import Actor, NotFound, ReadTx
from livefair.live import room_for
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


def source_of(tx: ReadTx, actor: Actor, met: Met, product_id: str) -> Source:
    """The room's or video's author and the review's author are credited; what is not there counts for nothing."""
    found = NOWHERE
    if met.room_id:
        found = _from_room(tx, actor, met.room_id, found)
    if met.video_id:
        found = _from_video(tx, actor, met.video_id, found)
    if met.review_id:
        found = _from_review(tx, actor, met.review_id, product_id, found)
    return found


def _from_room(tx: ReadTx, actor: Actor, room_id: str, found: Source) -> Source:
    try:
        room = room_for(tx, actor, room_id)
    except NotFound:
        return found
    return found._replace(room_id=room.id, host_id=room.host_id)


def _from_review(tx: ReadTx, actor: Actor, review_id: str, product_id: str, found: Source) -> Source:
    """A review counts for the product that it is about."""
    try:
        credit = credit_for(tx, actor, review_id)
    except NotFound:
        return found
    if credit.product_id != product_id:
        return found
    return found._replace(review_id=credit.review_id, reviewer_id=credit.reviewer_id)


def _from_video(tx: ReadTx, actor: Actor, video_id: str, found: Source) -> Source:
    try:
        video = video_for(tx, actor, video_id)
    except NotFound:
        return found
    return found._replace(video_id=video.id, host_id=found.host_id or video.author_id)
