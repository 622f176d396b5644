"""Dividing amounts so that not one unit is lost or made, and taking them back in the fair measure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from livefair.kernel import Conflict, ReadTx, split_minor
from livefair.ledger.balances import free
from livefair.ledger.chart import bounds_of
from livefair.ledger.legs import Leg, Why, require_whole


class Part(NamedTuple):
    """An account that gets its `weight` of a whole."""

    account: str
    weight: int
    why: Why | None = None


def split_legs(minor: int, parts: Sequence[Part]) -> list[Leg]:
    """Credits that add up to `minor` exactly, each within a unit of its share; ties go to the earlier part."""
    amounts = split_minor(require_whole(minor), [part.weight for part in parts])
    return [Leg(part.account, amount, part.why) for part, amount in zip(parts, amounts, strict=True)]


def split_refund(minor: int, outstanding: Mapping[str, int]) -> dict[str, int]:
    """How much of a refund each party bears: in proportion to what is still outstanding with it.

    Dividing what remains anew by the first weights would let a party gain by a refund (the Alabama paradox); in
    proportion to the outstanding amounts nobody gains, nobody gives more than it has, and a full refund leaves 0.
    Raises Conflict `refund_over_paid`.
    """
    total = sum(outstanding.values())
    if require_whole(minor) > total:
        raise Conflict("refund_over_paid", minor=minor, outstanding=total)
    if minor == 0:
        return dict.fromkeys(outstanding, 0)
    return dict(zip(outstanding, split_minor(minor, list(outstanding.values())), strict=True))


def draw_legs(
    tx: ReadTx, minor: int, sources: Sequence[str], *, currency: str = "CNY", why: Why | None = None
) -> list[Leg]:
    """Debits that take `minor` from the sources in their order, each as far as it can give; the last bears the rest."""
    legs = []
    for account in sources[:-1]:
        taken = min(minor, free(tx, account, currency))
        legs.append(Leg(account, -taken, why))
        minor -= taken
    return [leg for leg in (*legs, Leg(sources[-1], -minor, why)) if leg.minor]


def fill_legs(
    tx: ReadTx, minor: int, debt: str, target: str, *, currency: str = "CNY", why: Why | None = None
) -> list[Leg]:
    """Credits that pay a debt off first (an account that only goes up to its ceiling), then reach the target."""
    ceiling = bounds_of(debt).ceiling or 0
    repaid = min(minor, ceiling - free(tx, debt, currency))
    return [leg for leg in (Leg(debt, repaid, why), Leg(target, minor - repaid, why)) if leg.minor]
