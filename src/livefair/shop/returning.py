"""A return on its way: agreed, sent back, exchanged; and what the clock does when whoever has to act is silent.

The brand's silence is a yes. A buyer who has kept what they bought so far has the money as soon as the goods are sent.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import DAY_MS, SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, job, query, require, word_in
from livefair.people import clean_line
from livefair.people.queries import joined_at
from livefair.shop import rules
from livefair.shop.disputed import is_disputed
from livefair.shop.events import GoodsExchanged, ReturnAgreed, ReturnSent
from livefair.shop.fulfilment import Order, order_called
from livefair.shop.models import ORDER
from livefair.shop.models.returns import REFUND
from livefair.shop.refunds import (
    Refund,
    Verdict,
    decide,
    deny,
    grant,
    lines_left,
    lines_of_refund,
    refund_called,
    refund_for,
    refund_to_decide,
    restock,
)
from livefair.shop.rules import returns
from livefair.supply import reserve, take_out

CLOCK, RULE = "clock", "rule"

_MOVE = change(
    update(REFUND)
    .where(REFUND.c.id == bindparam("one"), REFUND.c.state == bindparam("before"))
    .values(state=bindparam("becomes"), due_at_ms=bindparam("due"))
)
_BACK_WITH = change(
    update(REFUND)
    .where(REFUND.c.id == bindparam("one"))
    .values(carrier=bindparam("with_whom"), tracking=bindparam("number"))
)
_HERE_WITH = change(
    update(REFUND)
    .where(REFUND.c.id == bindparam("one"))
    .values(exchange_carrier=bindparam("with_whom"), exchange_tracking=bindparam("number"))
)
_KEPT = query(
    int,
    select(func.count())
    .select_from(ORDER)
    .where(
        ORDER.c.buyer_id == bindparam("buyer"),
        ORDER.c.state == "delivered",
        ORDER.c.returnable_until_ms < bindparam("now"),
    ),
)
_DENIED = query(
    int,
    select(func.count())
    .select_from(REFUND)
    .join(ORDER, ORDER.c.id == REFUND.c.order_id)
    .where(
        ORDER.c.buyer_id == bindparam("buyer"),
        word_in(REFUND.c.state, "denied"),
        REFUND.c.decided_by != CLOCK,
        REFUND.c.decided_at_ms > bindparam("since"),
    ),
)


class Way(NamedTuple):
    """With whom a parcel goes, and its number there."""

    carrier: str
    tracking: str

    def clean(self) -> "Way":
        return Way(
            clean_line(self.carrier, limit=rules.FIELD_CHARS_MAX, field="carrier"),
            clean_line(self.tracking, limit=rules.FIELD_CHARS_MAX, field="tracking"),
        )


def agree_return(tx: WriteTx, actor: Actor, refund_id: str) -> None:
    """The brand takes the goods back: now the buyer sends them. Conflict: already_decided, nothing_to_send."""
    refund, order = refund_to_decide(tx, actor, refund_id)
    if not has_goods_to_send(refund):
        raise Conflict("nothing_to_send")
    _agree(tx, refund, order, by=actor.id)


def send_back(tx: WriteTx, actor: Actor, refund_id: str, way: Way) -> str:
    """The buyer has given the goods to a carrier. Returns the state: sent, or granted where the money comes at once."""
    refund, order = refund_for(tx, actor, refund_id)
    require(order.buyer_id == actor.id, "not_yours")
    _move(tx, refund, "agreed", "sent")
    way = way.clean()
    tx.change(_BACK_WITH, one=refund.id, with_whom=way.carrier, number=way.tracking)
    tx.announce(ReturnSent(refund_id=refund.id, order_id=order.id, buyer_id=order.buyer_id, brand_id=order.brand_id))
    is_trusted = refund.wants == "refund" and not missing_for_instant(tx, refund, order)
    if is_trusted and not is_disputed(tx, order.id):
        grant(tx, SYSTEM, order, refund.id, Verdict(RULE))
        return "granted"
    return "sent"


def exchange(tx: WriteTx, actor: Actor, refund_id: str, way: Way, *, goods_are_back: bool = False) -> None:
    """The brand sends other pieces instead of money, taken out of stock. Conflict: sold_out, not_to_exchange."""
    refund, order = refund_to_decide(tx, actor, refund_id)
    require(order.brand_id == actor.organisation_id, "not_yours")
    if refund.wants != "exchange":
        raise Conflict("not_to_exchange")
    asked, way = lines_of_refund(tx, refund.id), way.clean()
    skus = {line.id: line.sku_id for line in lines_left(tx, order.id)}
    decide(tx, refund.id, "exchanged", Verdict(actor.id))
    for line in asked:
        reference = f"exchange:{refund.id}:{line.line_id}"
        reserve(tx, actor, skus[line.line_id], quantity=line.quantity, reference=reference)
        take_out(tx, actor, reference)
    if goods_are_back:
        restock(tx, actor, order.id, refund.id, asked)
    tx.change(_HERE_WITH, one=refund.id, with_whom=way.carrier, number=way.tracking)
    tx.announce(
        GoodsExchanged(refund_id=refund.id, order_id=order.id, buyer_id=order.buyer_id, brand_id=order.brand_id)
    )


@job
def answer_for_the_silent(tx: WriteTx, actor: Actor, *, refund_id: str, state: str) -> None:
    """Nobody has acted in time: the rules say what becomes of it."""
    refund = refund_called(tx, refund_id)
    if refund.state != state or (refund.due_at_ms or 0) > tx.now_ms:
        return
    order = order_called(tx, refund.order_id)
    becomes = returns.after_silence(state, goods_back=has_goods_to_send(refund))
    if becomes == "agreed":
        _agree(tx, refund, order, by=CLOCK)
    elif becomes == "denied":
        deny(tx, refund.id, order, Verdict(CLOCK))
    elif is_disputed(tx, order.id):
        again = f"return:{refund_id}:{state}:{tx.now_ms}"
        tx.later(answer_for_the_silent, after_ms=DAY_MS, key=again, refund_id=refund_id, state=state)
    else:
        grant(tx, SYSTEM, order, refund.id, Verdict(CLOCK))


def watch_the_clock(tx: WriteTx, refund_id: str, state: str, due_ms: int) -> None:
    tx.later(
        answer_for_the_silent,
        after_ms=max(0, due_ms - tx.now_ms),
        key=f"return:{refund_id}:{state}",
        refund_id=refund_id,
        state=state,
    )


def has_goods_to_send(refund: Refund) -> bool:
    reason = returns.REASONS.get(refund.reason)
    return reason is not None and reason.goods_back


def missing_for_instant(tx: ReadTx, refund: Refund, order: Order) -> list[str]:
    """What keeps this buyer from having the money as soon as the goods are sent, as words."""
    record = returns.Record(
        kept=tx.value(_KEPT, buyer=order.buyer_id, now=tx.now_ms),
        joined_at_ms=joined_at(tx, order.buyer_id),
        denied=tx.value(_DENIED, buyer=order.buyer_id, since=tx.now_ms - returns.INSTANT.denied_within_days * DAY_MS),
    )
    amount_minor = sum(line.amount_minor for line in lines_of_refund(tx, refund.id))
    return returns.missing_trust(record, amount_minor=amount_minor, now_ms=tx.now_ms)


def _agree(tx: WriteTx, refund: Refund, order: Order, *, by: str) -> None:
    _move(tx, refund, "requested", "agreed")
    tx.announce(
        ReturnAgreed(refund_id=refund.id, order_id=order.id, buyer_id=order.buyer_id, brand_id=order.brand_id, by=by)
    )


def _move(tx: WriteTx, refund: Refund, before: str, becomes: str) -> None:
    due_ms = tx.now_ms + returns.due_after_ms(becomes)
    if not tx.change(_MOVE, one=refund.id, before=before, becomes=becomes, due=due_ms):
        raise Conflict("already_decided")
    watch_the_clock(tx, refund.id, becomes, due_ms)
