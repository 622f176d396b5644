"""A payment provider that lives in this program and behaves like one outside: its word comes later, signed, over HTTP,
sometimes twice, sometimes too late, sometimes never. For tests, demo worlds, and shops that collect money by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from sqlalchemy import BigInteger, bindparam, select, update

from livefair.kernel import (
    MINUTE_MS,
    SYSTEM,
    Actor,
    Conflict,
    Database,
    Invalid,
    JobContext,
    NotAllowed,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require_valid,
)
from livefair.kernel.signing import SIGNATURE_HEADER, Messenger, is_signed, tell
from livefair.shop import rules
from livefair.shop.models import LOCAL_CHARGE, LOCAL_REFUND
from livefair.shop.payments import LOCAL, Notification, my_payment_for

NAME = LOCAL
SLOW_MS = 5_000

# What a payer may have the provider do: (outcome, after ms, how often it tells us)
BEHAVIOURS = {
    "pay": ("succeeded", 0, 1),
    "pay_slowly": ("succeeded", SLOW_MS, 1),
    "pay_told_twice": ("succeeded", 0, 2),
    "pay_too_late": ("succeeded", rules.PAY_WITHIN_MS + MINUTE_MS, 1),
    "decline": ("declined", 0, 1),
    "say_nothing": (None, 0, 0),
}


class Charge(NamedTuple):
    id: str
    payment_id: str
    amount_minor: int
    currency: str
    outcome: str


_COLUMNS = [getattr(LOCAL_CHARGE.c, field) for field in Charge._fields]
_CHARGE = query(Charge, select(*_COLUMNS).where(LOCAL_CHARGE.c.id == bindparam("one")))
_TAKEN = query(
    Charge,
    select(*_COLUMNS).where(LOCAL_CHARGE.c.payment_id == bindparam("payment"), LOCAL_CHARGE.c.outcome == "succeeded"),
)
_minor = bindparam("minor", type_=BigInteger)
_REFUND = change(
    update(LOCAL_CHARGE)
    .where(LOCAL_CHARGE.c.id == bindparam("one"), LOCAL_CHARGE.c.refunded_minor + _minor <= LOCAL_CHARGE.c.amount_minor)
    .values(refunded_minor=LOCAL_CHARGE.c.refunded_minor + _minor)
)


def charge(tx: WriteTx, actor: Actor, payment_id: str, *, behaviour: str) -> None:
    """The payer's click on the provider's page. A card is charged once, however often it is clicked."""
    payment = my_payment_for(tx, actor, payment_id)
    require_valid(payment.provider == NAME, "provider_not_offered", field="provider")
    require_valid(behaviour in BEHAVIOURS, "unknown_behaviour", field="behaviour")
    outcome, after_ms, times = BEHAVIOURS[behaviour]
    if outcome is None:
        return
    charge_id = tx.new_id()
    is_new = tx.insert_new(
        LOCAL_CHARGE,
        id=charge_id,
        payment_id=payment_id,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        outcome=outcome,
        at_ms=tx.now_ms,
        refunded_minor=0,
    )
    if is_new:
        for n in range(times):
            tx.later(notify, after_ms=after_ms, key=f"local-notify:{charge_id}:{n}", charge_id=charge_id)


@dataclass(frozen=True, slots=True)
class LocalProvider:
    """`notify_url` is where it sends its word; `key` signs it."""

    db: Database
    http: Messenger
    notify_url: str
    key: bytes
    name: str = NAME

    async def refund(self, paid_by: str, *, amount_minor: int, currency: str, key: str) -> None:
        await self.db.write(return_money, SYSTEM, paid_by, amount_minor=amount_minor, key=key)

    def verify(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> Notification:
        return verify_notification(self.key, headers, body, now_ms=now_ms)


@job
async def notify(ctx: JobContext, *, charge_id: str) -> None:
    """Send our word on a charge; what is not answered with success is sent again later."""
    provider = ctx.services[LocalProvider]
    found = await ctx.db.read(charge_called, charge_id)
    body = notification_of(found)
    await tell(provider.http, provider.notify_url, provider.key, body, now_ms=ctx.db.clock())


def return_money(tx: WriteTx, actor: Actor, payment_id: str, *, amount_minor: int, key: str) -> None:
    taken = tx.one(_TAKEN, payment=payment_id) or not_found("charge")
    if not tx.insert_new(LOCAL_REFUND, key=key, charge_id=taken.id, amount_minor=amount_minor, at_ms=tx.now_ms):
        return
    if not tx.change(_REFUND, one=taken.id, minor=amount_minor):
        raise Conflict("more_than_was_charged")


def charge_called(tx: ReadTx, charge_id: str) -> Charge:
    return tx.one(_CHARGE, one=charge_id) or not_found("charge")


def charge_of(tx: ReadTx, payment_id: str) -> Charge | None:
    return tx.one(_TAKEN, payment=payment_id)


def notification_of(found: Charge) -> bytes:
    word = Notification(found.payment_id, found.outcome, found.amount_minor, found.currency)
    return msgspec.json.encode(word)


def verify_notification(key: bytes, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> Notification:
    if not is_signed(key, headers.get(SIGNATURE_HEADER, ""), body, now_ms=now_ms):
        raise NotAllowed("bad_signature")
    return read_notification(body)


def read_notification(body: bytes) -> Notification:
    try:
        notification = msgspec.json.decode(body, type=Notification)
    except msgspec.MsgspecError as error:
        raise Invalid("unreadable_notification") from error
    require_valid(notification.outcome in {"succeeded", "declined"}, "unreadable_notification")
    return notification
