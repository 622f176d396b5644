"""A dispute freezes: what waits in escrow is not released, and of what was released so much is set apart.

Set apart means from `payable:` to `reserve:`, as entries that the payee can read. It ends as it began, whoever wins.
"""

from sqlalchemy import bindparam, func, select

from livefair import ledger
from livefair.kernel import Actor, ReadTx, WriteTx, query
from livefair.value.models import OPEN_CLAIM
from livefair.value.refunds import close_claim, open_claim
from livefair.value.shares import SharedLine, lines_of_order, require_line, shares_of, why_line

# The news of its end may have come before: then nothing is frozen.
_IS_OPEN = query(
    int,
    select(func.count()).where(OPEN_CLAIM.c.claim_id == bindparam("claim"), OPEN_CLAIM.c.closed_at_ms.is_(None)),
)


def freeze(tx: WriteTx, actor: Actor, dispute_id: str, *, order_ids: list[str], lines: dict[str, int]) -> None:
    """From now on nothing of these lines goes to anybody. Conflict: not_planned_yet."""
    for order_id in order_ids:
        open_claim(tx, actor, claim_of(dispute_id, order_id), order_id=order_id)
    for line_id, minor in sorted(lines.items()):
        line = require_line(tx, line_id)
        is_open = tx.value(_IS_OPEN, claim=claim_of(dispute_id, line.order_id)) > 0
        if is_open and line.released_at_ms is not None:
            _set_apart(tx, dispute_id, line, minor)


def thaw(tx: WriteTx, actor: Actor, dispute_id: str, *, order_ids: list[str]) -> None:
    """It is decided: what was set apart stands ready again, from where a lost dispute's refund takes it."""
    for order_id in order_ids:
        for line in lines_of_order(tx, order_id):
            _put_back(tx, dispute_id, line)
        close_claim(tx, actor, claim_of(dispute_id, order_id), order_id=order_id)


def frozen_minor(tx: ReadTx, party: str, currency: str) -> int:
    """What of a payee's money disputes keep back."""
    return ledger.free(tx, f"reserve:{party}", currency)


def claim_of(dispute_id: str, order_id: str) -> str:
    return f"dispute:{dispute_id}:{order_id}"


def _set_apart(tx: WriteTx, dispute_id: str, line: SharedLine, minor: int) -> None:
    """In proportion to what each party has of the line, as far as it stands ready: more would be a debt."""
    shares = {str(share.position): share for share in shares_of(tx, line.line_id)}
    outstanding = {position: share.outstanding_minor for position, share in shares.items()}
    minor = min(minor, sum(outstanding.values()))
    by_party: dict[str, int] = {}
    for position, part in ledger.split_refund(minor, outstanding).items():
        if party := shares[position].party:
            by_party[party] = by_party.get(party, 0) + part
    for party, part in sorted(by_party.items()):
        taken = min(part, ledger.seize(tx, f"payable:{party}", line.currency))
        if taken:
            why: ledger.Why = {**why_line(line), "dispute_id": dispute_id}
            legs = [ledger.Leg(f"payable:{party}", -taken), ledger.Leg(f"reserve:{party}", taken)]
            key = f"frozen:{dispute_id}:{line.line_id}:{party}"
            ledger.post(tx, key=key, reason="frozen", currency=line.currency, why=why, legs=legs)


def _put_back(tx: WriteTx, dispute_id: str, line: SharedLine) -> None:
    """As much of it as is still there: a refund meanwhile may have taken from it."""
    for party in sorted({share.party for share in shares_of(tx, line.line_id) if share.party}):
        frozen = ledger.find(tx, f"frozen:{dispute_id}:{line.line_id}:{party}")
        key = f"thawed:{dispute_id}:{line.line_id}:{party}"
        if frozen is None or ledger.find(tx, key) is not None:
            continue
        was = sum(leg.minor for leg in ledger.legs_of(tx, frozen.id) if leg.minor > 0)
        minor = min(was, ledger.seize(tx, f"reserve:{party}", line.currency))
        if minor:
            why: ledger.Why = {**why_line(line), "dispute_id": dispute_id}
            legs = [ledger.Leg(f"reserve:{party}", -minor), ledger.Leg(f"payable:{party}", minor)]
            ledger.post(tx, key=key, reason="thawed", currency=line.currency, why=why, legs=legs)
