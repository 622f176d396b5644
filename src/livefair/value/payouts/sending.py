"""Telling the provider. Sending twice pays once, so that a crash between writing down and telling loses nothing."""

from sqlalchemy import bindparam, select, update

from livefair.kernel import SYSTEM, Actor, JobContext, ReadTx, WriteTx, change, job, not_found, query
from livefair.shop.outside.line import ProviderRefused
from livefair.value.models import PAYOUT, PAYOUT_ACCOUNT
from livefair.value.payouts.providers import Order, Payouts
from livefair.value.payouts.settling import PayoutWord, settle_payout

_ORDER = query(
    Order,
    select(PAYOUT.c.id, PAYOUT.c.amount_minor, PAYOUT.c.currency, PAYOUT_ACCOUNT.c.holder, PAYOUT_ACCOUNT.c.number)
    .join(PAYOUT_ACCOUNT, PAYOUT_ACCOUNT.c.id == PAYOUT.c.account_id)
    .where(PAYOUT.c.id == bindparam("one")),
)
_STATE = query(str, select(PAYOUT.c.state).where(PAYOUT.c.id == bindparam("one")))
_SENT = change(
    update(PAYOUT)
    .where(PAYOUT.c.id == bindparam("one"), PAYOUT.c.sent_at_ms.is_(None))
    .values(sent_at_ms=bindparam("now"), reference=bindparam("name"))
)


@job
async def send_payout(ctx: JobContext, *, payout_id: str) -> None:
    order = await ctx.db.read(order_of, payout_id)
    if order is None:
        return
    try:
        reference = await ctx.services[Payouts].provider.send(order)
    except ProviderRefused as refused:
        word = PayoutWord(payout_id, "failed", order.amount_minor, order.currency, _failure(refused))
        await ctx.db.write(settle_payout, SYSTEM, word)
    else:
        await ctx.db.write(mark_sent, SYSTEM, payout_id, reference=reference[:120])


def _failure(refused: ProviderRefused) -> str:
    return str(refused.params.get("reason", ""))[:40]


def order_of(tx: ReadTx, payout_id: str) -> Order | None:
    """What is still to be sent: None once the provider has said what became of it."""
    if (tx.one(_STATE, one=payout_id) or not_found("payout")) != "sending":
        return None
    return tx.one(_ORDER, one=payout_id)


def mark_sent(tx: WriteTx, actor: Actor, payout_id: str, *, reference: str) -> None:
    tx.change(_SENT, one=payout_id, name=reference, now=tx.now_ms)
