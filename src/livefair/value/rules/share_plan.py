"""The share plan: from what was paid for an order line to what each party gets of it, to the last minor unit. Pure."""

from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from livefair.kernel.errors import Invalid, require_valid
from livefair.kernel.money import split_minor

Role = Literal["psp", "platform", "host", "mcn", "reviewer", "brand", "cohost", "ideator", "pool"]
Party = Literal["host", "mcn", "reviewer", "brand"]
Kind = Literal["order", "gift"]
ROLES: tuple[Role, ...] = ("psp", "platform", "host", "mcn", "reviewer", "brand", "cohost", "ideator", "pool")
KINDS: tuple[Kind, ...] = ("order", "gift")
WHOLE_BP = 10_000
# Where the pool's part of kept lines gathers until its period is closed.
POOL: Final = "pool:cocreation"
# Weights are finer than basis points, so that a part of a part is still a whole number.
WHOLE = WHOLE_BP * WHOLE_BP


class LegRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One leg: whose it is (a `party` of the line or an `account` of the house) and how much of the line it takes."""

    role: Role
    party: Party | None = None
    account: Literal["platform:fees", "platform:commission", "platform:gifts", "pool:cocreation"] | None = None
    basis_points: int | None = None
    from_line: Literal["commission_bp", "mcn_share_bp"] | None = None
    of: Role | None = None
    remaining: bool = False


class Cohosting(NamedTuple):
    """Who sat beside the host or made the video with them, and their agreed part of what the host gets."""

    party: str
    basis_points: int
    why: str = "cohost_of_host"


class Royalty(NamedTuple):
    """Whose idea the product was: so much of the price, and `parts` of the `whole` of that idea's credit are theirs."""

    party: str
    basis_points: int
    parts: int = 1
    whole: int = 1

    @property
    def weight(self) -> int:
        return self.basis_points * WHOLE_BP * self.parts // self.whole

    @property
    def why(self) -> str:
        return "ideator_of_price" if self.parts == self.whole else "ideator_part_of_price"


class Terms(NamedTuple):
    """What was agreed for an order line or a gift when it was paid. Parties by role; None where there is none.

    Co-hosts have their parts out of the host's own, after the agency's, and whose idea the product was has a royalty
    out of the brand's: nobody else's share changes by what a host or a brand agreed with them.
    """

    amount_minor: int
    parties: dict[str, str | None]
    commission_bp: int = 0
    mcn_share_bp: int = 0
    kind: Kind = "order"
    cohosts: tuple[Cohosting, ...] = ()
    royalties: tuple[Royalty, ...] = ()
    # What coupons took off at the cost of the host and of the house; `amount_minor`, which was paid, is without it.
    host_bears_minor: int = 0
    house_bears_minor: int = 0


class Planned(NamedTuple):
    """A party's share of a line. `why` says how it came to be: `basis_points` of `base_minor`, or what remained."""

    role: Role
    party: str | None
    account: str | None
    weight: int
    minor: int
    why: str
    basis_points: int
    base_minor: int


def require_sound(legs: Sequence[LegRule], commission_bp_max: int) -> None:
    """Refuses rules under which a line could give out more than was paid for it, or leave something over."""
    roles = [leg.role for leg in legs]
    require_valid(len(set(roles)) == len(roles), "share_roles_repeat")
    require_valid([leg.remaining for leg in legs].count(True) == 1, "share_remaining_once")
    for position, leg in enumerate(legs):
        ways = [leg.basis_points is not None, leg.from_line is not None, leg.remaining]
        require_valid(ways.count(True) == 1, "share_leg_unclear", role=leg.role)
        require_valid((leg.party is None) != (leg.account is None), "share_leg_owner", role=leg.role)
        require_valid(0 <= (leg.basis_points or 0) <= WHOLE_BP, "out_of_range", field="basis_points")
        require_valid(leg.of is None or leg.of in roles[:position], "share_leg_of", role=leg.role)
        is_of_pool = (leg.role == "pool", leg.account == POOL, leg.role == "pool" and leg.of == "platform")
        require_valid(len(set(is_of_pool)) == 1, "share_leg_pool", role=leg.role)
    fixed = sum(leg.basis_points or 0 for leg in legs if leg.of is None)
    from_lines = sum(commission_bp_max for leg in legs if leg.from_line and leg.of is None)
    require_valid(fixed + from_lines <= WHOLE_BP, "shares_exceed_whole", basis_points=fixed + from_lines)


def plan(line: Terms, legs: Sequence[LegRule]) -> list[Planned]:
    """Shares that add up to what was paid and what the house adds, in the order of the legs; who gets none is left out.

    They are shares of the price as it was before the host's and the house's coupons: only the host's own is less.
    """
    line = line._replace(amount_minor=line.amount_minor + line.host_bears_minor + line.house_bears_minor)
    weights: dict[str, int] = {}
    for leg in legs:
        weights[leg.role] = 0 if leg.remaining else _weight(line, leg, weights)
        if leg.of is not None:
            weights[leg.of] -= weights[leg.role]
    left = WHOLE - sum(weights.values())
    if left < 0:
        raise Invalid("shares_exceed_whole", basis_points=WHOLE_BP - left // WHOLE_BP)
    taking = next(leg for leg in legs if leg.remaining)
    weights[taking.role] = left
    parts = split_minor(line.amount_minor, [weights[leg.role] for leg in legs])
    minors = {leg.role: minor for leg, minor in zip(legs, parts, strict=True)}
    planned = [_planned(line, leg, weights[leg.role], minors) for leg in legs if weights[leg.role]]
    if line.host_bears_minor:
        planned = _less_coupon(planned, line.host_bears_minor)
    return [each for share in planned for each in _divided(line, share)]


def _less_coupon(planned: list[Planned], minor: int) -> list[Planned]:
    """The host pays. Rules that leave the host less than was promised are the house's, so the house pays the rest."""
    left, found = minor, list(planned)
    for role in ("host", "platform", "brand"):
        for at, share in enumerate(found):
            if share.role == role and left:
                taken = min(left, share.minor)
                left -= taken
                why = f"{share.why}_less_coupon" if role == "host" else share.why
                found[at] = share._replace(minor=share.minor - taken, why=why)
    return found


def _divided(line: Terms, share: Planned) -> list[Planned]:
    if share.role == "host":
        return _with_cohosts(line, share)
    return _with_royalties(line, share) if share.role == "brand" and line.royalties else [share]


def _with_royalties(line: Terms, brand: Planned) -> list[Planned]:
    """The brand's share less what it owes for ideas: never more than the brand has of the line."""
    owed = [royalty.weight for royalty in line.royalties]
    own = max(0, brand.weight - sum(owed))
    own_minor, *given = split_minor(brand.minor, [own, *owed])
    return [
        brand._replace(minor=own_minor, weight=own, basis_points=own // WHOLE_BP),
        *(
            Planned("ideator", each.party, None, weight, minor, each.why, each.basis_points, line.amount_minor)
            for each, weight, minor in zip(line.royalties, owed, given, strict=True)
            if weight
        ),
    ]


def _with_cohosts(line: Terms, host: Planned) -> list[Planned]:
    """The host's own share divided as agreed, so that no other share is one unit more or less by it."""
    points = [cohost.basis_points for cohost in line.cohosts]
    if sum(points) > WHOLE_BP:
        raise Invalid("shares_exceed_whole", basis_points=sum(points))
    own_minor, *given = split_minor(host.minor, [WHOLE_BP - sum(points), *points])
    weights = [host.weight * each // WHOLE_BP for each in points]
    return [
        host._replace(minor=own_minor, weight=host.weight - sum(weights)),
        *(
            Planned("cohost", cohost.party, None, weight, minor, cohost.why, cohost.basis_points, host.minor)
            for cohost, weight, minor in zip(line.cohosts, weights, given, strict=True)
            if cohost.basis_points
        ),
    ]


def _weight(line: Terms, leg: LegRule, weights: dict[str, int]) -> int:
    if leg.party is not None and line.parties.get(leg.party) is None:
        return 0
    base = WHOLE if leg.of is None else weights[leg.of]
    return base * _points(line, leg) // WHOLE_BP


def _points(line: Terms, leg: LegRule) -> int:
    if leg.from_line is not None:
        return line.commission_bp if leg.from_line == "commission_bp" else line.mcn_share_bp
    return leg.basis_points or 0


def _planned(line: Terms, leg: LegRule, weight: int, minors: dict[Role, int]) -> Planned:
    base_minor = line.amount_minor
    whole = "gift" if line.kind == "gift" else "price"
    if leg.remaining:
        why = f"{leg.role}_gift_remaining" if line.kind == "gift" else f"{leg.role}_remaining"
        points = weight // WHOLE_BP
    elif leg.of is not None:
        why, points, base_minor = f"{leg.role}_of_{leg.of}", _points(line, leg), minors[leg.of] + minors[leg.role]
        why += "_gift" if line.kind == "gift" else ""
    else:
        why, points = f"{leg.role}_of_{whole}", _points(line, leg)
    party = line.parties[leg.party] if leg.party else None
    return Planned(leg.role, party, leg.account, weight, minors[leg.role], why, points, base_minor)
