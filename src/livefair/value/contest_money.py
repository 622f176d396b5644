"""The money of contested lines: set apart while nobody has answered, then back or over to who contested it.

Set apart means from `payable:` to `reserve:` of the other side, as entries that it can read with their reason. Before a
line is released all of it waits in escrow anyway; what is set apart then, is so in the moment of its release.
"""

from collections.abc import Mapping

from sqlalchemy import bindparam, update

from livefair import ledger
from livefair.kernel import Conflict, ReadTx, WriteTx, change
from livefair.value.contest_book import Contest, contests_of_line
from livefair.value.models import CONTEST
from livefair.value.rules import contests as rules
from livefair.value.shares import require_line, shares_of, why_line

HOUSE = "goodwill"
_LET_GO = change(
    update(CONTEST)
    .where(CONTEST.c.id == bindparam("one"), CONTEST.c.let_go_at_ms.is_(None))
    .values(let_go_at_ms=bindparam("now"))
)
_TAKE_BACK = change(
    update(CONTEST)
    .where(CONTEST.c.id == bindparam("one"))
    .values(taken_back_minor=CONTEST.c.taken_back_minor + bindparam("minor"))
)
_DUE = change(update(CONTEST).where(CONTEST.c.id == bindparam("one")).values(due_at_ms=bindparam("due")))


def hold_for(tx: WriteTx, found: Contest) -> bool:
    """Nothing of a line that is not released yet, nothing of the house's, and once only. Whether something was."""
    line = require_line(tx, found.line_id)
    if line.released_at_ms is None or found.counterpart is None or found.let_go_at_ms is not None:
        return False
    if ledger.find(tx, _key("held", found)) is not None:
        return False
    payable = f"payable:{found.counterpart}"
    share_minor = _left_of_share(tx, found, taken_by=("held", "paid"))
    free_minor = ledger.seize(tx, payable, found.currency)
    minor = rules.to_hold(asked_minor=found.asked_minor, share_minor=share_minor, free_minor=free_minor)
    if minor:
        legs = [ledger.Leg(payable, -minor), ledger.Leg(f"reserve:{found.counterpart}", minor)]
        _post(tx, "held", found, legs)
        tx.change(_DUE, one=found.id, due=tx.now_ms + rules.HELD_MS)
    return minor > 0


def let_go(tx: WriteTx, found: Contest) -> None:
    """As much as is still there goes back, once: a refund meanwhile may have taken from it."""
    if not tx.change(_LET_GO, one=found.id, now=tx.now_ms):
        return
    held = ledger.find(tx, _key("held", found))
    if held is None or found.counterpart is None:
        return
    minor = min(moved_minor(tx, "held", found.id), ledger.seize(tx, f"reserve:{found.counterpart}", found.currency))
    if minor:
        legs = [ledger.Leg(f"reserve:{found.counterpart}", -minor), ledger.Leg(f"payable:{found.counterpart}", minor)]
        _post(tx, "let_go", found, legs)


def settle(tx: WriteTx, found: Contest, *, may_lack: bool = False) -> None:
    """What was granted goes over, once, out of what the other side still has of this line.

    Conflict contest_not_covered where less of it is left or stands ready, unless it may lack.
    """
    if ledger.find(tx, _key("paid", found)) is not None:
        return
    ready, giver = _left_of_share(tx, found, taken_by=("paid",)), HOUSE
    if found.counterpart is not None:
        giver = f"payable:{found.counterpart}"
        ready = min(ready, ledger.seize(tx, giver, found.currency))
    if ready < found.granted_minor and not may_lack:
        raise Conflict("contest_not_covered", minor=ready)
    minor = min(found.granted_minor, ready)
    if minor:
        supply = ledger.Supply(minor, f"receivable:{found.party}", f"payable:{found.party}", {})
        legs = [ledger.Leg(giver, -minor), *ledger.fill_legs(tx, [supply], currency=found.currency)]
        _post(tx, "paid", found, legs)


def take_back(tx: WriteTx, line_id: str, *, refund_id: str, borne: Mapping[str, tuple[int, int]]) -> None:
    """A refund was taken from the parties of a line by their shares: who has granted a part of theirs gets it back in
    the same measure. `borne`: party → (what it had of the line, what it gave back of that). Once for each refund.
    """
    for found in contests_of_line(tx, line_id):
        share_minor, refunded_minor = borne.get(found.counterpart or HOUSE, (0, 0))
        left_minor = moved_minor(tx, "paid", found.id) - found.taken_back_minor
        if not refunded_minor or not left_minor:
            continue
        minor = rules.to_take_back(left_minor=left_minor, share_minor=share_minor, refunded_minor=refunded_minor)
        supply = ledger.Supply(minor, f"receivable:{found.counterpart}", f"payable:{found.counterpart}", {})
        legs = [
            *ledger.draw_legs(tx, [ledger.Demand(minor, ledger.accounts_of(found.party), {})], currency=found.currency),
            *ledger.fill_legs(tx, [supply], currency=found.currency),
        ]
        _post(tx, "back", found, legs, of=f":{refund_id}")
        tx.change(_TAKE_BACK, one=found.id, minor=minor)


def moved_minor(tx: ReadTx, what: str, contest_id: str) -> int:
    """What was held, let go or paid for an objection."""
    transfer = ledger.find(tx, f"contest_{what}:{contest_id}")
    return 0 if transfer is None else sum(leg.minor for leg in ledger.legs_of(tx, transfer.id) if leg.minor > 0)


def _left_of_share(tx: ReadTx, found: Contest, *, taken_by: tuple[str, ...]) -> int:
    """Of the other side's share, which several parties of the line may have asked for."""
    outstanding = sum(s.outstanding_minor for s in shares_of(tx, found.line_id) if s.party == found.counterpart)
    others = [each for each in contests_of_line(tx, found.line_id) if each.id != found.id]
    taken = sum(
        moved_minor(tx, what, each.id) - (each.taken_back_minor if what == "paid" else 0)
        for each in others
        for what in taken_by
        if each.counterpart == found.counterpart and (what == "paid" or each.let_go_at_ms is None)
    )
    return max(0, outstanding - taken)


def _key(what: str, found: Contest) -> str:
    return f"contest_{what}:{found.id}"


def _post(tx: WriteTx, what: str, found: Contest, legs: list[ledger.Leg], *, of: str = "") -> None:
    why: ledger.Why = {**why_line(require_line(tx, found.line_id)), "contest_id": found.id}
    ledger.post(tx, key=_key(what, found) + of, reason=f"contest_{what}", currency=found.currency, why=why, legs=legs)
