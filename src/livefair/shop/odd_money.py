"""Money in another amount than was asked for: an operator has looked at it, and it goes back whole."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, change, query, require
from livefair.shop.late_money import Came, hold_to_return
from livefair.shop.models import PAYMENT
from livefair.shop.models.paying import PAYMENT_PAGE

SHOWN_MAX = 200


class Odd(NamedTuple):
    """`asked_minor` of `currency` was asked for; `taken_minor` of `taken_currency` the provider says it took."""

    page_id: str
    payment_id: str
    buyer_id: str
    provider: str
    charge: str
    asked_minor: int
    currency: str
    taken_minor: int
    taken_currency: str
    at_ms: int


_COLUMNS = [
    PAYMENT_PAGE.c.id,
    PAYMENT_PAGE.c.payment_id,
    PAYMENT.c.buyer_id,
    PAYMENT_PAGE.c.provider,
    PAYMENT_PAGE.c.charge,
    PAYMENT.c.amount_minor,
    PAYMENT.c.currency,
    PAYMENT_PAGE.c.odd_minor,
    PAYMENT_PAGE.c.odd_currency,
    PAYMENT_PAGE.c.ended_at_ms,
]
_ALL = query(
    Odd,
    select(*_COLUMNS)
    .join_from(PAYMENT_PAGE, PAYMENT, PAYMENT.c.id == PAYMENT_PAGE.c.payment_id)
    .where(PAYMENT_PAGE.c.state == "odd")
    .order_by(PAYMENT_PAGE.c.id)
    .limit(SHOWN_MAX),
)
_ONE = query(
    Odd,
    select(*_COLUMNS)
    .join_from(PAYMENT_PAGE, PAYMENT, PAYMENT.c.id == PAYMENT_PAGE.c.payment_id)
    .where(PAYMENT_PAGE.c.id == bindparam("one"), PAYMENT_PAGE.c.state == "odd"),
)
_CLOSE = change(
    update(PAYMENT_PAGE)
    .where(PAYMENT_PAGE.c.id == bindparam("one"), PAYMENT_PAGE.c.state == "odd")
    .values(state="closed", odd_minor=None, odd_currency=None)
)


def odd_payments(tx: ReadTx, actor: Actor) -> list[Odd]:
    """Those that wait for an operator, oldest first, SHOWN_MAX at most."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_ALL)


def return_odd_money(tx: WriteTx, actor: Actor, page_id: str) -> None:
    """All that the provider took goes back the way it came. Conflict not_odd."""
    require(actor.has("operator"), "operators_only")
    odd = tx.one(_ONE, one=page_id)
    if odd is None or odd.taken_minor <= 0 or not tx.change(_CLOSE, one=page_id):
        raise Conflict("not_odd")
    came = Came(odd.payment_id, odd.buyer_id, page_id, odd.provider, "odd", odd.taken_minor, odd.taken_currency)
    hold_to_return(tx, came)
