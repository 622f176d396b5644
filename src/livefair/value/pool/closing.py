"""A period from its end to everybody's accounts: closed a day later, open to appeals, then paid. Each step once."""

from sqlalchemy import bindparam, update

from livefair import ledger
from livefair.kernel import DAY_MS, MINUTE_MS, SYSTEM, Actor, JobContext, ReadTx, WriteTx, change, cron, job, long_job
from livefair.value.events import PartyShare, PoolPaid, PoolPeriodClosed
from livefair.value.models import POOL_PART, POOL_PERIOD
from livefair.value.pool.book import Gathered, Period, gathered, last_period, parts_of_period, period_called
from livefair.value.pool.gathering import Asked, evidence_of
from livefair.value.pool.notes import tell_of_parts
from livefair.value.rules.pool import GRACE_MS, PERIOD_MS, Evidence, Part, PoolRule, allot, period_of, span_of_period
from livefair.value.rules.share_plan import POOL
from livefair.value.share_rulebook import pool_since, share_rules_of

LIMIT_MS = 10 * MINUTE_MS
BACK_MS = 26 * PERIOD_MS

_PAY = change(
    update(POOL_PERIOD)
    .where(
        POOL_PERIOD.c.id == bindparam("period"),
        POOL_PERIOD.c.paid_at_ms.is_(None),
        POOL_PERIOD.c.payable_at_ms <= bindparam("now"),
    )
    .values(paid_at_ms=bindparam("now"))
)


@cron(every_ms=DAY_MS)
def close_pool_periods(tx: WriteTx, actor: Actor) -> None:
    """The earliest of each currency that is over and not closed; its end asks for the next."""
    for due in periods_due(tx):
        key = f"pool:{due.currency}:{due.number}"
        tx.later(close_period, key=key, currency=due.currency, number=due.number)


def periods_due(tx: ReadTx) -> list[Gathered]:
    since_ms = pool_since(tx)
    if since_ms is None:
        return []
    over_ms, _ = span_of_period(period_of(tx.now_ms - GRACE_MS, since_ms), since_ms)
    found: dict[str, Gathered] = {}
    for each in gathered(tx, since_ms, max(since_ms, over_ms - BACK_MS), over_ms):
        last = last_period(tx, each.currency)
        if each.minor > 0 and (last is None or each.number > last.number):
            found.setdefault(each.currency, each)
    return list(found.values())


@long_job(limit_ms=LIMIT_MS)
async def close_period(ctx: JobContext, *, currency: str, number: int) -> None:
    """Gather the evidence beside the writer, then keep what follows from it."""
    evidence = await ctx.db.analyse(evidence_of_period, number, currency)
    await ctx.db.write(keep_period, SYSTEM, currency, number, evidence)


def evidence_of_period(tx: ReadTx, number: int, currency: str) -> Evidence:
    return evidence_of(tx, Asked(*span_of_period(number, pool_since(tx) or 0), currency))


def keep_period(tx: WriteTx, actor: Actor, currency: str, number: int, evidence: Evidence) -> None:
    """Set everybody's part apart. A period that is closed, or not due, stays as it is."""
    due = next((each for each in periods_due(tx) if (each.currency, each.number) == (currency, number)), None)
    if due is None:
        return
    rules = share_rules_of(tx, due.rule_version)
    rule = (rules.pool if rules else None) or PoolRule()
    before = last_period(tx, currency)
    collected = due.minor + (before.carry_left_minor if before else 0)
    parts = allot(collected, evidence, rule)
    given = sum(part.minor for part in parts)
    period = Period(
        id=tx.new_id(),
        number=number,
        from_at_ms=span_of_period(number, pool_since(tx) or 0)[0],
        currency=currency,
        rule_version=due.rule_version,
        cap_bp=rule.cap_bp,
        buyers_min=rule.buyers_min,
        own_minor=due.minor,
        collected_minor=collected,
        carried_minor=collected - given,
        carried_back_minor=0,
        kept=evidence.kept,
        lost=evidence.lost,
        closed_at_ms=tx.now_ms,
        payable_at_ms=tx.now_ms + rule.appeal_days * DAY_MS,
        paid_at_ms=None,
    )
    if not tx.insert_new(POOL_PERIOD, **period._asdict()):
        return
    for position, part in enumerate(parts):
        _insert_part(tx, period.id, position, part)
    if given:
        why: ledger.Why = {"period_id": period.id, "rule_version": period.rule_version}
        legs = [ledger.Leg(POOL, -given), ledger.Leg(period.account, given)]
        ledger.post(tx, key=f"pool_set:{period.id}", reason="pool_set", currency=currency, legs=legs, why=why)
    tx.announce(
        PoolPeriodClosed(
            period_id=period.id,
            number=number,
            currency=currency,
            rule_version=period.rule_version,
            collected_minor=collected,
            carried_minor=period.carried_minor,
            shares=[PartyShare(role=part.role, party=part.party, minor=part.minor) for part in parts],
        )
    )
    tell_of_parts(tx, period, sorted({part.party for part in parts}))
    tx.later(pay_period, after_ms=period.payable_at_ms - tx.now_ms, key=f"pool_pay:{period.id}", period_id=period.id)
    close_pool_periods(tx, SYSTEM)


@job
def pay_period(tx: WriteTx, actor: Actor, *, period_id: str) -> None:
    """Everybody's part, as far as refunds have left it, once the time for appeals is over."""
    period = period_called(tx, period_id)
    if not tx.change(_PAY, period=period_id, now=tx.now_ms):
        return
    parts = [part for part in parts_of_period(tx, period_id) if part.outstanding_minor]
    for part in parts:
        supply = ledger.Supply(part.outstanding_minor, f"receivable:{part.party}", f"payable:{part.party}")
        legs = ledger.fill_legs(tx, [supply], currency=period.currency)
        ledger.post(
            tx,
            key=f"pool_paid:{period_id}:{part.position}",
            reason="pool_paid",
            currency=period.currency,
            legs=[ledger.Leg(period.account, -part.outstanding_minor), *legs],
            why={"period_id": period_id, "role": part.role, "rule_version": period.rule_version},
        )
    shares = [PartyShare(role=part.role, party=part.party, minor=part.outstanding_minor) for part in parts]
    tx.announce(PoolPaid(period_id=period_id, currency=period.currency, shares=shares))


def _insert_part(tx: WriteTx, period_id: str, position: int, part: Part) -> None:
    tx.insert(
        POOL_PART,
        period_id=period_id,
        position=position,
        role=part.role,
        party=part.party,
        planned_minor=part.minor,
        refunded_minor=0,
        kept=part.kept,
        lost=part.lost,
        buyers=part.buyers,
        credit_minor=part.credit_minor,
        lift_ppm=part.lift_ppm,
        merged=part.merged,
        was_capped=int(part.was_capped),
    )
