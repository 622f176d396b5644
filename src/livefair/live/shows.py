"""Shows (场次): planned, started, ended. At most one of a room is on air, which the database guards."""

from sqlalchemy import bindparam, func, select, update

from livefair.catalog.price_claims import require_no_claims
from livefair.kernel import SYSTEM, Actor, Conflict, WriteTx, change, job, query, require, require_valid
from livefair.live import rules
from livefair.live.events import ShowCancelled, ShowEnded, ShowPlanned, ShowStarted
from livefair.live.models import SCENES, SHOW
from livefair.live.on_air import Show, on_air_for, show_for
from livefair.live.pins import take_down
from livefair.live.reminders import tell_soon
from livefair.live.rooms import Room, room_to_run
from livefair.people import clean_line

_PLANNED = query(
    int,
    select(func.count())
    .select_from(SHOW)
    .where(SHOW.c.room_id == bindparam("room"), SHOW.c.started_at_ms.is_(None), SHOW.c.cancelled_at_ms.is_(None)),
)
_START = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.started_at_ms.is_(None), SHOW.c.cancelled_at_ms.is_(None))
    .values(started_at_ms=bindparam("now"))
)
_ON_AIR = query(
    int,
    select(func.count())
    .select_from(SHOW)
    .where(SHOW.c.room_id == bindparam("room"), SHOW.c.started_at_ms.is_not(None), SHOW.c.ended_at_ms.is_(None)),
)
_END = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.started_at_ms.is_not(None), SHOW.c.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"))
)
_CANCEL = change(
    update(SHOW)
    .where(SHOW.c.id == bindparam("show"), SHOW.c.started_at_ms.is_(None), SHOW.c.cancelled_at_ms.is_(None))
    .values(cancelled_at_ms=bindparam("now"))
)


def plan_show(
    tx: WriteTx, actor: Actor, room_id: str, *, title: str, scene: str = "studio", planned_at_ms: int | None = None
) -> str:
    """Put a show on the room's calendar, or ready to start at once. Returns its id."""
    room = room_to_run(tx, actor, room_id)
    require_valid(scene in SCENES, "scene_unknown", field="scene")
    if planned_at_ms is not None:
        require_valid(planned_at_ms >= tx.now_ms, "in_the_past", field="planned_at")
        require_valid(planned_at_ms <= tx.now_ms + rules.PLAN_AHEAD_MS_MAX, "too_far_ahead", field="planned_at")
    if tx.value(_PLANNED, room=room_id) >= rules.PLANNED_SHOWS_MAX:
        raise Conflict("too_many_shows", limit=rules.PLANNED_SHOWS_MAX)
    require_no_claims({"title": title})
    show_id = tx.new_id()
    tx.insert(
        SHOW,
        id=show_id,
        room_id=room_id,
        title=clean_line(title, limit=rules.TITLE_CHARS_MAX, field="title"),
        scene=scene,
        made_at_ms=tx.now_ms,
        planned_at_ms=planned_at_ms,
        likes=0,
        lines=0,
        viewers_max=0,
    )
    if planned_at_ms is not None:
        tell_soon(tx, show_id, at_ms=planned_at_ms)
        tx.announce(ShowPlanned(room_id=room_id, show_id=show_id, host_id=room.host_id, planned_at_ms=planned_at_ms))
    return show_id


def start_show(tx: WriteTx, actor: Actor, show_id: str) -> Show:
    """Go on air. Conflict on_air when another show of the room runs, not_to_start when it is over or cancelled."""
    show, room = show_for(tx, actor, show_id)
    room_to_run(tx, actor, room.id)
    if show.is_on_air:
        return show
    if tx.value(_ON_AIR, room=room.id):
        raise Conflict("on_air")
    if not tx.change(_START, show=show_id, now=tx.now_ms):
        raise Conflict("not_to_start")
    tx.announce(
        ShowStarted(
            room_id=room.id,
            show_id=show_id,
            host_id=room.host_id,
            organisation_id=room.organisation_id,
            scene=show.scene,
        )
    )
    tell_soon(tx, show_id, at_ms=tx.now_ms)
    tx.later(end_forgotten_show, after_ms=rules.SHOW_MS_MAX, key=f"live_show:{show_id}", show_id=show_id)
    return show._replace(started_at_ms=tx.now_ms)


def end_show(tx: WriteTx, actor: Actor, show_id: str) -> Show:
    """Go off air; what is pinned comes down. Ending twice is ending once."""
    show, room = show_for(tx, actor, show_id)
    require(rules.may_stop(actor, room), "not_your_room")
    if show.started_at_ms is None:
        raise Conflict("not_on_air")
    _end(tx, actor, show, room)
    return show if show.ended_at_ms is not None else show._replace(ended_at_ms=tx.now_ms)


def end_show_in(tx: WriteTx, actor: Actor, room_id: str) -> Show:
    """End whatever is on air in the room. Conflict not_on_air."""
    return end_show(tx, actor, on_air_for(tx, actor, room_id).show.id)


def cancel_show(tx: WriteTx, actor: Actor, show_id: str) -> None:
    show, room = show_for(tx, actor, show_id)
    room_to_run(tx, actor, room.id)
    if show.cancelled_at_ms is not None:
        return
    if not tx.change(_CANCEL, show=show_id, now=tx.now_ms):
        raise Conflict("has_started")
    tx.announce(ShowCancelled(room_id=room.id, show_id=show_id, host_id=room.host_id))


@job
def end_forgotten_show(tx: WriteTx, actor: Actor, *, show_id: str) -> None:
    """No show lasts longer than a day."""
    show, room = show_for(tx, actor, show_id)
    _end(tx, SYSTEM, show, room)


def _end(tx: WriteTx, actor: Actor, show: Show, room: Room) -> None:
    started_at_ms = show.started_at_ms
    if started_at_ms is None or not tx.change(_END, show=show.id, now=tx.now_ms):
        return
    take_down(tx, actor, show)
    lasted_ms = tx.now_ms - started_at_ms
    tx.announce(ShowEnded(room_id=room.id, show_id=show.id, host_id=room.host_id, lasted_ms=lasted_ms))
