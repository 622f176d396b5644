"""A party's statement: what it can expect, what it was given, what went back, what was paid out, each with its why."""

from typing import NamedTuple

from sqlalchemy import Text, bindparam, case, cast, distinct, func, select

from livefair import ledger
from livefair.kernel import Actor, ReadTx, not_found, query
from livefair.value.models import OPEN_CLAIM, SHARE, SHARED_LINE
from livefair.value.rules.share_plan import Kind

PAGE_MAX = 100
PAYOUT_REASONS = ("payout", "payout_returned", "payout_late")


class Totals(NamedTuple):
    """By state, in minor units of one currency.

    `expected` still stands in escrow; `released` was handed over; `returned` went back of that; `refunded` is all that
    refunds took, before and after the release; `paid_out` left for the party's bank; `payable` is what stands ready,
    `owed` a debt to the house; `orders` had a share for the party. released − returned − paid_out = payable − owed.
    """

    currency: str
    expected_minor: int
    released_minor: int
    returned_minor: int
    refunded_minor: int
    paid_out_minor: int
    payable_minor: int
    owed_minor: int
    orders: int


class Posting(NamedTuple):
    """One movement on the party's accounts. `why`: code and basis_points with line_id, order_id and rule_version."""

    seq: int
    at_ms: int
    account: str
    currency: str
    minor: int
    reason: str
    why: dict[str, str | int | None]
    transfer_id: str


class Expected(NamedTuple):
    """A share that still waits in escrow, of an order line or a gift. `due_at_ms` is None until the goods arrived.

    `is_frozen`: somebody has asked for the money back, or their bank has; nothing is released before that is decided.
    """

    cursor: str
    kind: Kind
    line_id: str
    order_id: str
    product_id: str
    rule_version: int
    role: str
    why: str
    basis_points: int
    base_minor: int
    amount_minor: int
    planned_minor: int
    refunded_minor: int
    currency: str
    planned_at_ms: int
    due_at_ms: int | None
    is_frozen: bool


class _Sums(NamedTuple):
    expected_minor: int
    refunded_minor: int
    orders: int


_waits = SHARED_LINE.c.released_at_ms.is_(None)
_left = SHARE.c.planned_minor - SHARE.c.refunded_minor
_cursor = SHARE.c.line_id + ":" + cast(SHARE.c.position, Text)
_claims = (
    select(func.count())
    .where(OPEN_CLAIM.c.order_id == SHARED_LINE.c.order_id, OPEN_CLAIM.c.closed_at_ms.is_(None))
    .correlate(SHARED_LINE)
    .scalar_subquery()
)
_EXPECTED = query(
    lambda *row: Expected(*row)._replace(is_frozen=row[-1] > 0),
    select(
        _cursor,
        SHARED_LINE.c.kind,
        SHARE.c.line_id,
        SHARED_LINE.c.order_id,
        SHARED_LINE.c.product_id,
        SHARED_LINE.c.rule_version,
        SHARE.c.role,
        SHARE.c.why,
        SHARE.c.basis_points,
        SHARE.c.base_minor,
        SHARED_LINE.c.amount_minor,
        SHARE.c.planned_minor,
        SHARE.c.refunded_minor,
        SHARED_LINE.c.currency,
        SHARED_LINE.c.planned_at_ms,
        SHARED_LINE.c.due_at_ms,
        _claims,
    )
    .join(SHARED_LINE, SHARED_LINE.c.line_id == SHARE.c.line_id)
    .where(SHARE.c.party == bindparam("party"), _waits, _left > 0, _cursor < bindparam("before"))
    .order_by(_cursor.desc())
    .limit(bindparam("limit")),
)
_SUMS = query(
    lambda currency, *sums: (currency, _Sums(*(int(number) for number in sums))),
    select(
        SHARED_LINE.c.currency,
        func.sum(case((_waits, _left), else_=0)),
        func.sum(SHARE.c.refunded_minor),
        func.count(distinct(case((SHARED_LINE.c.kind == "order", SHARED_LINE.c.order_id)))),
    )
    .select_from(SHARE)
    .join(SHARED_LINE, SHARED_LINE.c.line_id == SHARE.c.line_id)
    .where(SHARE.c.party == bindparam("party"))
    .group_by(SHARED_LINE.c.currency),
)


def totals_of(tx: ReadTx, actor: Actor, party: str) -> list[Totals]:
    """The party's totals by state, one for each currency it has had to do with."""
    _require_party(actor, party)
    sums = dict(tx.all(_SUMS, party=party))
    booked = ledger.totals(tx, ledger.accounts_of(party))
    return [
        _totals(currency, sums.get(currency, _Sums(0, 0, 0)), [total for total in booked if total.currency == currency])
        for currency in sorted({*sums, *(total.currency for total in booked)})
    ]


def postings_of(
    tx: ReadTx, actor: Actor, party: str, *, before_seq: int | None = None, limit: int = 50
) -> list[Posting]:
    """Movements on the party's accounts, newest first, each with its why. Page on with the last `seq`."""
    _require_party(actor, party)
    page = ledger.lines(tx, ledger.accounts_of(party), before_seq=before_seq, limit=min(limit, PAGE_MAX))
    return [
        Posting(
            seq=line.seq,
            at_ms=line.at_ms,
            account=line.account.partition(":")[0],
            currency=line.currency,
            minor=line.minor,
            reason=line.reason,
            why=line.why,
            transfer_id=line.transfer_id,
        )
        for line in page
    ]


def expected_by(tx: ReadTx, actor: Actor, party: str, *, before: str = "~", limit: int = 50) -> list[Expected]:
    """Shares that wait in escrow, newest order first. Page on with the last `cursor`."""
    _require_party(actor, party)
    return tx.all(_EXPECTED, party=party, before=before, limit=min(limit, PAGE_MAX))


def _require_party(actor: Actor, party: str) -> None:
    """A statement is the party's own; operators see all."""
    if party not in (actor.id, actor.organisation_id) and not actor.has("operator"):
        not_found("statement")


def _totals(currency: str, sums: _Sums, booked: list[ledger.Total]) -> Totals:
    def net(*, reason: str | None = None, account: str | None = None) -> int:
        return sum(
            total.credited_minor - total.debited_minor
            for total in booked
            if reason in (None, total.reason) and account in (None, total.account.partition(":")[0])
        )

    return Totals(
        currency=currency,
        expected_minor=sums.expected_minor,
        released_minor=net(reason="release"),
        returned_minor=-net(reason="refund"),
        refunded_minor=sums.refunded_minor,
        paid_out_minor=-sum(net(reason=reason) for reason in PAYOUT_REASONS),
        payable_minor=net(account="payable") + net(account="reserve"),
        owed_minor=-net(account="receivable"),
        orders=sums.orders,
    )
