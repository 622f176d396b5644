"""A digest of the whole book by what it says: reasons, amounts and kinds of accounts, without ids and times."""

import hashlib
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select

from livefair.kernel import ReadTx, query
from livefair.ledger.models import ENTRY, TRANSFER


class _Leg(NamedTuple):
    transfer_id: str
    reason: str
    account: str
    minor: int
    currency: str


_LEGS = query(
    _Leg,
    select(TRANSFER.c.id, TRANSFER.c.reason, ENTRY.c.account, ENTRY.c.minor, TRANSFER.c.currency)
    .join_from(TRANSFER, ENTRY, ENTRY.c.transfer_id == TRANSFER.c.id)
    .order_by(TRANSFER.c.id),
)


def digest(tx: ReadTx) -> str:
    """SHA-256 in hexadecimal. Two worlds of the same seed have the same one, whenever they were made."""
    return hashlib.sha256("\n".join(told(tx)).encode()).hexdigest()


def told(tx: ReadTx) -> list[str]:
    """Each transfer by what it says, sorted: what the digest is made of."""
    return sorted(
        f"{reason} {currency} {sorted((leg.account.partition(':')[0], leg.minor) for leg in legs)}"
        for (_, reason, currency), legs in groupby(
            tx.all(_LEGS), key=lambda leg: (leg.transfer_id, leg.reason, leg.currency)
        )
    )
