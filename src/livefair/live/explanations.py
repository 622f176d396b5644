"""Explanations (讲解): the stretch in which a product was pinned, to watch as a clip from the moment it is over.

A clip is a view of the recording, which grows while the show goes on: nothing is cut, nothing is copied.
"""

from typing import NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select

from livefair.catalog.removals import not_removed
from livefair.kernel import Actor, ReadTx, not_found, query
from livefair.live import rules
from livefair.live.models import PIN, PUBLISHING, ROOM, SHOW
from livefair.live.rooms import room_for
from livefair.people import in_sight

EXPLANATIONS_MAX = 6
CLIPS_PER_SHOW_MAX = 200


class Explanation(NamedTuple):
    """`from_at_ms` and `to_at_ms` are moments; `recording` names what was recorded, `room/show`."""

    pin_id: str
    product_id: str
    title_zh: str
    title_en: str
    show_id: str
    room_id: str
    show_title: str
    recording: str
    from_at_ms: int
    to_at_ms: int
    is_on_air: bool

    @property
    def lasts_ms(self) -> int:
        return self.to_at_ms - self.from_at_ms


class _Pinned(NamedTuple):
    pin_id: str
    product_id: str
    title_zh: str
    title_en: str
    show_id: str
    room_id: str
    title: str
    pinned_at_ms: int
    unpinned_at_ms: int | None
    ended_at_ms: int | None
    recording_key: str | None
    recorded_from_at_ms: int | None
    recorded_ms: int | None
    replay_hidden_at_ms: int | None


_pictures_came = exists(
    select(PUBLISHING.c.id).where(
        PUBLISHING.c.room_id == PIN.c.room_id,
        PUBLISHING.c.started_at_ms < PIN.c.unpinned_at_ms,
        or_(PUBLISHING.c.stopped_at_ms.is_(None), PUBLISHING.c.stopped_at_ms > PIN.c.pinned_at_ms),
    )
)
_pinned = (
    select(
        PIN.c.id,
        PIN.c.product_id,
        PIN.c.title_zh,
        PIN.c.title_en,
        SHOW.c.id,
        SHOW.c.room_id,
        SHOW.c.title,
        PIN.c.pinned_at_ms,
        PIN.c.unpinned_at_ms,
        SHOW.c.ended_at_ms,
        SHOW.c.recording_key,
        SHOW.c.recorded_from_at_ms,
        SHOW.c.recorded_ms,
        SHOW.c.replay_hidden_at_ms,
    )
    .join_from(PIN, SHOW, SHOW.c.id == PIN.c.show_id)
    .join(ROOM, ROOM.c.id == SHOW.c.room_id)
    .where(
        # What was recorded of a show that goes on is there as soon as the product is taken down.
        or_(SHOW.c.recording_key.is_not(None), and_(SHOW.c.ended_at_ms.is_(None), _pictures_came)),
        not_removed(PIN.c.product_id),
    )
)
_OF_PRODUCT = query(
    _Pinned,
    _pinned.where(
        PIN.c.product_id == bindparam("product"), SHOW.c.replay_hidden_at_ms.is_(None), in_sight(ROOM.c.host_id)
    )
    .order_by(PIN.c.pinned_at_ms.desc(), PIN.c.id)
    .limit(EXPLANATIONS_MAX * 4),
)
_OF_SHOW = query(
    _Pinned,
    _pinned.where(SHOW.c.id == bindparam("show")).order_by(PIN.c.pinned_at_ms, PIN.c.id).limit(CLIPS_PER_SHOW_MAX),
)
_ONE = query(_Pinned, _pinned.where(PIN.c.id == bindparam("pin")))


def explanations_of(tx: ReadTx, product_id: str) -> list[Explanation]:
    """Where a product was explained, in shows on air and in replays that may be seen, newest first."""
    return _whole(tx.all(_OF_PRODUCT, product=product_id))[:EXPLANATIONS_MAX]


def explanations_in(tx: ReadTx, show_id: str) -> list[Explanation]:
    """All of one show, in order. For callers who have checked who may see it."""
    return _whole(tx.all(_OF_SHOW, show=show_id))


def explanation_for(tx: ReadTx, actor: Actor, pin_id: str) -> Explanation:
    """One clip as this actor may watch it; that of a hidden replay only by those who could hide it."""
    row = tx.one(_ONE, pin=pin_id)
    found = explanation_of(row) if row is not None else None
    if row is None or found is None:
        not_found("clip")
    room = room_for(tx, actor, row.room_id)
    if row.replay_hidden_at_ms is not None and not rules.may_stop(actor, room):
        not_found("clip")
    return found


def explanation_of(row: _Pinned) -> Explanation | None:
    """None where the recording shows nothing of it."""
    from_at_ms, to_at_ms = row.pinned_at_ms, row.unpinned_at_ms
    if row.recorded_from_at_ms is not None and row.recorded_ms is not None:
        end_at_ms = row.recorded_from_at_ms + row.recorded_ms
        from_at_ms = min(end_at_ms, max(from_at_ms, row.recorded_from_at_ms))
        to_at_ms = min(end_at_ms, to_at_ms or end_at_ms)
    if to_at_ms is None or to_at_ms <= from_at_ms:
        return None
    return Explanation(
        pin_id=row.pin_id,
        product_id=row.product_id,
        title_zh=row.title_zh,
        title_en=row.title_en,
        show_id=row.show_id,
        room_id=row.room_id,
        show_title=row.title,
        recording=row.recording_key or f"{row.room_id}/{row.show_id}",
        from_at_ms=from_at_ms,
        to_at_ms=to_at_ms,
        is_on_air=row.ended_at_ms is None,
    )


def _whole(rows: list[_Pinned]) -> list[Explanation]:
    found = [explanation_of(row) for row in rows]
    return [each for each in found if each is not None]
