"""The quality ladder (清晰度阶梯): an operator says in which rooms the picture is offered smaller as well."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, select, update

from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, change, query, require, text_in
from livefair.live.events_of_hosting import LadderChosen, LadderDropped
from livefair.live.models.ladders import LADDER
from livefair.live.rooms import room_for


class Chosen(NamedTuple):
    room_id: str
    chosen_by: str
    chosen_at_ms: int
    left_out_at_ms: int | None


_AMONG = query(
    Chosen,
    select(*(LADDER.c[name] for name in Chosen._fields))
    .where(text_in(LADDER.c.room_id, "rooms"))
    .order_by(LADDER.c.chosen_at_ms, LADDER.c.room_id),
)
_LEAVE_OUT = change(
    update(LADDER)
    .where(LADDER.c.room_id == bindparam("room"), LADDER.c.left_out_at_ms.is_(None))
    .values(left_out_at_ms=bindparam("now"))
)
_TAKE_IN = change(update(LADDER).where(LADDER.c.room_id == bindparam("room")).values(left_out_at_ms=None))
_DROP = change(delete(LADDER).where(LADDER.c.room_id == bindparam("room")))


def choose_ladder(tx: WriteTx, actor: Actor, room_id: str) -> None:
    """Offer this room's picture smaller whenever it is on air. Refusals: operators_only, not_found."""
    require(actor.has("operator"), "operators_only")
    room = room_for(tx, actor, room_id)
    if tx.insert_new(LADDER, room_id=room.id, chosen_by=actor.id, chosen_at_ms=tx.now_ms):
        tx.announce(LadderChosen(room_id=room.id, by=actor.id))


def note_left_out(tx: WriteTx, actor: Actor, left_out: list[str], taken_in: list[str]) -> None:
    """The media workers' word on rooms that were chosen: those for which there is no place, and those that have one."""
    require(actor == SYSTEM, "program_only")
    for room_id in left_out:
        tx.change(_LEAVE_OUT, room=room_id, now=tx.now_ms)
    for room_id in taken_in:
        tx.change(_TAKE_IN, room=room_id)


def drop_ladder(tx: WriteTx, actor: Actor, room_id: str) -> None:
    """No longer by an operator's word. Refusal: operators_only."""
    require(actor.has("operator"), "operators_only")
    if tx.change(_DROP, room=room_id):
        tx.announce(LadderDropped(room_id=room_id, by=actor.id))


def ladders_among(tx: ReadTx, room_ids: list[str]) -> list[Chosen]:
    """Which of these rooms an operator chose, earliest first. For callers who may see it."""
    return tx.all(_AMONG, rooms=room_ids)
