"""Likes and saves: once per person and video, and taken back as easily."""

from sqlalchemy import Column, bindparam, delete, update

from livefair.content.events import VideoLiked, VideoSaved
from livefair.content.models import VIDEO_LIKE, VIDEO_SAVE, VIDEO_TALLY
from livefair.content.videos import Video, video_for
from livefair.kernel import Actor, WriteTx, change, require
from livefair.kernel.statements import Change

_UNLIKE = change(
    delete(VIDEO_LIKE).where(VIDEO_LIKE.c.video_id == bindparam("video"), VIDEO_LIKE.c.person_id == bindparam("who"))
)
_UNSAVE = change(
    delete(VIDEO_SAVE).where(VIDEO_SAVE.c.video_id == bindparam("video"), VIDEO_SAVE.c.person_id == bindparam("who"))
)


def _counting(column: Column[int], by: int) -> Change:
    counted = update(VIDEO_TALLY).where(VIDEO_TALLY.c.video_id == bindparam("video"))
    return change(counted.values({column.name: column + by}))


_LIKED = _counting(VIDEO_TALLY.c.likes, 1)
_UNLIKED = _counting(VIDEO_TALLY.c.likes, -1)
_SAVED = _counting(VIDEO_TALLY.c.saves, 1)
_UNSAVED = _counting(VIDEO_TALLY.c.saves, -1)


def like(tx: WriteTx, actor: Actor, video_id: str) -> None:
    video = _published_for(tx, actor, video_id)
    if tx.insert_new(VIDEO_LIKE, person_id=actor.id, video_id=video.id, at_ms=tx.now_ms):
        tx.change(_LIKED, video=video.id)
        tx.announce(VideoLiked(video_id=video.id, person_id=actor.id, author_id=video.author_id))


def unlike(tx: WriteTx, actor: Actor, video_id: str) -> None:
    if tx.change(_UNLIKE, video=video_id, who=actor.id):
        tx.change(_UNLIKED, video=video_id)


def save(tx: WriteTx, actor: Actor, video_id: str) -> None:
    """Keep a video in one's own list."""
    video = _published_for(tx, actor, video_id)
    if tx.insert_new(VIDEO_SAVE, person_id=actor.id, video_id=video.id, at_ms=tx.now_ms):
        tx.change(_SAVED, video=video.id)
        tx.announce(VideoSaved(video_id=video.id, person_id=actor.id, author_id=video.author_id))


def unsave(tx: WriteTx, actor: Actor, video_id: str) -> None:
    if tx.change(_UNSAVE, video=video_id, who=actor.id):
        tx.change(_UNSAVED, video=video_id)


def _published_for(tx: WriteTx, actor: Actor, video_id: str) -> Video:
    require(not actor.is_guest, "sign_in_first")
    video = video_for(tx, actor, video_id)
    require(video.state == "published", "not_published")
    return video
