"""What everybody may read of the pool, and what a party may read of its own part."""

from typing import NamedTuple

from livefair.kernel import Actor, ReadTx, require
from livefair.value.contest_book import parties_of
from livefair.value.pool.book import Period, PoolPart, all_periods, parts_of_party, parts_of_period, period_called
from livefair.value.rules.pool import PoolRule
from livefair.value.share_rulebook import share_rules_at

# A role with fewer parties is not told apart: its sum would tell somebody's income.
PARTIES_MIN = 5
OTHERS = "others"


class RoleReport(NamedTuple):
    """`parties` None: of several roles with few parties each, together."""

    role: str
    parties: int | None
    minor: int


class PeriodReport(NamedTuple):
    period: Period
    roles: list[RoleReport]


class Report(NamedTuple):
    """`kappa_bp` and `rule` as they are in force; no rule, no pool."""

    kappa_bp: int
    rule: PoolRule | None
    periods: list[PeriodReport]


class OwnPart(NamedTuple):
    part: PoolPart
    period: Period


def public_report(tx: ReadTx) -> Report:
    """For everybody: sums by role, and nobody's name."""
    rules = share_rules_at(tx, tx.now_ms)
    periods = [PeriodReport(period, _roles(parts_of_period(tx, period.id))) for period in all_periods(tx)]
    return Report(rules.kappa_bp if rules else 0, rules.pool if rules else None, periods)


def own_parts(tx: ReadTx, actor: Actor) -> list[OwnPart]:
    """Mine and those of the organisation that I act for, newest first."""
    require(not actor.is_guest, "sign_in_first")
    parts = [part for party in sorted(parties_of(actor)) for part in parts_of_party(tx, party)]
    periods = {period_id: period_called(tx, period_id) for period_id in {part.period_id for part in parts}}
    parts.sort(key=lambda part: (-periods[part.period_id].number, part.role, part.position))
    return [OwnPart(part, periods[part.period_id]) for part in parts]


def _roles(parts: list[PoolPart]) -> list[RoleReport]:
    found: list[RoleReport] = []
    rest_minor = 0
    for role in sorted({part.role for part in parts}):
        of_role = [part for part in parts if part.role == role]
        minor = sum(part.outstanding_minor for part in of_role)
        parties = len({part.party for part in of_role})
        if parties >= PARTIES_MIN:
            found.append(RoleReport(role, parties, minor))
        else:
            rest_minor += minor
    return [*found, RoleReport(OTHERS, None, rest_minor)] if rest_minor else found
