"""A dispute about money that filled a wallet: what is left there is held, and taken when the dispute is lost."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, select, update

from livefair import ledger
from livefair.kernel import WriteTx, change, query
from livefair.shop.models import TOP_UP
from livefair.shop.models.paying import DISPUTE
from livefair.shop.wallets import account_of


class _Filled(NamedTuple):
    person_id: str
    currency: str
    left_minor: int


_FILLED = query(
    _Filled,
    select(TOP_UP.c.person_id, TOP_UP.c.currency, TOP_UP.c.amount_minor - TOP_UP.c.sent_back_minor).where(
        TOP_UP.c.payment_id == bindparam("payment"), TOP_UP.c.paid_at_ms.is_not(None)
    ),
)
_minor = bindparam("minor", type_=BigInteger)
_COUNT = change(
    update(TOP_UP)
    .where(TOP_UP.c.payment_id == bindparam("payment"), TOP_UP.c.sent_back_minor + _minor <= TOP_UP.c.amount_minor)
    .values(sent_back_minor=TOP_UP.c.sent_back_minor + _minor)
)
_HELD = change(update(DISPUTE).where(DISPUTE.c.id == bindparam("one")).values(hold_id=bindparam("hold")))
_TAKEN = change(update(DISPUTE).where(DISPUTE.c.id == bindparam("one")).values(from_wallet_minor=_minor))


def hold_in_wallet(tx: WriteTx, dispute_id: str, payment_id: str, amount_minor: int) -> str | None:
    """Hold what is still there, so that it is not spent meanwhile. None: no wallet, or nothing in it."""
    filled = tx.one(_FILLED, payment=payment_id)
    if filled is None:
        return None
    wallet = account_of(filled.person_id)
    minor = min(amount_minor, filled.left_minor, ledger.seize(tx, wallet, filled.currency))
    if minor <= 0:
        return None
    held = ledger.hold(
        tx,
        key=f"dispute-hold:{dispute_id}",
        reason="dispute",
        of=ledger.Reservation(wallet, f"disputed:{dispute_id}", minor, filled.currency),
        why={"payment_id": payment_id},
    )
    tx.change(_HELD, one=dispute_id, hold=held.id)
    return held.id


def let_go_of_wallet(tx: WriteTx, hold_id: str | None, payment_id: str) -> None:
    if hold_id is not None:
        ledger.void(tx, hold_id, why={"payment_id": payment_id})


def take_from_wallet(tx: WriteTx, dispute_id: str, payment_id: str, hold_id: str | None, amount_minor: int) -> int:
    """Take what was paid in: from the hold, then from what is free, and the rest becomes a debt. Returns all of it."""
    filled = tx.one(_FILLED, payment=payment_id)
    if filled is None:
        return 0
    held = _settled(tx, hold_id, payment_id)
    minor = max(held, min(amount_minor, filled.left_minor))
    _take_rest(tx, dispute_id, payment_id, filled, minor - held)
    tx.change(_COUNT, payment=payment_id, minor=minor)
    tx.change(_TAKEN, one=dispute_id, minor=minor)
    return minor


def _settled(tx: WriteTx, hold_id: str | None, payment_id: str) -> int:
    if hold_id is None:
        return 0
    settled = ledger.settle(tx, hold_id, why={"payment_id": payment_id})
    return sum(leg.minor for leg in ledger.legs_of(tx, settled.id) if leg.minor > 0)


def _take_rest(tx: WriteTx, dispute_id: str, payment_id: str, filled: _Filled, minor: int) -> None:
    if minor <= 0:
        return
    wallet, debt = account_of(filled.person_id), f"receivable:{filled.person_id}"
    ledger.seize(tx, wallet, filled.currency)  # nobody spends it between looking and taking
    demand = ledger.Demand(minor, [wallet, debt])
    ledger.post(
        tx,
        key=f"dispute-taken:{dispute_id}",
        reason="dispute",
        currency=filled.currency,
        why={"payment_id": payment_id},
        legs=[
            ledger.Leg(f"disputed:{dispute_id}", minor),
            *ledger.draw_legs(tx, [demand], currency=filled.currency),
        ],
    )
