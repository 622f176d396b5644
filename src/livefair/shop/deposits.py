"""The money of deposits: where it stands, how it comes into an order, and how it goes back."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select, update

from livefair import ledger
from livefair.kernel import SYSTEM, Actor, ReadTx, WriteTx, change, query
from livefair.shop.events_of_preorders import DepositPaid, PreorderDone
from livefair.shop.models import ORDER
from livefair.shop.models.preorders import DEPOSIT_RETURN, ORDER_DEPOSIT, PREORDER, PREORDER_OFFER
from livefair.shop.rules.preorders import by_deposit
from livefair.supply import release, reserve


class Preorder(NamedTuple):
    id: str
    offer_id: str
    buyer_id: str
    payment_id: str
    deposit_minor: int
    tries: int
    room_id: str | None
    host_id: str | None
    asked_at_ms: int
    deposit_paid_at_ms: int | None
    order_id: str | None
    done_at_ms: int | None
    dropped_at_ms: int | None
    lapsed_at_ms: int | None
    returned_at_ms: int | None

    @property
    def reference(self) -> str:
        """Of the reservation that holds the piece now."""
        return f"{self.id}:{self.tries}"


class OrderDeposit(NamedTuple):
    order_id: str
    preorder_id: str
    payment_id: str
    minor: int
    returned_minor: int


_p, _d = PREORDER.c, ORDER_DEPOSIT.c
_COLUMNS = [_p[name] for name in Preorder._fields]
_BY_PAYMENT = query(Preorder, select(*_COLUMNS).where(_p.payment_id == bindparam("payment")))
_ONE = query(Preorder, select(*_COLUMNS).where(_p.id == bindparam("preorder")))
_GOODS = query(
    lambda sku_id, currency: (sku_id, currency),
    select(PREORDER_OFFER.c.sku_id, PREORDER_OFFER.c.currency).where(PREORDER_OFFER.c.id == bindparam("offer")),
)
_PAID = change(
    update(PREORDER)
    .where(_p.payment_id == bindparam("payment"), _p.deposit_paid_at_ms.is_(None), _p.dropped_at_ms.is_(None))
    .values(deposit_paid_at_ms=bindparam("now"))
)
_DROP = change(
    update(PREORDER)
    .where(_p.payment_id == bindparam("payment"), _p.deposit_paid_at_ms.is_(None), _p.dropped_at_ms.is_(None))
    .values(dropped_at_ms=bindparam("now"))
)
_DONE = change(update(PREORDER).where(_p.order_id == bindparam("order")).values(done_at_ms=bindparam("now")))
_AGAIN = change(
    update(PREORDER)
    .where(_p.order_id == bindparam("order"), _p.done_at_ms.is_(None))
    .values(order_id=None, tries=_p.tries + 1)
)
_OF_ORDER = query(
    OrderDeposit, select(*(_d[name] for name in OrderDeposit._fields)).where(_d.order_id == bindparam("order"))
)
_minor = bindparam("n", type_=BigInteger)
# Whoever plans the next part waits until this one is written.
_RETURN = change(
    update(ORDER_DEPOSIT).where(_d.order_id == bindparam("order")).values(returned_minor=_d.returned_minor + _minor)
)
_TOTAL = query(int, select(ORDER.c.total_minor).where(ORDER.c.id == bindparam("order")))
_KNOWN = query(int, select(DEPOSIT_RETURN.c.minor).where(DEPOSIT_RETURN.c.refund_id == bindparam("refund")))
_BY_BALANCE = query(
    lambda minor: int(minor),
    select(func.coalesce(func.sum(DEPOSIT_RETURN.c.refund_minor - DEPOSIT_RETURN.c.minor), 0)).where(
        DEPOSIT_RETURN.c.order_id == bindparam("order")
    ),
)


def account_of(preorder_id: str) -> str:
    return f"deposit:{preorder_id}"


def take_deposit(tx: WriteTx, payment_id: str) -> bool:
    """A payment was taken: if it was a deposit, it stands in its account now. Whether it was one."""
    if not tx.change(_PAID, payment=payment_id, now=tx.now_ms):
        return False
    preorder = tx.value(_BY_PAYMENT, payment=payment_id)
    _, currency = tx.value(_GOODS, offer=preorder.offer_id)
    ledger.post(
        tx,
        key=f"deposit:{preorder.id}",
        reason="deposit_paid",
        currency=currency,
        why={"preorder_id": preorder.id, "payment_id": payment_id},
        legs=[
            ledger.Leg("psp_clearing", -preorder.deposit_minor),
            ledger.Leg(account_of(preorder.id), preorder.deposit_minor),
        ],
    )
    tx.announce(
        DepositPaid(
            preorder_id=preorder.id,
            offer_id=preorder.offer_id,
            buyer_id=preorder.buyer_id,
            amount_minor=preorder.deposit_minor,
            currency=currency,
        )
    )
    return True


def drop_deposit(tx: WriteTx, actor: Actor, payment_id: str) -> None:
    """Nobody pays it: the piece can be sold to somebody else."""
    if tx.change(_DROP, payment=payment_id, now=tx.now_ms):
        release(tx, actor, tx.value(_BY_PAYMENT, payment=payment_id).reference)


def deposit_legs(tx: WriteTx, order_id: str, amount_minor: int) -> list[ledger.Leg]:
    """What brings the whole amount of an order whose balance is paid; from now on the preorder is done."""
    deposit = tx.value(_OF_ORDER, order=order_id)
    tx.change(_DONE, order=order_id, now=tx.now_ms)
    buyer_id = tx.value(_ONE, preorder=deposit.preorder_id).buyer_id
    tx.announce(PreorderDone(preorder_id=deposit.preorder_id, order_id=order_id, buyer_id=buyer_id))
    return [
        ledger.Leg("psp_clearing", -(amount_minor - deposit.minor)),
        ledger.Leg(account_of(deposit.preorder_id), -deposit.minor),
    ]


def balance_is_not_paid(tx: WriteTx, order_id: str) -> None:
    """The piece is kept for its buyer again, until the time for the balance is over."""
    preorder_id = tx.value(_OF_ORDER, order=order_id).preorder_id
    if tx.change(_AGAIN, order=order_id):
        preorder = tx.value(_ONE, preorder=preorder_id)
        sku_id, _ = tx.value(_GOODS, offer=preorder.offer_id)
        reserve(tx, SYSTEM, sku_id, quantity=1, reference=preorder.reference)


def parts_of_refund(
    tx: WriteTx, actor: Actor, refund_id: str, *, order_id: str, amount_minor: int
) -> tuple[int, str, int]:
    """(by the balance's payment, the deposit's payment, by that one): asked again, the same.

    What the balance brought goes back first; both together never return more than they have taken.
    """
    deposit = tx.value(_OF_ORDER, order=order_id)
    if (known := tx.one(_KNOWN, refund=refund_id)) is not None:
        return amount_minor - known, deposit.payment_id, known
    tx.change(_RETURN, order=order_id, n=0)
    brought_minor = _balance_of(tx, order_id, deposit)
    left_minor = brought_minor - tx.value(_BY_BALANCE, order=order_id)
    minor = by_deposit(amount_minor, balance_left_minor=left_minor)
    tx.change(_RETURN, order=order_id, n=minor)
    tx.insert(DEPOSIT_RETURN, refund_id=refund_id, order_id=order_id, refund_minor=amount_minor, minor=minor)
    return amount_minor - minor, deposit.payment_id, minor


def _balance_of(tx: ReadTx, order_id: str, deposit: OrderDeposit) -> int:
    return tx.value(_TOTAL, order=order_id) - deposit.minor


def preorder_called(tx: ReadTx, preorder_id: str) -> Preorder | None:
    return tx.one(_ONE, preorder=preorder_id)


def preorder_of_payment(tx: ReadTx, payment_id: str) -> Preorder | None:
    """What a payment without an order may be the deposit for."""
    return tx.one(_BY_PAYMENT, payment=payment_id)


def deposit_of_order(tx: ReadTx, order_id: str) -> OrderDeposit | None:
    return tx.one(_OF_ORDER, order=order_id)
