"""Layouts: how the room's page is arranged, switched on air without anybody connecting anew."""

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, ReadTx, WriteTx, change, query, require_valid
from livefair.live.events_of_hosting import LayoutSet
from livefair.live.models.layouts import LAYOUT, LAYOUTS
from livefair.live.on_air import Show, on_air_to_run

STANDARD = "standard"
_OF = query(str, select(LAYOUT.c.layout).where(LAYOUT.c.show_id == bindparam("show")))
_SET = change(
    update(LAYOUT)
    .where(LAYOUT.c.show_id == bindparam("show"), LAYOUT.c.layout != bindparam("new_layout"))
    .values(layout=bindparam("new_layout"), set_by=bindparam("who"), set_at_ms=bindparam("now"))
)


def set_layout(tx: WriteTx, actor: Actor, room_id: str, *, layout: str) -> None:
    """Arrange the room of the show on air; the same again changes nothing. Invalid unknown_kind."""
    arrange(tx, actor, on_air_to_run(tx, actor, room_id).show, layout)


def arrange(tx: WriteTx, actor: Actor, show: Show, layout: str) -> None:
    """For use cases that have checked who may."""
    require_valid(layout in LAYOUTS, "unknown_kind", field="layout")
    if layout_of(tx, show.id) == layout:
        return
    is_new = tx.insert_new(LAYOUT, show_id=show.id, layout=layout, set_by=actor.id, set_at_ms=tx.now_ms)
    if is_new or tx.change(_SET, show=show.id, new_layout=layout, who=actor.id, now=tx.now_ms):
        tx.announce(LayoutSet(room_id=show.room_id, show_id=show.id, layout=layout))


def layout_of(tx: ReadTx, show_id: str) -> str:
    return tx.one(_OF, show=show_id) or STANDARD
