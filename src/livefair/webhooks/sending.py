"""Sending: one job for each webhook that has something to say, which asks for itself again while anything waits.

Messages on one thing go out in the order in which they were written down: the next only when the one before was taken
or skipped. Where nobody answers, nothing else is tried for a while; what was refused waits by itself.
"""

from typing import NamedTuple, Protocol

from sqlalchemy import bindparam, delete, func, select, update

from livefair.kernel import HOUR_MS, SYSTEM, Actor, JobContext, ReadTx, WriteTx, change, cron, job, query, require
from livefair.kernel.facts import FACT_LOG
from livefair.kernel.jobs import BACKOFF_MS_MAX, JOB
from livefair.kernel.statements import Change
from livefair.webhooks import rules
from livefair.webhooks.models import WEBHOOK, WEBHOOK_ATTEMPT, WEBHOOK_MESSAGE
from livefair.webhooks.subscribing import stop_sending, webhook_called

BATCH = 20
BATCH_MS_MAX = 20_000
ERROR_CHARS_MAX = 200
STUCK_MS = 10 * 60_000
SWEPT = 500
UNHEARD_MS = 200
NEVER = 2**62


class Parcel(NamedTuple):
    """What is sent. The secrets are still sealed; there are two for a day after a change."""

    message_id: str
    url: str
    body: str
    sealed_secrets: list[str]


class Receipt(NamedTuple):
    """What came of it: the status, or None and why there was none."""

    status: int | None
    took_ms: int
    error: str = ""


class Courier(Protocol):
    """Whoever can open the secrets and reach the outside."""

    async def deliver(self, parcel: Parcel, *, now_ms: int) -> Receipt: ...


class _Route(NamedTuple):
    url: str
    sealed_secret: str
    sealed_old_secret: str | None
    old_until_ms: int | None
    paused_at_ms: int | None
    rest_until_ms: int
    job_key: str | None


class Waiting(NamedTuple):
    id: str
    body: str
    attempts: int


_ROUTE = query(_Route, select(*(WEBHOOK.c[name] for name in _Route._fields)).where(WEBHOOK.c.id == bindparam("one")))
_earlier = WEBHOOK_MESSAGE.alias("earlier")
_is_first = ~(
    select(_earlier.c.id)
    .where(
        _earlier.c.webhook_id == WEBHOOK_MESSAGE.c.webhook_id,
        _earlier.c.object_id == WEBHOOK_MESSAGE.c.object_id,
        _earlier.c.state == "waiting",
        _earlier.c.sequence < WEBHOOK_MESSAGE.c.sequence,
    )
    .exists()
)
# A fact that we have not heard yet, though it is in the log: nothing after it may go. A dead letter holds nobody up.
_UNHEARD = query(
    int,
    select(func.min(FACT_LOG.c.seq))
    .join_from(JOB, FACT_LOG, FACT_LOG.c.id == JOB.c.fact_id)
    .where(
        JOB.c.dead_at_ms.is_(None),
        JOB.c.due_at_ms <= bindparam("until"),
        JOB.c.kind.startswith("webhooks.tell_", autoescape=True),
    ),
)
_waits = (WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"), WEBHOOK_MESSAGE.c.state == "waiting", _is_first)
_DUE = query(
    Waiting,
    select(WEBHOOK_MESSAGE.c.id, WEBHOOK_MESSAGE.c.body, WEBHOOK_MESSAGE.c.attempts)
    .where(*_waits, WEBHOOK_MESSAGE.c.due_at_ms <= bindparam("now"), WEBHOOK_MESSAGE.c.sequence < bindparam("unheard"))
    .order_by(WEBHOOK_MESSAGE.c.sequence, WEBHOOK_MESSAGE.c.id)
    .limit(1),
)
_NEXT_DUE = query(int, select(func.min(WEBHOOK_MESSAGE.c.due_at_ms)).where(*_waits))
_DELIVERED = change(
    update(WEBHOOK_MESSAGE)
    .where(WEBHOOK_MESSAGE.c.id == bindparam("one"), WEBHOOK_MESSAGE.c.state == "waiting")
    .values(
        state="delivered",
        attempts=WEBHOOK_MESSAGE.c.attempts + 1,
        delivered_at_ms=func.coalesce(WEBHOOK_MESSAGE.c.delivered_at_ms, bindparam("now")),
    )
)
_PUT_OFF = change(
    update(WEBHOOK_MESSAGE)
    .where(WEBHOOK_MESSAGE.c.id == bindparam("one"))
    .values(attempts=bindparam("tries"), due_at_ms=bindparam("due"))
)
_REST = change(
    update(WEBHOOK)
    .where(WEBHOOK.c.id == bindparam("one"))
    .values(failures=WEBHOOK.c.failures + bindparam("more"), rest_until_ms=bindparam("until"))
)
_FINE = change(update(WEBHOOK).where(WEBHOOK.c.id == bindparam("one")).values(failures=0, rest_until_ms=0))
_PLAN = change(
    update(WEBHOOK)
    .where(WEBHOOK.c.id == bindparam("one"))
    .values(job_due_ms=bindparam("due"), job_key=bindparam("run"))
)
_PLAN_SOONER = change(
    update(WEBHOOK)
    .where(
        WEBHOOK.c.id == bindparam("one"),
        WEBHOOK.c.job_due_ms.is_(None) | (WEBHOOK.c.job_due_ms > bindparam("due")),
    )
    .values(job_due_ms=bindparam("due"), job_key=bindparam("run"))
)
_ATTEMPTS = query(
    str,
    select(WEBHOOK_ATTEMPT.c.id)
    .where(WEBHOOK_ATTEMPT.c.message_id == bindparam("message"))
    .order_by(WEBHOOK_ATTEMPT.c.id),
)
_DROP_ATTEMPT = change(delete(WEBHOOK_ATTEMPT).where(WEBHOOK_ATTEMPT.c.id == bindparam("one")))
_STUCK = query(
    lambda webhook_id, run: (webhook_id, run),
    select(WEBHOOK.c.id, WEBHOOK.c.job_key).where(WEBHOOK.c.job_due_ms < bindparam("before")).limit(100),
)
_OLD = query(
    str,
    select(WEBHOOK_MESSAGE.c.id)
    .where(WEBHOOK_MESSAGE.c.made_at_ms < bindparam("before"))
    .order_by(WEBHOOK_MESSAGE.c.made_at_ms)
    .limit(SWEPT),
)
_FULL = query(
    lambda webhook_id, count: (webhook_id, count),
    select(WEBHOOK_MESSAGE.c.webhook_id, func.count())
    .group_by(WEBHOOK_MESSAGE.c.webhook_id)
    .having(func.count() > bindparam("most")),
)
_OLDEST = query(
    str,
    select(WEBHOOK_MESSAGE.c.id)
    .where(WEBHOOK_MESSAGE.c.webhook_id == bindparam("webhook"))
    .order_by(WEBHOOK_MESSAGE.c.id)
    .limit(bindparam("most")),
)
_DROP_ATTEMPTS = change(delete(WEBHOOK_ATTEMPT).where(WEBHOOK_ATTEMPT.c.message_id == bindparam("one")))
_DROP = change(delete(WEBHOOK_MESSAGE).where(WEBHOOK_MESSAGE.c.id == bindparam("one")))


@job
async def send_webhook(ctx: JobContext, *, webhook_id: str, run: str) -> None:
    """Send what is due there, then ask for the next time. A run that another has overtaken does nothing."""
    courier = ctx.services[Courier]
    until_ms = ctx.db.clock() + BATCH_MS_MAX
    for _ in range(BATCH):
        found = await ctx.db.read(next_parcel, webhook_id, run)
        if found is None:
            break
        parcel, attempts = found
        receipt = await courier.deliver(parcel, now_ms=ctx.db.clock())
        await ctx.db.write(note_receipt, SYSTEM, webhook_id, parcel.message_id, attempts=attempts, receipt=receipt)
        if ctx.db.clock() > until_ms:
            break
    await ctx.db.write(plan_next, SYSTEM, webhook_id, run)


def next_parcel(tx: ReadTx, webhook_id: str, run: str) -> tuple[Parcel, int] | None:
    """What this run may send there now, and how often it was tried; None: nothing, or it is paused or rests."""
    route = tx.one(_ROUTE, one=webhook_id)
    if route is None or route.job_key != run or route.paused_at_ms is not None or route.rest_until_ms > tx.now_ms:
        return None
    found = tx.one(_DUE, webhook=webhook_id, now=tx.now_ms, unheard=_unheard_from(tx))
    if found is None:
        return None
    secrets = [route.sealed_secret]
    if route.sealed_old_secret and (route.old_until_ms or 0) > tx.now_ms:
        secrets.append(route.sealed_old_secret)
    return Parcel(found.id, route.url, found.body, secrets), found.attempts


def note_receipt(
    tx: WriteTx, actor: Actor, webhook_id: str, message_id: str, *, attempts: int, receipt: Receipt
) -> None:
    """Write down what came of a try, and what follows: taken, later again, or paused."""
    require(actor == SYSTEM, "program_only")
    hook = webhook_called(tx, webhook_id)
    if hook is None:
        return  # removed meanwhile
    _log_attempt(tx, message_id, receipt)
    if rules.is_taken(receipt.status):
        tx.change(_DELIVERED, one=message_id, now=tx.now_ms)
        tx.change(_FINE, one=webhook_id)
        return
    wait_ms = rules.retry_after_ms(attempts + 1)
    tx.change(_PUT_OFF, one=message_id, tries=attempts + 1, due=tx.now_ms + (wait_ms or 0))
    if rules.is_away(receipt.status):
        tx.change(_REST, one=webhook_id, more=1, until=tx.now_ms + rules.rest_ms(hook.failures + 1))
    if receipt.status == rules.GONE or wait_ms is None:
        stop_sending(tx, hook, "gone" if receipt.status == rules.GONE else "failing")


def plan_next(tx: WriteTx, actor: Actor, webhook_id: str, run: str | None) -> None:
    """Queue the job after this one, or note that there is none."""
    require(actor == SYSTEM, "program_only")
    route = tx.one(_ROUTE, one=webhook_id)
    if route is None or route.job_key != run:
        return
    due_ms = tx.one(_NEXT_DUE, webhook=webhook_id) if route.paused_at_ms is None else None
    if due_ms is None:
        tx.change(_PLAN, one=webhook_id, due=None, run=None)
    else:
        wait_ms = 0 if _unheard_from(tx) == NEVER else UNHEARD_MS
        _queue(tx, _PLAN, webhook_id, max(due_ms, route.rest_until_ms, tx.now_ms + wait_ms))


def wake(tx: WriteTx, webhook_id: str) -> None:
    """See to it that a job sends what waits, as soon as the address is not left in peace."""
    route = tx.one(_ROUTE, one=webhook_id)
    if route is not None and route.paused_at_ms is None:
        _queue(tx, _PLAN_SOONER, webhook_id, max(route.rest_until_ms, tx.now_ms))


def _unheard_from(tx: ReadTx) -> int:
    """The place in the log from which on a fact may be missing among the messages."""
    first = tx.one(_UNHEARD, until=tx.now_ms + BACKOFF_MS_MAX)
    return NEVER if first is None else first


def _queue(tx: WriteTx, plan: Change, webhook_id: str, due_ms: int) -> None:
    run = tx.new_id()
    if tx.change(plan, one=webhook_id, due=due_ms, run=run):
        tx.later(send_webhook, after_ms=due_ms - tx.now_ms, key=f"webhook:{run}", webhook_id=webhook_id, run=run)


@cron(every_ms=HOUR_MS)
def tidy_webhooks(tx: WriteTx, actor: Actor) -> None:
    """Forget what is older than a month or too much; wake those whose job an operator has thrown away."""
    for webhook_id, run in tx.all(_STUCK, before=tx.now_ms - STUCK_MS):
        plan_next(tx, SYSTEM, webhook_id, run)
    old = tx.all(_OLD, before=tx.now_ms - rules.KEPT_MS)
    for webhook_id, count in tx.all(_FULL, most=rules.MESSAGES_MAX):
        old += tx.all(_OLDEST, webhook=webhook_id, most=min(SWEPT, count - rules.MESSAGES_MAX))
    for message_id in dict.fromkeys(old):
        tx.change(_DROP_ATTEMPTS, one=message_id)
        tx.change(_DROP, one=message_id)


def _log_attempt(tx: WriteTx, message_id: str, receipt: Receipt) -> None:
    earlier = tx.all(_ATTEMPTS, message=message_id)
    for attempt_id in earlier[: max(0, len(earlier) + 1 - rules.ATTEMPTS_KEPT)]:
        tx.change(_DROP_ATTEMPT, one=attempt_id)
    tx.insert(
        WEBHOOK_ATTEMPT,
        id=tx.new_id(),
        message_id=message_id,
        at_ms=tx.now_ms,
        status=receipt.status,
        took_ms=receipt.took_ms,
        error=receipt.error[:ERROR_CHARS_MAX],
    )
