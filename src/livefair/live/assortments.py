"""The goods of a show (货盘): what the host means to sell in it, in order, with what to say."""

from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, not_found, query, require_valid
from livefair.live import rules
from livefair.live.models import ASSORTED
from livefair.live.on_air import show_for
from livefair.live.rooms import room_to_run
from livefair.people import clean_text


class Assorted(NamedTuple):
    product_id: str
    position: int
    talking_points: str
    role: str | None


_COLUMNS = [getattr(ASSORTED.c, field) for field in Assorted._fields]
_ALL = query(
    Assorted,
    select(*_COLUMNS).where(ASSORTED.c.show_id == bindparam("show")).order_by(ASSORTED.c.position).limit(500),
)
_LAST = query(
    int,
    select(func.coalesce(func.max(ASSORTED.c.position), 0)).where(ASSORTED.c.show_id == bindparam("show")),
)
_REWORD = change(
    update(ASSORTED)
    .where(ASSORTED.c.show_id == bindparam("show"), ASSORTED.c.product_id == bindparam("product"))
    .values(talking_points=bindparam("points"))
)
_CAST = change(
    update(ASSORTED)
    .where(ASSORTED.c.show_id == bindparam("show"), ASSORTED.c.product_id == bindparam("product"))
    .values(role=bindparam("new_role"))
)
_REMOVE = change(
    delete(ASSORTED).where(ASSORTED.c.show_id == bindparam("show"), ASSORTED.c.product_id == bindparam("product"))
)


def assort(tx: WriteTx, actor: Actor, show_id: str, product_id: str, *, talking_points: str = "") -> None:
    """Put a product at the end of the show's list, or change what to say about it. The caller knows the product."""
    _, room = show_for(tx, actor, show_id)
    room_to_run(tx, actor, room.id)
    points = clean_text(talking_points, limit=rules.POINTS_CHARS_MAX, field="talking_points")
    if tx.change(_REWORD, show=show_id, product=product_id, points=points):
        return
    if len(tx.all(_ALL, show=show_id)) >= rules.ASSORTMENT_MAX:
        raise Conflict("too_many_products", limit=rules.ASSORTMENT_MAX)
    tx.insert_new(
        ASSORTED,
        show_id=show_id,
        product_id=product_id,
        position=tx.value(_LAST, show=show_id) + 1,
        talking_points=points,
        added_by=actor.id,
        added_at_ms=tx.now_ms,
    )


def cast_product(tx: WriteTx, actor: Actor, show_id: str, product_id: str, *, role: str | None) -> None:
    """Say what a product of the list is in the show for. NotFound when it is not on the list."""
    _, room = show_for(tx, actor, show_id)
    room_to_run(tx, actor, room.id)
    require_valid(role is None or role in rules.GOODS_ROLES, "unknown_kind", field="role")
    if not tx.change(_CAST, show=show_id, product=product_id, new_role=role):
        not_found("product")


def unassort(tx: WriteTx, actor: Actor, show_id: str, product_id: str) -> None:
    _, room = show_for(tx, actor, show_id)
    room_to_run(tx, actor, room.id)
    tx.change(_REMOVE, show=show_id, product=product_id)


def assortment_of(tx: ReadTx, show_id: str) -> list[Assorted]:
    return tx.all(_ALL, show=show_id)
