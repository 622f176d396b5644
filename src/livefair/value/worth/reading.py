"""The worth of a brand, from the facts of its weeks: every input is in the answer, so that anybody can reckon again."""

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from livefair.kernel import DAY_MS, Actor, ReadTx, not_found
from livefair.shop.events import OrderPaid, OrderRefunded
from livefair.value.events import PartyShare, SharesPlanned, SharesRefunded, SharesReleased
from livefair.value.indicators.window import WEEK_MS, Window
from livefair.value.rules.worth import Case, Cell, cases, economic_profit, forecast, rate_of, robust_z, role_of_brand
from livefair.value.rules.worth import strength as strength_of
from livefair.value.worth.terms import HOUSE, Said, may_see, said_terms

WEEKS_MAX = 26
# People are compared in the rooms that they came to in these days, and bought within one day.
ROLE_MS, BUY_MS = 28 * DAY_MS, DAY_MS
BY_NAME, RECOMMENDED = frozenset({"direct", "profile"}), frozenset({"feed", "video"})
DRAWS, SEED = 1_000, 1


class Week(NamedTuple):
    """`revenue_minor` was released to the owner and not taken back. `cost`: money per order that payment (of the house)
    or others (of a brand) take; `relation`: net sales per buyer; `power`: brands and hosts that sold (of the house), or
    the brand's part of all sales. None: unknown, for nothing was sold."""

    from_ms: int
    revenue_minor: int
    cost: float | None
    relation: float | None
    power: float | None


class Worth(NamedTuple):
    """`z`: cost, relation and power of the newest week against those before, + is better. `role`: low, middle, high.
    `cases`: low, middle and high; empty where something is unknown, which `why` names: no_sales, too_young, no_role.
    """

    owner: str
    at_ms: int
    currency: str
    said: Said
    weeks: list[Week]
    z: tuple[float | None, float | None, float | None]
    strength: float | None
    cells: list[Cell]
    role: tuple[float, float, float] | None
    cases: list[Case]
    why: str | None


def worth_of(tx: ReadTx, actor: Actor, owner: str, currency: str = "CNY") -> Worth:
    """For operators, and for a brand its own. The same facts give the same numbers: the seed is fixed."""
    if not may_see(actor, owner):
        not_found("brand")
    window = Window(tx, tx.now_ms + 1 - WEEKS_MAX * WEEK_MS, tx.now_ms + 1, currency)
    weeks, said = weeks_of(window, owner), said_terms(tx, owner)
    z = (
        robust_z([week.cost for week in weeks], up=False),
        robust_z([week.relation for week in weeks], up=True),
        robust_z([week.power for week in weeks], up=True),
    )
    strength, cells = strength_of(z), cells_of(window, owner)
    role = interval_of_role(cells)
    why = "no_sales" if not weeks else "too_young" if strength is None else "no_role" if role is None else None
    found: list[Case] = []
    if strength is not None and role is not None:
        terms = said.terms
        profits = [economic_profit(year, terms) for year in forecast([week.revenue_minor for week in weeks])]
        found = cases(profits, role, rate_of(strength, terms.wacc), terms.growth)
    return Worth(owner, tx.now_ms, currency, said, weeks, z, strength, cells, role, found, why)


def weeks_of(window: Window, owner: str) -> list[Week]:
    """Whole weeks that end now, oldest first, from the first one on in which something was sold."""
    for kind in (OrderPaid, OrderRefunded, SharesPlanned, SharesReleased, SharesRefunded):
        window.facts(kind)  # read once: the weeks are parts of it
    starts = range(window.from_ms, window.to_ms, WEEK_MS)
    found = [_week(window.part(start, start + WEEK_MS), owner) for start in starts]
    first = next((at for at, week in enumerate(found) if week.relation is not None), len(found))
    return found[first:]


def _week(week: Window, owner: str) -> Week:
    paid = [one.fact for one in week.facts(OrderPaid) if one.fact.currency == week.currency]
    mine = [fact for fact in paid if owner in (HOUSE, fact.brand_id)]
    orders = {fact.order_id for fact in mine}
    back = sum(
        line.amount_minor
        for one in week.facts(OrderRefunded)
        if one.fact.currency == week.currency and owner in (HOUSE, one.fact.brand_id)
        for line in one.fact.lines
    )
    sold = sum(line.amount_minor for fact in mine for line in fact.lines)
    buyers = {fact.buyer_id for fact in mine}
    return Week(
        from_ms=week.from_ms,
        revenue_minor=_revenue(week, owner),
        cost=_taken(week, owner, orders) / len(orders) if orders else None,
        relation=(sold - back) / len(buyers) if buyers else None,
        power=_power(paid, owner, sold) if orders else None,
    )


def _power(paid: list[OrderPaid], owner: str, sold: int) -> float:
    if owner == HOUSE:
        return float(
            len({fact.brand_id for fact in paid} | {line.host_id for fact in paid for line in fact.lines} - {None})
        )
    return 100 * sold / sum(line.amount_minor for fact in paid for line in fact.lines)


def _taken(week: Window, owner: str, orders: set[str]) -> int:
    """What payment costs the house, or everybody else a brand, of these orders."""
    is_cost: Callable[[PartyShare], bool] = (
        (lambda share: share.role == "psp") if owner == HOUSE else (lambda share: share.party != owner)
    )
    return sum(
        share.minor
        for one in week.facts(SharesPlanned)
        if one.fact.order_id in orders
        for share in one.fact.shares
        if is_cost(share)
    )


def _revenue(week: Window, owner: str) -> int:
    def mine(shares: list[PartyShare]) -> int:
        is_house = owner == HOUSE
        return sum(share.minor for share in shares if (share.role == "platform" if is_house else share.party == owner))

    came = sum(mine(one.fact.shares) for one in week.facts(SharesReleased) if one.fact.currency == week.currency)
    back = (one.fact for one in week.facts(SharesRefunded) if one.fact.currency == week.currency)
    return came - sum(mine(fact.shares) for fact in back if fact.after_release)


def cells_of(window: Window, owner: str) -> list[Cell]:
    """By room, of people with an account who came to it: whoever came by the name, and the others.

    By the name: of the house, who came straight or from a profile, against feed and videos; of a brand, who had bought
    of it before, against all others. Their first coming to the room counts, and whether they bought there in a day.
    """
    bought: dict[tuple[str, str], list[int]] = defaultdict(list)
    known_since: dict[str, int] = {}
    for one in window.facts(OrderPaid):
        if owner in (HOUSE, one.fact.brand_id):
            known_since.setdefault(one.fact.buyer_id, one.at_ms)
            for line in one.fact.lines:
                bought[one.fact.buyer_id, line.room_id or ""].append(one.at_ms)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    seen: set[tuple[str, str]] = set()
    for stay in window.part(window.to_ms - ROLE_MS, window.to_ms).stays():
        pair = (stay.viewer, stay.room_id)
        by_name = (
            _by_name(stay.source)
            if owner == HOUSE
            else known_since.get(stay.viewer, stay.joined_at_ms) < stay.joined_at_ms
        )
        if by_name is None or pair in seen or stay.viewer.startswith("guest:"):
            continue
        seen.add(pair)
        has_bought = any(0 <= at_ms - stay.joined_at_ms <= BUY_MS for at_ms in bought.get(pair, ()))
        place = counts[stay.room_id]
        place[0 if by_name else 2] += 1
        place[1 if by_name else 3] += has_bought
    return [Cell(*counts[room]) for room in sorted(counts)]


def _by_name(source: str) -> bool | None:
    return True if source in BY_NAME else False if source in RECOMMENDED else None


def interval_of_role(cells: list[Cell]) -> tuple[float, float, float] | None:
    """With 95 of 100 of what comes out when buyers of each place are drawn anew."""
    middle = role_of_brand(cells)
    if middle is None:
        return None
    rng = np.random.default_rng(SEED)
    drawn = []
    for _ in range(DRAWS):
        again = [
            Cell(
                one.direct, _drawn(rng, one.direct, one.direct_bought), one.cold, _drawn(rng, one.cold, one.cold_bought)
            )
            for one in cells
        ]
        drawn.append(role_of_brand(again) or 0.0)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return min(float(low), middle), middle, max(float(high), middle)


def _drawn(rng: np.random.Generator, people: int, bought: int) -> int:
    return int(rng.binomial(people, bought / people)) if people else 0
