"""Granted money on its way: the provider returns it, once for each key."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import SYSTEM, Actor, JobContext, WriteTx, change, job, not_found, query
from livefair.shop.deposits import parts_of_refund
from livefair.shop.late_money import book_returned, to_return
from livefair.shop.models import ORDER
from livefair.shop.models.returns import REFUND, REFUND_LINE
from livefair.shop.payments import payment_for
from livefair.shop.providers import Providers


class _Paid(NamedTuple):
    payment_id: str
    order_id: str
    sold_as: str | None


class _Part(NamedTuple):
    payment_id: str
    minor: int
    key: str


_SENT = change(
    update(REFUND)
    .where(REFUND.c.id == bindparam("one"), REFUND.c.sent_at_ms.is_(None))
    .values(sent_at_ms=bindparam("now"))
)
_PAYMENT_OF = query(
    _Paid,
    select(ORDER.c.payment_id, ORDER.c.id, ORDER.c.sold_as)
    .join_from(REFUND, ORDER, ORDER.c.id == REFUND.c.order_id)
    .where(REFUND.c.id == bindparam("one")),
)
_SUM = query(
    int,
    select(func.coalesce(func.sum(REFUND_LINE.c.amount_minor), 0)).where(REFUND_LINE.c.refund_id == bindparam("one")),
)


@job
async def send_refund(ctx: JobContext, *, refund_id: str) -> None:
    """Have the provider return a granted refund. The refund's id is the key: sending twice returns the money once."""
    for part in await ctx.db.write(_what_to_send, SYSTEM, refund_id):
        payment = await ctx.db.read(payment_for, part.payment_id)
        provider = ctx.services[Providers].called(payment.provider)
        await provider.refund(payment.paid_by, amount_minor=part.minor, currency=payment.currency, key=part.key)
    await ctx.db.write(mark_refund_sent, SYSTEM, refund_id)


@job
async def send_late_payment_back(ctx: JobContext, *, payment_id: str, back_key: str = "") -> None:
    key = back_key or f"late:{payment_id}"
    found = await ctx.db.read(to_return, key)
    if found is None or found.sent_at_ms is not None:
        return
    provider = ctx.services[Providers].called(found.provider)
    await provider.refund(found.paid_by, amount_minor=found.amount_minor, currency=found.currency, key=key)
    await ctx.db.write(book_returned, SYSTEM, key)


def mark_refund_sent(tx: WriteTx, actor: Actor, refund_id: str) -> None:
    tx.change(_SENT, one=refund_id, now=tx.now_ms)


def _what_to_send(tx: WriteTx, actor: Actor, refund_id: str) -> list[_Part]:
    """One part for each payment that the money came by: an order with a deposit has two."""
    found = tx.one(_PAYMENT_OF, one=refund_id) or not_found("refund")
    amount_minor = int(tx.value(_SUM, one=refund_id))
    if found.sold_as != "preorder":
        return [_Part(found.payment_id, amount_minor, refund_id)]
    balance, deposit_id, deposit = parts_of_refund(
        tx, actor, refund_id, order_id=found.order_id, amount_minor=amount_minor
    )
    parts = [_Part(found.payment_id, balance, refund_id), _Part(deposit_id, deposit, f"{refund_id}:deposit")]
    return [part for part in parts if part.minor]
