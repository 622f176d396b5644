"""The journalled views of people who are signed in, for whoever measures with their consent."""

from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.content.models import VIDEO, VIDEO_VIEW
from livefair.kernel import ReadTx, query

SIGNALS_MAX = 500_000


class WatchSeen(NamedTuple):
    """What one person saw of one video on one day (UTC)."""

    video_id: str
    author_id: str
    person_id: str
    plays: int
    completions: int
    watch_ms: int
    first_at_ms: int


_WATCHES = query(
    WatchSeen,
    select(
        VIDEO_VIEW.c.video_id,
        VIDEO.c.author_id,
        VIDEO_VIEW.c.person_id,
        VIDEO_VIEW.c.plays,
        VIDEO_VIEW.c.completions,
        VIDEO_VIEW.c.watch_ms,
        VIDEO_VIEW.c.first_at_ms,
    )
    .join_from(VIDEO_VIEW, VIDEO, VIDEO.c.id == VIDEO_VIEW.c.video_id)
    .where(
        VIDEO_VIEW.c.person_id.is_not(None),
        VIDEO_VIEW.c.first_at_ms >= bindparam("since"),
        VIDEO_VIEW.c.first_at_ms < bindparam("until"),
    )
    .order_by(VIDEO_VIEW.c.first_at_ms, VIDEO_VIEW.c.video_id, VIDEO_VIEW.c.viewer)
    .limit(SIGNALS_MAX),
)


def watches_between(tx: ReadTx, from_ms: int, to_ms: int) -> list[WatchSeen]:
    """What people began to watch from `from_ms` up to but without `to_ms`, in the order of time."""
    return tx.all(_WATCHES, since=from_ms, until=to_ms)
