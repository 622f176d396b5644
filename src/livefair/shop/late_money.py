"""Money for what no longer stands, or for what was paid already: held for the buyer, then sent back, once."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair import ledger
from livefair.kernel import Actor, ReadTx, WriteTx, change, query
from livefair.shop.events import PaymentCameLate
from livefair.shop.models.paying import MONEY_TO_RETURN

SHOWN_MAX = 20


class Came(NamedTuple):
    """Money that came by a page (None: by the local provider), and why it cannot stay: late, twice or odd."""

    payment_id: str
    buyer_id: str
    page_id: str | None
    provider: str
    why: str
    amount_minor: int
    currency: str

    @property
    def key(self) -> str:
        return f"late:{self.payment_id}" + (f":{self.page_id}" if self.page_id else "")


class ToReturn(NamedTuple):
    key: str
    payment_id: str
    page_id: str | None
    provider: str
    why: str
    amount_minor: int
    currency: str
    came_at_ms: int
    sent_at_ms: int | None

    @property
    def paid_by(self) -> str:
        return self.page_id or self.payment_id


_COLUMNS = [MONEY_TO_RETURN.c[name] for name in ToReturn._fields]
_ONE = query(ToReturn, select(*_COLUMNS).where(MONEY_TO_RETURN.c.key == bindparam("one")))
_TAKEN_ODD = query(
    int,
    select(MONEY_TO_RETURN.c.amount_minor).where(
        MONEY_TO_RETURN.c.page_id == bindparam("page"), MONEY_TO_RETURN.c.why == "odd"
    ),
)
_OF_PAYMENT = query(
    ToReturn,
    select(*_COLUMNS)
    .where(MONEY_TO_RETURN.c.payment_id == bindparam("payment"))
    .order_by(MONEY_TO_RETURN.c.came_at_ms)
    .limit(SHOWN_MAX),
)
_SENT = change(
    update(MONEY_TO_RETURN)
    .where(MONEY_TO_RETURN.c.key == bindparam("one"), MONEY_TO_RETURN.c.sent_at_ms.is_(None))
    .values(sent_at_ms=bindparam("now"))
)


def hold_to_return(tx: WriteTx, came: Came) -> None:
    """Book it as held for the buyer and let it go back. The same money twice is once."""
    is_new = tx.insert_new(
        MONEY_TO_RETURN,
        key=came.key,
        payment_id=came.payment_id,
        page_id=came.page_id,
        provider=came.provider,
        why=came.why,
        amount_minor=came.amount_minor,
        currency=came.currency,
        came_at_ms=tx.now_ms,
    )
    if not is_new or ledger.find(tx, came.key) is not None:
        return
    ledger.post(
        tx,
        key=came.key,
        reason="late_payment",
        currency=came.currency,
        why={"payment_id": came.payment_id},
        legs=[ledger.Leg("psp_clearing", -came.amount_minor), ledger.Leg("suspense", came.amount_minor)],
    )
    tx.announce(
        PaymentCameLate(
            payment_id=came.payment_id,
            buyer_id=came.buyer_id,
            amount_minor=came.amount_minor,
            currency=came.currency,
            key=came.key,
            why=came.why,
        )
    )


def book_returned(tx: WriteTx, actor: Actor, key: str) -> None:
    """The provider has taken it back: what was held is gone. Twice is once."""
    found = to_return(tx, key)
    if found is None or not tx.change(_SENT, one=key, now=tx.now_ms):
        return
    ledger.post(
        tx,
        key=key.replace("late:", "late-back:", 1),
        reason="late_payment_returned",
        currency=found.currency,
        why={"payment_id": found.payment_id},
        legs=[ledger.Leg("suspense", -found.amount_minor), ledger.Leg("psp_clearing", found.amount_minor)],
    )


def to_return(tx: ReadTx, key: str) -> ToReturn | None:
    return tx.one(_ONE, one=key)


def returned_of(tx: ReadTx, payment_id: str) -> list[ToReturn]:
    """What came for a payment and could not stay, oldest first. For callers who know whose payment it is."""
    return tx.all(_OF_PAYMENT, payment=payment_id)


def odd_taken_by(tx: ReadTx, page_id: str) -> int | None:
    """How much a page has taken, where it was not what was asked. None: it took that."""
    return tx.one(_TAKEN_ODD, page=page_id)
