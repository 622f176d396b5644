"""From payment to pay: a line's plan is kept when it is paid, and released when the goods can no longer return."""

from typing import NamedTuple

from sqlalchemy import bindparam, func, select, update

from livefair import ledger
from livefair.kernel import SYSTEM, Actor, Conflict, ReadTx, WriteTx, change, job, query
from livefair.value.events import PartyShare, SharesPlanned, SharesReleased
from livefair.value.models import OPEN_CLAIM, SHARE, SHARED_LINE
from livefair.value.rules.share_plan import Kind, Planned, Terms, plan
from livefair.value.share_rulebook import ShareRules, publish_gift_legs, publish_shipped_share_rules, share_rules_at


class BoughtLine(NamedTuple):
    """A paid order line with everybody who has a part in it."""

    line_id: str
    order_id: str
    product_id: str
    currency: str
    terms: Terms
    back_to: str = "psp_clearing"


class SharedLine(NamedTuple):
    """`house_minor` of the amount was paid by the house for a coupon, `house_back_minor` has come back to it."""

    line_id: str
    order_id: str
    rule_version: int
    currency: str
    kind: Kind
    back_to: str
    amount_minor: int
    refunded_minor: int
    house_minor: int
    house_back_minor: int
    due_at_ms: int | None
    released_at_ms: int | None


class Share(NamedTuple):
    line_id: str
    position: int
    role: str
    party: str | None
    account: str | None
    why: str
    basis_points: int
    base_minor: int
    planned_minor: int
    refunded_minor: int

    @property
    def outstanding_minor(self) -> int:
        return self.planned_minor - self.refunded_minor


_LINE = query(
    SharedLine,
    select(*(SHARED_LINE.c[name] for name in SharedLine._fields)).where(SHARED_LINE.c.line_id == bindparam("line")),
)
_LINES_OF_ORDER = query(
    SharedLine,
    select(*(SHARED_LINE.c[name] for name in SharedLine._fields))
    .where(SHARED_LINE.c.order_id == bindparam("order"))
    .order_by(SHARED_LINE.c.line_id),
)
_SHARES = query(
    Share,
    select(*(SHARE.c[name] for name in Share._fields))
    .where(SHARE.c.line_id == bindparam("line"))
    .order_by(SHARE.c.position),
)
_START_WINDOW = change(
    update(SHARED_LINE)
    .where(SHARED_LINE.c.line_id == bindparam("line"), SHARED_LINE.c.released_at_ms.is_(None))
    .values(due_at_ms=bindparam("due"))
)
_OPEN_CLAIMS = query(
    int,
    select(func.count()).where(OPEN_CLAIM.c.order_id == bindparam("order"), OPEN_CLAIM.c.closed_at_ms.is_(None)),
)
_RELEASE = change(
    update(SHARED_LINE)
    .where(
        SHARED_LINE.c.line_id == bindparam("line"),
        SHARED_LINE.c.released_at_ms.is_(None),
        SHARED_LINE.c.due_at_ms <= bindparam("now"),
    )
    .values(released_at_ms=bindparam("now"))
)


def plan_line(tx: WriteTx, actor: Actor, bought: BoughtLine) -> None:
    """Keep who is to get what of the line, by the rules in force now. Planning it again changes nothing."""
    if shared_line(tx, bought.line_id) is not None:
        return
    kind = bought.terms.kind
    rules = _rules_in_force(tx) if kind == "order" else _rules_with_gifts(tx)
    tx.insert(
        SHARED_LINE,
        line_id=bought.line_id,
        order_id=bought.order_id,
        product_id=bought.product_id,
        rule_version=rules.version,
        currency=bought.currency,
        kind=kind,
        back_to=bought.back_to,
        amount_minor=bought.terms.amount_minor + bought.terms.house_bears_minor,
        refunded_minor=0,
        house_minor=bought.terms.house_bears_minor,
        house_back_minor=0,
        planned_at_ms=tx.now_ms,
    )
    planned = plan(bought.terms, rules.legs if kind == "order" else rules.gift_legs)
    for position, share in enumerate(planned):
        _insert_share(tx, bought.line_id, position, share)
    tx.announce(
        SharesPlanned(
            line_id=bought.line_id,
            order_id=bought.order_id,
            product_id=bought.product_id,
            currency=bought.currency,
            rule_version=rules.version,
            line_kind=kind,
            shares=[PartyShare(role=share.role, party=share.party, minor=share.minor) for share in planned],
        )
    )


def start_window(tx: WriteTx, actor: Actor, line_id: str, *, until_ms: int) -> None:
    """The goods have arrived: when the return window ends, the shares are due."""
    if not tx.change(_START_WINDOW, line=require_line(tx, line_id).line_id, due=until_ms):
        return
    tx.later(release_line, after_ms=max(0, until_ms - tx.now_ms), key=f"release:{line_id}", line_id=line_id)


@job
def release_line(tx: WriteTx, actor: Actor, *, line_id: str) -> None:
    """Hand the shares over, unless somebody has a claim on the order; then the end of the claim asks again."""
    line = require_line(tx, line_id)
    if tx.value(_OPEN_CLAIMS, order=line.order_id) or not tx.change(_RELEASE, line=line_id, now=tx.now_ms):
        return
    shares = [share for share in shares_of(tx, line_id) if share.outstanding_minor]
    if not shares:
        return
    total_minor = sum(share.outstanding_minor for share in shares)
    ledger.post(
        tx,
        key=f"release:{line_id}",
        reason="release",
        currency=line.currency,
        why=why_line(line),
        legs=[ledger.Leg(f"escrow:{line_id}", -total_minor), *_handed_over(tx, line, shares)],
    )
    tx.announce(
        SharesReleased(
            line_id=line_id,
            order_id=line.order_id,
            currency=line.currency,
            line_kind=line.kind,
            shares=[PartyShare(role=share.role, party=share.party, minor=share.outstanding_minor) for share in shares],
        )
    )


def ask_again(tx: WriteTx, order_id: str) -> None:
    """A claim on the order is over: release what has become due meanwhile, each line at its time."""
    for line in tx.all(_LINES_OF_ORDER, order=order_id):
        if line.due_at_ms is not None and line.released_at_ms is None:
            start_window(tx, SYSTEM, line.line_id, until_ms=line.due_at_ms)


def shared_line(tx: ReadTx, line_id: str) -> SharedLine | None:
    return tx.one(_LINE, line=line_id)


def lines_of_order(tx: ReadTx, order_id: str) -> list[SharedLine]:
    return tx.all(_LINES_OF_ORDER, order=order_id)


def require_line(tx: ReadTx, line_id: str) -> SharedLine:
    """The plan of a line. Conflict `not_planned_yet` while the news of its payment is still on its way."""
    line = shared_line(tx, line_id)
    if line is None:
        raise Conflict("not_planned_yet", line_id=line_id)
    return line


def shares_of(tx: ReadTx, line_id: str) -> list[Share]:
    return tx.all(_SHARES, line=line_id)


def why_line(line: SharedLine) -> dict[str, str | int | None]:
    """Of which order line or gift a posting is, and by which version of the rules."""
    of = "order_id" if line.kind == "order" else "gift_id"
    return {"line_id": line.line_id, of: line.order_id, "rule_version": line.rule_version}


def why_of(share: Share) -> ledger.Why:
    """How a share came to be, in a code with its parameters: to be read with the rules of the line's version."""
    return {"code": share.why, "basis_points": share.basis_points, "base_minor": share.base_minor}


def _handed_over(tx: ReadTx, line: SharedLine, shares: list[Share]) -> list[ledger.Leg]:
    to_house = [ledger.Leg(s.account, s.outstanding_minor, why_of(s)) for s in shares if s.account]
    to_parties = [
        ledger.Supply(s.outstanding_minor, f"receivable:{s.party}", f"payable:{s.party}", why_of(s))
        for s in shares
        if s.party
    ]
    return [*to_house, *ledger.fill_legs(tx, to_parties, currency=line.currency)]


def _rules_in_force(tx: WriteTx) -> ShareRules:
    rules = share_rules_at(tx, tx.now_ms)
    if rules is None:
        publish_shipped_share_rules(tx, SYSTEM)
        rules = share_rules_at(tx, tx.now_ms)
    if rules is None:
        raise Conflict("no_share_rules")
    return rules


def _rules_with_gifts(tx: WriteTx) -> ShareRules:
    rules = _rules_in_force(tx)
    if rules.gift_legs:
        return rules
    publish_gift_legs(tx, SYSTEM)
    return _rules_in_force(tx)


def _insert_share(tx: WriteTx, line_id: str, position: int, share: Planned) -> None:
    tx.insert(
        SHARE,
        line_id=line_id,
        position=position,
        role=share.role,
        party=share.party,
        account=share.account,
        weight=share.weight,
        why=share.why,
        basis_points=share.basis_points,
        base_minor=share.base_minor,
        planned_minor=share.minor,
        refunded_minor=0,
    )
