"""The evidence for a period: who was met on the way to what was kept, and which parties are one.

Only purchases of people who agreed to be studied are looked at; what all purchases brought into the pool is shared by
what theirs say. Staff has no part in it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import bindparam, select

from livefair.kernel import DAY_MS, ReadTx, query
from livefair.people.places import devices_since
from livefair.people.queries import people_with_role
from livefair.shop.events import OrderPaid, OrderRefunded
from livefair.value.models import PAYOUT_ACCOUNT, SHARE, SHARED_LINE
from livefair.value.rules.pool import Evidence, Way, groups_of, weigh
from livefair.value.studies.consented import STAFF, Consented, consenting
from livefair.value.studies.journeys import OTHERS, Met, reach_ms, touches_of

# Payment, parcel and return window lie before the release, and what was met lies before the payment.
BEFORE_MS = 63 * DAY_MS
LINES_MAX = 200_000
NUMBERS_MAX = 50_000

_POOL_LINES = query(
    lambda line_id, minor: (line_id, int(minor)),
    select(SHARED_LINE.c.line_id, SHARE.c.planned_minor - SHARE.c.refunded_minor)
    .join(SHARE, SHARE.c.line_id == SHARED_LINE.c.line_id)
    .where(
        SHARE.c.role == "pool",
        SHARED_LINE.c.currency == bindparam("currency"),
        SHARED_LINE.c.released_at_ms >= bindparam("since"),
        SHARED_LINE.c.released_at_ms < bindparam("until"),
        SHARED_LINE.c.refunded_minor < SHARED_LINE.c.amount_minor,
    )
    .limit(LINES_MAX),
)
_NUMBERS = query(
    lambda party, number: (party, number),
    select(PAYOUT_ACCOUNT.c.party, PAYOUT_ACCOUNT.c.number).where(PAYOUT_ACCOUNT.c.number != "").limit(NUMBERS_MAX),
)


class Asked(NamedTuple):
    from_ms: int
    to_ms: int
    currency: str


def evidence_of(tx: ReadTx, asked: Asked, values: Mapping[str, int] | None = None) -> Evidence:
    """`values`: what each kept line is worth, where it is not what it brought into the pool."""
    if values is None:
        values = dict(tx.all(_POOL_LINES, currency=asked.currency, since=asked.from_ms, until=asked.to_ms))
    return weigh(ways_of(tx, asked, values), one_by_device_or_account(tx, asked.from_ms - BEFORE_MS))


def one_by_device_or_account(tx: ReadTx, since_ms: int) -> dict[str, str]:
    """Party → its group: whoever shares a device or a pay account is one."""
    numbers = [(party, f"account {number}") for party, number in tx.all(_NUMBERS)]
    return groups_of([*devices_since(tx, since_ms), *numbers])


def ways_of(tx: ReadTx, asked: Asked, values: Mapping[str, int]) -> list[Way]:
    span = Consented(tx, asked.from_ms - BEFORE_MS, asked.to_ms, consenting(tx))
    staff = {card.id for role in STAFF for card in people_with_role(tx, role)}
    met = touches_of(span)

    def way(buyer: str, at_ms: int, minor: int, *, is_kept: bool) -> Way:
        return Way(buyer, _met(met.get(buyer, []), at_ms, staff), minor, is_kept)

    sent_back = _sent_back(span, asked)
    ways, bought = [], set()
    for paid in span.mine.facts(OrderPaid):
        bought.add(paid.fact.buyer_id)
        for line in paid.fact.lines if paid.fact.currency == asked.currency else []:
            if line.line_id in values:
                ways.append(way(paid.fact.buyer_id, paid.at_ms, values[line.line_id], is_kept=True))
            elif sent_back.get(line.line_id, 0) >= line.amount_minor:
                ways.append(way(paid.fact.buyer_id, paid.at_ms, 0, is_kept=False))
    for person, touches in sorted(met.items()):
        if person not in bought and touches and touches[-1].at_ms >= asked.from_ms:
            ways.append(way(person, touches[-1].at_ms, 0, is_kept=False))
    return ways


def _met(touches: list[Met], at_ms: int, staff: set[str]) -> frozenset[tuple[str, str]]:
    return frozenset(
        (one.role, one.entity)
        for one in touches
        if 0 <= at_ms - one.at_ms <= reach_ms(one) and one.entity != OTHERS and one.entity not in staff
    )


def _sent_back(span: Consented, asked: Asked) -> dict[str, int]:
    """Line → what was refunded in the period itself."""
    found: dict[str, int] = {}
    for seen in span.mine.facts(OrderRefunded):
        for back in seen.fact.lines if seen.at_ms >= asked.from_ms else []:
            found[back.line_id] = found.get(back.line_id, 0) + back.amount_minor
    return found
