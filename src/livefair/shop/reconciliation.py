"""Reconciliation (对账): a provider's report beside our book; each difference waits until somebody settles it."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeGuard

from sqlalchemy import bindparam, func, select, update

from livefair.kernel import (
    DAY_MS,
    SYSTEM,
    Actor,
    Conflict,
    JobContext,
    ReadTx,
    WriteTx,
    change,
    long_job,
    not_found,
    query,
    require,
    require_valid,
)
from livefair.people import clean_line
from livefair.shop.events_of_paying import DifferenceSettled, ReconciliationEnded
from livefair.shop.local_provider import NAME as LOCAL
from livefair.shop.models.paying import DIFFERENCE, RECONCILIATION
from livefair.shop.our_book import local_report, our_book
from livefair.shop.providers import PaymentProvider, Providers
from livefair.shop.rules.reconciling import Movement, Span, compare

DAYS_MAX = 31
FOUND_MAX = 5_000
RUNS_SHOWN = 30
SHOWN_MAX = 500
WHY_CHARS_MAX = 300
LIMIT_MS = 10 * 60_000


class Reporting(Protocol):
    """A provider that can be asked what it has moved."""

    async def report(self, *, since_ms: int, until_ms: int) -> list[Movement]: ...


class Run(NamedTuple):
    """`found`: how many differences there were; `open`: how many nobody has settled."""

    id: str
    provider: str
    source: str
    since_ms: int
    until_ms: int
    asked_by: str
    asked_at_ms: int
    ended_at_ms: int | None
    matched: int
    found: int
    open: int


class Found(NamedTuple):
    id: str
    run_id: str
    kind: str
    subject: str
    key: str
    reference: str
    ours_minor: int | None
    theirs_minor: int | None
    currency: str
    at_ms: int
    settled_by: str | None
    settled_why: str | None
    settled_at_ms: int | None


_open = (
    select(func.count())
    .where(DIFFERENCE.c.run_id == RECONCILIATION.c.id, DIFFERENCE.c.settled_at_ms.is_(None))
    .correlate(RECONCILIATION)
    .scalar_subquery()
)
_RUN_COLUMNS = [*(RECONCILIATION.c[name] for name in Run._fields if name != "open"), _open]
_RUN = query(Run, select(*_RUN_COLUMNS).where(RECONCILIATION.c.id == bindparam("one")))
_RUNS = query(Run, select(*_RUN_COLUMNS).order_by(RECONCILIATION.c.id.desc()).limit(RUNS_SHOWN))
_COLUMNS = [DIFFERENCE.c[name] for name in Found._fields]
_ONE = query(Found, select(*_COLUMNS).where(DIFFERENCE.c.id == bindparam("one")))
_OF_RUN = query(
    Found,
    select(*_COLUMNS)
    .where(DIFFERENCE.c.run_id == bindparam("run"), DIFFERENCE.c.id > bindparam("after"))
    .order_by(DIFFERENCE.c.id)
    .limit(bindparam("most")),
)
_END = change(
    update(RECONCILIATION)
    .where(RECONCILIATION.c.id == bindparam("one"), RECONCILIATION.c.ended_at_ms.is_(None))
    .values(ended_at_ms=bindparam("now"), matched=bindparam("right"), found=bindparam("wrong"))
)
_SETTLE = change(
    update(DIFFERENCE)
    .where(DIFFERENCE.c.id == bindparam("one"), DIFFERENCE.c.settled_at_ms.is_(None))
    .values(settled_by=bindparam("who"), settled_why=bindparam("why"), settled_at_ms=bindparam("now"))
)


def ask_reconciliation(tx: WriteTx, actor: Actor, provider: str, span: Span, *, can_report: bool) -> str:
    """Have the provider asked. Returns the run's id. `can_report`: whether it can be asked. Conflict no_report_here."""
    if not can_report:
        raise Conflict("no_report_here")
    run_id = _begin(tx, actor, provider, span, "asked")
    tx.later(reconcile, key=f"reconcile:{run_id}", run_id=run_id)
    return run_id


def reconcile_file(tx: WriteTx, actor: Actor, provider: str, span: Span, *, theirs: Sequence[Movement]) -> str:
    """Lay a report beside our book that an operator has brought. Returns the run's id."""
    run_id = _begin(tx, actor, provider, span, "file")
    _lay_beside(tx, run_called(tx, run_id), theirs)
    return run_id


@long_job(limit_ms=LIMIT_MS)
async def reconcile(ctx: JobContext, *, run_id: str) -> None:
    run = await ctx.db.read(run_called, run_id)
    if run.ended_at_ms is not None:
        return
    providers: Providers = ctx.services[Providers]
    provider, since_ms = providers.called(run.provider), run.since_ms - DAY_MS
    if run.provider == LOCAL:
        theirs = await ctx.db.read(local_report, since_ms=since_ms, until_ms=run.until_ms)
    elif can_report(provider):
        theirs = await provider.report(since_ms=since_ms, until_ms=run.until_ms)
    else:
        not_found("payment_provider")
    await ctx.db.write(end_reconciliation, SYSTEM, run_id, theirs)


def end_reconciliation(tx: WriteTx, actor: Actor, run_id: str, theirs: Sequence[Movement]) -> None:
    _lay_beside(tx, run_called(tx, run_id), theirs)


def settle_difference(tx: WriteTx, actor: Actor, difference_id: str, *, why: str) -> str:
    """Somebody has done what it takes, and says what. Returns the run's id. Conflict difference_settled."""
    require(actor.has("operator"), "operators_only")
    found = tx.one(_ONE, one=difference_id) or not_found("difference")
    words = clean_line(why, limit=WHY_CHARS_MAX, field="why")
    if not tx.change(_SETTLE, one=difference_id, who=actor.id, why=words, now=tx.now_ms):
        raise Conflict("difference_settled")
    tx.announce(
        DifferenceSettled(difference_id=difference_id, run_id=found.run_id, difference_kind=found.kind, by=actor.id)
    )
    return found.run_id


def runs(tx: ReadTx, actor: Actor) -> list[Run]:
    """The newest first."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_RUNS)


def run_for(tx: ReadTx, actor: Actor, run_id: str) -> Run:
    require(actor.has("operator"), "operators_only")
    return run_called(tx, run_id)


def differences(tx: ReadTx, actor: Actor, run_id: str, *, after: str = "", most: int = SHOWN_MAX) -> list[Found]:
    """In the order in which they were found. Page on with the last `id`."""
    require(actor.has("operator"), "operators_only")
    return tx.all(_OF_RUN, run=run_id, after=after, most=min(most, FOUND_MAX))


def run_called(tx: ReadTx, run_id: str) -> Run:
    return tx.one(_RUN, one=run_id) or not_found("reconciliation")


def can_report(provider: PaymentProvider) -> TypeGuard[Reporting]:
    return hasattr(provider, "report")


def _begin(tx: WriteTx, actor: Actor, provider: str, span: Span, source: str) -> str:
    require(actor.has("operator"), "operators_only")
    require_valid(span.since_ms < span.until_ms, "bad_span", field="until")
    require_valid(span.until_ms - span.since_ms <= DAYS_MAX * DAY_MS, "span_too_long", field="until", days=DAYS_MAX)
    run_id = tx.new_id()
    tx.insert(
        RECONCILIATION,
        id=run_id,
        provider=provider,
        source=source,
        since_ms=span.since_ms,
        until_ms=span.until_ms,
        asked_by=actor.id,
        asked_at_ms=tx.now_ms,
        matched=0,
        found=0,
    )
    return run_id


def _lay_beside(tx: WriteTx, run: Run, theirs: Sequence[Movement]) -> None:
    """Ours reaches a day further on both sides: a word is heard later than it is said, and a day ends in between."""
    ours = our_book(tx, run.provider, since_ms=run.since_ms - DAY_MS, until_ms=run.until_ms + DAY_MS)
    compared = compare(ours, theirs, Span(run.since_ms, run.until_ms))
    wrong = len(compared.differences)
    if not tx.change(_END, one=run.id, now=tx.now_ms, right=compared.matched, wrong=wrong):
        return
    for one in compared.differences[:FOUND_MAX]:
        tx.insert(DIFFERENCE, id=tx.new_id(), run_id=run.id, **one._asdict())
    tx.announce(ReconciliationEnded(run_id=run.id, provider=run.provider, matched=compared.matched, differences=wrong))
