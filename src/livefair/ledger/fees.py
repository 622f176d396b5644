"""Fees that wait in escrow: taken out of what stands ready for somebody, handed over when it is earned."""

from typing import NamedTuple

from livefair.kernel import Conflict, Money, WriteTx
from livefair.ledger.legs import Leg, Why
from livefair.ledger.posting import post
from livefair.ledger.split import Supply, fill_legs


class Fee(NamedTuple):
    """`name` is its own, such as `booking-7f3…`; `why` goes with each of its postings."""

    name: str
    money: Money
    why: Why

    @property
    def account(self) -> str:
        return f"escrow:{self.name}"


def set_apart(tx: WriteTx, fee: Fee, payer: str, reason: str) -> None:
    """Take the whole fee out of what stands ready for the payer. Conflict fee_not_covered."""
    try:
        _post(tx, fee, reason, [Leg(f"payable:{payer}", -fee.money.minor)])
    except Conflict as poor:
        raise Conflict("fee_not_covered") from poor


def hand_over(tx: WriteTx, fee: Fee, party: str, minor: int, reason: str) -> None:
    """Give so much of what waits to somebody, once for each reason: first of all it pays what they owe."""
    if minor:
        supply = Supply(minor, f"receivable:{party}", f"payable:{party}")
        _post(tx, fee, reason, fill_legs(tx, [supply], currency=fee.money.currency))


def _post(tx: WriteTx, fee: Fee, reason: str, legs: list[Leg]) -> None:
    post(
        tx,
        key=f"{reason}:{fee.name}",
        reason=reason,
        currency=fee.money.currency,
        legs=[Leg(fee.account, -sum(leg.minor for leg in legs)), *legs],
        why=fee.why,
    )
