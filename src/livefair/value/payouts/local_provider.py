"""A payout provider that lives in this program and behaves like one outside: its word comes later, signed, over HTTP,
sometimes twice, sometimes late, sometimes never. For tests, demo worlds, and houses that transfer by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from sqlalchemy import bindparam, select

from livefair.kernel import (
    DAY_MS,
    SYSTEM,
    Actor,
    Conflict,
    Database,
    JobContext,
    NotAllowed,
    ReadTx,
    WriteTx,
    job,
    not_found,
    query,
)
from livefair.kernel.signing import SIGNATURE_HEADER, Messenger, is_signed, tell
from livefair.value.models import LOCAL_TRANSFER
from livefair.value.payouts.providers import Order
from livefair.value.payouts.settling import PayoutWord, read_word

NAME = "local"
SLOW_MS = 5_000


class Saying(NamedTuple):
    """One word: after how long, and what."""

    after_ms: int
    outcome: str
    failure: str = ""


# What a number that begins with TEST makes the bank do; no account of a bank begins so.
BEHAVIOURS: dict[str, tuple[Saying, ...]] = {
    "": (Saying(0, "paid"),),
    "TESTSLOW": (Saying(SLOW_MS, "paid"),),
    "TESTTWICE": (Saying(0, "paid"), Saying(0, "paid")),
    "TESTLATE": (Saying(4 * DAY_MS, "paid"),),
    "TESTCLOSED": (Saying(0, "failed", "account_closed"),),
    "TESTNAME": (Saying(0, "failed", "name_mismatch"),),
    "TESTRETURN": (Saying(0, "paid"), Saying(DAY_MS, "returned", "account_closed")),
    "TESTSILENT": (),
}


class Transfer(NamedTuple):
    payout_id: str
    amount_minor: int
    currency: str
    behaviour: str


_TRANSFER = query(
    Transfer,
    select(*(LOCAL_TRANSFER.c[name] for name in Transfer._fields)).where(
        LOCAL_TRANSFER.c.payout_id == bindparam("payout")
    ),
)


@dataclass(frozen=True, slots=True)
class LocalPayouts:
    """`notify_url` is where it sends its word; `key` signs it."""

    db: Database
    http: Messenger
    notify_url: str
    key: bytes = field(repr=False)
    name: str = NAME

    async def send(self, order: Order) -> str:
        return await self.db.write(take_transfer, SYSTEM, order)

    def verify(self, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> PayoutWord:
        return verify_word(self.key, headers, body, now_ms=now_ms)


def take_transfer(tx: WriteTx, actor: Actor, order: Order) -> str:
    """The same payout twice is one transfer; with another amount it is refused."""
    behaviour = next((name for name in BEHAVIOURS if name and order.number.startswith(name)), "")
    transfer = Transfer(order.payout_id, order.amount_minor, order.currency, behaviour)
    if tx.insert_new(LOCAL_TRANSFER, **transfer._asdict(), at_ms=tx.now_ms):
        for n, saying in enumerate(BEHAVIOURS[behaviour]):
            key = f"local-payout:{order.payout_id}:{n}"
            tx.later(say, after_ms=saying.after_ms, key=key, payout_id=order.payout_id, n=n)
    elif transfer_of(tx, order.payout_id)[:3] != transfer[:3]:
        raise Conflict("key_reused", key=order.payout_id)
    return f"LP{order.payout_id[-8:].upper()}"


@job
async def say(ctx: JobContext, *, payout_id: str, n: int) -> None:
    """Send our word on a transfer; what is not answered with success is sent again later."""
    provider = ctx.services[LocalPayouts]
    transfer = await ctx.db.read(transfer_of, payout_id)
    body = word_of(transfer, BEHAVIOURS[transfer.behaviour][n])
    await tell(provider.http, provider.notify_url, provider.key, body, now_ms=ctx.db.clock())


def transfer_of(tx: ReadTx, payout_id: str) -> Transfer:
    return tx.one(_TRANSFER, payout=payout_id) or not_found("transfer")


def word_of(transfer: Transfer, saying: Saying) -> bytes:
    return msgspec.json.encode(
        PayoutWord(transfer.payout_id, saying.outcome, transfer.amount_minor, transfer.currency, saying.failure)
    )


def verify_word(key: bytes, headers: Mapping[str, str], body: bytes, *, now_ms: int) -> PayoutWord:
    if not is_signed(key, headers.get(SIGNATURE_HEADER, ""), body, now_ms=now_ms):
        raise NotAllowed("bad_signature")
    return read_word(body)
