"""What somebody has watched, liked and bought: read when the feed is asked for, so that the last tap counts already.

Things are called `video:<id>` and `product:<id>` here. A guest's history is that of their cookie, for half a day.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from livefair.content.models import VIDEO_LIKE, VIDEO_SAVE, VIDEO_VIEW
from livefair.kernel import DAY_MS, Actor, ReadTx, query
from livefair.people.consents import has_consented
from livefair.shop.purchases import purchases_by

HISTORY_MAX = 50
SEEN_MAX = 500
SEEN_WITHIN_MS = 7 * DAY_MS
SESSION_MS = DAY_MS // 2
SKIPPED_BELOW_MS = 3_000
GUEST_CHARS_MAX = 64


class History(NamedTuple):
    """`things`: at most 50, newest last. `seen`: ids of videos seen within a week. `viewer`: "" when nobody may know
    who looks, and then there is no history.
    """

    viewer: str
    things: list[str]
    seen: frozenset[str]


class _View(NamedTuple):
    video_id: str
    last_at_ms: int
    watch_ms: int
    completions: int


class _Tapped(NamedTuple):
    video_id: str
    at_ms: int


NOBODY = History("", [], frozenset())

_VIEWS = query(
    _View,
    select(VIDEO_VIEW.c.video_id, VIDEO_VIEW.c.last_at_ms, VIDEO_VIEW.c.watch_ms, VIDEO_VIEW.c.completions)
    .where(VIDEO_VIEW.c.viewer == bindparam("who"), VIDEO_VIEW.c.last_at_ms > bindparam("since"))
    .order_by(VIDEO_VIEW.c.last_at_ms.desc(), VIDEO_VIEW.c.video_id)
    .limit(SEEN_MAX),
)
_LIKED, _SAVED = (
    query(
        _Tapped,
        select(table.c.video_id, table.c.at_ms)
        .where(table.c.person_id == bindparam("who"))
        .order_by(table.c.at_ms.desc(), table.c.video_id)
        .limit(HISTORY_MAX),
    )
    for table in (VIDEO_LIKE, VIDEO_SAVE)
)
was_watched = or_(VIDEO_VIEW.c.watch_ms >= SKIPPED_BELOW_MS, VIDEO_VIEW.c.completions > 0)


def history_of(tx: ReadTx, actor: Actor, guest: str) -> History:
    """Whoever has not agreed to a feed of their own has none, from the moment they take it back."""
    if actor.is_guest:
        return _of_guest(tx, f"guest:{guest[:GUEST_CHARS_MAX]}") if guest else NOBODY
    if not has_consented(tx, actor.id, "personal_feed"):
        return NOBODY
    views = tx.all(_VIEWS, who=actor.id, since=0)
    taps = {f"video:{tap.video_id}": tap.at_ms for found in (_LIKED, _SAVED) for tap in tx.all(found, who=actor.id)}
    bought = purchases_by(tx, actor.id, most=HISTORY_MAX)
    goods = {f"product:{purchase.product_id}": purchase.paid_at_ms for purchase in reversed(bought)}
    return _history(actor.id, views, taps | goods, tx.now_ms)


def _of_guest(tx: ReadTx, viewer: str) -> History:
    return _history(viewer, tx.all(_VIEWS, who=viewer, since=tx.now_ms - SESSION_MS), {}, tx.now_ms)


def _history(viewer: str, views: list[_View], others: dict[str, int], now_ms: int) -> History:
    moments = {
        f"video:{view.video_id}": view.last_at_ms
        for view in reversed(views)
        if view.watch_ms >= SKIPPED_BELOW_MS or view.completions
    }
    for thing, at_ms in others.items():
        moments[thing] = max(at_ms, moments.get(thing, 0))
    things = sorted(moments, key=lambda thing: (moments[thing], thing))[-HISTORY_MAX:]
    seen = frozenset(view.video_id for view in views if view.last_at_ms > now_ms - SEEN_WITHIN_MS)
    return History(viewer, things, seen)
