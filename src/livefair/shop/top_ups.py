"""Filling a wallet: a payment like that of an order, with the same provider and the same ways to end."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from livefair.governance.gift_policy import gift_policy
from livefair.kernel import Actor, Conflict, ReadTx, WriteTx, query, require, require_valid
from livefair.people.ages import require_adult
from livefair.shop import rules
from livefair.shop.models import PAYMENT, TOP_UP
from livefair.shop.payments import expire_payment
from livefair.shop.wallets import CURRENCY, wallet_of

OPEN_MAX = 5


class TopUp(NamedTuple):
    payment_id: str
    state: str
    amount_minor: int
    currency: str
    opened_at_ms: int


_BY_KEY = query(
    str, select(PAYMENT.c.id).where(PAYMENT.c.buyer_id == bindparam("buyer"), PAYMENT.c.key == bindparam("k"))
)
_WAITING = query(
    lambda number, minor: (int(number), int(minor)),
    select(func.count(), func.coalesce(func.sum(TOP_UP.c.amount_minor), 0))
    .join_from(TOP_UP, PAYMENT, PAYMENT.c.id == TOP_UP.c.payment_id)
    .where(TOP_UP.c.person_id == bindparam("person"), PAYMENT.c.state == "open"),
)
_NEWEST = query(
    TopUp,
    select(PAYMENT.c.id, PAYMENT.c.state, PAYMENT.c.amount_minor, PAYMENT.c.currency, PAYMENT.c.opened_at_ms)
    .join_from(TOP_UP, PAYMENT, PAYMENT.c.id == TOP_UP.c.payment_id)
    .where(TOP_UP.c.person_id == bindparam("person"))
    .order_by(PAYMENT.c.id.desc())
    .limit(20),
)


def top_up(tx: WriteTx, actor: Actor, *, amount_minor: int, provider: str, key: str) -> str:
    """Begin to fill one's wallet. Returns the payment's id; the same `key` twice is the same payment.

    Refusals: age_first, adults_only, too_small, too_large; Conflict wallet_full, top_up_open (several wait already).
    """
    require(not actor.is_guest, "sign_in_first")
    require_valid(0 < len(key) <= rules.FIELD_CHARS_MAX, "bad_key", field="key")
    key = f"top-up:{key}"
    if (earlier := tx.one(_BY_KEY, buyer=actor.id, k=key)) is not None:
        return earlier
    require_adult(tx, actor.id)
    _require_room(tx, actor, amount_minor)
    payment_id = tx.new_id()
    is_new = tx.insert_new(
        PAYMENT,
        id=payment_id,
        buyer_id=actor.id,
        key=key,
        amount_minor=amount_minor,
        currency=CURRENCY,
        provider=provider,
        state="open",
        opened_at_ms=tx.now_ms,
        expires_at_ms=tx.now_ms + rules.PAY_WITHIN_MS,
    )
    if not is_new:  # the same click, at the same moment
        return tx.value(_BY_KEY, buyer=actor.id, k=key)
    tx.insert(
        TOP_UP,
        payment_id=payment_id,
        person_id=actor.id,
        amount_minor=amount_minor,
        currency=CURRENCY,
        sent_back_minor=0,
    )
    tx.later(expire_payment, after_ms=rules.PAY_WITHIN_MS, key=f"expire:{payment_id}", payment_id=payment_id)
    return payment_id


def top_ups_of(tx: ReadTx, actor: Actor) -> list[TopUp]:
    """Own ones, newest first."""
    return tx.all(_NEWEST, person=actor.id)


def _require_room(tx: ReadTx, actor: Actor, amount_minor: int) -> None:
    knobs = gift_policy(tx).knobs
    require_valid(amount_minor >= rules.TOP_UP_MIN_MINOR, "too_small", field="amount", limit=rules.TOP_UP_MIN_MINOR)
    require_valid(amount_minor <= knobs.top_up_max_minor, "too_large", field="amount", limit=knobs.top_up_max_minor)
    waiting, waiting_minor = tx.value(_WAITING, person=actor.id)
    if waiting >= OPEN_MAX:
        raise Conflict("top_up_open", limit=OPEN_MAX)
    wallet = wallet_of(tx, actor.id)
    if wallet.free.minor + wallet.held.minor + waiting_minor + amount_minor > knobs.wallet_max_minor:
        raise Conflict("wallet_full", limit=knobs.wallet_max_minor)
