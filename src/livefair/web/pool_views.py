"""What pages show of the co-creation pool."""

from typing import NamedTuple

from livefair.kernel import Actor, Money, ReadTx
from livefair.people import organisation_names, person_cards
from livefair.value.pool.appeals import Appeal, all_appeals, my_appeals
from livefair.value.pool.book import Period, all_periods, period_called
from livefair.value.pool.drafts import Draft, drafts
from livefair.value.pool.report import OwnPart, own_parts, public_report
from livefair.value.pool.simulating import Simulated
from livefair.value.rules.pool import PoolRule
from livefair.value.share_rulebook import parse, share_rules_at


class PeriodView(NamedTuple):
    """`to_at_ms` is no part of it. `state`: open (to appeals), paid."""

    id: str
    from_at_ms: int
    to_at_ms: int
    own: Money
    collected: Money
    given: Money
    carried: Money
    kept: int
    lost: int
    cap: float
    version: int
    payable_at_ms: int
    state: str


class RoleView(NamedTuple):
    """`parties` None: several roles with few parties each."""

    role: str
    parties: int | None
    amount: Money


class ReportedView(NamedTuple):
    period: PeriodView
    roles: list[RoleView]


class ReportView(NamedTuple):
    """`rule` None: there is no pool now. `kappa`: 0..1."""

    kappa: float
    rule: PoolRule | None
    cap: float
    periods: list[ReportedView]


class PartView(NamedTuple):
    """`cap` is said where the part was cut off there; `merged` accounts were counted as one."""

    role: str
    amount: Money
    planned: Money
    kept: int
    lost: int
    buyers: int
    credit: Money
    lift: float
    merged: int
    was_capped: bool


class AppealView(NamedTuple):
    id: str
    party: str
    words: str
    opened_at_ms: int
    state: str
    granted: Money
    answer: str


class OwnPeriod(NamedTuple):
    period: PeriodView
    parts: list[PartView]
    total: Money
    appeal: AppealView | None
    may_appeal: bool


class ComparedView(NamedTuple):
    role: str
    was: Money
    would: Money
    more: Money


class SimulatedView(NamedTuple):
    lines: int
    was_cut: bool
    rows: list[ComparedView]
    pool: list[RoleView]
    collected: Money
    carried: Money
    largest: float


class ShareView(NamedTuple):
    """`share`: 0..1. `of`: "line" or "gift"."""

    role: str
    share: float
    of: str


class DraftView(NamedTuple):
    """`simulated` None: not yet. `state`: waits, ready, published, outdated. `shares`: what the house decides."""

    id: str
    version: int
    since_at_ms: int
    kappa: float
    rule: PoolRule | None
    shares: list[ShareView]
    by: str
    drafted_at_ms: int
    simulated: SimulatedView | None
    state: str


class PoolDesk(NamedTuple):
    """`kappa` and the rule are those in force, to start a draft from."""

    kappa: float
    rule: PoolRule
    drafts: list[DraftView]
    periods: list[PeriodView]
    appeals: list[AppealView]


def report_view(tx: ReadTx) -> ReportView:
    found = public_report(tx)
    periods = [
        ReportedView(
            _period(one.period, tx.now_ms),
            [RoleView(each.role, each.parties, Money(each.minor, one.period.currency)) for each in one.roles],
        )
        for one in found.periods
    ]
    return ReportView(found.kappa_bp / 10_000, found.rule, found.rule.cap_bp / 10_000 if found.rule else 0.0, periods)


def own_view(tx: ReadTx, actor: Actor) -> list[OwnPeriod]:
    parts = own_parts(tx, actor)
    appeals = {one.period_id: one for one in my_appeals(tx, actor)}
    by_period: dict[str, list[OwnPart]] = {}
    for one in parts:
        by_period.setdefault(one.period.id, []).append(one)
    return [_own(tx, actor, own, appeals.get(period_id)) for period_id, own in by_period.items()]


def _own(tx: ReadTx, actor: Actor, own: list[OwnPart], appeal: Appeal | None) -> OwnPeriod:
    period = own[0].period
    total = sum(one.part.outstanding_minor for one in own)
    return OwnPeriod(
        period=_period(period, tx.now_ms),
        parts=[_part(one) for one in own],
        total=Money(total, period.currency),
        appeal=None if appeal is None else _appeal(appeal, period.currency, {}),
        may_appeal=appeal is None and tx.now_ms < period.payable_at_ms,
    )


def _part(own: OwnPart) -> PartView:
    part, currency = own.part, own.period.currency
    return PartView(
        role=part.role,
        amount=Money(part.outstanding_minor, currency),
        planned=Money(part.planned_minor, currency),
        kept=part.kept,
        lost=part.lost,
        buyers=part.buyers,
        credit=Money(part.credit_minor, currency),
        lift=part.lift_ppm / 1_000_000,
        merged=part.merged,
        was_capped=bool(part.was_capped),
    )


def draft_views(tx: ReadTx, actor: Actor) -> list[DraftView]:
    found = drafts(tx, actor)
    names = names_of(tx, [one.drafted_by for one in found])
    return [_draft(one, names, tx.now_ms) for one in found]


def desk_view(tx: ReadTx, actor: Actor) -> PoolDesk:
    appeals = all_appeals(tx, actor)
    names = names_of(tx, [one.party for one in appeals])
    rules = share_rules_at(tx, tx.now_ms)
    return PoolDesk(
        kappa=rules.kappa_bp / 10_000 if rules else 0.0,
        rule=(rules.pool if rules else None) or PoolRule(),
        drafts=draft_views(tx, actor),
        periods=[_period(one, tx.now_ms) for one in all_periods(tx)],
        appeals=[_appeal(one, period_called(tx, one.period_id).currency, names) for one in appeals],
    )


def names_of(tx: ReadTx, parties: list[str]) -> dict[str, str]:
    ids = sorted(set(parties))
    return {party: card.name for party, card in person_cards(tx, ids).items()} | organisation_names(tx, ids)


def _draft(draft: Draft, names: dict[str, str], now_ms: int) -> DraftView:
    rules, simulated = parse(draft.body), draft.simulated
    state = "ready" if rules.effective_at_ms > now_ms else "outdated"
    if draft.published_version is not None:
        state = "published"
    elif simulated is None:
        state = "waits"
    return DraftView(
        id=draft.id,
        version=rules.version,
        since_at_ms=rules.effective_at_ms,
        kappa=rules.kappa_bp / 10_000,
        rule=rules.pool,
        shares=[
            ShareView(leg.role, (leg.basis_points or 0) / 10_000, of)
            for of, legs in (("line", rules.legs), ("gift", rules.gift_legs))
            for leg in legs
            if leg.of is None and leg.from_line is None and not leg.remaining
        ],
        by=names.get(draft.drafted_by, draft.drafted_by[-8:]),
        drafted_at_ms=draft.drafted_at_ms,
        simulated=None if simulated is None else _simulated(simulated),
        state=state,
    )


def _simulated(found: Simulated) -> SimulatedView:
    def money(minor: int) -> Money:
        return Money(minor, found.currency)

    return SimulatedView(
        lines=found.lines,
        was_cut=found.was_cut,
        rows=[
            ComparedView(one.role, money(one.was_minor), money(one.would_minor), money(one.would_minor - one.was_minor))
            for one in found.roles
        ],
        pool=[RoleView(one.role, one.parties, money(one.minor)) for one in found.pool],
        collected=money(found.collected_minor),
        carried=money(found.carried_minor),
        largest=found.largest_bp / 10_000,
    )


def _period(period: Period, now_ms: int) -> PeriodView:
    from_ms, to_ms = period.span
    return PeriodView(
        id=period.id,
        from_at_ms=from_ms,
        to_at_ms=to_ms,
        own=Money(period.own_minor, period.currency),
        collected=Money(period.collected_minor, period.currency),
        given=Money(period.given_minor, period.currency),
        carried=Money(period.carried_minor, period.currency),
        kept=period.kept,
        lost=period.lost,
        cap=period.cap_bp / 10_000,
        version=period.rule_version,
        payable_at_ms=period.payable_at_ms,
        state="paid" if period.paid_at_ms is not None else "open" if now_ms < period.payable_at_ms else "paying",
    )


def _appeal(appeal: Appeal, currency: str, names: dict[str, str]) -> AppealView:
    return AppealView(
        id=appeal.id,
        party=names.get(appeal.party, appeal.party[-8:]),
        words=appeal.words,
        opened_at_ms=appeal.opened_at_ms,
        state=appeal.outcome or "open",
        granted=Money(appeal.granted_minor, currency),
        answer=appeal.answer or "",
    )
