"""A refund that did not reach its owner: the provider has the money again, and an operator finds another way."""

from typing import NamedTuple

from sqlalchemy import bindparam, select, update

from livefair import ledger
from livefair.kernel import SYSTEM, Actor, Conflict, JobContext, ReadTx, WriteTx, change, job, not_found, query, require
from livefair.people import clean_line
from livefair.shop.events_of_paying import RefundCameBack, RefundSettled
from livefair.shop.models.paying import FAILED_REFUND
from livefair.shop.payment_pages import page_called
from livefair.shop.provider_words import RefundWord
from livefair.shop.providers import Providers

SHOWN_MAX = 200
WHY_CHARS_MAX = 300


class FailedRefund(NamedTuple):
    id: str
    key: str
    page_id: str
    payment_id: str
    provider: str
    amount_minor: int
    currency: str
    failed_at_ms: int
    state: str
    decided_by: str | None
    decided_why: str | None
    ended_at_ms: int | None


_COLUMNS = [FAILED_REFUND.c[name] for name in FailedRefund._fields]
_ONE = query(FailedRefund, select(*_COLUMNS).where(FAILED_REFUND.c.id == bindparam("one")))
_OPEN = query(
    FailedRefund,
    select(*_COLUMNS).where(FAILED_REFUND.c.ended_at_ms.is_(None)).order_by(FAILED_REFUND.c.id).limit(SHOWN_MAX),
)
_DECIDE = change(
    update(FAILED_REFUND)
    .where(FAILED_REFUND.c.id == bindparam("one"), FAILED_REFUND.c.state == "failed")
    .values(
        state=bindparam("becomes"),
        decided_by=bindparam("who"),
        decided_why=bindparam("why"),
        ended_at_ms=bindparam("end"),
    )
)
_SENT = change(
    update(FAILED_REFUND)
    .where(FAILED_REFUND.c.id == bindparam("one"), FAILED_REFUND.c.state == "sending")
    .values(state="sent", ended_at_ms=bindparam("now"))
)


def hear_of_refund(tx: WriteTx, actor: Actor, word: RefundWord) -> None:
    """The money is with the provider again and is held for the buyer. The same word twice is once."""
    page = page_called(tx, word.page_id)
    failed_id = tx.new_id()
    is_new = tx.insert_new(
        FAILED_REFUND,
        id=failed_id,
        key=word.key,
        page_id=page.id,
        payment_id=page.payment_id,
        provider=page.provider,
        amount_minor=word.amount_minor,
        currency=word.currency,
        failed_at_ms=tx.now_ms,
        state="failed",
    )
    if not is_new:
        return
    _move(tx, f"refund-came-back:{failed_id}", "refund_came_back", word, page.payment_id, "psp_clearing", "suspense")
    tx.announce(
        RefundCameBack(
            failed_refund_id=failed_id,
            payment_id=page.payment_id,
            provider=page.provider,
            amount_minor=word.amount_minor,
            currency=word.currency,
        )
    )


def failed_refunds(tx: ReadTx, actor: Actor) -> list[FailedRefund]:
    """Those that wait for somebody, oldest first, SHOWN_MAX at most."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_OPEN)


def send_refund_again(tx: WriteTx, actor: Actor, failed_id: str) -> None:
    """Ask the provider once more, as a new refund. Conflict refund_not_failed."""
    require(actor.has("operator"), "operators_only")
    failed = failed_refund_called(tx, failed_id)
    if not tx.change(_DECIDE, one=failed_id, becomes="sending", who=actor.id, why="again", end=None):
        raise Conflict("refund_not_failed")
    tx.later(send_failed_refund, key=f"refund-again:{failed.id}", failed_id=failed_id)


def settle_refund_otherwise(tx: WriteTx, actor: Actor, failed_id: str, *, why: str) -> None:
    """The house has paid the buyer by its bank. Conflict refund_not_failed."""
    require(actor.has("operator"), "operators_only")
    failed = failed_refund_called(tx, failed_id)
    words = clean_line(why, limit=WHY_CHARS_MAX, field="why")
    if not tx.change(_DECIDE, one=failed_id, becomes="paid_otherwise", who=actor.id, why=words, end=tx.now_ms):
        raise Conflict("refund_not_failed")
    _move(tx, f"refund-paid:{failed_id}", "refund_paid_otherwise", failed, failed.payment_id, "suspense", "bank")
    _say_settled(tx, failed, actor.id)


@job
async def send_failed_refund(ctx: JobContext, *, failed_id: str) -> None:
    failed = await ctx.db.read(failed_refund_called, failed_id)
    if failed.state != "sending":
        return
    provider = ctx.services[Providers].called(failed.provider)
    await provider.refund(
        failed.page_id, amount_minor=failed.amount_minor, currency=failed.currency, key=f"again-{failed.id}"
    )
    await ctx.db.write(book_sent_again, SYSTEM, failed_id)


def book_sent_again(tx: WriteTx, actor: Actor, failed_id: str) -> None:
    failed = failed_refund_called(tx, failed_id)
    if not tx.change(_SENT, one=failed_id, now=tx.now_ms):
        return
    _move(tx, f"refund-again:{failed_id}", "refund_sent_again", failed, failed.payment_id, "suspense", "psp_clearing")
    _say_settled(tx, failed, failed.decided_by or actor.id)


def failed_refund_called(tx: ReadTx, failed_id: str) -> FailedRefund:
    return tx.one(_ONE, one=failed_id) or not_found("failed_refund")


def _say_settled(tx: WriteTx, failed: FailedRefund, by: str) -> None:
    tx.announce(
        RefundSettled(
            failed_refund_id=failed.id,
            payment_id=failed.payment_id,
            amount_minor=failed.amount_minor,
            currency=failed.currency,
            by=by,
        )
    )


def _move(tx: WriteTx, key: str, reason: str, of: RefundWord | FailedRefund, payment_id: str, *way: str) -> None:
    """`way`: from which account to which."""
    source, target = way
    ledger.post(
        tx,
        key=key,
        reason=reason,
        currency=of.currency,
        why={"payment_id": payment_id},
        legs=[ledger.Leg(source, -of.amount_minor), ledger.Leg(target, of.amount_minor)],
    )
