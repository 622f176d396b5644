"""Dividing amounts so that not one unit is lost or made, and taking them back in the fair measure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from livefair.kernel import Conflict, ReadTx, split_minor
from livefair.ledger.balances import free
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


class Demand(NamedTuple):
    """`minor` units to take from the sources in their order, each as far as it can give; the last bears the rest."""

    minor: int
    sources: Sequence[str]
    why: Why | None = None


class Supply(NamedTuple):
    """`minor` units for `target`, once the `debt` (an account that only goes up to its ceiling) is paid off."""

    minor: int
    debt: str
    target: str
    why: Why | None = None


def draw_legs(tx: ReadTx, demands: Sequence[Demand], *, currency: str = "CNY") -> list[Leg]:
    """Debits that meet every demand. Demands on the same sources are met one after the other."""
    sources = {account for demand in demands for account in demand.sources[:-1]}
    left = {account: free(tx, account, currency) for account in sorted(sources)}
    legs = []
    for minor, accounts, why in demands:
        wanted = minor
        for account in accounts[:-1]:
            taken = min(wanted, left[account])
            left[account] -= taken
            wanted -= taken
            legs.append(Leg(account, -taken, why))
        legs.append(Leg(accounts[-1], -wanted, why))
    return [leg for leg in legs if leg.minor]


def fill_legs(tx: ReadTx, supplies: Sequence[Supply], *, currency: str = "CNY") -> list[Leg]:
    """Credits that hand out every supply, debts first."""
    debts = {account: -free(tx, account, currency) for account in sorted({supply.debt for supply in supplies})}
    legs = []
    for minor, debt, target, why in supplies:
        repaid = min(minor, debts[debt])
        debts[debt] -= repaid
        legs += [Leg(debt, repaid, why), Leg(target, minor - repaid, why)]
    return [leg for leg in legs if leg.minor]
