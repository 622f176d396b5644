"""Money that waits for what it is paid for: taken out of what stands ready, handed over when it is earned."""

from collections.abc import Sequence
from typing import NamedTuple

from livefair.kernel import Conflict, WriteTx
from livefair.ledger.legs import Leg, Why
from livefair.ledger.posting import post
from livefair.ledger.split import Supply, fill_legs

Part = tuple[str, int]
"""A party, and its minor units."""


class Purse(NamedTuple):
    """Where it waits: an account of its own, such as `escrow:booking-7f3…`; `why` goes with each posting."""

    account: str
    currency: str
    why: Why


def set_apart(tx: WriteTx, purse: Purse, part: Part, *, reason: str, key: str, or_else: Conflict) -> None:
    """Take `(party, minor)` out of what stands ready for them; raises `or_else` where there is less."""
    party, minor = part
    try:
        _post(tx, purse, [Leg(f"payable:{party}", -minor)], reason, key)
    except Conflict as poor:
        raise or_else from poor


def hand_over(tx: WriteTx, purse: Purse, parts: Sequence[Part], *, reason: str, key: str) -> None:
    """Give each party their part at once: first of all it pays what they owe. Parts of nothing are left out."""
    supplies = [Supply(minor, f"receivable:{party}", f"payable:{party}") for party, minor in parts if minor]
    if supplies:
        _post(tx, purse, fill_legs(tx, supplies, currency=purse.currency), reason, key)


def _post(tx: WriteTx, purse: Purse, legs: list[Leg], reason: str, key: str) -> None:
    balance = Leg(purse.account, -sum(leg.minor for leg in legs))
    post(tx, key=key, reason=reason, currency=purse.currency, legs=[balance, *legs], why=purse.why)
