"""The seats of a group: taken by an order, counted when it is paid, free again when nobody pays or somebody leaves."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Conflict, ReadTx, WriteTx, change, query
from livefair.shop.events_of_groups import GroupFilled
from livefair.shop.models.groups import BUYING_GROUP, GROUP_SEAT


class Group(NamedTuple):
    id: str
    offer_id: str
    size: int
    taken: int
    paid: int
    opened_by: str
    opened_at_ms: int
    closes_at_ms: int
    full_at_ms: int | None
    failed_at_ms: int | None


class Seat(NamedTuple):
    order_id: str
    group_id: str
    buyer_id: str
    taken_at_ms: int
    paid_at_ms: int | None
    left_at_ms: int | None


_g, _s = BUYING_GROUP.c, GROUP_SEAT.c
_this = _g.id == bindparam("group")
_is_open = (_g.full_at_ms.is_(None), _g.failed_at_ms.is_(None))
_GROUP = query(Group, select(*(_g[name] for name in Group._fields)).where(_this))
_SEAT = query(Seat, select(*(_s[name] for name in Seat._fields)).where(_s.order_id == bindparam("order")))
_SEATS = query(
    Seat,
    select(*(_s[name] for name in Seat._fields))
    .where(_s.group_id == bindparam("group"), _s.left_at_ms.is_(None))
    .order_by(_s.taken_at_ms, _s.order_id),
)
# One statement decides: two buyers can never both get the last seat, nor anybody one after the time.
_TAKE = change(
    update(BUYING_GROUP)
    .where(_this, *_is_open, _g.taken < _g.size, _g.closes_at_ms > bindparam("now"))
    .values(taken=_g.taken + 1)
)
_PAY = change(update(BUYING_GROUP).where(_this, *_is_open).values(paid=_g.paid + 1))
_FILL = change(update(BUYING_GROUP).where(_this, *_is_open, _g.paid == _g.size).values(full_at_ms=bindparam("now")))
_FREE = change(update(BUYING_GROUP).where(_this, *_is_open).values(taken=_g.taken - 1))
_FREE_PAID = change(update(BUYING_GROUP).where(_this, *_is_open).values(taken=_g.taken - 1, paid=_g.paid - 1))
_SEAT_PAID = change(
    update(GROUP_SEAT)
    .where(_s.order_id == bindparam("order"), _s.left_at_ms.is_(None))
    .values(paid_at_ms=bindparam("now"))
)
_LEAVE = change(
    update(GROUP_SEAT)
    .where(_s.order_id == bindparam("order"), _s.left_at_ms.is_(None))
    .values(left_at_ms=bindparam("now"))
)


def take_seat(tx: WriteTx, group_id: str) -> bool:
    """False: it is full, or its time is over."""
    return tx.change(_TAKE, group=group_id, now=tx.now_ms) > 0


def seat_is_paid(tx: WriteTx, order_id: str) -> None:
    seat = tx.one(_SEAT, order=order_id)
    if seat is None or not tx.change(_SEAT_PAID, order=order_id, now=tx.now_ms):
        return
    tx.change(_PAY, group=seat.group_id)
    if tx.change(_FILL, group=seat.group_id, now=tx.now_ms):
        group = tx.value(_GROUP, group=seat.group_id)
        buyers = [each.buyer_id for each in seats_of(tx, group.id)]
        tx.announce(GroupFilled(group_id=group.id, offer_id=group.offer_id, buyer_ids=buyers))


def leave_seat(tx: WriteTx, order_id: str) -> None:
    """Somebody else can have it, as long as the group is open. Twice is once."""
    seat = tx.one(_SEAT, order=order_id)
    if seat is not None and tx.change(_LEAVE, order=order_id, now=tx.now_ms):
        tx.change(_FREE if seat.paid_at_ms is None else _FREE_PAID, group=seat.group_id)


def require_full(tx: ReadTx, order_id: str) -> None:
    """Conflict group_not_full: the price holds only when all seats are paid."""
    seat = tx.one(_SEAT, order=order_id)
    group = None if seat is None else tx.one(_GROUP, group=seat.group_id)
    if group is None or group.full_at_ms is None:
        raise Conflict("group_not_full")


def group_called(tx: ReadTx, group_id: str) -> Group | None:
    return tx.one(_GROUP, group=group_id)


def seats_of(tx: ReadTx, group_id: str) -> list[Seat]:
    """Those that are taken, in the order of their taking."""
    return tx.all(_SEATS, group=group_id)


def seat_of_order(tx: ReadTx, order_id: str) -> Seat | None:
    return tx.one(_SEAT, order=order_id)
