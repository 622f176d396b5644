"""Money goes back to the buyer: out of escrow while it is there, afterwards from each party that has had its share."""

from sqlalchemy import bindparam, update

from livefair import ledger
from livefair.kernel import Actor, WriteTx, change
from livefair.shop.payments import PROMOTIONS
from livefair.value.contest_money import take_back
from livefair.value.events import PartyShare, SharesRefunded
from livefair.value.models import OPEN_CLAIM, SHARE, SHARED_LINE
from livefair.value.pool.giving_back import Refunded, give_back
from livefair.value.rules.share_plan import POOL
from livefair.value.shares import Share, SharedLine, ask_again, require_line, shares_of, why_line, why_of

_CLOSE = change(
    update(OPEN_CLAIM)
    .where(OPEN_CLAIM.c.claim_id == bindparam("claim"), OPEN_CLAIM.c.closed_at_ms.is_(None))
    .values(closed_at_ms=bindparam("now"))
)
_GIVE_BACK = change(
    update(SHARE)
    .where(SHARE.c.line_id == bindparam("line"), SHARE.c.position == bindparam("at"))
    .values(refunded_minor=SHARE.c.refunded_minor + bindparam("minor"))
)
_COUNT = change(
    update(SHARED_LINE)
    .where(SHARED_LINE.c.line_id == bindparam("line"))
    .values(
        refunded_minor=SHARED_LINE.c.refunded_minor + bindparam("minor"),
        house_back_minor=SHARED_LINE.c.house_back_minor + bindparam("house"),
    )
)


def open_claim(tx: WriteTx, actor: Actor, claim_id: str, *, order_id: str) -> None:
    """From now on nothing of the order is released. If the claim's end was heard of first, it stays ended."""
    tx.insert_new(OPEN_CLAIM, claim_id=claim_id, order_id=order_id, opened_at_ms=tx.now_ms, closed_at_ms=None)


def close_claim(tx: WriteTx, actor: Actor, claim_id: str, *, order_id: str) -> None:
    """The claim is decided; what is due and left can be released."""
    tx.insert_new(OPEN_CLAIM, claim_id=claim_id, order_id=order_id, opened_at_ms=tx.now_ms, closed_at_ms=tx.now_ms)
    tx.change(_CLOSE, claim=claim_id, now=tx.now_ms)
    ask_again(tx, order_id)


def refund_line(tx: WriteTx, actor: Actor, line_id: str, *, refund_id: str, amount_minor: int) -> None:
    """Take `amount_minor` of the line back from its parties, in proportion to what each still has of it.

    What the house paid of it for a coupon goes back to the house in the same measure, and wholly with the last of it.
    The same refund of the same line twice is one. Conflict: refund_over_paid, not_planned_yet.
    """
    line, key = require_line(tx, line_id), f"refund:{refund_id}:{line_id}"
    if ledger.find(tx, key) is not None:
        return
    shares = {str(share.position): share for share in shares_of(tx, line_id)}
    outstanding = {position: share.outstanding_minor for position, share in shares.items()}
    house_minor = house_part(amount_minor, line)
    all_minor = amount_minor + house_minor
    borne = [
        (shares[position], minor) for position, minor in ledger.split_refund(all_minor, outstanding).items() if minor
    ]
    _empty_pool(tx, line, refund_id, borne)
    ledger.post(
        tx,
        key=key,
        reason="refund",
        currency=line.currency,
        why={**why_line(line), "refund_id": refund_id},
        legs=[
            ledger.Leg(line.back_to, amount_minor),
            ledger.Leg(PROMOTIONS, house_minor),
            *_given_back(tx, line, all_minor, borne),
        ],
    )
    tx.change(_COUNT, line=line_id, minor=all_minor, house=house_minor)
    for share, minor in borne:
        tx.change(_GIVE_BACK, line=line_id, at=share.position, minor=minor)
    take_back(tx, line_id, refund_id=refund_id, borne=_by_party(list(shares.values()), borne))
    tx.announce(
        SharesRefunded(
            line_id=line_id,
            order_id=line.order_id,
            refund_id=refund_id,
            currency=line.currency,
            line_kind=line.kind,
            after_release=line.released_at_ms is not None,
            shares=[PartyShare(role=share.role, party=share.party, minor=minor) for share, minor in borne],
        )
    )


def _empty_pool(tx: WriteTx, line: SharedLine, refund_id: str, borne: list[tuple[Share, int]]) -> None:
    """What the line brought into the pool was given out since: it comes back before the refund takes it."""
    minor = sum(minor for share, minor in borne if share.account == POOL)
    if minor and line.released_at_ms is not None:
        give_back(tx, Refunded(line.line_id, refund_id, line.currency, line.released_at_ms, minor))


def _by_party(shares: list[Share], borne: list[tuple[Share, int]]) -> dict[str, tuple[int, int]]:
    """Party → (what it had of the line, what it gives back of that)."""
    return {
        party: (
            sum(share.outstanding_minor for share in shares if share.party == party),
            sum(minor for share, minor in borne if share.party == party),
        )
        for party in {share.party for share, _ in borne}
        if party
    }


def house_part(back_minor: int, line: SharedLine) -> int:
    """What goes back to the house while `back_minor` goes back to the buyer, who has paid what is left beside it."""
    house_left = line.house_minor - line.house_back_minor
    buyer_left = line.amount_minor - line.refunded_minor - house_left
    return house_left if back_minor >= buyer_left else house_left * back_minor // buyer_left


def _given_back(tx: WriteTx, line: SharedLine, amount_minor: int, borne: list[tuple[Share, int]]) -> list[ledger.Leg]:
    if line.released_at_ms is None:
        return [ledger.Leg(f"escrow:{line.line_id}", -amount_minor)]
    by_house = [ledger.Leg(share.account, -minor, why_of(share)) for share, minor in borne if share.account]
    by_parties = [
        ledger.Demand(minor, ledger.accounts_of(share.party), why_of(share)) for share, minor in borne if share.party
    ]
    return [*by_house, *ledger.draw_legs(tx, by_parties, currency=line.currency)]
