"""What share rules would have given each role on orders that were paid already, beside what they did give."""

from collections import Counter

import msgspec

from livefair import ledger
from livefair.kernel import ReadTx
from livefair.shop.events import OrderPaid
from livefair.shop.queries import placed_at
from livefair.value.indicators.window import Seen, Window
from livefair.value.pool.gathering import Asked, evidence_of
from livefair.value.rules.pool import PERIOD_MS, allot
from livefair.value.rules.share_plan import plan
from livefair.value.share_rulebook import ShareRules
from livefair.value.shares import SharedLine, shared_line, shares_of
from livefair.value.terms import terms_of

LINES_MAX = 5_000


class RoleSum(msgspec.Struct, frozen=True):
    """Minor units after refunds: what the role has by its plans, and what it would have."""

    role: str
    was_minor: int
    would_minor: int


class PoolSum(msgspec.Struct, frozen=True):
    role: str
    parties: int
    minor: int


class Simulated(msgspec.Struct, frozen=True):
    """Of lines that were paid in the 28 days. `was_cut`: there were more lines than are simulated; the newest were.
    `pool` divides what the pool would have collected, but for `carried_minor`; `largest_bp` is the largest part of it.
    """

    from_ms: int
    to_ms: int
    currency: str
    lines: int
    was_cut: bool
    roles: list[RoleSum]
    pool: list[PoolSum]
    collected_minor: int
    carried_minor: int
    largest_bp: int


def simulate(tx: ReadTx, rules: ShareRules, to_ms: int, currency: str = "CNY") -> Simulated:
    from_ms = to_ms - PERIOD_MS
    was: Counter[str] = Counter()
    would: Counter[str] = Counter()
    brought: dict[str, int] = {}
    bought, was_cut = _bought(tx, from_ms, to_ms, currency)
    for seen, place, line in bought:
        for share in shares_of(tx, line.line_id):
            was[share.role] += share.outstanding_minor
        for role, minor in _planned_anew(tx, rules, seen, place, line).items():
            would[role] += minor
            if role == "pool" and line.refunded_minor < line.amount_minor:
                brought[line.line_id] = minor
    collected = would["pool"]
    parts = []
    if rules.pool is not None:
        parts = allot(collected, evidence_of(tx, Asked(from_ms, to_ms, currency), brought), rules.pool)
    by_party: Counter[str] = Counter()
    for part in parts:
        by_party[part.party] += part.minor
    return Simulated(
        from_ms=from_ms,
        to_ms=to_ms,
        currency=currency,
        lines=len(bought),
        was_cut=was_cut,
        roles=[RoleSum(role, was[role], would[role]) for role in sorted({*was, *would})],
        pool=[
            PoolSum(
                role, len({p.party for p in parts if p.role == role}), sum(p.minor for p in parts if p.role == role)
            )
            for role in sorted({part.role for part in parts})
        ],
        collected_minor=collected,
        carried_minor=collected - sum(part.minor for part in parts),
        largest_bp=max(by_party.values(), default=0) * 10_000 // collected if collected else 0,
    )


def _bought(
    tx: ReadTx, from_ms: int, to_ms: int, currency: str
) -> tuple[list[tuple[Seen[OrderPaid], int, SharedLine]], bool]:
    """(fact, place of the line in it, its plan), the newest first."""
    paid = [seen for seen in Window(tx, from_ms, to_ms).facts(OrderPaid) if seen.fact.currency == currency]
    all_lines = [(seen, place) for seen in reversed(paid) for place in range(len(seen.fact.lines))]
    found = [
        (seen, place, line)
        for seen, place in all_lines[:LINES_MAX]
        if (line := shared_line(tx, seen.fact.lines[place].line_id)) is not None
    ]
    return found, len(all_lines) > LINES_MAX


def _planned_anew(tx: ReadTx, rules: ShareRules, seen: Seen[OrderPaid], place: int, line: SharedLine) -> Counter[str]:
    """By role, after as much was refunded as was of the line."""
    terms = terms_of(tx, seen.fact, seen.fact.lines[place], placed_at(tx, seen.fact.order_id) or seen.at_ms)
    shares = plan(terms, rules.legs)
    planned = {str(at): share.minor for at, share in enumerate(shares)}
    back = ledger.split_refund(line.refunded_minor, planned)
    left: Counter[str] = Counter()
    for at, share in enumerate(shares):
        left[share.role] += share.minor - back[str(at)]
    return left
