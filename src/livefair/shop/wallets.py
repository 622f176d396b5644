"""A customer's wallet: money paid in beforehand, spent in rooms, sent back when it is not wanted any more.

It is an account of the ledger that is never overdrawn. Whoever spends from it says what for.
"""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair import ledger
from livefair.kernel import Actor, Money, ReadTx, WriteTx, query, require
from livefair.shop.events import WalletToppedUp
from livefair.shop.models import TOP_UP

CURRENCY = "CNY"
RECEIPTS_MAX = 100


class Wallet(NamedTuple):
    """`free` can be spent; `held` is on its way back to where it came from."""

    free: Money
    held: Money


class Receipt(NamedTuple):
    """One movement. `why`: payment_id, or what whoever spent it has said, such as gift_id, code and quantity."""

    seq: int
    at_ms: int
    amount: Money
    reason: str
    why: dict[str, str | int | None]


class _Paid(NamedTuple):
    person_id: str
    amount_minor: int
    currency: str


_FILL = query(
    _Paid,
    update(TOP_UP)
    .where(TOP_UP.c.payment_id == bindparam("payment"), TOP_UP.c.paid_at_ms.is_(None))
    .values(paid_at_ms=bindparam("now"))
    .returning(TOP_UP.c.person_id, TOP_UP.c.amount_minor, TOP_UP.c.currency),
)
_IS_TOP_UP = query(int, select(func.count()).where(TOP_UP.c.payment_id == bindparam("payment")))


def account_of(person_id: str) -> str:
    return f"wallet:{person_id}"


def wallet_of(tx: ReadTx, person_id: str) -> Wallet:
    kept = ledger.kept_balances(tx, [account_of(person_id)], CURRENCY).get(account_of(person_id))
    free, held = (kept.free_minor, kept.held_minor) if kept else (0, 0)
    return Wallet(Money(free, CURRENCY), Money(held, CURRENCY))


def receipts_of(tx: ReadTx, actor: Actor, *, before_seq: int | None = None, most: int = 50) -> list[Receipt]:
    """Own movements, newest first. Page on with the last `seq`."""
    require(not actor.is_guest, "sign_in_first")
    found = ledger.lines(tx, [account_of(actor.id)], before_seq=before_seq, limit=min(most, RECEIPTS_MAX))
    return [Receipt(line.seq, line.at_ms, Money(line.minor, line.currency), line.reason, line.why) for line in found]


def is_top_up(tx: ReadTx, payment_id: str) -> bool:
    return tx.value(_IS_TOP_UP, payment=payment_id) > 0


def fill_wallet(tx: WriteTx, payment_id: str) -> bool:
    """A payment was taken: if it was for a wallet, the money stands there now. Whether it was for one."""
    paid = tx.one(_FILL, payment=payment_id, now=tx.now_ms)
    if paid is None:
        return False
    ledger.post(
        tx,
        key=f"top-up:{payment_id}",
        reason="top_up",
        currency=paid.currency,
        why={"payment_id": payment_id},
        legs=[
            ledger.Leg("psp_clearing", -paid.amount_minor),
            ledger.Leg(account_of(paid.person_id), paid.amount_minor),
        ],
    )
    tx.announce(
        WalletToppedUp(
            person_id=paid.person_id, payment_id=payment_id, amount_minor=paid.amount_minor, currency=paid.currency
        )
    )
    return True
