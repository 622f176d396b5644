"""When a video shows itself: at once, at a moment that its author has chosen, or not before its author says so."""

from sqlalchemy import bindparam, select, update

from livefair.content import rules
from livefair.content.models import VIDEO
from livefair.content.videos import Video, own_video_for, publish
from livefair.kernel import MINUTE_MS, Actor, Conflict, ReadTx, Refusal, WriteTx, change, cron, query, require_valid
from livefair.people.devices import DeviceNote
from livefair.people.notes import leave_note

BATCH = 200
_own = (VIDEO.c.id == bindparam("video"), VIDEO.c.state != "published")
_SET = change(update(VIDEO).where(*_own).values(publish_at_ms=bindparam("at")))
_DUE = query(
    lambda *row: row,
    select(VIDEO.c.id, VIDEO.c.author_id, VIDEO.c.title)
    .where(VIDEO.c.state == "ready", VIDEO.c.publish_at_ms.between(1, bindparam("now")))
    .order_by(VIDEO.c.publish_at_ms, VIDEO.c.id)
    .limit(BATCH),
)
_PLANNED = query(
    lambda *row: row,
    select(VIDEO.c.id, VIDEO.c.publish_at_ms)
    .where(VIDEO.c.author_id == bindparam("who"), VIDEO.c.state != "published", VIDEO.c.state != "removed")
    .limit(rules.DRAFTS_MAX * 10),
)


def keep_as_draft(tx: WriteTx, actor: Actor, video_id: str) -> None:
    """Nothing happens with it until its author publishes it. Refusals: not_found, not_yours, video_published."""
    _set(tx, own_video_for(tx, actor, video_id), None)


def publish_at(tx: WriteTx, actor: Actor, video_id: str, at_ms: int) -> None:
    """Have a video shown from that moment on, once it is ready and has its words.

    Refusals: not_found, not_yours, video_published, not_in_time (past, or more than 90 days ahead).
    """
    in_time = tx.now_ms < at_ms <= tx.now_ms + rules.SCHEDULED_AHEAD_MS_MAX
    require_valid(in_time, "not_in_time", field="at", days=rules.SCHEDULED_AHEAD_DAYS_MAX)
    _set(tx, own_video_for(tx, actor, video_id), at_ms)


def publish_times(tx: ReadTx, actor: Actor) -> dict[str, int | None]:
    """Of one's own videos that are not shown yet: when each will be; 0: as soon as it is ready, None: a draft."""
    return dict(tx.all(_PLANNED, who=actor.id))


@cron(every_ms=MINUTE_MS)
def publish_what_is_due(tx: WriteTx, actor: Actor) -> None:
    """What cannot be shown as it is, is a draft again, and its author is told."""
    for video_id, author_id, title in tx.all(_DUE, now=tx.now_ms):
        try:
            publish(tx, Actor(author_id), video_id)
        except Refusal:
            tx.change(_SET, video=video_id, at=None)
            words = {"title": title or "…"}
            leave_note(tx, actor, author_id, DeviceNote("video_not_published", words, "/studio/videos", video_id))


def _set(tx: WriteTx, video: Video, at_ms: int | None) -> None:
    if not tx.change(_SET, video=video.id, at=at_ms):
        raise Conflict("video_published")
