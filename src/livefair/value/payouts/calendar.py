"""The settlement calendar: on its day everybody who can be paid is paid, without asking."""

from sqlalchemy import bindparam, select, update

from livefair import ledger
from livefair.kernel import HOUR_MS, SYSTEM, Actor, JobContext, ReadTx, Refusal, WriteTx, change, cron, job, query
from livefair.value.models import PAYOUT_ACCOUNT, PAYOUT_BATCH
from livefair.value.payouts.asking import Ask, make_payout
from livefair.value.payouts.providers import Payouts
from livefair.value.rules.payouts import pay_day_before

PAGE = 200
CURRENCIES = ("CNY", "USD", "EUR")

_ENDED = query(
    str,
    select(PAYOUT_BATCH.c.day).where(PAYOUT_BATCH.c.day == bindparam("day"), PAYOUT_BATCH.c.ended_at_ms.is_not(None)),
)
_END = change(update(PAYOUT_BATCH).where(PAYOUT_BATCH.c.day == bindparam("which")).values(ended_at_ms=bindparam("now")))
_PAYEES = query(
    str,
    select(PAYOUT_ACCOUNT.c.current_of)
    .where(PAYOUT_ACCOUNT.c.current_of > bindparam("after"))
    .order_by(PAYOUT_ACCOUNT.c.current_of)
    .limit(PAGE),
)


@cron(every_ms=HOUR_MS)
def look_at_the_calendar(tx: WriteTx, actor: Actor) -> None:
    tx.later(pay_by_calendar, key="payout-calendar")


@job
async def pay_by_calendar(ctx: JobContext) -> None:
    """Pay the last pay day's batch, unless it is done. Cut short, it is taken up again: each payee once a day."""
    payouts: Payouts | None = ctx.services.get(Payouts)
    day = pay_day_before(ctx.db.clock(), payouts.terms.day) if payouts else None
    if payouts is None or day is None or not await ctx.db.write(begin_batch, SYSTEM, day):
        return
    after = ""
    while payees := await ctx.db.read(payees_after, after):
        for party in payees:
            for currency in await ctx.db.read(ready_in, party, payouts.terms.minimum_minor):
                await ctx.db.write(
                    pay_payee,
                    SYSTEM,
                    Ask(party, currency, f"calendar:{day}:{currency}", payouts.terms.minimum_minor, day),
                )
        after = payees[-1]
    await ctx.db.write(end_batch, SYSTEM, day)


def begin_batch(tx: WriteTx, actor: Actor, day: str) -> bool:
    """False when this day's batch was made already."""
    tx.insert_new(PAYOUT_BATCH, day=day, begun_at_ms=tx.now_ms)
    return tx.one(_ENDED, day=day) is None


def end_batch(tx: WriteTx, actor: Actor, day: str) -> None:
    tx.change(_END, which=day, now=tx.now_ms)


def pay_payee(tx: WriteTx, actor: Actor, ask: Ask) -> None:
    """Pay this payee if it can be paid: stopped, or under way, or meanwhile too little, is no fault of the batch."""
    try:
        make_payout(tx, actor, ask)
    except Refusal:
        return


def payees_after(tx: ReadTx, after: str) -> list[str]:
    """Those who have said where their money goes, 200 at a time."""
    return tx.all(_PAYEES, after=after)


def ready_in(tx: ReadTx, party: str, minimum_minor: int) -> list[str]:
    """Currencies in which enough stands ready."""
    return [one for one in CURRENCIES if ledger.free(tx, f"payable:{party}", one) >= max(1, minimum_minor)]
