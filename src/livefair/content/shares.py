"""Share links: each person's own link to a video tells how many came by it."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.content.events import VideoShared
from livefair.content.models import SHARE, VIDEO_TALLY
from livefair.content.videos import video_for
from livefair.kernel import Actor, ReadTx, WriteTx, change, not_found, query, require


class Share(NamedTuple):
    id: str
    video_id: str
    person_id: str
    visits: int
    shared_at_ms: int


_share = select(*(SHARE.c[field] for field in Share._fields))
_SHARE = query(Share, _share.where(SHARE.c.id == bindparam("one")))
_MINE = query(Share, _share.where(SHARE.c.person_id == bindparam("who"), SHARE.c.video_id == bindparam("video")))
_VISIT = change(update(SHARE).where(SHARE.c.id == bindparam("one")).values(visits=SHARE.c.visits + 1))
_VISITED = change(
    update(VIDEO_TALLY)
    .where(VIDEO_TALLY.c.video_id == bindparam("video"))
    .values(share_visits=VIDEO_TALLY.c.share_visits + 1)
)
_SHARED = change(
    update(VIDEO_TALLY).where(VIDEO_TALLY.c.video_id == bindparam("video")).values(shares=VIDEO_TALLY.c.shares + 1)
)


def share(tx: WriteTx, actor: Actor, video_id: str) -> Share:
    """This person's link to a video; the same one every time."""
    require(not actor.is_guest, "sign_in_first")
    video = video_for(tx, actor, video_id)
    require(video.state == "published", "not_published")
    if (earlier := tx.one(_MINE, who=actor.id, video=video.id)) is not None:
        return earlier
    made = Share(tx.new_id(), video.id, actor.id, 0, tx.now_ms)
    tx.insert(SHARE, **made._asdict())
    tx.change(_SHARED, video=video.id)
    tx.announce(VideoShared(share_id=made.id, video_id=video.id, person_id=actor.id, author_id=video.author_id))
    return made


def share_for(tx: ReadTx, actor: Actor, share_id: str) -> Share:
    """A link whose video this actor may see."""
    found = tx.one(_SHARE, one=share_id) or not_found("share")
    video_for(tx, actor, found.video_id)
    return found


def visit_share(tx: WriteTx, actor: Actor, share_id: str) -> Share:
    """Somebody comes by a link: count it, unless it is their own. The share leads to its video."""
    found = share_for(tx, actor, share_id)
    if found.person_id != actor.id:
        tx.change(_VISIT, one=found.id)
        tx.change(_VISITED, video=found.video_id)
    return found
