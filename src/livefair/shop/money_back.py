"""What is left in a wallet goes back the way it came: held first, sent by the provider, then booked."""

from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, select, update

from livefair import ledger
from livefair.kernel import (
    SYSTEM,
    Actor,
    Conflict,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    job,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.shop import rules
from livefair.shop.events import MoneyBackAsked, MoneyBackSent
from livefair.shop.models import MONEY_BACK, TOP_UP
from livefair.shop.models.paying import DISPUTE
from livefair.shop.payments import payment_for
from livefair.shop.providers import Providers
from livefair.shop.wallets import CURRENCY, account_of, wallet_of

PARTS_MAX = 50


class MoneyBack(NamedTuple):
    id: str
    person_id: str
    payment_id: str
    amount_minor: int
    currency: str
    hold_id: str
    asked_at_ms: int
    sent_at_ms: int | None
    given_up_at_ms: int | None

    @property
    def is_on_its_way(self) -> bool:
        return self.sent_at_ms is None and self.given_up_at_ms is None


class _Came(NamedTuple):
    payment_id: str
    left_minor: int


_COLUMNS = [MONEY_BACK.c[name] for name in MoneyBack._fields]
_ONE = query(MoneyBack, select(*_COLUMNS).where(MONEY_BACK.c.id == bindparam("one")))
_OF_KEY = query(
    int,
    select(func.count()).where(MONEY_BACK.c.person_id == bindparam("person"), MONEY_BACK.c.key == bindparam("k")),
)
_OF_PERSON = query(
    MoneyBack,
    select(*_COLUMNS).where(MONEY_BACK.c.person_id == bindparam("person")).order_by(MONEY_BACK.c.id.desc()).limit(20),
)
_CAME_BY = query(
    _Came,
    select(TOP_UP.c.payment_id, TOP_UP.c.amount_minor - TOP_UP.c.sent_back_minor)
    .where(
        TOP_UP.c.person_id == bindparam("person"),
        TOP_UP.c.paid_at_ms.is_not(None),
        TOP_UP.c.sent_back_minor < TOP_UP.c.amount_minor,
        # What a bank has taken back already, or may keep, cannot go back that way.
        ~select(DISPUTE.c.id).where(DISPUTE.c.payment_id == TOP_UP.c.payment_id, DISPUTE.c.state != "won").exists(),
    )
    .order_by(TOP_UP.c.paid_at_ms.desc(), TOP_UP.c.payment_id.desc())
    .limit(PARTS_MAX),
)
_minor = bindparam("minor", type_=BigInteger)
_TAKE = change(
    update(TOP_UP)
    .where(TOP_UP.c.payment_id == bindparam("payment"), TOP_UP.c.sent_back_minor + _minor <= TOP_UP.c.amount_minor)
    .values(sent_back_minor=TOP_UP.c.sent_back_minor + _minor)
)
_SENT = change(
    update(MONEY_BACK)
    .where(
        MONEY_BACK.c.id == bindparam("one"), MONEY_BACK.c.sent_at_ms.is_(None), MONEY_BACK.c.given_up_at_ms.is_(None)
    )
    .values(sent_at_ms=bindparam("now"))
)


def ask_money_back(tx: WriteTx, actor: Actor, *, key: str) -> int:
    """All that is unspent goes back to the cards it came from, newest first. Returns the minor units that do.

    The same `key` twice is once. Conflict: wallet_empty.
    """
    require(not actor.is_guest, "sign_in_first")
    require_valid(0 < len(key) <= rules.FIELD_CHARS_MAX, "bad_key", field="key")
    if tx.value(_OF_KEY, person=actor.id, k=key):
        return 0
    left = wallet_of(tx, actor.id).free.minor
    if left <= 0:
        raise Conflict("wallet_empty")
    asked = left
    for came in tx.all(_CAME_BY, person=actor.id):
        part = min(left, came.left_minor)
        if part > 0:
            _set_aside(tx, actor, came.payment_id, part, key)
            left -= part
    if left == asked:
        raise Conflict("wallet_empty")
    tx.announce(MoneyBackAsked(person_id=actor.id, amount_minor=asked - left, currency=CURRENCY))
    return asked - left


def money_back_of(tx: ReadTx, actor: Actor) -> list[MoneyBack]:
    """Own ones, newest first."""
    return tx.all(_OF_PERSON, person=actor.id)


@job
async def send_money_back(ctx: JobContext, *, money_back_id: str) -> None:
    """Have the provider return a part. Its id is the key: sending twice returns the money once."""
    part = await ctx.db.read(money_back_called, money_back_id)
    if not part.is_on_its_way:
        return
    payment = await ctx.db.read(payment_for, part.payment_id)
    provider = ctx.services[Providers].called(payment.provider)
    await provider.refund(payment.paid_by, amount_minor=part.amount_minor, currency=part.currency, key=part.id)
    await ctx.db.write(book_money_back, SYSTEM, money_back_id)


def book_money_back(tx: WriteTx, actor: Actor, money_back_id: str) -> None:
    """It has left the house: what was held is gone from the wallet. Twice is once."""
    require(actor == SYSTEM, "program_only")
    part = money_back_called(tx, money_back_id)
    if not tx.change(_SENT, one=part.id, now=tx.now_ms):
        return
    ledger.settle(tx, part.hold_id, why={"payment_id": part.payment_id})
    tx.announce(
        MoneyBackSent(
            person_id=part.person_id,
            money_back_id=part.id,
            payment_id=part.payment_id,
            amount_minor=part.amount_minor,
            currency=part.currency,
        )
    )


def money_back_called(tx: ReadTx, money_back_id: str) -> MoneyBack:
    return tx.one(_ONE, one=money_back_id) or not_found("money_back")


def _set_aside(tx: WriteTx, actor: Actor, payment_id: str, minor: int, key: str) -> None:
    if not tx.change(_TAKE, payment=payment_id, minor=minor):
        raise Conflict("wallet_empty")  # another click was quicker
    part_id = tx.new_id()
    held = ledger.hold(
        tx,
        key=f"money-back:{part_id}",
        reason="money_back",
        of=ledger.Reservation(account_of(actor.id), "psp_clearing", minor, CURRENCY),
        why={"payment_id": payment_id},
    )
    tx.insert(
        MONEY_BACK,
        id=part_id,
        person_id=actor.id,
        key=key,
        payment_id=payment_id,
        amount_minor=minor,
        currency=CURRENCY,
        hold_id=held.id,
        asked_at_ms=tx.now_ms,
    )
    tx.later(send_money_back, key=job_key(part_id), money_back_id=part_id)


def job_key(money_back_id: str) -> str:
    return f"money-back:{money_back_id}"
