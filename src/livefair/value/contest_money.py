"""The money of contested lines: set apart while nobody has answered, then back or over to who contested it.

Set apart means from `payable:` to `reserve:` of the other side, as entries that it can read with their reason. Before a
line is released all of it waits in escrow anyway; what is set apart then, is so in the moment of its release.
"""

from sqlalchemy import bindparam, update

from livefair import ledger
from livefair.kernel import Conflict, WriteTx, change
from livefair.value.contest_book import Contest
from livefair.value.models import CONTEST
from livefair.value.rules import contests as rules
from livefair.value.shares import require_line, shares_of, why_line

HOUSE = "goodwill"
_LET_GO = change(
    update(CONTEST)
    .where(CONTEST.c.id == bindparam("one"), CONTEST.c.let_go_at_ms.is_(None))
    .values(let_go_at_ms=bindparam("now"))
)


def hold_for(tx: WriteTx, found: Contest) -> None:
    """Nothing of a line that is not released yet, nothing of the house's, and once only."""
    line = require_line(tx, found.line_id)
    if line.released_at_ms is None or found.counterpart is None or found.let_go_at_ms is not None:
        return
    if ledger.find(tx, _key("held", found)) is not None:
        return
    payable = f"payable:{found.counterpart}"
    share_minor = sum(s.outstanding_minor for s in shares_of(tx, line.line_id) if s.party == found.counterpart)
    free_minor = ledger.seize(tx, payable, found.currency)
    minor = rules.to_hold(asked_minor=found.asked_minor, share_minor=share_minor, free_minor=free_minor)
    if minor:
        legs = [ledger.Leg(payable, -minor), ledger.Leg(f"reserve:{found.counterpart}", minor)]
        _post(tx, "held", found, legs)


def let_go(tx: WriteTx, found: Contest) -> None:
    """As much as is still there goes back, once: a refund meanwhile may have taken from it."""
    if not tx.change(_LET_GO, one=found.id, now=tx.now_ms):
        return
    held = ledger.find(tx, _key("held", found))
    if held is None or found.counterpart is None:
        return
    was = sum(leg.minor for leg in ledger.legs_of(tx, held.id) if leg.minor > 0)
    minor = min(was, ledger.seize(tx, f"reserve:{found.counterpart}", found.currency))
    if minor:
        legs = [ledger.Leg(f"reserve:{found.counterpart}", -minor), ledger.Leg(f"payable:{found.counterpart}", minor)]
        _post(tx, "let_go", found, legs)


def settle(tx: WriteTx, found: Contest, *, may_lack: bool = False) -> None:
    """What was granted goes over, once. Conflict contest_not_covered where less stands ready, unless it may lack."""
    if ledger.find(tx, _key("paid", found)) is not None:
        return
    minor, giver = found.granted_minor, HOUSE
    if found.counterpart is not None:
        giver = f"payable:{found.counterpart}"
        ready = ledger.seize(tx, giver, found.currency)
        if ready < minor and not may_lack:
            raise Conflict("contest_not_covered", minor=ready)
        minor = min(minor, ready)
    if minor:
        supply = ledger.Supply(minor, f"receivable:{found.party}", f"payable:{found.party}", {})
        legs = [ledger.Leg(giver, -minor), *ledger.fill_legs(tx, [supply], currency=found.currency)]
        _post(tx, "paid", found, legs)


def _key(what: str, found: Contest) -> str:
    return f"contest_{what}:{found.id}"


def _post(tx: WriteTx, what: str, found: Contest, legs: list[ledger.Leg]) -> None:
    why: ledger.Why = {**why_line(require_line(tx, found.line_id)), "contest_id": found.id}
    ledger.post(tx, key=_key(what, found), reason=f"contest_{what}", currency=found.currency, why=why, legs=legs)
