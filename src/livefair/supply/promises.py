"""Promises: pieces that a brand adds while they are on their way. They are sold at once, with the day they come."""

from typing import NamedTuple

from sqlalchemy import Integer, bindparam, cast, func, select, update

from livefair.catalog import own_product_for, sku_for
from livefair.kernel import Actor, ReadTx, WriteTx, change, query, text_in
from livefair.supply.models import RESERVATION, STOCK, STOCK_PROMISE


class Expected(NamedTuple):
    """`last_at_ms`: the day on which all of it is there."""

    sku_id: str
    pieces: int
    last_at_ms: int


_waits = (STOCK_PROMISE.c.arrived_at_ms.is_(None), STOCK_PROMISE.c.ready_at_ms > bindparam("now"))
_EXPECTED = query(
    Expected,
    select(
        STOCK_PROMISE.c.sku_id, cast(func.sum(STOCK_PROMISE.c.pieces), Integer), func.max(STOCK_PROMISE.c.ready_at_ms)
    )
    .where(text_in(STOCK_PROMISE.c.sku_id, "ids"), *_waits)
    .group_by(STOCK_PROMISE.c.sku_id),
)
_LEVELS = query(
    lambda sku_id, sellable: (sku_id, sellable),
    select(STOCK.c.sku_id, STOCK.c.on_hand - STOCK.c.reserved).where(text_in(STOCK.c.sku_id, "ids")),
)
_ARRIVE = change(
    update(STOCK_PROMISE)
    .where(STOCK_PROMISE.c.sku_id == bindparam("sku"), STOCK_PROMISE.c.arrived_at_ms.is_(None))
    .values(arrived_at_ms=bindparam("now"))
)
_READY = query(
    lambda reference, at_ms: (reference, at_ms),
    select(RESERVATION.c.reference, RESERVATION.c.ready_at_ms).where(
        text_in(RESERVATION.c.reference, "ids"), RESERVATION.c.ready_at_ms.is_not(None)
    ),
)


def promise(tx: WriteTx, actor: Actor, sku_id: str, *, pieces: int, ready_at_ms: int, key: str) -> None:
    """For use cases that have checked who may, beside `receive`: these pieces are not in the house before that day."""
    tx.insert_new(STOCK_PROMISE, key=key, sku_id=sku_id, pieces=pieces, ready_at_ms=ready_at_ms, made_at_ms=tx.now_ms)


def arrive(tx: WriteTx, actor: Actor, sku_id: str) -> bool:
    """The brand has what it promised of the SKU: it counted as on the shelf already. False if nothing was awaited."""
    own_product_for(tx, actor, sku_for(tx, actor, sku_id).product_id)
    return tx.change(_ARRIVE, sku=sku_id, now=tx.now_ms) > 0


def awaited(tx: ReadTx, sku_ids: list[str]) -> dict[str, Expected]:
    """SKU → what is promised of it and not here yet."""
    return {one.sku_id: one for one in tx.all(_EXPECTED, ids=sku_ids, now=tx.now_ms)} if sku_ids else {}


def ready_at(tx: ReadTx, sku_id: str) -> int | None:
    """When the pieces that have just been reserved come in, if they are not in the house: buyers before had those."""
    expected = tx.one(_EXPECTED, ids=[sku_id], now=tx.now_ms)
    if expected is None:
        return None
    left = dict(tx.all(_LEVELS, ids=[sku_id])).get(sku_id, 0)
    return expected.last_at_ms if left < expected.pieces else None


def ready_days(tx: ReadTx, sku_ids: list[str]) -> dict[str, int]:
    """SKU → when the next piece to be sold comes in, for those of which none is left in the house."""
    expected = awaited(tx, sku_ids)
    if not expected:
        return {}
    left = dict(tx.all(_LEVELS, ids=list(expected)))
    return {one.sku_id: one.last_at_ms for one in expected.values() if left.get(one.sku_id, 0) <= one.pieces}


def ready_days_of(tx: ReadTx, references: list[str]) -> dict[str, int]:
    """Order line → the day that was promised to its buyer."""
    return dict(tx.all(_READY, ids=references)) if references else {}
